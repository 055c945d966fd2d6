"""A lock that was lost, made again from the keys that the generated files show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from curabib.bibtex.layout import read_header
from curabib.bibtex.mapping import Statement, from_bibtex
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.library.lock import Lock, parse_lock, print_lock
from curabib.match.identify import uid_of_seed
from curabib.model import Fields, Fingerprint, Location, LockedWork, Names, Work, family_key, fold
from curabib.project import Output, Project
from curabib.sync.files import read_if_there
from curabib.sync.inputs import Inputs
from curabib.sync.pipeline import assemble

_TITLE_LENGTH = 500
_FIRST_LINES = 1_000_000


def missing_lock(project: Project, inputs: Inputs) -> Diagnostic | None:
    """Return CB040 where no key is promised although generated files show keys, else None."""
    path = project.shown(project.lock_path)
    if '"uid"' in inputs.lock_text and parse_lock(inputs.lock_text[:_FIRST_LINES], path).value.works:
        return None
    shown = next(((file, s) for file, found in _generated(project) for s in found), None)
    if shown is None:
        return None
    message = f"the lock is missing, but `{shown[0]}` shows keys that were promised, such as `{shown[1].key}`"
    help = "take the lock from version control, or run `curabib sync --rebuild`, which restores the keys of the .bib"
    return diagnose("CB040", message, Location(path=path, line=1), help=help)


def rebuilt_lock(project: Project, inputs: Inputs) -> Result[str]:
    """Return the text of a lock that promises every key which the generated files show.

    The entries are found again among the works that the records describe, by identifier, else by title and family
    names. A key whose work is not there any more stays promised, and is reported (CB043).
    """
    fresh = assemble(project, replace(inputs, lock_text="")).value
    finder = _Finder(fresh.works)
    lines: dict[str, LockedWork] = {}
    problems: list[Diagnostic] = []
    for file, statements in _generated(project):
        for statement in statements:
            work = finder.find(statement)
            if work is None:
                line = _lost(statement)
                if line.uid not in lines:
                    lines[line.uid] = line
                    message = f"the key `{statement.key}` belongs to no work that the records still describe"
                    problems.append(
                        diagnose("CB043", message, Location(path=file, line=1), key=statement.key)
                    )
                continue
            known = lines.get(work.id)
            keys = (statement.key, *statement.aliases)
            if known is None:
                line = fresh.lock.by_uid[work.id]
                lines[work.id] = replace(line, key=statement.key, aliases=statement.aliases, since=1)
            else:
                aliases = dict.fromkeys((*known.aliases, *(key for key in keys if key != known.key)))
                lines[work.id] = replace(known, aliases=tuple(sorted(aliases)))
    return Result(print_lock(Lock(works=tuple(lines.values()))), tuple(problems))


def _lost(statement: Statement) -> LockedWork:
    """Return the promise of a key whose work no record describes, so that nothing else is ever called so."""
    date = statement.fields.date
    return LockedWork(
        uid=uid_of_seed(f"lost key {statement.key}"),
        key=statement.key,
        aliases=statement.aliases,
        identifiers=tuple(sorted(map(str, statement.identifiers))),
        fingerprint=Fingerprint(
            title=fold(statement.fields.title),
            authors=tuple(family_key(name) for name in statement.fields.authors),
            year=date.year if date else 0,
        ),
        state="withdrawn",
    )


def _generated(project: Project) -> Iterator[tuple[str, Iterable[Statement]]]:
    """Yield the generated .bib files of a project with what their entries say."""
    for output in project.outputs:
        if output.format not in PROFILES:
            continue
        for path in _paths(project, output):
            data = read_if_there(project.root, path)
            text = data.decode("utf-8", "replace").replace("\r\n", "\n") if data else ""
            if text and read_header(text) is not None:
                document = parse(text, path)
                macros = document.macros()
                yield path, [from_bibtex(block, macros) for block in document.entries]


def _paths(project: Project, output: Output) -> list[str]:
    if not output.split_by:
        return [output.path]
    pattern = output.path.replace("[", "[[]").replace("{topic}", "*")
    return sorted(
        path.relative_to(project.root).as_posix() for path in project.root.glob(pattern) if path.is_file()
    )


class _Finder:
    """Works by what an entry of a .bib file says of them."""

    def __init__(self, works: Iterable[Work]) -> None:
        self.by_identifier: dict[str, Work] = {}
        self.by_look: dict[tuple[str, frozenset[str]], Work] = {}
        for work in works:
            for identifier in work.identifiers:
                self.by_identifier.setdefault(str(identifier), work)
            self.by_look.setdefault(_look(work.fields), work)

    def find(self, statement: Statement) -> Work | None:
        for identifier in statement.identifiers:
            work = self.by_identifier.get(str(identifier))
            if work is not None:
                return work
        return self.by_look.get(_look(statement.fields))


def _look(fields: Fields | Mapping[str, object]) -> tuple[str, frozenset[str]]:
    title, people = fields.get("title"), fields.get("author")
    names = people.people if isinstance(people, Names) else ()
    words = fold(str(title or "")[:_TITLE_LENGTH])
    return words, frozenset(fold(name.family or name.literal) for name in names)
