"""Building the library of a project when the cache does not have it."""

from pathlib import Path

from curabib import project as projects
from curabib.diagnostics import Diagnostic, Result
from curabib.model import Library
from curabib.project import Project
from curabib.sync.apply import recover
from curabib.sync.exclusive import locked
from curabib.sync.inputs import finding_sources
from curabib.sync.journal import interrupted
from curabib.sync.pipeline import build
from curabib.sync.stamps import stamps
from curabib.sync.storing import store

_WAIT = 30.0


def build_and_store(root: Path) -> Result[Library]:
    """Return the library of the project in `root`, built anew, and keep it in the cache unless it has errors.

    Where a run was interrupted while it replaced files, that is finished first. Raises CurabibError where the settings
    have errors.
    """
    loaded = projects.load_sound(root)
    project = loaded.value
    if interrupted(project.cache_folder):
        with locked(project.cache_folder, _WAIT):
            recover(project.root, project.cache_folder)
        loaded = projects.load_sound(root)
        project = loaded.value
    inputs = stamps(project.root, input_paths(project))
    built = build(project)
    problems: tuple[Diagnostic, ...] = loaded.diagnostics + built.diagnostics
    if not any(problem.severity == "error" for problem in problems):
        store(project.root, project.home, built.value, inputs=inputs, sealed=False)
    return Result(built.value.library, problems)


def input_paths(project: Project) -> tuple[str, ...]:
    """Return the paths, relative to the root, of all files that the library is built from."""
    files = (
        project.config_path,
        project.overrides_path,
        project.lock_path,
        *(project.records_path(source.id) for source in project.sources),
        *(project.records_path(source) for source in finding_sources(project)),
    )
    return tuple(project.shown(path) for path in files)
