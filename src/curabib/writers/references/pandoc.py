"""pandoc, run as a program of its own that can neither read other files nor use the network."""

import os
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from curabib.diagnostics import CurabibError

PATIENCE = 600.0
"""Seconds that one run may take. Author-date lists of ten thousand entries take longer."""
MEMORY = 3072
"""MiB that pandoc may use for its data."""

_HINT = "reinstall curabib, or install the package `pypandoc-binary`"


@cache
def program() -> Path:
    """Return the pandoc of the package pypandoc-binary, else the one on the search path; raises CurabibError."""
    package = find_spec("pypandoc")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for name in ("pandoc", "pandoc.exe"):
            path = Path(folder) / "files" / name
            if path.is_file():
                return path
    found = which("pandoc")
    if found is None:
        raise CurabibError("pandoc, which formats references in CSL styles, is not installed", hint=_HINT)
    return Path(found)


def identity() -> str:
    """Return what tells one installed pandoc from another, without running it."""
    path = program()
    status = path.stat()
    return f"{path.name} {status.st_size} {status.st_mtime_ns}"


@cache
def version() -> str:
    """Return the version of pandoc, such as `3.9`; raises CurabibError where it does not run."""
    first = _run(["--version"], b"").decode("utf-8", "replace").partition("\n")[0].split()
    return first[1][:40] if len(first) > 1 else "unknown"


def cite(items: bytes, style: bytes, locale: str) -> bytes:
    """Return the reference list of all `items` (CSL-JSON) in `style` (CSL) as pandoc's own document (JSON).

    `locale` is a BCP 47 tag, or empty for the style's own. Raises CurabibError where pandoc refuses, or takes more
    than its time or memory.
    """
    with tempfile.TemporaryDirectory(prefix="curabib-") as folder:
        path = Path(folder) / "style.csl"
        path.write_bytes(style)
        options = ["--from=csljson", "--to=json", "--citeproc", f"--csl={path}", f"--data-dir={folder}"]
        options += [f"--metadata=lang:{locale}"] if locale else []
        return _run(["+RTS", f"-M{MEMORY}m", "-RTS", "--sandbox", *options], items)


def _run(arguments: list[str], data: bytes) -> bytes:
    try:
        done = subprocess.run(
            [str(program()), *arguments],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd=tempfile.gettempdir(),
            env={"LC_ALL": "C.UTF-8", **_system()},
        )
    except subprocess.TimeoutExpired as error:
        raise CurabibError(
            f"formatting took more than {PATIENCE:.0f} seconds",
            hint="split the list, or choose a style that numbers its references",
        ) from error
    except OSError as error:
        raise CurabibError(f"pandoc does not run: {error.strerror or error}", hint=_HINT) from error
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        reason = "it needs too much memory" if done.returncode == 251 else said or f"status {done.returncode}"
        raise CurabibError(f"pandoc cannot format the list: {reason}")
    return done.stdout


def _system() -> dict[str, str]:
    """Return the variables without which no program starts on Windows."""
    return {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
