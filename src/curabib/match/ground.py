"""What is to be matched, as positions of one sequence: records, then the lines of a lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curabib.match.owners import Register
from curabib.match.profile import WEAK_SCHEMES, Profile, of_locked, of_record
from curabib.model import Identifier, LockedWork, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Records, then the lines of a lock; profiles are made when they are asked for.

    `line_at` gives the position of each line by its uid, `ends` the living work of each tombstone.
    """

    records: Sequence[Record]
    lines: Sequence[LockedWork]
    register: Register
    line_at: Mapping[str, int]
    _profiles: dict[int, Profile] = field(default_factory=dict, repr=False)
    _owners: dict[int, frozenset[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, records: Sequence[Record], locked: Sequence[LockedWork]) -> "Ground":
        """Return the ground of these records and lines."""
        register = Register.of(locked)
        lines = tuple(register.works.values())
        at = {work.uid: len(records) + number for number, work in enumerate(lines)}
        return cls(records=records, lines=lines, register=register, line_at=at)

    @property
    def size(self) -> int:
        """The number of positions."""
        return len(self.records) + len(self.lines)

    @property
    def ends(self) -> Mapping[str, str]:
        """The uid of the living work of each tombstone."""
        return self.register.ends

    def is_record(self, position: int) -> bool:
        """Return whether a record stands at a position, not a line."""
        return position < len(self.records)

    def line(self, position: int) -> LockedWork:
        """Return the line at a position that is no record's."""
        return self.lines[position - len(self.records)]

    def profile(self, position: int) -> Profile:
        """Return the profile of a record or line as it stands, without any correction."""
        profile = self._profiles.get(position)
        if profile is None:
            if self.is_record(position):
                profile = of_record(self.records[position])
            else:
                work = self.line(position)
                profile = of_locked(work, self.register.end(work.uid))
            self._profiles[position] = profile
        return profile

    def strong(self, position: int) -> tuple[Identifier, ...]:
        """Return the identifiers that the record or line at a position states and works do not share."""
        if self.is_record(position):
            stated = self.records[position].identifiers
        else:
            texts = self.line(position).identifiers
            stated = tuple(i for text in texts if (i := Identifier.parse(text)) is not None)
        return tuple(identifier for identifier in stated if identifier.scheme not in WEAK_SCHEMES)

    def owners(self, position: int) -> frozenset[str]:
        """Return the living locked works that the record at a position names by what it states itself."""
        owners = self._owners.get(position)
        if owners is None:
            record = self.records[position]
            owners = self._owners[position] = self.register.owners(record, self.profile(position))
        return owners

    def uid_at(self, home: Sequence[int]) -> str:
        """Return the uid of the living work of sorted positions that hold one of its lines."""
        return self.register.end(self.line(home[-1]).uid)

    def homes(self) -> tuple[tuple[int, ...], ...]:
        """Return the works as the lock knows them: the positions of lines, and of the records that they name."""
        found: dict[str, list[int]] = {}
        home_of: dict[str, str] = {}
        for work in self.lines:
            end = self.register.end(work.uid)
            found.setdefault(end, []).append(self.line_at[work.uid])
            home_of.update((id, end) for id in work.records)
        for position, record in enumerate(self.records):
            home = home_of.get(record.id)
            if home is not None:
                found[home].append(position)
        return tuple(tuple(sorted(home)) for home in found.values())
