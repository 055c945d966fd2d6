"""Whose word counts more: the order of providers and lists, as the settings have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curabib.model import Origin, Record

LIST = "list"
PREPRINT = "preprint"
AUTHORITY = "authority"

DEFAULT = (
    AUTHORITY,
    "dblp",
    "crossref",
    "pubmed",
    "openreview",
    "datacite",
    "openalex",
    "semantic-scholar",
    LIST,
    PREPRINT,
    "arxiv",
)
"""The usual order, the strongest first. Corrections of people stand above all of it.

`authority` stands for all local authorities that are not named themselves (`authority:NAME`), `preprint` for what any
provider says of a preprint, whichever provider that is.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """The order as ranks: below 0 for those whose word counts more than that of the lists, above 0 for others."""

    ranks: Mapping[str, int]

    @classmethod
    def of(cls, order: Sequence[str]) -> "Precedence":
        """Return the precedence of an order; whom it does not name comes as in the usual one, behind those it names."""
        names = [*dict.fromkeys(order)]
        names += [name for name in DEFAULT if name not in names and name != LIST]
        if LIST not in names:
            before = [name for name in DEFAULT[: DEFAULT.index(LIST)] if name in names]
            names.insert(max((names.index(name) for name in before), default=-1) + 1, LIST)
        zero = names.index(LIST)
        return cls(ranks={name: number - zero for number, name in enumerate(names)})

    def placed(self, record: Record) -> Origin:
        """Return the origin of a provider's record with its rank; an unknown provider stands right above the lists."""
        name = record.origin.name
        known = name if name in self.ranks else name.partition(":")[0]
        venue = record.fields.venue
        if record.entry_type == "online" or (venue is not None and venue.kind == "repository"):
            known = known if self.ranks.get(known, -1) > self.ranks[PREPRINT] else PREPRINT
        return replace(record.origin, rank=self.ranks.get(known, -1))
