"""Taking over the citation keys of an existing bibliography."""

from collections.abc import Iterable
from dataclasses import dataclass

from curabib.bibtex.document import Document
from curabib.bibtex.mapping import Statement, from_bibtex
from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.library.edit import renamed, with_alias
from curabib.library.lock import Lock
from curabib.library.pattern import is_legal
from curabib.model import Fields, Library, Location, Work, family_key, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The lock with the adopted keys, and what became of each entry: (its key, the key of its work before)."""

    lock: Lock
    adopted: tuple[tuple[str, str], ...] = ()


def adopt(document: Document, library: Library, lock: Lock, path: str = "") -> Result[Adoption]:
    """Return the lock in which each work that an entry of `document` describes is cited by the key of that entry.

    An entry is the work that one of its identifiers names, else the one with its title and at least half of its
    family names. The key that the work had stays an alias; of two entries for one work the second key becomes an
    alias (CB412). An entry without work (CB410), a key that is another work's (CB411) and one that cannot stand in a
    .bib file (CB413) are reported and left out.
    """
    adopting = _Adopting(Finder(entry.work for entry in library.entries), lock)
    macros = document.macros()
    for block in document.entries:
        adopting.take(from_bibtex(block, macros), Location(path=path, line=block.line))
    return Result(
        Adoption(lock=lock.updated(adopting.lines.values()), adopted=tuple(adopting.adopted)),
        tuple(adopting.problems),
    )


class _Adopting:
    """One run of adopting: the lines of the lock as they are so far, by uid, and who has which key."""

    def __init__(self, finder: "Finder", lock: Lock) -> None:
        self.finder = finder
        self.lines = dict(lock.by_uid)
        self.reserved = lock.reserved()
        self.first: dict[str, str] = {}
        self.adopted: list[tuple[str, str]] = []
        self.problems: list[Diagnostic] = []

    def take(self, statement: Statement, place: Location) -> None:
        key = statement.key
        if not is_legal(key):
            self.problems.append(diagnose("CB413", f"`{key[:80]}` cannot be a citation key here", place))
            return
        work = self.finder.find(statement)
        if work is None or work.id not in self.lines:
            message = f"`{key}` describes no work of this bibliography"
            help = "add a list that has it as a source, or keep the entry in a .bib of your own"
            self.problems.append(diagnose("CB410", message, place, help=help, key=key))
            return
        owner = self.reserved.get(key.casefold(), work.id)
        if owner != work.id:
            other = (
                self.lines[owner].fingerprint.title[:60]
                if owner in self.lines
                else "a damaged line of the lock"
            )
            message = f"`{key}` cannot be adopted: it is the key of `{other}`"
            self.problems.append(diagnose("CB411", message, place, key=key))
            return
        self._give(work.id, statement, place)

    def _give(self, uid: str, statement: Statement, place: Location) -> None:
        line, key = self.lines[uid], statement.key
        self.adopted.append((key, line.key))
        if uid in self.first:
            first = self.first[uid]
            line = with_alias(line, key)
            message = f"`{first}` and `{key}` are one work; `{key}` is adopted as an alias"
            self.problems.append(diagnose("CB412", message, place, key=first))
        else:
            self.first[uid] = key
            line = renamed(line, key)
        self.reserved[key.casefold()] = uid
        for other in statement.aliases:
            if is_legal(other) and self.reserved.setdefault(other.casefold(), uid) == uid:
                line = with_alias(line, other)
        self.lines[uid] = line


class Finder:
    """Works by what an entry of a .bib file says of them."""

    def __init__(self, works: Iterable[Work]) -> None:
        """Index the works by identifier and by title."""
        self._by_identifier: dict[str, Work] = {}
        self._by_title: dict[str, list[Work]] = {}
        for work in works:
            for identifier in work.identifiers:
                self._by_identifier.setdefault(str(identifier), work)
            self._by_title.setdefault(fold(work.fields.title), []).append(work)

    def find(self, statement: Statement) -> Work | None:
        """Return the work of an entry, or None where none, or more than one, fits."""
        title = fold(statement.fields.title)
        for identifier in statement.identifiers:
            work = self._by_identifier.get(str(identifier))
            if work is not None and (_agree(work.fields, statement.fields) or _same_title(work, title)):
                return work
        fitting = [
            work for work in self._by_title.get(title, ()) if title and _agree(work.fields, statement.fields)
        ]
        return fitting[0] if len(fitting) == 1 else None


def _same_title(work: Work, title: str) -> bool:
    return not title or not work.fields.title or fold(work.fields.title) == title


def _agree(one: Fields, other: Fields) -> bool:
    """Return whether two author lists share half of their names; one that is empty says nothing against it."""
    mine, theirs = ({family_key(name) for name in fields.authors} for fields in (one, other))
    if not mine or not theirs:
        return True
    smaller = (
        min(len(mine), len(theirs))
        if one.authors.truncated or other.authors.truncated
        else len(mine | theirs)
    )
    return 2 * len(mine & theirs) >= smaller
