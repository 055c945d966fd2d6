"""Tags of a list's source, and whether edits leave their structure as it was."""

import re
from collections.abc import Sequence

from curabib.sync.suggest.stretch import Edit, Stretch

_TAG = re.compile(
    r"<!--.{0,5000}?-->|(?<!\\)<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,30})\b[^<>]{0,2000}>", re.DOTALL
)
_TAGGED = frozenset({"html", "markdown"})
_VOID = frozenset(
    {"br", "wbr", "img", "hr", "area", "col", "embed", "input", "link", "meta", "source", "track"}
)
_PHRASING = frozenset(
    {
        "br",
        "wbr",
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
    }
    | {"span", "strong", "sub", "sup", "time", "tt", "u", "var"}
)


def tags_of(text: str, language: str) -> tuple[str, ...]:
    """Return the names of the tags of a source in their order, closing ones with a `/`; none where it has no tags."""
    if language not in _TAGGED:
        return ()
    return tuple(f"{tag['close']}{tag['name'].lower()}" for tag in _TAG.finditer(text) if tag["name"])


def is_as_before(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether tags are those of before, with none lost, and new ones only for runs of text, each closed."""
    if before == after:
        return True
    rest = iter(after)
    if not all(tag in rest for tag in before):
        return False
    new = list(after)
    for tag in before:
        new.remove(tag)
    if any(tag.removeprefix("/") not in _PHRASING for tag in new):
        return False
    return _left_open(before) == _left_open(after)


def keeps_tags(stretch: Stretch, way: Sequence[Edit]) -> bool:
    """Return whether edits within a stretch leave the structure of its tags as it is."""
    if stretch.language not in _TAGGED:
        return True
    pieces: list[str] = []
    at = stretch.start
    for edit in sorted(way, key=lambda edit: (edit.start, edit.end)):
        pieces += (stretch.text[at : edit.start], edit.text)
        at = edit.end
    pieces.append(stretch.text[at : max(at, stretch.end)])
    before = tags_of(stretch.text[stretch.start : max(at, stretch.end)], stretch.language)
    return is_as_before(before, tags_of("".join(pieces), stretch.language))


def _left_open(tags: Sequence[str]) -> list[str]:
    """Return the tags that are left once each that opens is taken away with the one that closes it beside it."""
    left: list[str] = []
    for tag in tags:
        if tag in _VOID:
            continue
        if left and tag == f"/{left[-1]}":
            left.pop()
        else:
            left.append(tag)
    return left
