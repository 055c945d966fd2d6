"""A project's .bib files where TeX finds them: a tree of links in the cache, and a link to it in the user's own tree.

`curabib/TOPIC.bib` is found by Kpathsea below `bibtex/bib` of every tree that it looks through (its manual, "TeX
support"; the TeX Directory Structure, section 3.4). The tree lies in the cache folder, so that nothing has to be
cleaned up, and names every file by its last part: `topics/pruning.bib` is `curabib/pruning.bib` there.
"""

import glob
import os
import shutil
import subprocess
from pathlib import Path

from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import CurabibError
from curabib.project import Project
from curabib.project.paths import check_links

_BIBS = Path("bibtex", "bib")
_WAIT = 20  # seconds


def written_files(project: Project) -> tuple[Path, ...]:
    """Return the files that the outputs of the settings stand for and that are there, in the order of the settings."""
    found: dict[Path, None] = {}
    for output in project.outputs:
        pattern = glob.escape(str(project.root / output.path)).replace("{topic}", "*")
        for name in sorted(glob.glob(pattern)):  # noqa: PTH207  (a pattern with an absolute path)
            found.setdefault(Path(name))
    return tuple(path for path in found if path.is_file())


def named_files(project: Project, name: str) -> tuple[Path, ...]:
    """Return the files whose name, with or without suffix, or whose path in the project is `name`."""
    return tuple(
        path
        for path in written_files(project)
        if name in (path.name, path.stem, path.relative_to(project.root).as_posix())
    )


def make_tree(project: Project, name: str) -> Path:
    """Return the folder of a TeX tree in which `NAME/FILE.bib` is each .bib file of the project.

    Links are made, removed and changed so that the tree shows what is there now; where the system has no symbolic
    links, files are copied. Raises CurabibError where the project has no .bib file, or the tree cannot be written.
    """
    wanted: dict[str, Path] = {}
    bibs = {output.path for output in project.outputs if output.format in PROFILES}
    for path in written_files(project):
        if path.suffix == ".bib" and bibs:
            wanted.setdefault(path.name, path)
    if not wanted:
        raise CurabibError(
            "the project has no .bib file yet", hint="`curabib sync` writes those that `outputs` names"
        )
    tree = tree_of(project)
    folder = tree / _BIBS / name
    try:
        check_links(project.root, tree)
        folder.mkdir(parents=True, exist_ok=True)
        ignored = project.cache_folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        for old in folder.iterdir():
            if old.name not in wanted or not old.is_symlink() or old.readlink() != wanted[old.name]:
                old.unlink()
        for file, target in wanted.items():
            if not (folder / file).is_symlink():
                _link(folder / file, target)
    except (OSError, ValueError) as error:
        raise CurabibError(f"cannot make the TeX tree in `{tree}`: {error}") from error
    return tree


def tree_of(project: Project) -> Path:
    """Return the root of the project's TeX tree, which need not exist."""
    return project.cache_folder.resolve() / "texmf"


def link_tree(project: Project, name: str) -> Path:
    """Return the link in the user's TeX tree that makes `NAME/FILE.bib` known to TeX everywhere.

    Raises CurabibError where something else is in its place, or the system has no symbolic links.
    """
    target = make_tree(project, name) / _BIBS / name
    link = user_tree() / _BIBS / name
    if os.path.lexists(link) and not _is_ours(link, project):
        raise CurabibError(
            f"`{link}` is there already, and is not this project's", hint="--name takes another name"
        )
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(target, target_is_directory=True)
    except OSError as error:
        raise CurabibError(
            f"cannot link `{link}`: {(error.strerror or str(error)).lower()}",
            hint="set TEXMFAUXTREES to what `curabib path --texmf` prints, with a comma behind it",
        ) from error
    return link


def unlink_tree(project: Project, name: str) -> Path | None:
    """Remove the link in the user's TeX tree, folders that it leaves empty, and the project's own tree.

    Returns the link that was there, or None. Raises CurabibError where something else is in its place.
    """
    root = user_tree()
    link = root / _BIBS / name
    removed = None
    if os.path.lexists(link):
        if not _is_ours(link, project):
            raise CurabibError(f"`{link}` is not a link to this project, and is left as it is")
        link.unlink()
        removed = link
        for folder in (link.parent, link.parent.parent, root):
            if any(folder.iterdir()):
                break
            folder.rmdir()
    shutil.rmtree(tree_of(project), ignore_errors=True)
    return removed


def user_tree() -> Path:
    """Return the user's TeX tree: TEXMFHOME of the environment, else what Kpathsea says it is.

    Raises CurabibError where there is no TeX to ask.
    """
    value = os.environ.get("TEXMFHOME", "") or _ask_kpathsea("TEXMFHOME")
    first = value.strip().strip("{}").split(",")[0].split(os.pathsep)[0].strip("! ")
    if not first:
        raise CurabibError(
            "TeX does not say where your own tree is", hint="set TEXMFHOME, or use `curabib path --texmf`"
        )
    return Path(first).expanduser().absolute()


def _ask_kpathsea(variable: str) -> str:
    try:
        done = subprocess.run(
            ["kpsewhich", f"-var-value={variable}"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=_WAIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _is_ours(link: Path, project: Project) -> bool:
    return link.is_symlink() and link.readlink().is_relative_to(tree_of(project))


def _link(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        shutil.copyfile(target, link)
