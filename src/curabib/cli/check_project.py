"""What `curabib check` does in a project."""

from collections.abc import Iterator, Sequence

from curabib.checks import Check, check
from curabib.checks.settings import former_keys, unused_topic_names
from curabib.cli.services import Look
from curabib.cli.session import Session, replace_file
from curabib.diagnostics import Diagnostic, Fix, diagnose
from curabib.diagnostics.mending import mend
from curabib.model import Library, Location, Record
from curabib.project import Project, load_sound
from curabib.project.files import read_text
from curabib.sync.inputs import read_inputs
from curabib.sync.pipeline import build
from curabib.sync.run import Refresh, Update, Wishes, synchronise

_OFFLINE = Wishes(refresh=Refresh(offline=True))
_BY_HAND = frozenset({"kept", "conflict", "renamed"})
_WAIT = 10.0


def check_project(session: Session, judges: Sequence[Check], *, fix: bool, look: Look | None = None) -> None:
    """Report all problems of the session's project; with `fix`, first apply safe fixes and write stale files again.

    Nothing is fetched; with `look` every link of the lists is looked at.
    """
    with session.reporting_settings():
        loaded = load_sound(session.root())
    if fix and _mend_settings(session, loaded.value):
        with session.reporting_settings():
            loaded = load_sound(session.root())
    project = loaded.value
    session.ignore = (*session.ignore, *project.ignore)
    found = synchronise(project, _OFFLINE, write=False)
    if fix and _is_safe(session, project, found.value):
        found = synchronise(project, _OFFLINE, write=True, wait=_WAIT)
        for path, _ in found.value.plan.files:
            session.say(f"wrote {path}")
        found = synchronise(project, _OFFLINE, write=False)
    built = build(project, thorough=True)
    session.report(
        (
            *loaded.diagnostics,
            *built.diagnostics,
            *found.diagnostics,
            *_settings(project, built.value.library),
            *check(built.value.library, judges),
            *_stale(project, found.value),
            *(look(_listed(built.value.library)).values() if look else ()),
        ),
        data=True,
    )


def _listed(library: Library) -> list[Record]:
    return [r for entry in library.entries for r in entry.work.records if r.origin.kind == "list"]


def _mend_settings(session: Session, project: Project) -> bool:
    """Apply the safe fixes of what is wrong with the files that people write; return whether there were any."""
    found = tuple(_settings(project, build(project).value.library))
    changed = False
    for path in (project.config_path, project.overrides_path):
        if not path.exists():
            continue
        text = read_text(path)
        mended = mend(text, project.shown(path), found)
        if mended.applied:
            replace_file(path, mended.text.encode())
            count = len(mended.applied)
            session.say(f"mended {project.shown(path)} in {count} {'place' if count == 1 else 'places'}")
            changed = True
    return changed


def _is_safe(session: Session, project: Project, update: Update) -> bool:
    """Return whether the stale files may be written without anyone looking; say why not.

    Files outside the folder of `curabib.yaml` are never written here, nor is anything while a sync would be
    blocked or would have edits by hand to settle.
    """
    outside = [path for path, _ in update.plan.files if not _at_home(project, path)]
    reasons = (
        (update.blocked, "there are errors to mend first"),
        (
            any(item.kind in _BY_HAND for item in update.plan.items),
            "there are edits by hand; `curabib sync` keeps them",
        ),
        (bool(outside), f"`{outside[0]}` is outside `{project.shown(project.home)}`" if outside else ""),
    )
    reason = next((reason for holds, reason in reasons if holds), "")
    if reason:
        session.say(f"nothing was fixed: {reason}")
    return not reason


def _at_home(project: Project, path: str) -> bool:
    return (project.root / path).is_relative_to(project.home)


def _settings(project: Project, library: Library) -> Iterator[Diagnostic]:
    """Yield what is odd about the files that people write, beyond what reading them reports."""
    if project.topic_names:
        kept = read_inputs(project).value.records.values()
        headings = (topic for source in kept for record in source.records for topic in record.topics)
        yield from unused_topic_names(project.topic_names, headings, project.shown(project.config_path))
    if project.overrides_path.exists():
        text = read_text(project.overrides_path)
        yield from former_keys(text, library, project.shown(project.overrides_path))


def _stale(project: Project, update: Update) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file that is not what records, overrides and lock make.

    While edits by hand wait to be taken up, the files that a sync takes them up into say nothing new.
    """
    by_hand = any(item.kind in _BY_HAND for item in update.plan.items)
    quiet = (
        {project.shown(path) for path in (project.overrides_path, project.lock_path)} if by_hand else set()
    )
    for path, change in update.plan.files:
        if path in quiet:
            continue
        state = {"new": "is missing", "removed": "is left over"}.get(change, "is not up to date")
        fix = Fix(title=f"write `{path}` again", edits=(), safe=True) if _at_home(project, path) else None
        yield diagnose(
            "CB582",
            f"`{path}` {state}",
            Location(path=path, line=1),
            help="`curabib sync --offline` writes it",
            fix=fix,
        )
