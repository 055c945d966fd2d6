"""What a person does to keys: rename, alias, merge, split. Each takes a lock and returns the lock after it.

Nothing is ever given up: a key that was in use stays reserved, as an alias or in a tombstone. A request that cannot
be fulfilled raises CurabibError and changes nothing.
"""

from dataclasses import replace

from curabib.diagnostics import CurabibError, Result
from curabib.library.allocate import joined, part
from curabib.library.lock import Lock
from curabib.library.pattern import is_legal
from curabib.model import LockedWork
from curabib.model.nearest import nearest


def rename(lock: Lock, old: str, new: str) -> Result[Lock]:
    """Return the lock in which the work of key (or alias) `old` is cited as `new`; its former key is an alias.

    `new` may be an alias of the same work. Raises CurabibError where `old` names nothing or `new` another work.
    """
    work = named(lock, old)
    if work.key == new:
        return Result(lock)
    _check_free(lock, new, work)
    return Result(lock.updated([renamed(work, new)]))


def renamed(work: LockedWork, new: str) -> LockedWork:
    """Return a work under another key; the former one is an alias."""
    aliases = {a for a in (*work.aliases, work.key) if a.casefold() != new.casefold()}
    return replace(work, key=new, aliases=tuple(sorted(aliases)))


def alias(lock: Lock, key: str, other: str) -> Result[Lock]:
    """Return the lock in which the work of `key` is also found under `other`, which must be free (CurabibError)."""
    work = named(lock, key)
    if lock.reserved().get(other.casefold()) == work.uid:
        return Result(lock)
    _check_free(lock, other, work)
    return Result(lock.updated([with_alias(work, other)]))


def with_alias(work: LockedWork, other: str) -> LockedWork:
    """Return a work with one more alias."""
    return replace(work, aliases=tuple(sorted({*work.aliases, other} - {work.key})))


def merge(lock: Lock, key: str, others: tuple[str, ...]) -> Result[Lock]:
    """Return the lock in which the works of `others` are one with that of `key`, which keeps its key.

    Their keys become aliases, they themselves tombstones that remember what they were, so that `split` can undo it.
    Raises CurabibError where a key names nothing, or both the same work.
    """
    survivor = named(lock, key)
    for other in others:
        work = named(lock, other)
        if work.uid == survivor.uid:
            raise CurabibError(f"`{key}` and `{other}` already are one work")
        if survivor.into == work.uid and survivor.state == "split":
            survivor = replace(survivor, state="active", into="")
        survivor, tombstone = joined(survivor, work)
        lock = lock.updated([survivor, tombstone])
    return Result(lock)


def split(lock: Lock, key: str) -> Result[Lock]:
    """Return the lock in which the work that once had `key` is a work of its own again, under that key.

    What it had been merged into keeps its own key. Matching will keep the two apart. Raises CurabibError where `key`
    is not that of a merged work.
    """
    wanted = key.casefold()
    lines = dict(lock.by_uid)
    merged = [work for work in lock.works if work.state == "merged"]
    found = [work for work in merged if work.key.casefold() == wanted]
    if not found:
        named(lock, key)
        root = lock.find(key)
        parts = [work.key for work in merged if root is not None and lock.root(work).uid == root.uid]
        listed = ", ".join(f"`{part}`" for part in parts)
        hint = f"of it can be split off: {listed}" if parts else "nothing was ever merged into it"
        raise CurabibError(f"`{key}` is not the key of a work that was merged into another", hint=hint)
    part(found[0].uid, lines)
    return Result(Lock(works=tuple(lines.values()), unread=lock.unread))


def named(lock: Lock, key: str) -> LockedWork:
    """Return the living work of a key or alias; raises CurabibError with the nearest keys for anything else."""
    work = lock.find(key)
    if work is None:
        near = nearest(key, (name for line in lock.works for name in (line.key, *line.aliases)))
        hint = "did you mean " + " or ".join(f"`{name}`" for name in near) + "?" if near else ""
        raise CurabibError(f"no work has the key `{key[:80]}`", hint=hint)
    return work


def _check_free(lock: Lock, key: str, work: LockedWork) -> None:
    if not is_legal(key):
        raise CurabibError(
            f"`{key[:80]}` cannot be a citation key",
            hint="up to 200 signs without blanks and without any of { } ( ) , = \\ \" # % ~ '",
        )
    owner = lock.reserved().get(key.casefold())
    if owner is not None and owner != work.uid:
        other = lock.by_uid.get(owner)
        whose = f"names `{other.fingerprint.title[:60]}`" if other else "stands in a damaged line of the lock"
        raise CurabibError(f"the key `{key}` {whose}", hint="a key is never given to another work")
