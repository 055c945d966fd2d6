"""One entry of a list beside what an authority has of its work."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from curabib.diagnostics import Diagnostic
from curabib.model import Entry, Record, Work
from curabib.sync.enrich.lookup import Found
from curabib.sync.enrich.report import report
from curabib.sync.suggest.stretch import Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An entry where it stands, its record (the one at `number` in the list), and what `provider` has of its work.

    `key` is the citation key of the work in the project, if there is one. `cell` where the entry is a row of a table,
    whose headings are `columns`. `dead` holds those of its links that lead nowhere, with what there is to say of them.
    """

    number: int
    record: Record
    stretch: Stretch
    found: Found
    provider: str
    key: str = ""
    columns: tuple[str, ...] = ()
    dead: Mapping[str, Diagnostic] = field(default_factory=dict)

    @property
    def cell(self) -> bool:
        """Whether the entry is a row of a table."""
        return bool(self.columns)

    def problems(self, record: Record | None = None) -> list[Diagnostic]:
        """Return what the list has wrong, were its entry `record`; without one, as it is."""
        shown = record or self.record
        wrong = tuple(pair for pair in self.found.wrong if pair[0] in shown.identifiers)
        unknown = tuple(identifier for identifier in self.found.unknown if identifier in shown.identifiers)
        work = Work(
            id="",
            entry_type=shown.entry_type,
            kind=shown.kind,
            fields=shown.fields,
            records=(shown,),
            identifiers=shown.identifiers,
        )
        found = replace(self.found, wrong=wrong, unknown=unknown)
        gone = (self.dead[link.url] for link in shown.links if link.url in self.dead)
        return [*report(Entry(key=self.key, work=work), found, self.provider), *gone]
