"""Problems of the user's environment."""


class CurabibError(Exception):
    """Something outside the data prevents the work: a missing file, a bad configuration, no network.

    `args[0]` is one line, lower case, naming what was found; `hint` says what to do about it (may be empty).
    The command line turns it into an error message and exit status 2.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the hint."""
        super().__init__(message)
        self.hint = hint
