"""What people write for the name of a style: its address, its title, an edition behind it, and how it is looked up."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from curabib.model import fold
from curabib.project import style_files

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?zotero\.org/styles/([\w.-]+?)(?:\.csl)?/?(?:[?#].*)?\Z", re.IGNORECASE
)
_EDITION = re.compile(r"(.*?[a-z])-?([0-9]{1,2})(?:st|nd|rd|th)?(?:-ed(?:ition)?)?\Z")
_TITLE = re.compile(rb"<title(?:-short)?>([^<]{1,400})</title")
_ENTITIES = ((b"&amp;", b"&"), (b"&lt;", b"<"), (b"&gt;", b">"))
_HEAD = 3000
"""Bytes at the start of a style in which its titles stand."""
_IDLE = frozenset({"the", "style", "edition", "ed"})


def plain_name(name: str) -> str:
    """Return a name as styles are called: from its address, in small letters, words joined by hyphens."""
    address = _ADDRESS.match(name.strip())
    return "-".join((address[1] if address else name).lower().replace("_", "-").split())


def edition(name: str) -> tuple[str, int] | None:
    """Return what stands before the number of an edition (`apa-7`, `mla9`, `apa-6th-edition`), and the number."""
    found = _EDITION.match(name)
    return (found[1], int(found[2])) if found else None


def nth(number: int) -> str:
    """Return an ordinal in digits."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"


def titles(path: Path) -> tuple[str, ...]:
    """Return the titles that a style's file says, the short one among them."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = []
    for title in _TITLE.findall(head):
        for entity, sign in _ENTITIES:
            title = title.replace(entity, sign)
        found.append(title.decode("utf-8", "replace"))
    return tuple(found)


def titled(words: str, folders: Iterable[Path]) -> str | None:
    """Return the name of the style of which `words` is a title, whatever its case and punctuation, or None."""
    wanted = _squeezed(words)
    for name, known in _all_titles(folders) if wanted else ():
        if any(_squeezed(title) == wanted for title in known):
            return name
    return None


def searched(words: Iterable[str], folders: Iterable[Path]) -> Mapping[str, None]:
    """Return the names of the styles of which a title holds every one of `words` (in small letters), in order."""
    wanted = list(words)
    return dict.fromkeys(
        name
        for name, known in _all_titles(folders)
        if all(word in " ".join(known).lower().replace("-", " ") for word in wanted)
    )


def _all_titles(folders: Iterable[Path]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for folder in folders:
        for name in style_files.names_in(folder):
            path = style_files.named(name, folder)
            if path is not None and path.suffix == ".csl":
                yield name, titles(path)


def _squeezed(title: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", fold(title)) if word not in _IDLE)
