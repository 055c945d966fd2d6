"""One statement about a work by one origin."""

from dataclasses import dataclass
from typing import Literal

from curabib.model.fields import Fields
from curabib.model.identifier import Identifier
from curabib.model.link import Link
from curabib.model.location import Location

OriginKind = Literal["list", "provider", "override", "hand", "lock"]
Kind = Literal["paper", "book", "thesis", "blog", "video", "code", "dataset", "course", "other"]
Role = Literal["listed", "mention"]
YearSource = Literal["", "stated", "identifier", "heading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who states something: the kind of origin and its name (a source id, `authority:NAME`, ...).

    `rank` is the standing of a provider beside the lists, which have 0: the word of a smaller rank counts more.
    """

    kind: OriginKind
    name: str
    rank: int = 0

    def __str__(self) -> str:
        """Return the name that reports print."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one origin says about one work.

    `id` is unique in a project (`SOURCE#HASH`) and does not depend on the record's place in the list.
    `entry_type` is in biblatex spelling. `year_source` says what `fields.date` rests on: the entry's own
    text, its identifier (an arXiv number holds year and month), or the heading above it. `identifiers`
    holds at most one of each scheme. `text` is the entry's own text where its fields could not be told
    apart with confidence, else empty. A `withdrawn` record is what the source said before it took the entry out.
    `about` is the citation key of the work that a provider's record was found for, `found` how; empty for others.
    """

    id: str
    origin: Origin
    location: Location | None
    entry_type: str
    kind: Kind = "paper"
    role: Role = "listed"
    fields: Fields
    year_source: YearSource = ""
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    text: str = ""
    withdrawn: bool = False
    about: str = ""
    found: str = ""

    def identifier(self, scheme: str) -> str:
        """Return the value of the identifier of that scheme, or the empty string."""
        return next((i.value for i in self.identifiers if i.scheme == scheme), "")
