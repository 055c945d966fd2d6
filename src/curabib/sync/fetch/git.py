"""Sources in a local git repository."""

import os
import subprocess
from pathlib import Path

from curabib.sync.fetch.error import FetchError
from curabib.sync.fetch.local import limited

_GIT_SECONDS = 120


def read_git(repository: Path, revision: str, path: str, limit: int) -> tuple[str, bytes]:
    """Return the commit that `revision` names in a local repository, and the bytes of the file `path` in it.

    Runs git without a shell, without network and without hooks; raises FetchError (CB010) where there is no git, no
    such repository, revision or file, or where the file is larger than `limit` bytes.
    """
    commit = _git(
        repository,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
        limit=100,
    )
    name = commit.decode("ascii", "replace").strip()
    if not name:
        raise FetchError(
            "CB010", f"`{repository}` has no revision `{revision}`", hint="`git log` shows those it has"
        )
    return name, _git(repository, "cat-file", "blob", f"{name}:{path}", limit=limit)


def _git(repository: Path, *arguments: str, limit: int) -> bytes:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }
    command = ["git", "-C", str(repository), *arguments]
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        ) as process:
            assert process.stdout is not None  # noqa: S101  (asked for in the line above)
            try:
                data = limited(process.stdout, arguments[-1], limit)
                status = process.wait(timeout=_GIT_SECONDS)
            except BaseException:
                process.kill()
                raise
    except FileNotFoundError as error:
        raise FetchError("CB010", "git is not installed, and a source is a git revision") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError("CB010", f"git cannot read `{repository}`: {error}") from error
    if status and arguments[0] == "cat-file":
        raise FetchError(
            "CB010", f"`{repository}` has no file `{arguments[-1]}`", hint="`git ls-tree` shows its files"
        )
    if status and not (repository / ".git").exists() and not _inside_work_tree(repository):
        raise FetchError("CB010", f"`{repository}` is no git repository")
    return data if not status else b""


def _inside_work_tree(folder: Path) -> bool:
    return any((parent / ".git").exists() for parent in folder.parents)
