"""Names of people and groups, as printed on one work."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curabib.model.fold import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name in Unicode NFC: either the parts of a person's name, or a `literal` for a group.

    `prefix` is the particle ("van der"), `suffix` the lineage ("Jr."). A person may have only a family name.
    """

    family: str = ""
    given: str = ""
    prefix: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        """Return the name in reading order ("Ludwig van Beethoven", "Martin Luther King Jr.")."""
        return self.literal or " ".join(p for p in (self.given, self.prefix, self.family, self.suffix) if p)


@dataclass(frozen=True, slots=True)
class Names:
    """An ordered list of names; `truncated` when the origin says that there are more ("et al.")."""

    people: tuple[Name, ...] = ()
    truncated: bool = False

    def __iter__(self) -> Iterator[Name]:
        """Iterate over the names that are spelled out."""
        return iter(self.people)

    def __len__(self) -> int:
        """Return how many names are spelled out."""
        return len(self.people)

    def __str__(self) -> str:
        """Return the names in reading order, comma-separated, with "et al." where truncated."""
        return ", ".join([*map(str, self.people), *(["et al."] if self.truncated else [])])


def family_key(name: Name) -> str:
    """Return the one folded word by which people are compared: the last of the family name, or a group's whole name.

    Particles and the first half of a double name are left out, because origins disagree on them.
    """
    if name.literal:
        return fold(name.literal)
    return _last_word(name.family or name.given)


@lru_cache(maxsize=50_000)
def _last_word(text: str) -> str:
    return fold(text).rpartition(" ")[2]
