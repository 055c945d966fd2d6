"""From works to a library: keys out of the lock, and new keys for works that it does not know."""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from curabib.diagnostics import Result
from curabib.library.lock import Lock
from curabib.library.pattern import Facts, parse_pattern
from curabib.model import (
    NOWHERE,
    Elsewhere,
    Entry,
    EntryState,
    Fields,
    Fingerprint,
    Library,
    LockedWork,
    LockState,
    Work,
    family_key,
    fold,
    living,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A library in which every work has its key, and the lock that promises these keys from now on."""

    library: Library
    lock: Lock


_Look = tuple[str, tuple[str, ...]]


def allocate(
    works: Sequence[Work], lock: Lock, pattern: str, decided: str = "", elsewhere: Elsewhere = NOWHERE
) -> Result[Allocation]:
    """Return the library of `works` and the lock after it.

    A work whose uid the lock holds has the key that stands there, whatever became of its title, authors and year;
    every other work gets the first proposal of `pattern` that nobody ever had. Works that collide are served by
    uid, so that the order of `works` does not matter. Works that the lock holds and `works` does not are withdrawn;
    those that a work has absorbed become tombstones. The lock is sealed for `decided`, whatever names the decisions
    under which the works were matched. `elsewhere` is the rest of the lock where `lock` is only
    a part of it. Raises CurabibError for a pattern that cannot be read.
    """
    parsed = parse_pattern(pattern)
    ordered = sorted(works, key=lambda work: work.id)
    lines = dict(lock.by_uid)
    for work in ordered:
        _absorb(work, lines)
    for work in ordered:
        if work.id in lines and lines[work.id].state == "merged":
            part(work.id, lines)
    reserved = Lock(works=tuple(lines.values()), unread=lock.unread).reserved()
    since = max(lock.generation, elsewhere.generation) + 1
    present = {work.id for work in ordered}
    for uid, line in lines.items():
        if uid not in present and (line.state == "active" or line.records):
            state: LockState = "withdrawn" if line.state == "active" else line.state
            lines[uid] = replace(line, state=state, records=())
    tombstones = _tombstones(lines.values())
    refused: dict[str, int] = {}
    for work in ordered:
        known = lines.get(work.id)
        if known is None:
            lines[work.id] = _issued(
                work, reserved, elsewhere, parsed.proposals(Facts.of(work.fields), refused), since
            )
        else:
            lines[work.id] = _seen(work, known, tombstones.get(work.id, ()))
    after = Lock(works=tuple(lines.values()), unread=lock.unread)
    after = replace(after, settled=after.seal(decided))
    entries = tuple(_entry(work, after.by_uid[work.id]) for work in ordered)
    return Result(Allocation(library=Library.of(entries), lock=after))


def _tombstones(lines: Collection[LockedWork]) -> dict[str, list[LockedWork]]:
    """Return the tombstones of each living work, by its uid."""
    held: dict[str, list[LockedWork]] = {}
    ends = living(lines)
    for line in lines:
        if line.uid in ends:
            held.setdefault(ends[line.uid], []).append(line)
    return held


def _entry(work: Work, line: LockedWork) -> Entry:
    state: EntryState = "withdrawn" if _gone(work) else "active"
    return Entry(key=line.key, aliases=line.aliases, state=state, work=work)


def _gone(work: Work) -> bool:
    stated = [record for record in work.records if record.origin.kind != "override"]
    # what a provider says of a work does not keep it in a list
    return bool(stated) and all(record.withdrawn or record.origin.kind == "provider" for record in stated)


def _issued(
    work: Work, reserved: dict[str, str], elsewhere: Elsewhere, proposals: Iterable[str], since: int
) -> LockedWork:
    key = next(k for k in proposals if k.casefold() not in reserved and not elsewhere.has_key(k.casefold()))
    reserved[key.casefold()] = work.id
    return LockedWork(
        uid=work.id,
        key=key,
        identifiers=tuple(sorted(map(str, work.identifiers))),
        fingerprint=fingerprint(work),
        since=since,
        state=_state(work, "active"),
        records=_records(work),
    )


def _seen(work: Work, line: LockedWork, tombstones: Sequence[LockedWork]) -> LockedWork:
    """Return the line of a work as it was last seen.

    Its identifiers only ever become more, but for those that the tombstones of works merged into it hold: a split
    gives these back.
    """
    new = {*map(str, work.identifiers)} - {i for other in tombstones for i in other.identifiers}
    looks = {(other.fingerprint.title, other.fingerprint.authors) for other in tombstones}
    after = replace(
        line,
        identifiers=tuple(sorted({*line.identifiers, *new})),
        fingerprint=fingerprint(work, line.fingerprint, looks),
        state=_state(work, line.state),
        records=_records(work),
    )
    return line if after == line else after


def _records(work: Work) -> tuple[str, ...]:
    return tuple(sorted(record.id for record in work.records if record.origin.kind != "override"))


def _state(work: Work, before: LockState) -> LockState:
    if before == "split":
        return before
    return "withdrawn" if _gone(work) else "active"


def fingerprint(
    work: Work, before: Fingerprint | None = None, others: Set[_Look] = frozenset()
) -> Fingerprint:
    """Return what the lock keeps of a work's looks: folded title, folded family names, the year if one is stated.

    It is what a list says, not what a person corrects, because the next reading will say it again; and it stays as it
    was (`before`) while a record still looks like it. `others` are the looks of works that were merged into this one,
    which they keep for themselves.
    """
    stated = [record for record in work.records if record.origin.kind != "override"]
    looks = {look: record for record in reversed(stated) if (look := _look(record.fields)) not in others}
    titled = any(title for title, _ in looks)
    if before is not None and (before.title, before.authors) in looks and (before.title or not titled):
        return before
    present = [record for record in stated if not record.withdrawn] or stated
    title, authors = _look(work.fields)
    if (title, authors) not in looks:
        own = [record for record in present if _look(record.fields) in looks] or present
        own = sorted(own, key=lambda record: not record.fields.title)
        title, authors = _look(own[0].fields if own else work.fields)
    date = None if "date" in work.assumed else work.fields.date
    return Fingerprint(title=title, authors=authors, year=date.year if date else 0)


def _look(fields: Fields) -> _Look:
    return fold(fields.title), tuple(family_key(name) for name in fields.authors)


def _absorb(work: Work, lines: dict[str, LockedWork]) -> None:
    """Turn the lines of the works that `work` has absorbed into tombstones whose keys are its aliases."""
    survivor = lines.get(work.id)
    if survivor is None:
        return
    for uid in work.absorbed:
        line = lines.get(uid)
        if line is not None and line.state != "merged":
            survivor, lines[uid] = joined(survivor, line)
    lines[work.id] = survivor


def joined(survivor: LockedWork, other: LockedWork) -> tuple[LockedWork, LockedWork]:
    """Return a work with the keys of another as aliases, and the other as its tombstone."""
    keys = {*survivor.aliases, other.key, *other.aliases} - {survivor.key}
    tombstone = replace(other, state="merged", into=survivor.uid)
    return replace(survivor, aliases=tuple(sorted(keys))), tombstone


def part(uid: str, lines: dict[str, LockedWork]) -> None:
    """Bring the tombstone `uid` back to life in `lines`, with its keys, which no other work has any more.

    The restored work has the state `split` and still names the work that it was part of, so that matching keeps
    the two apart.
    """
    tombstone = lines[uid]
    end = living(list(lines.values()))[uid]
    own = {key.casefold() for key in (tombstone.key, *tombstone.aliases)}
    step = lines.get(tombstone.into)
    while step is not None and step.uid != uid:
        lines[step.uid] = replace(step, aliases=tuple(a for a in step.aliases if a.casefold() not in own))
        step = lines.get(step.into) if step.uid != end else None
    lines[uid] = replace(tombstone, state="split", into=end)
