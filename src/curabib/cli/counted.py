"""Numbers of things in what is said to people."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 record`, `2 records`; `many` is the plural where an "s" does not make it."""
    return f"{number} {one if number == 1 else many or one + 's'}"
