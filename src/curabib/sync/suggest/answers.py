"""What is known of the works of a list: what a project keeps of it, or what providers say when they are asked now."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import get_args

from curabib.diagnostics import CurabibError, Diagnostic, Result
from curabib.model import Entry, Library, Record, Venue
from curabib.project import Project, Source
from curabib.sync.enrich import Provider, ask, can_be_asked_about
from curabib.sync.enrich.lookup import WHOLE_VOLUME, Found, How
from curabib.sync.enrich.lookup import Source as Lookup
from curabib.sync.suggest import Answer
from curabib.sync.understood import Understood


def kept_answers(library: Library, understood: Understood, source: str) -> tuple[Answer, ...]:
    """Return what the records of providers in a library say of the entries of a list, which is its source `source`.

    An entry is known by what it says, wherever it stands now; one that has changed since the last sync is not known.
    """
    known: dict[str, Entry] = {}
    for entry in library.entries:
        for record in entry.work.records:
            if record.origin.kind == "list" and record.origin.name == source:
                known[_sign(record)] = entry
    return tuple(_kept(understood.records, known))


def _kept(records: Sequence[Record], known: dict[str, Entry]) -> Iterator[Answer]:
    for number, record in enumerate(records):
        entry = known.get(_sign(record))
        said = [r for r in entry.work.records if r.origin.kind == "provider"] if entry else []
        if entry is not None and said:
            best = min(said, key=lambda r: (r.origin.rank, r.id))
            found = Found(record=best, how=_HOW.get(best.found, "title"))
            yield Answer(number=number, found=found, provider=best.origin.name, key=entry.key)


_HOW: dict[str, How] = {how: how for how in get_args(How)}


def _sign(record: Record) -> str:
    """Return what tells an entry of a list from others, whatever the source is called."""
    return record.id.rpartition("#")[2]


def source_like(project: Project, library: Library, understood: Understood) -> Source:
    """Return the source of a project that a list is a copy of: the one with most entries in common.

    Raises CurabibError where it has none in common with any.
    """
    signs = {_sign(record) for record in understood.records}
    shared = dict.fromkeys((source.id for source in project.sources), 0)
    for entry in library.entries:
        for record in entry.work.records:
            if record.origin.name in shared and _sign(record) in signs:
                shared[record.origin.name] += 1
    best = max(project.sources, key=lambda source: shared[source.id], default=None)
    if best is None or not shared[best.id]:
        raise CurabibError(
            "the project knows no entry of this list",
            hint="`curabib sync` reads its lists; `--from authority:NAME` asks an authority about any list",
        )
    return best


def asked_answers(
    library: Library,
    understood: Understood,
    providers: Sequence[Provider],
    progress: Callable[[str], None] = lambda step: None,
) -> Result[tuple[Answer, ...]]:
    """Return what providers say of the works of a list, of which `library` was made; the first that knows one, counts.

    Reported is who could not be asked (CB220).
    """
    numbers = {record.id: number for number, record in enumerate(understood.records)}
    entries = [entry for entry in library.entries if can_be_asked_about(entry)]
    answers: dict[int, Answer] = {}
    problems: list[Diagnostic] = []
    for provider in providers:
        answered = ask(provider, entries, progress=progress)
        problems += (problem for problem in answered.diagnostics if problem.code == "CB220")
        for entry in entries:
            found = answered.value.found.get(entry.key)
            for record in entry.work.records if found is not None else ():
                number = numbers.get(record.id)
                if number is None or found is None:
                    continue
                before = answers.get(number)
                if before is None or (before.found.record is None and found.record is not None):
                    answers[number] = Answer(number=number, found=found, provider=provider.name)
    return Result(tuple(answers[number] for number in sorted(answers)), tuple(problems))


def held_volumes(sources: Sequence[Lookup]) -> Callable[[Venue, int], bool]:
    """Return what tells whether one of some authorities has a volume of a venue as a whole."""

    @lru_cache(maxsize=512)
    def held(venue: Venue, year: int) -> bool:
        return any(source.size_of(venue, year) >= WHOLE_VOLUME for source in sources)

    return held
