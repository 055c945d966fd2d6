"""The files that people keep: settings, overrides, and what the sources said; and the plug-ins."""

from importlib import import_module
from pathlib import Path

from curabib.diagnostics import CurabibError, Diagnostic, Result
from curabib.project.files import read_text
from curabib.project.paths import check_links
from curabib.project.settings import CONFIG_NAME as CONFIG_NAME
from curabib.project.settings import GitPlace as GitPlace
from curabib.project.settings import Output as Output
from curabib.project.settings import Project as Project
from curabib.project.settings import Source as Source

_MAX_CONFIG_BYTES = 4_000_000


class SettingsError(CurabibError):
    """The settings of a project have errors, so that nothing can be said of it; `diagnostics` says what was found."""

    def __init__(self, path: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Name the file."""
        super().__init__(f"`{path}` has errors", hint="mend it first")
        self.diagnostics = diagnostics


def home_of(root: Path) -> Path | None:
    """Return the folder of the `curabib.yaml` that makes `root` a project: its `bib/`, else itself, else None."""
    for home in (root / "bib", root):
        if (home / CONFIG_NAME).is_file():
            return home
    return None


def load(root: Path) -> Result[Project]:
    """Return the project in the folder `root`, with the problems of its `curabib.yaml`.

    A folder named `bib` that holds a `curabib.yaml` stands for the folder above it.
    Raises CurabibError where `root` holds no project or the file cannot be read.
    """
    root = root.resolve()
    if root.name == "bib" and (root / CONFIG_NAME).is_file():
        root = root.parent
    home = home_of(root)
    if home is None:
        raise CurabibError(
            f"there is no `{CONFIG_NAME}` in `{root}` or its `bib/`",
            hint="`curabib init` makes a new project",
        )
    try:
        check_links(root, home)
    except ValueError as reason:
        raise CurabibError(f"`{home}` {reason}") from reason
    path = home / CONFIG_NAME
    text = read_text(path, limit=_MAX_CONFIG_BYTES)
    config = import_module("curabib.project.config")  # YAML costs more than finding out that it is not needed
    result: Result[Project] = config.parse_config(
        text, root=root, home=home, path=path.relative_to(root).as_posix()
    )
    return result


def load_sound(root: Path) -> Result[Project]:
    """Return the project as `load` does; raises SettingsError where its `curabib.yaml` has errors.

    What has errors is read in part only: a library without a source, or a sync without an output, would not be what
    anyone asked for.
    """
    loaded = load(root)
    if any(found.severity == "error" for found in loaded.diagnostics):
        raise SettingsError(loaded.value.shown(loaded.value.config_path), loaded.diagnostics)
    return loaded
