"""A sync of the part of a library that changed lists can touch: the rest is copied, not built again.

It is done only where the cache proves that everything else is as the last sync left it: settings, overrides, lock,
records, and every generated file. Whatever is out of the ordinary is left to a whole sync.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.layout import print_entry
from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import Diagnostic, Result
from curabib.library.lock import parse_lock, print_line, resealed
from curabib.library.select import QueryError, Scope, topics_of
from curabib.model import Library, View
from curabib.model.topic import topic_slugs
from curabib.project import Output, Project
from curabib.project.files import read_text
from curabib.project.records import Header, SourceRecords, print_records, without_records
from curabib.sync.files import Content, changed_files, read_if_there
from curabib.sync.guard import Loss, removals, works_of
from curabib.sync.hand_edits import HandEdits
from curabib.sync.headers import read_header
from curabib.sync.index import Index
from curabib.sync.inputs import read_records
from curabib.sync.part import Part, cut
from curabib.sync.pipeline import Build, assemble
from curabib.sync.plan import Plan, SourceReport, compare
from curabib.sync.refresh import Refreshed, refresh
from curabib.sync.render import Rendered, views_of, write
from curabib.sync.reuse import Printed, shows_same
from curabib.sync.splice import splice_entries, splice_lines
from curabib.sync.stored import Stored
from curabib.sync.storing import Replaced, counts, listed
from curabib.sync.succession import Next, succeed
from curabib.sync.update import BLOCKING
from curabib.sync.verify import verify
from curabib.sync.wishes import Update, Wishes


class _Whole(Exception):
    """What changes is no small part, or shows in a way that only the whole library tells."""


def refreshed_sources(project: Project, wishes: Wishes) -> dict[str, Refreshed]:
    """Return what each source says now; the records of one that has not changed are left out."""
    found: dict[str, Refreshed] = {}
    for source in project.sources:
        wishes.progress(f"reading {source.id}")
        kept = _header_of(project, source.id)
        now = refresh(project, source, kept, wishes.refresh, read=False)
        if now.state == "read":
            whole = read_records(project, source.id)
            now = refresh(project, source, whole.value if whole else kept, wishes.refresh)
            now = replace(now, before=whole.value if whole and not whole.diagnostics else None)
        found[source.id] = now
    return found


def _header_of(project: Project, source: str) -> SourceRecords:
    from_file = read_header(project, source)
    return SourceRecords(header=from_file or Header(source=source))


def prepare_part(
    project: Project, wishes: Wishes, stored: Stored, refreshed: Mapping[str, Refreshed]
) -> Result[Update] | None:
    """Return what a sync does where only lists have changed, in a small part, or None where it takes a whole sync.

    `stored` is a cache that is up to date with everything but the lists. The files written are those that a whole
    sync would write, byte for byte; what is reported is what there is to say of the part.
    """
    if not stored.meta["sealed"] or not stored.files_hold(project.root, "outputs"):
        return None
    changed = {source: found for source, found in refreshed.items() if found.state == "read"}
    index = Index(stored)
    part = cut(project, index, changed) if changed else None
    if part is None:
        return None
    try:
        return _Partial(project, stored, index, part, refreshed).update(wishes)
    except _Whole:
        return None


@dataclass(frozen=True, slots=True)
class _Partial:
    """One such sync."""

    project: Project
    stored: Stored
    index: Index
    part: Part
    refreshed: Mapping[str, Refreshed]

    def update(self, wishes: Wishes) -> Result[Update]:
        project, part = self.project, self.part
        wishes.progress("matching what is new")
        base = assemble(project, part.inputs).value
        following = succeed(project, part.inputs, base, HandEdits(), part.records)
        after, build = following.value, following.value.build
        problems = [d for found in self.refreshed.values() for d in found.diagnostics]
        problems += following.diagnostics
        lost = {
            source: Loss(had=self.stored.meta["listed"].get(source, 0), gone=loss.gone)
            for source, loss in after.lost.items()
        }
        if not wishes.accept_removals:
            problems += removals(lost, {source.id: source.location for source in project.sources})
        wishes.progress("writing what is new")
        rendered = self._rendered(base.library, build.library)
        problems += rendered.diagnostics
        texts: dict[str, Content] = {path: item.text for path, item in rendered.value.items()}
        texts |= self._kept_records(after)
        replaced = self._replaced(base, build)
        texts[project.shown(project.lock_path)] = self._lock(build, replaced.settled)
        files = changed_files(project.root, texts, {})
        problems += verify({p: i for p, i in rendered.value.items() if p in files.after}, files.after)
        plan = Plan(
            items=compare(base.side, build.side),
            sources=tuple(self._reports(base, build, lost)),
            files=files.summary,
        )
        update = Update(
            plan=plan,
            replaced=replaced,
            changes=files.changes,
            before=files.before,
            after=files.after,
            sources={f.snapshot.path: f.snapshot.text for f in self.refreshed.values() if f.snapshot},
            blocked=any(d.code in BLOCKING for d in problems),
        )
        return Result(update, tuple(problems))

    def _rendered(self, old: Library, new: Library) -> Result[Mapping[str, Rendered]]:
        """Return the outputs in which the part shows otherwise than before."""
        topics = self.index.topics(but=self.part.uids)
        if any(
            _named(topics | _topics(old), active=active) != _named(topics | _topics(new), active=active)
            for active in (False, True)
        ):
            raise _Whole
        known = topics | _topics(new)
        slugs = topic_slugs(_named(known, active=True))
        sources = [source.id for source in self.project.sources]
        scopes = [Scope(library, _named(known, active=False), sources) for library in (old, new)]
        files: dict[str, Rendered] = {}
        problems: list[Diagnostic] = []
        for output in self.project.outputs:
            try:
                before = views_of(output, old, self.project, scopes[0], slugs)
                after = views_of(output, new, self.project, scopes[1], slugs)
            except QueryError:
                raise _Whole from None
            for path in _paths(output, slugs):
                one, other = before.get(path), after.get(path)
                if one is None and other is None:
                    continue
                if output.format in PROFILES:
                    found = self._spliced(path, output, one, other)
                elif one is None or other is None or one.entries != other.entries:
                    found = self._written(path, output, new, slugs)
                else:
                    continue
                problems += (d for d in found.diagnostics if d not in problems[-200:])
                if found.value is not None:
                    files[path] = found.value
        return Result(files, tuple(problems))

    def _spliced(
        self, path: str, output: Output, before: View | None, after: View | None
    ) -> Result[Rendered | None]:
        old = {entry.work.id: entry for entry in before.entries} if before else {}
        new = {entry.work.id: entry for entry in after.entries} if after else {}
        gone = {entry.key for uid, entry in old.items() if uid not in new or new[uid].key != entry.key}
        meant: dict[str, BibEntry] = {}
        problems: list[Diagnostic] = []
        for uid, entry in new.items():
            if uid in old and shows_same(old[uid], entry):
                continue
            printed = to_bibtex(entry, PROFILES[output.format])
            problems += printed.diagnostics
            if printed.value is None:
                gone.add(entry.key)
            else:
                meant[entry.key] = printed.value
        if not gone and not meant:
            return Result(None)
        texts = {key: print_entry(entry) for key, entry in meant.items()}
        data = read_if_there(self.project.root, path)
        text = splice_entries(data.decode(), gone, texts) if data and b"\r" not in data else None
        if text is None or text.endswith("\n\n"):  # a file of somebody, or one in which nothing is left
            raise _Whole
        fresh = "\n".join(texts[key] for key in sorted(texts, key=str.encode))
        view = after or View(title="", entries=())
        printed_as = Printed(text=text, meant=meant, fresh=fresh)
        return Result(Rendered(text=text, view=view, output=output, printed=printed_as), tuple(problems))

    def _written(
        self, path: str, output: Output, new: Library, slugs: Mapping[str, str]
    ) -> Result[Rendered | None]:
        """Return an output that cannot be spliced, written anew from the cache and the part."""
        topic = [topic for topic, slug in slugs.items() if output.path.replace("{topic}", slug) == path]
        loaded = self.stored.with_topics(topic) if output.split_by else self.stored.library()
        rest = (entry for entry in loaded.entries if entry.work.id not in self.part.uids)
        whole = Library.of((*rest, *new.entries))
        scope = Scope(whole, slugs, [source.id for source in self.project.sources])
        view = views_of(output, whole, self.project, scope, slugs).get(path)
        if view is None:
            raise _Whole
        written = write(output, view, self.project.root, path)
        return Result(Rendered(text=written.value, view=view, output=output), written.diagnostics)

    def _kept_records(self, after: Next) -> Iterator[tuple[str, str]]:
        """Yield path and text of the records that change: of the changed lists, and where some are outdated now."""
        for source, part in self.part.records.items():
            found = self.refreshed.get(source)
            left = {record.id for record in after.inputs.records[source].records}
            outdated = {record.id for record in part.records} - left
            path = self.project.records_path(source)
            if found is not None and found.state == "read":
                kept = tuple(record for record in found.records.records if record.id not in outdated)
                yield self.project.shown(path), print_records(replace(found.records, records=kept))
            elif outdated:
                yield self.project.shown(path), without_records(read_text(path), outdated)

    def _replaced(self, base: Build, build: Build) -> Replaced:
        meta, lock = self.stored.meta, parse_lock(self.part.inputs.lock_text, "").value
        return Replaced(
            before=self.part.lines | self.part.uids,
            build=build,
            settled=resealed(meta["sealed"], lock.works, build.lock.works),
            generation=max(self.index.generation, build.lock.generation),
            counts=_shifted(meta["counts"], counts(base.library), counts(build.library)),
            listed=_shifted(meta["listed"], listed(base.library), listed(build.library)),
        )

    def _lock(self, build: Build, settled: str) -> str:
        lines = {work.uid: print_line(work) for work in build.lock.works}
        return splice_lines(self.part.lock_text, self.part.lines - lines.keys(), lines, settled)

    def _reports(self, base: Build, build: Build, lost: Mapping[str, Loss]) -> Iterator[SourceReport]:
        for source, found in self.refreshed.items():
            entries = self.stored.meta["counts"].get(source, 0)
            yield SourceReport(
                source=source,
                state=found.state,
                entries=len(found.records.present) if found.state == "read" else entries,
                new=len(works_of(build.works, source) - works_of(base.works, source)),
                gone=lost[source].gone if source in lost else 0,
            )


def _paths(output: Output, slugs: Mapping[str, str]) -> list[str]:
    """Return the paths that an output can be written to, in the order in which a whole sync names them."""
    if not output.split_by:
        return [output.path]
    return [output.path.replace("{topic}", slugs[topic]) for topic in sorted(slugs)]


def _topics(library: Library) -> set[tuple[str, bool]]:
    return {(topic, entry.state == "active") for entry in library.entries for topic in topics_of(entry)}


def _named(topics: Iterable[tuple[str, bool]], *, active: bool) -> set[str]:
    """Return the names of topics: of those that stand over a work that is not withdrawn, or of all."""
    return {topic for topic, is_active in topics if is_active or not active}


def _shifted(whole: Mapping[str, int], minus: Mapping[str, int], plus: Mapping[str, int]) -> dict[str, int]:
    names: Iterable[str] = sorted({*whole, *minus, *plus})
    found = {name: whole.get(name, 0) - minus.get(name, 0) + plus.get(name, 0) for name in names}
    return {name: count for name, count in found.items() if count}
