"""What people say about identities, resolved to the profiles that they mean."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from curabib.diagnostics import Diagnostic, diagnose
from curabib.match.block import Pair
from curabib.match.ground import Ground
from curabib.match.owners import Register
from curabib.model import Correction, Decisions, Fields, Identifier, Location, Record
from curabib.model.nearest import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Where profiles stand: records by id and by identifier, lines of the lock by uid, and which work owns a record."""

    records: Mapping[str, int]
    lines: Mapping[str, int]
    by_identifier: Mapping[str, Sequence[int]]
    owned: Mapping[str, Sequence[int]]
    register: Register

    @classmethod
    def of(cls, ground: Ground, wanted: Collection[str]) -> "Names":
        """Return where the profiles stand that `wanted` (keys, record ids and identifiers) name."""
        register = ground.register
        identifiers = {str(i) for member in wanted if (i := Identifier.parse(member)) is not None}
        lines = (register.by_key.get(member.casefold()) for member in wanted)
        uids = {register.end(uid) for uid in lines if uid is not None}
        by_identifier: dict[str, list[int]] = {}
        owned: dict[str, list[int]] = {}
        for position, record in enumerate(ground.records):
            if identifiers:
                for identifier in record.identifiers:
                    if (text := str(identifier)) in identifiers:
                        by_identifier.setdefault(text, []).append(position)
            if uids:
                owners = ground.owners(position)
                if len(owners) == 1 and not uids.isdisjoint(owners):
                    owned.setdefault(next(iter(owners)), []).append(position)
        return cls(
            records={record.id: position for position, record in enumerate(ground.records)} if wanted else {},
            lines=ground.line_at,
            by_identifier=by_identifier,
            owned=owned,
            register=register,
        )

    def corrections(self, said: Iterable[Correction]) -> dict[int, list[Record]]:
        """Return what corrections say of each record that they concern, in order, by position."""
        found: dict[int, list[Record]] = {}
        for correction in said:
            if correction.record.fields or correction.record.identifiers:
                for position in self.concerned(correction.target):
                    found.setdefault(position, []).append(correction.record)
        return found

    def find(self, member: str) -> tuple[int, ...]:
        """Return the positions that a citation key, a record id or an identifier means, records before locked works."""
        line = self.register.by_key.get(member.casefold())
        if line is not None:
            return (self.lines[line],)
        if member in self.records:
            return (self.records[member],)
        identifier = Identifier.parse(member)
        if identifier is None:
            return ()
        uids = sorted(self.register.by_identifier.get(str(identifier), ()))
        return (*self.by_identifier.get(str(identifier), ()), *(self.lines[uid] for uid in uids))

    def concerned(self, member: str) -> tuple[int, ...]:
        """Return the positions of `find`, and those of the records that its locked works own."""
        line = self.register.by_key.get(member.casefold())
        owned = self.owned.get(self.register.end(line), ()) if line is not None else ()
        return (*self.find(member), *owned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The decisions as pairs of positions, each with the number of its decision, and what is wrong with them."""

    same: Mapping[Pair, int]
    different: Mapping[Pair, int]
    groups: tuple[tuple[int, ...], ...]
    problems: tuple[Diagnostic, ...]

    def neighbours(self, positions: Collection[int]) -> set[int]:
        """Return the positions that decisions name together with one of these."""
        wanted = set(positions)
        named = [pair for pair in (*self.same, *self.different) if not wanted.isdisjoint(pair)]
        return {position for pair in named for position in pair} - wanted


def resolve(decisions: Decisions, names: Names) -> Verdicts:
    """Return what the decisions mean; a member that names nothing (CB305) and a contradiction (CB306) are reported.

    Where the same pair is called both the same and different, it is kept apart.
    """
    problems: list[Diagnostic] = []
    different: dict[Pair, int] = {}
    for number, group in enumerate(decisions.different):
        place = _place(decisions.different_locations, number)
        found = _members(group, names, place, problems)
        for (one, mine), (other, theirs) in combinations(found, 2):
            if mine[0] == theirs[0]:
                message = f"`{one}` and `{other}` are called different, but name the same work"
                problems.append(diagnose("CB306", message, place))
                continue
            only_mine, only_theirs = set(mine) - set(theirs), set(theirs) - set(mine)
            different.update(((min(a, b), max(a, b)), number) for a in only_mine for b in only_theirs)
    same: dict[Pair, int] = {}
    groups: list[tuple[int, ...]] = []
    for number, group in enumerate(decisions.same):
        place = _place(decisions.same_locations, number)
        found = _members(group, names, place, problems)
        groups.append(tuple(positions[0] for _, positions in found))
        for (one, mine), (other, theirs) in combinations(found, 2):
            pair = (min(mine[0], theirs[0]), max(mine[0], theirs[0]))
            if pair in different:
                message = (
                    f"`{one}` and `{other}` are called the same work and different works; they are kept apart"
                )
                problems.append(diagnose("CB306", message, place))
            elif pair[0] != pair[1]:
                same[pair] = number
    return Verdicts(same=same, different=different, groups=tuple(groups), problems=tuple(problems))


def _place(locations: Sequence[Location | None], number: int) -> Location | None:
    return locations[number] if number < len(locations) else None


def _members(
    group: Sequence[str], names: Names, place: Location | None, problems: list[Diagnostic]
) -> list[tuple[str, tuple[int, ...]]]:
    found: list[tuple[str, tuple[int, ...]]] = []
    for member in dict.fromkeys(group):
        positions = names.find(member)
        if positions:
            found.append((member, positions))
        else:
            message = f"the decision names `{member[:80]}`, which is no key, identifier or record here"
            problems.append(diagnose("CB305", message, place, help=meant(member, names)))
    return found


def meant(member: str, names: Names) -> str:
    """Return a hint at the keys that someone who wrote `member` may have meant."""
    near = nearest(member, names.register.by_key)
    return "did you mean " + " or ".join(f"`{key}`" for key in near) + "?" if near else ""


def corrected(record: Record, corrections: Sequence[Record]) -> tuple[Fields, tuple[Identifier, ...]]:
    """Return the fields and identifiers of a record as a person's corrections leave them, the last one winning."""
    fields = record.fields
    identifiers = {i.scheme: i for i in record.identifiers}
    for correction in corrections:
        fields = fields.updated(correction.fields)
        identifiers.update((i.scheme, i) for i in correction.identifiers)
    return fields, tuple(identifiers.values())
