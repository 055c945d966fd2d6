"""The work that matched records describe."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from curabib.model.fields import Fields
from curabib.model.identifier import Identifier
from curabib.model.link import Link
from curabib.model.record import Kind, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One work, with every record that speaks of it.

    `id` is the uid promised in the lock. `fields` holds the winning statements, `chosen` maps each of
    those fields to the id of the record that won it. `assumed` names fields whose value no origin states
    for this work itself (the year of a heading). `identifiers`, `topics`, `keywords` and `links` are the
    ordered unions over the records. `absorbed` holds the uids of other works of the lock that are this one too.
    `withheld` names fields that a person took away: nothing may be printed for them, not even what follows from others.
    """

    id: str
    entry_type: str
    kind: Kind = "paper"
    fields: Fields
    records: tuple[Record, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    absorbed: tuple[str, ...] = ()
    withheld: frozenset[str] = frozenset()

    def identifier(self, scheme: str) -> str:
        """Return the first identifier's value of that scheme, or the empty string."""
        return next((i.value for i in self.identifiers if i.scheme == scheme), "")

    @property
    def is_retracted(self) -> bool:
        """Whether an origin says that the work was retracted (`pubstate`, as biblatex has it)."""
        return self.fields.text("pubstate").casefold() == "retracted"

    @property
    def stated_year(self) -> int | None:
        """The year of publication where an origin states it, which an assumed year is not."""
        date = self.fields.date
        return date.year if date and "date" not in self.assumed else None
