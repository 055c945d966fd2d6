"""Paths that a settings file names: inside the project, and nowhere else."""

import os
from pathlib import Path, PurePosixPath


def inside(root: Path, home: Path, text: str) -> str:
    """Return the path `text`, relative to `home`, as a path relative to `root` with `/`.

    Raises ValueError, with a reason for people, where the path is absolute, leaves `root` (by `..` or through a
    symbolic link), names the root itself, or holds a character that no file name should have. The file need not
    exist.
    """
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("holds a control character")
    if "\\" in text:
        raise ValueError("holds a backslash; write `/`")
    if (
        PurePosixPath(text).is_absolute()
        or text.startswith("~")
        or Path(text).is_absolute()
        or Path(text).drive
    ):
        raise ValueError("is an absolute path; write it relative to the folder of `curabib.yaml`")
    plain = Path(os.path.normpath(home / text))
    if not plain.is_relative_to(root) or plain == root:
        raise ValueError("leaves the project's folder")
    check_links(root, plain)
    return plain.relative_to(root).as_posix()


def check_links(root: Path, path: Path) -> None:
    """Raise ValueError where `path`, with its symbolic links followed, is outside `root`."""
    real_root = root.resolve()
    try:
        real = path.resolve()
    except (OSError, RuntimeError) as error:
        raise ValueError("goes through a loop of symbolic links") from error
    if not real.is_relative_to(real_root):
        raise ValueError(f"leads out of the project's folder, to `{real}`")
