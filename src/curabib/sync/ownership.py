"""Whether a file that an output is about to replace was written by curabib.

A .bib file has its header, a formatted list its stamp, the JSON form its schema. In the other formats there is no
place for a mark: a file of ours is known by the citation keys in it, which nobody else gave, or by being what the
output would still be if nothing had changed.
"""

from collections.abc import Collection
from pathlib import Path

from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Location, View
from curabib.project import Output, Project
from curabib.sync.files import read_if_there
from curabib.sync.render import write
from curabib.writers.json import SCHEMA
from curabib.writers.references.stamp import read_stamp

HEADER_START = b"% curabib bibliography, schema "
_HEAD = 200
_ASKED = 20
_HELP = "move it away or delete it, or give the output another path"


def stranger(output: Output, view: View, root: Path, path: str, data: bytes) -> Diagnostic | None:
    """Return a CB039 where what stands at `path` below `root`, `data`, is somebody else's file, else None.

    `view` is what the output selects of the library that the project holds. A file without anything in it is
    nobody's. The header of a .bib is not looked at.
    """
    text = data.decode("utf-8", "replace")
    if not text.strip("\ufeff \t\r\n") or _is_ours(output, view, data, text):
        return None
    if not output.style and write(output, view, root, path).value == text.replace("\r\n", "\n"):
        return None
    message = f"`{path}` was not written by curabib and would be overwritten"
    return diagnose("CB039", message, Location(path=path, line=1), help=_HELP)


def strangers(project: Project, output: Output, known: Collection[str]) -> dict[str, Diagnostic]:
    """Return a CB039 for each stranger's file, by its path, that an output split by topic might come to replace.

    `known` are the paths that it has at present; where the others lie, a topic of that name may appear.
    """
    found: dict[str, Diagnostic] = {}
    if not output.split_by:
        return found
    pattern = output.path.replace("[", "[[]").replace("{topic}", "*")
    for file in sorted(project.root.glob(pattern)):
        path = file.relative_to(project.root).as_posix()
        data = None if path in known or not file.is_file() else read_if_there(project.root, path)
        if data is None or (output.format in PROFILES and data.startswith(HEADER_START)):
            continue
        problem = stranger(output, View(title="", entries=()), project.root, path, data)
        if problem is not None:
            found[path] = problem
    return found


def _is_ours(output: Output, view: View, data: bytes, text: str) -> bool:
    if output.style:
        return read_stamp(data) is not None
    if output.format == "json":
        return f'"{SCHEMA}"' in text[:_HEAD]
    return _has_keys_of(view, text)


def _has_keys_of(view: View, text: str) -> bool:
    """Return whether half of the keys that the view begins with stand in the text."""
    keys = [entry.key for entry in view.entries[:_ASKED]]
    return bool(keys) and 2 * sum(key in text for key in keys) >= len(keys)
