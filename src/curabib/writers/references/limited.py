"""Work that a stranger's file asks for (a style, a template), done by a process with bounded time and memory.

The process is given a folder with `request.json`, and writes `answer.json` there.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

_REQUEST, _ANSWER = "request.json", "answer.json"


def asked(module: str, request: Mapping[str, Any], patience: float) -> dict[str, Any] | None:
    """Return the answer of the program that is `module` of this package, `{"error"}` where it failed.

    None where it did not end within `patience` seconds.
    """
    with tempfile.TemporaryDirectory(prefix="curabib-") as name:
        folder = Path(name)
        (folder / _REQUEST).write_text(json.dumps(request), encoding="utf-8")
        try:
            done = subprocess.run(
                [sys.executable, "-m", f"{__package__}.{module}", str(folder)],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        try:
            answer: dict[str, Any] = json.loads((folder / _ANSWER).read_bytes())
        except (OSError, ValueError):
            return {"error": f"its process ended with status {done.returncode}"}
        return answer


def answer(work: Callable[[dict[str, Any]], dict[str, Any]], memory: int) -> None:
    """Answer the request in the folder that the command line names; `memory` is in bytes, where systems bound it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    folder = Path(sys.argv[1])
    request = json.loads((folder / _REQUEST).read_bytes())
    try:
        made = work(request)
    except (MemoryError, RecursionError) as error:
        made = {"error": f"it needs too much: {type(error).__name__}"}
    except Exception as error:
        made = {"error": str(error)[:1000] or type(error).__name__}
    (folder / _ANSWER).write_text(json.dumps(made), encoding="utf-8")
