"""Asking authorities about the works of a project, and keeping what they say beside what the lists say."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from curabib import __version__
from curabib.diagnostics import CurabibError, Diagnostic, Result, diagnose
from curabib.model import Entry, Library, Record
from curabib.project import Project
from curabib.project.overrides import Decision
from curabib.project.records import FINDINGS, Header, SourceRecords
from curabib.sync.enrich.lookup import Decided, Found, Offer, Source, look_up, preference
from curabib.sync.enrich.report import report
from curabib.sync.inputs import Inputs, read_inputs
from curabib.sync.pipeline import assemble
from curabib.sync.run import Refresh, Update, Wishes, synchronise

_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Whom to ask: the name under which it speaks (`authority:NAME`, `crossref`), and where to look up."""

    name: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A work for which a person must look at what a provider offers."""

    entry: Entry
    provider: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enriched:
    """What asking has come to.

    `findings` are the records of the providers by source (`findings/PROVIDER`); `asked` counts works, `found` those of
    which a provider asked now has a record; `waiting` is what a person must decide.
    """

    findings: Mapping[str, SourceRecords] = field(default_factory=dict)
    asked: int = 0
    found: int = 0
    by_how: Mapping[str, int] = field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()


def enrich(
    project: Project,
    providers: Sequence[Provider],
    *,
    keys: Collection[str] = (),
    progress: Callable[[str], None] = lambda step: None,
) -> Result[Enriched]:
    """Return what the providers say of the works of a project (of those of the `keys`, where some are given).

    Nothing is written. What a provider said of works that were not asked about, and what others said, stays. Reported
    is what the lists state otherwise than the records (CB201 to CB209), what is offered to a person (CB210, CB211), and
    a provider that cannot be asked (CB220). Raises CurabibError for a key that names no entry.
    """
    inputs = read_inputs(project).value
    library = _without_findings(project, inputs)
    entries = _chosen(library, keys)
    findings = {source: kept for source, kept in inputs.records.items() if source.startswith(f"{FINDINGS}/")}
    problems: list[Diagnostic] = []
    waiting: list[Waiting] = []
    found_keys: set[str] = set()
    by_how: dict[str, int] = {}
    for provider in providers:
        answered = ask(provider, entries, _Decided(inputs).of, progress)
        problems += answered.diagnostics
        found, taken = answered.value.found, answered.value.taken
        for entry in entries:
            has = found.get(entry.key)
            if has is None:
                continue
            problems += report(entry, has, provider.name)
            if entry.key in taken:
                by_how[has.how] = by_how.get(has.how, 0) + 1
            elif has.offers:
                waiting.append(Waiting(entry=entry, provider=provider.name, offers=has.offers))
        found_keys |= taken.keys()
        source = source_of(provider.name)
        before = findings.get(source)
        findings[source] = _kept(source, before, taken, found, library)
    waiting = [item for item in waiting if item.entry.key not in found_keys]
    findings = {source: kept for source, kept in findings.items() if kept.records}
    enriched = Enriched(
        findings=findings, asked=len(entries), found=len(found_keys), by_how=by_how, waiting=tuple(waiting)
    )
    return Result(enriched, tuple(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one provider has of works, by their keys; `taken` are the records that are theirs, none of two works."""

    found: Mapping[str, Found]
    taken: Mapping[str, Record]


def _nothing_decided(entry: Entry) -> Decided:
    return lambda record: None


def ask(
    provider: Provider,
    entries: Sequence[Entry],
    decided: Callable[[Entry], Decided] = _nothing_decided,
    progress: Callable[[str], None] = lambda step: None,
) -> Result[Answered]:
    """Return what a provider has of some works; `decided` tells what people have said of records as the work of each.

    A record that several works claim is that of one of them (CB211); works about which it gave no answer are missing
    (CB220).
    """
    asking = _Asking(provider, decided, progress)
    found = asking.ask(entries)
    problems = asking.problems
    taken = _one_work_each(entries, found, problems)
    found = _not_taken(found, {record.id for record in taken.values()})
    found = {key: has if key in taken else replace(has, record=None) for key, has in found.items()}
    return Result(Answered(found=found, taken=taken), tuple(problems))


def source_of(provider: str) -> str:
    """Return the source under which the records of a provider are kept: `authority:a` gives `findings/authority/a`."""
    return f"{FINDINGS}/{provider.replace(':', '/')}"


def apply(
    project: Project,
    enriched: Enriched,
    *,
    write: bool = True,
    wait: float = 0.0,
    progress: Callable[[str], None] = lambda step: None,
) -> Result[Update]:
    """Return what a sync with the findings does, after doing it where `write`; the lists are not read again."""
    wishes = Wishes(refresh=Refresh(offline=True), findings=enriched.findings, progress=progress)
    return synchronise(project, wishes, write=write, wait=wait)


def _without_findings(project: Project, inputs: Inputs) -> Library:
    """Return the library as the lists alone make it, under the keys of the lock."""
    lists = {id: kept for id, kept in inputs.records.items() if not id.startswith(f"{FINDINGS}/")}
    return assemble(project, replace(inputs, records=lists)).value.library


def _chosen(library: Library, keys: Collection[str]) -> tuple[Entry, ...]:
    unknown = sorted(key for key in keys if key.casefold() not in library.by_key)
    if unknown:
        raise CurabibError(f"there is no entry `{unknown[0][:60]}`", hint="`curabib list` shows the keys")
    wanted = {library.by_key[key.casefold()].key for key in keys}
    return tuple(
        entry
        for entry in library.entries
        if entry.state == "active" and can_be_asked_about(entry) and (not keys or entry.key in wanted)
    )


def can_be_asked_about(entry: Entry) -> bool:
    """Return whether authorities keep records of works of this kind: papers, books, theses."""
    return entry.work.kind in _KINDS


_KINDS = frozenset({"paper", "book", "thesis"})


class _Decided:
    """What people have said of records as works, in overrides.yaml."""

    def __init__(self, inputs: Inputs) -> None:
        self._same = _pairs(inputs.overrides.same)
        self._different = _pairs(inputs.overrides.different)

    def of(self, entry: Entry) -> Decided:
        """Return what was said of records as the work of an entry."""
        names = [name.casefold() for name in (entry.key, *entry.aliases)]

        def decided(record: Record) -> bool | None:
            if any((name, record.id) in self._different for name in names):
                return False
            return True if any((name, record.id) in self._same for name in names) else None

        return decided


def _pairs(decisions: Sequence[Decision]) -> set[tuple[str, str]]:
    return {
        (one.casefold(), other)
        for said in decisions
        for one in said.members
        for other in said.members
        if one != other
    }


class _Asking:
    """One provider being asked about many works."""

    def __init__(
        self, provider: Provider, decided: Callable[[Entry], Decided], progress: Callable[[str], None]
    ) -> None:
        self.provider = provider
        self.decided = decided
        self.progress = progress
        self.problems: list[Diagnostic] = []

    def ask(self, entries: Sequence[Entry]) -> dict[str, Found]:
        """Return what the provider has of each entry; those about which it could not be asked are missing."""
        found: dict[str, Found] = {}
        failures, reason = 0, ""
        with suppress(CurabibError):  # each is asked for by itself then
            self.provider.source.expect([i for entry in entries for i in entry.work.identifiers])
        for number, entry in enumerate(entries, 1):
            self.progress(f"{self.provider.name}: {number} of {len(entries)}")
            try:
                found[entry.key] = look_up(entry.work, self.provider.source, self.decided(entry))
                failures = 0
            except CurabibError as error:
                failures, reason = failures + 1, str(error)
                if failures == _MOST_FAILURES:
                    break
        left = len(entries) - len(found)
        if left:
            works = "work" if len(entries) == 1 else "works"
            message = (
                f"`{self.provider.name}` gave no answer about {left} of {len(entries)} {works}: {reason}"
            )
            help = "run it again later: what was answered is kept, and it goes on from there"
            self.problems.append(diagnose("CB220", message, help=help))
        return found


def _one_work_each(
    entries: Sequence[Entry], found: Mapping[str, Found], problems: list[Diagnostic]
) -> dict[str, Record]:
    """Return the record taken for each key; one that several works claim goes to one of them, the rest is reported.

    It would make one work of them all; whether they are one is for matching or for people to say (CB211).
    """
    claims: dict[str, list[Entry]] = {}
    for entry in entries:
        has = found.get(entry.key)
        if has is not None and has.record is not None:
            claims.setdefault(has.record.id, []).append(entry)
    taken: dict[str, Record] = {}
    for claimants in claims.values():
        record = found[claimants[0].key].record
        assert record is not None  # noqa: S101  (only those with a record claim one)
        first, *others = sorted(claimants, key=lambda e: (*preference(e.work, record), e.key))
        taken[first.key] = replace(record, about=first.key, found=found[first.key].how)
        for entry in others:
            message = f"`{record.id}` is the record of `{first.key}` too"
            help = "say under `same` or `different` in overrides.yaml whether the two are one work"
            place = next((r.location for r in entry.work.records if r.location), None)
            problems.append(diagnose("CB211", message, place, help=help, key=entry.key))
    return taken


def _not_taken(found: Mapping[str, Found], taken: Collection[str]) -> dict[str, Found]:
    """Return what was found, without offers of records that are those of another work for certain."""
    return {
        key: replace(has, offers=tuple(offer for offer in has.offers if offer.record.id not in taken))
        for key, has in found.items()
    }


def _kept(
    source: str,
    before: SourceRecords | None,
    taken: Mapping[str, Record],
    asked: Collection[str],
    library: Library,
) -> SourceRecords:
    """Return the records of a provider: those found now, and those of before about works not asked about now."""
    records = dict(taken)
    for record in before.records if before else ():
        entry = library.by_key.get(record.about.casefold())
        if entry is not None and entry.key not in asked:
            records.setdefault(entry.key, record)
    ordered = tuple(records[key] for key in sorted(records))
    said = "\n".join(f"{record.about} {record.id} {record.fields!r}" for record in ordered)
    header = Header(source=source, sha256=hashlib.sha256(said.encode()).hexdigest(), tool=__version__)
    return SourceRecords(header=header, records=ordered)
