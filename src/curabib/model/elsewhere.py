"""What is promised beside the part of a lock that one works on."""

from typing import Protocol


class Elsewhere(Protocol):
    """What a lock promises beside the lines at hand, for whoever works on a part of it."""

    @property
    def generation(self) -> int:
        """The number of the newest generation of keys."""
        ...

    def has_key(self, key: str) -> bool:
        """Return whether a casefolded key or alias is promised there."""
        ...

    def has_uid(self, uid: str) -> bool:
        """Return whether a line has this uid."""
        ...


class Nowhere:
    """Nothing is promised beside the lines at hand."""

    generation = 0

    def has_key(self, key: str) -> bool:
        """Return False."""
        return False

    def has_uid(self, uid: str) -> bool:
        """Return False."""
        return False


NOWHERE = Nowhere()
