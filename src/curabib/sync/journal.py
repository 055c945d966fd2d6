"""Where the journal of a run that replaces files is, and whether one was left behind."""

from pathlib import Path

NAME = "journal.json"


def interrupted(folder: Path) -> bool:
    """Return whether a run was interrupted while it replaced files, so that `apply.recover` has work to do.

    `folder` is the project's cache folder.
    """
    return (folder / NAME).exists()
