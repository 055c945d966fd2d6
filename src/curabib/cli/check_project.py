"""What `curabib check` does in a project."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from curabib.checks import Check, check
from curabib.checks.settings import unused_topic_names
from curabib.cli.session import Session
from curabib.diagnostics import Diagnostic, Fix, diagnose
from curabib.model import Location
from curabib.project import Project, load
from curabib.sync.apply import commit, locked, recover
from curabib.sync.inputs import read_inputs
from curabib.sync.refresh import Refresh
from curabib.sync.update import Update, Wishes, prepare

_BY_HAND = frozenset({"kept", "conflict", "renamed"})


def check_project(session: Session, judges: Sequence[Check], *, fix: bool) -> None:
    """Report all problems of the session's project; with `fix`, first write its stale files again.

    Nothing is fetched. Files outside the folder of `curabib.yaml` are never written, nor is anything while a sync
    would be blocked or would have hand edits to settle: those are for `curabib sync` to show.
    """
    loaded = load(session.root())
    project = loaded.value
    session.ignore = (*session.ignore, *project.ignore)
    with ExitStack() as held:
        if fix:
            held.enter_context(locked(project.cache_folder, wait=10.0))
            recover(project.root, project.cache_folder)
        update = prepare(project, Wishes(refresh=Refresh(offline=True)))
        fixed = _fix(session, project, update.value) if fix else frozenset()
    build = update.value.build
    stale = [d for d in _stale(project, update.value) if d.location and d.location.path not in fixed]
    session.report(
        (
            *loaded.diagnostics,
            *update.diagnostics,
            *_settings(project),
            *(check(build.library, judges) if build else ()),
            *stale,
        ),
        data=True,
    )


def _settings(project: Project) -> Iterator[Diagnostic]:
    if not project.topic_names:
        return
    kept = read_inputs(project).value.records.values()
    headings = (topic for source in kept for record in source.records for topic in record.topics)
    yield from unused_topic_names(project.topic_names, headings, project.shown(project.config_path))


def _stale(project: Project, update: Update) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file that is not what records, overrides and lock make."""
    for path, change in update.plan.files:
        inside = (project.root / path).is_relative_to(project.home)
        state = {"new": "is missing", "removed": "is left over"}.get(change, "is not up to date")
        yield diagnose(
            "CB582",
            f"`{path}` {state}",
            Location(path=path, line=1),
            help="`curabib sync --offline` writes it",
            fix=Fix(title=f"write `{path}` again", edits=(), safe=True) if inside else None,
        )


def _fix(session: Session, project: Project, update: Update) -> frozenset[str]:
    """Write what is stale and safe to write; return the paths written."""
    if update.blocked or any(item.kind in _BY_HAND for item in update.plan.items):
        session.say("nothing was fixed: `curabib sync` has errors or edits by hand to settle first")
        return frozenset()
    home = project.home.relative_to(project.root).as_posix()
    changes = [change for change in update.changes if home == "." or change.path.startswith(f"{home}/")]
    commit(project.root, project.cache_folder, changes)
    for change in changes:
        session.say(f"wrote {change.path}")
    return frozenset(change.path for change in changes)
