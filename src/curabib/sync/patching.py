"""Patches of lists that people can look at and apply: their exact text, their paths, unified diffs."""

import codecs
import difflib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from curabib.diagnostics import CurabibError
from curabib.model import Snapshot
from curabib.sync.fetch.addresses import raw_addresses

_MARK = "\ufeff"
_RAW_GITHUB = "raw.githubusercontent.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A list as it really is: its `text` with the line ends it has, the byte order mark before it, its `path`.

    `path` is relative to the top of its repository where it is in one.
    """

    text: str
    mark: str
    path: str

    def patch(self, after: str) -> str:
        """Return the unified diff that turns the list into `after`, such that `git apply` and `patch -p1` take it."""
        old, new = _lines(self.mark + self.text), _lines(self.mark + after)
        return "".join(
            _whole(difflib.unified_diff(old, new, _named(f"a/{self.path}"), _named(f"b/{self.path}")))
        )

    def encode(self, after: str) -> bytes:
        """Return the bytes of the file that holds `after`."""
        return (self.mark + after).encode()


def original(place: str, snapshot: Snapshot) -> Original:
    """Return the list at `place` as it really is, of which `snapshot` is the text.

    Raises CurabibError for a file in another encoding than UTF-8, to which no patch can be applied.
    """
    path = path_in_repository(place)
    if place == "-" or "://" in place:
        return Original(text=snapshot.text, mark="", path=path)
    with suppress(OSError):
        data = Path(place).read_bytes()
        mark = _MARK if data.startswith(codecs.BOM_UTF8) else ""
        try:
            text = data.decode("utf-8").removeprefix(mark)
        except UnicodeDecodeError as error:
            raise CurabibError(
                f"`{place}` is not UTF-8, and a patch of it would be",
                hint="save the list in the encoding UTF-8 first",
            ) from error
        if text.replace("\r\n", "\n").replace("\r", "\n") == snapshot.text:
            return Original(text=text, mark=mark, path=path)
    return Original(text=snapshot.text, mark="", path=path)


def path_in_repository(place: str) -> str:
    """Return the path by which a patch names a list: from the top of its repository, on disk or on the web.

    Of a file in no repository that is the path as given, where it leads down from here; else the name of the file.
    """
    if place.lower().startswith(("http://", "https://")):
        return _path_of_address(place)
    file = Path(place)
    whole = file.resolve()
    top = next((folder for folder in whole.parents if (folder / ".git").exists()), None)
    if top is not None:
        return whole.relative_to(top).as_posix()
    return file.as_posix() if not file.is_absolute() and ".." not in file.parts else file.name


def _path_of_address(address: str) -> str:
    parts = urlsplit(raw_addresses(address)[0])
    path = unquote(parts.path)
    steps = [step for step in path.split("/") if step not in ("", ".", "..")]
    if parts.hostname == _RAW_GITHUB:
        steps = steps[5:] if steps[2:4] == ["refs", "heads"] else steps[3:]
    elif "raw" in steps[:-2]:
        steps = steps[steps.index("raw") + 2 :]
    else:
        steps = steps[-1:]
    return "/".join(steps) or "README.md"


def _named(path: str) -> str:
    """Return a path as the header of a patch has it: odd signs quoted as in C, a tab behind one with blanks."""
    if any(char in '"\\' or not char.isprintable() for char in path):
        escaped = path.encode("utf-8", "surrogateescape").decode("latin-1")
        return '"' + "".join(_quoted(char) for char in escaped) + '"'
    return f"{path}\t" if " " in path else path


def _quoted(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if " " <= char <= "~" else f"\\{ord(char):03o}"


def _lines(text: str) -> list[str]:
    """Return the lines with their line feeds; only these end a line for git."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _whole(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
