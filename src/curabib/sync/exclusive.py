"""One curabib at a time in a project."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from curabib.diagnostics import CurabibError


@contextmanager
def locked(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the project's lock in its cache folder while the body runs.

    Waits up to `wait` seconds for another process (negative: for ever), then raises CurabibError; likewise where the
    folder cannot be written.
    """
    prepare_folder(folder)
    lock = FileLock(folder / "lock", timeout=wait)
    try:
        lock.acquire()
    except Timeout as error:
        raise CurabibError(
            f"another curabib is writing to this project (it holds `{folder / 'lock'}`)",
            hint="wait until it has finished, or let this one wait with --wait SECONDS",
        ) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def prepare_folder(folder: Path) -> None:
    """Make the cache folder, with a `.gitignore` that keeps all of it out of version control."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> CurabibError:
    return CurabibError(f"cannot write to `{folder}`: {(error.strerror or str(error)).lower()}")
