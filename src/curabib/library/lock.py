"""The lock: identities and keys promised, one JSON object a line, read as a set of lines.

`.gitattributes` gives the file `merge=union`, so that git joins two branches by keeping the lines of both; what
two lines then say of one identity, or of one key, is settled here, in a way that does not depend on their order.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from curabib.diagnostics import CurabibError, Diagnostic, Result, diagnose
from curabib.library.folding import VERSION
from curabib.library.pattern import Facts, is_legal, parse_pattern
from curabib.model import Fingerprint, Location, LockedWork, LockState, living

SCHEMA = "curabib.lock/1"

_UID = re.compile(r"[a-z2-7]{16}\Z", re.ASCII)
_SCHEMA = re.compile(r"curabib\.lock/(\d{1,6})\Z", re.ASCII)
_SCHEMA_NUMBER = 1
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_LONGEST_LINE = 200_000
_STATES: tuple[LockState, ...] = get_args(LockState)
_STRENGTH: Mapping[LockState, int] = {"withdrawn": 0, "active": 1, "merged": 2, "split": 3}
_ENCODE = json.JSONEncoder(ensure_ascii=True, separators=(", ", ": ")).encode
_KEY_IN_DAMAGE = re.compile(r'"key"\s*:\s*"([^"\\]{1,200})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All promises, by uid; `unread` keeps lines that could not be understood, so that rewriting loses none.

    `settled` is the seal of the sync that last matched every record, empty where none did or where two branches met.
    """

    works: tuple[LockedWork, ...] = ()
    unread: tuple[str, ...] = ()
    settled: str = ""
    by_uid: Mapping[str, LockedWork] = field(init=False, repr=False, compare=False)
    _ends: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Order the works by uid; raises ValueError where two have the same."""
        ordered = tuple(sorted(self.works, key=lambda work: work.uid))
        object.__setattr__(self, "works", ordered)
        object.__setattr__(self, "by_uid", {work.uid: work for work in ordered})
        object.__setattr__(self, "_ends", living(ordered))
        if len(self.by_uid) != len(ordered):
            raise ValueError("two works of a lock have the same uid")

    @property
    def generation(self) -> int:
        """The number of the newest generation of keys; 0 for an empty lock."""
        return max((work.since for work in self.works), default=0)

    def root(self, work: LockedWork) -> LockedWork:
        """Return the living work that `work` is now: itself, or what it was merged into, over any number of steps."""
        return self.by_uid[self._ends.get(work.uid, work.uid)]

    def reserved(self) -> dict[str, str]:
        """Return every key and alias ever issued, casefolded, with the uid of the living work that it names.

        Keys that can only be made out in damaged lines are reserved too, for the empty uid.
        """
        names: dict[str, str] = {}
        for line in self.unread:
            names.update((key.casefold(), "") for key in _KEY_IN_DAMAGE.findall(line[:_LONGEST_LINE]))
        for work in self.works:
            root = self.root(work).uid
            for key in (work.key, *work.aliases):
                names[key.casefold()] = root
        return names

    def find(self, key: str) -> LockedWork | None:
        """Return the living work that a key or alias names, or None."""
        wanted = key.casefold()
        named = [
            work
            for work in self.works
            if wanted == work.key.casefold() or wanted in map(str.casefold, work.aliases)
        ]
        return self.root(named[0]) if named else None

    def updated(self, works: Iterable[LockedWork]) -> "Lock":
        """Return the lock with these works put in, in the place of those with the same uid."""
        updated = {**self.by_uid, **{work.uid: work for work in works}}
        return Lock(works=tuple(updated.values()), unread=self.unread, settled=self.settled)

    def seal(self, decided: str) -> str:
        """Return a digest of which records are of which work, and of `decided`: what people said about that.

        While it is `settled`, all records of the lock have been compared with each other under the same decisions.
        """
        return _as_seal(_weight(decided) + _weights(self.works))


def resealed(seal: str, before: Iterable[LockedWork], after: Iterable[LockedWork]) -> str:
    """Return the seal of a lock in which the works `before` have become the works `after`, given its seal."""
    return _as_seal(int(seal, 16) - _weights(before) + _weights(after))


def _as_seal(weight: int) -> str:
    return f"{weight % (1 << 128):032x}"


def _weights(works: Iterable[LockedWork]) -> int:
    return sum(_weight("\x1f".join((work.uid, work.state, work.into, *work.records))) for work in works)


def _weight(text: str) -> int:
    """Return 128 bits of a text; sums of them do not depend on an order, and change by what changes."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16], "big")


def print_lock(lock: Lock) -> str:
    """Return the text of a lock: a header, then one line a work by uid, then the lines that could not be read.

    The same promises give the same bytes. ASCII only, so that no program finds another line end in it.
    """
    lines = [print_head(lock.settled), *map(print_line, lock.works), *lock.unread]
    return "\n".join(lines) + "\n"


def print_head(settled: str) -> str:
    """Return the first line of a lock with this seal, without its line end."""
    return _ENCODE({"schema": SCHEMA, "folding": VERSION} | ({"settled": settled} if settled else {}))


def print_line(work: LockedWork) -> str:
    """Return the line of a work, without its line end; it begins with the uid, as `{"uid": "..."`."""
    return _ENCODE(_to_json(work))


def _to_json(work: LockedWork) -> dict[str, Any]:
    print_ = work.fingerprint
    form: dict[str, Any] = {
        "uid": work.uid,
        "key": work.key,
        "aliases": list(work.aliases),
        "identifiers": list(work.identifiers),
        "title": print_.title,
        "authors": list(print_.authors),
        "year": print_.year,
        "since": work.since,
        "state": work.state,
    }
    if work.into:
        form["into"] = work.into
    if work.records:
        form["records"] = list(work.records)
    return form


def parse_lock(text: str, path: str) -> Result[Lock]:
    """Return the promises of a lock's text; never loses one.

    Two lines of one uid become one work with the aliases and identifiers of both, under the older key (CB404 where
    the keys differ). A key that two works claim stays with the older, the other gets its next proposal (CB403).
    Damaged lines are kept as they are and reported (CB401), git's conflict markers are left out and reported once
    (CB402), a lock with works but no header is read all the same (CB405). Raises CurabibError for the lock of a
    newer curabib.
    """
    lines = _Lines(path)
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            lines.take(number, line.rstrip("\r"))
    if lines.forms and not lines.seals:
        message = f"the lock does not say its schema: `{SCHEMA}` is assumed"
        lines.problems.append(diagnose("CB405", message, Location(path=path, line=1)))
    works = [lines.joined(uid) for uid in sorted(lines.forms)]
    settled = _settle_keys(lines.targets_mended(works), lines)
    unread = tuple(sorted(set(lines.unread)))
    seal = lines.seals.pop() if len(lines.seals) == 1 else ""
    return Result(Lock(works=tuple(settled), unread=unread, settled=seal), tuple(lines.problems))


class _Lines:
    """The lines of one lock while it is being read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.seals: set[str] = set()
        self.marked = False
        self.forms: dict[str, list[LockedWork]] = {}
        self.line_of: dict[str, int] = {}
        self.unread: list[str] = []
        self.problems: list[Diagnostic] = []

    def place(self, uid: str) -> Location:
        return Location(path=self.path, line=self.line_of[uid])

    def take(self, number: int, line: str) -> None:
        if line.startswith(_MARKERS):
            if not self.marked:
                message = "the lock holds conflict markers of git; the lines of both sides are kept"
                help = "give the file `merge=union` in .gitattributes"
                self.problems.append(
                    diagnose("CB402", message, Location(path=self.path, line=number), help=help)
                )
            self.marked = True
            return
        try:
            form = json.loads(line) if len(line) <= _LONGEST_LINE else "a line of this length"
            if isinstance(form, dict) and "schema" in form:
                self._take_header(form)
                return
            work = _from_json(form)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            reason = error.args[0] if isinstance(error, _Damage) else "it is no JSON object of a work"
            message = f"line {number} of the lock cannot be read: {reason}"
            help = "the line is kept as it is; take it from the last good version of the file"
            self.problems.append(diagnose("CB401", message, Location(path=self.path, line=number), help=help))
            self.unread.append(line)
            return
        self.forms.setdefault(work.uid, []).append(work)
        self.line_of.setdefault(work.uid, number)

    def _take_header(self, form: dict[str, Any]) -> None:
        found = _SCHEMA.match(str(form["schema"]))
        if found is None:
            raise _Damage(f"its schema is `{str(form['schema'])[:40]}`")
        if int(found[1]) > _SCHEMA_NUMBER:
            raise CurabibError(
                f"`{self.path}` was written by a newer curabib (schema `{found[0]}`)", hint="update curabib"
            )
        self.seals.add(str(form.get("settled", ""))[:64])

    def joined(self, uid: str) -> LockedWork:
        """Return the one work that all lines of a uid speak of."""
        forms = sorted(set(self.forms[uid]), key=_age)
        first = forms[0]
        if len(forms) == 1:
            return first
        keys = list(dict.fromkeys(form.key for form in forms))
        if len(keys) > 1:
            rest = ", ".join(f"`{key}`" for key in keys[1:])
            message = f"the work `{keys[0]}` has other keys in another branch: {rest}; they stay as aliases"
            self.problems.append(diagnose("CB404", message, self.place(uid), key=keys[0]))
        strongest = max(forms, key=lambda form: _STRENGTH[form.state])
        aliases = {alias for form in forms for alias in (*form.aliases, form.key)} - {first.key}
        return replace(
            first,
            aliases=tuple(sorted(aliases)),
            identifiers=tuple(sorted({i for form in forms for i in form.identifiers})),
            since=min(form.since for form in forms),
            state=strongest.state,
            into=strongest.into,
            records=tuple(sorted({id for form in forms for id in form.records})),
        )

    def targets_mended(self, works: Sequence[LockedWork]) -> list[LockedWork]:
        """Return the works with every tombstone leading to a living work; one that leads nowhere lives again."""
        ends = living(works)
        mended: list[LockedWork] = []
        for work in works:
            if ends.get(work.uid) == work.uid:
                message = f"`{work.key}` was merged into `{work.into}`, which is no work of the lock; it lives again"
                self.problems.append(diagnose("CB406", message, self.place(work.uid), key=work.key))
                work = replace(work, state="active", into="")
            mended.append(work)
        return mended


def _age(work: LockedWork) -> tuple[Any, ...]:
    """Return what orders the lines of one uid, and the claimants of one key, older first."""
    print_ = work.fingerprint
    return (work.since, work.key, work.uid, print_.title, print_.authors, print_.year, work.aliases,
            work.identifiers, work.state, work.into, work.records)  # fmt: skip


class _Damage(ValueError):
    """Why a line is no line of a lock, in a few words."""


def _from_json(form: Any) -> LockedWork:
    if not isinstance(form, dict):
        raise _Damage("it is no JSON object")
    uid, key, state = form["uid"], form["key"], form.get("state", "active")
    if not isinstance(uid, str) or not _UID.match(uid):
        raise _Damage(f"its uid is `{str(uid)[:40]}`")
    if not isinstance(key, str) or not is_legal(key):
        raise _Damage(f"its key is `{str(key)[:60]}`")
    if state not in _STATES:
        raise _Damage(f"its state is `{str(state)[:40]}`")
    year, since, into = form.get("year", 0), form.get("since", 1), form.get("into", "")
    if not (_is_count(year) and _is_count(since) and since > 0):
        raise _Damage("its year or generation is no number")
    if into and not (isinstance(into, str) and _UID.match(into)):
        raise _Damage(f"it leads into `{str(into)[:40]}`")
    if bool(into) != (state in ("merged", "split")):
        raise _Damage(f"its state is `{state}` and it leads into `{into}`")
    aliases = _texts(form.get("aliases", []))
    if not all(map(is_legal, aliases)):
        raise _Damage("an alias is no key")
    title = form.get("title", "")
    if not isinstance(title, str):
        raise _Damage("its title is no text")
    return LockedWork(
        uid=uid,
        key=key,
        aliases=tuple(alias for alias in aliases if alias != key),
        identifiers=_texts(form.get("identifiers", [])),
        fingerprint=Fingerprint(title=title, authors=_texts(form.get("authors", [])), year=year),
        since=since,
        state=state,
        into=into,
        records=_texts(form.get("records", [])),
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise _Damage("its aliases, identifiers, authors or records are no list of texts")
    return tuple(value)


def _settle_keys(works: Sequence[LockedWork], lines: _Lines) -> list[LockedWork]:
    """Return the works with no key or alias on two identities.

    A claim is a key (before an alias) of a work, the older first. A key that its tombstone and its target both
    carry is one promise, and a work that lives again has its key back.
    """
    by_uid = {work.uid: work for work in works}
    roots = Lock(works=tuple(works))
    claims: dict[str, list[tuple[bool, tuple[Any, ...], str]]] = {}
    for work in works:
        claims.setdefault(work.key.casefold(), []).append((False, _age(work), work.uid))
        for alias in work.aliases:
            claims.setdefault(alias.casefold(), []).append((True, _age(work), work.uid))
    taken = set(claims)
    for key in sorted(key for key, claimants in claims.items() if len(claimants) > 1):
        ranked = sorted(claims[key])
        owner = roots.root(by_uid[ranked[0][2]]).uid
        for is_alias, _, uid in ranked[1:]:
            work = by_uid[uid]
            if uid == owner or roots.root(work).uid == owner:
                continue
            by_uid[uid] = _without_alias(work, key) if is_alias else _with_next_key(work, taken)
            if not _is_split_pair(by_uid[owner], work):
                lines.problems.append(_two_works(lines, by_uid[owner], by_uid[uid], key))
    return [by_uid[work.uid] for work in works]


def _is_split_pair(one: LockedWork, other: LockedWork) -> bool:
    return one.into == other.uid or other.into == one.uid


def _without_alias(work: LockedWork, key: str) -> LockedWork:
    return replace(work, aliases=tuple(alias for alias in work.aliases if alias.casefold() != key))


def _with_next_key(work: LockedWork, taken: set[str]) -> LockedWork:
    facts = Facts.of_fingerprint(work.fingerprint)
    key = next(k for k in parse_pattern("[family][year][word]").proposals(facts) if k.casefold() not in taken)
    taken.add(key)
    return replace(work, key=key)


def _two_works(lines: _Lines, owner: LockedWork, loser: LockedWork, key: str) -> Diagnostic:
    now = f", the other is `{loser.key}` now" if loser.key.casefold() != key else ""
    message = f"`{key}` names two works, `{_titled(owner)}` and `{_titled(loser)}`: the older keeps it{now}"
    help = f"papers that cite `{key}` for the second one must cite `{loser.key}`"
    return diagnose("CB403", message, lines.place(loser.uid), help=help, key=loser.key)


def _titled(work: LockedWork) -> str:
    return work.fingerprint.title[:60] or work.uid
