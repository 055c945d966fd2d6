"""The links of an entry as its document language writes them: label and target, with their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from curabib.checks.written import Written

_MARKDOWN = re.compile(
    r"\[(?P<label>\[?[^\[\]\n]{0,60}\]?)\]\([ \t]*(?P<target><[^<>\n]{0,2000}>|[^()<>\n]{0,2000}"
    r"(?:\([^()\s]{0,200}\)[^()<>\s]{0,200})?)\)"
)
_REFERENCE = re.compile(r"\[(?P<label>\[?[^\[\]\n]{1,200}\]?)\]\[(?P<name>[^\[\]\n]{0,200})\](?![(\[:])")
_DEFINITION = re.compile(r"^[ \t]{0,3}\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
_QUOTED_TITLE = re.compile(r"\s+[\"'(].*", re.DOTALL)
# the same in other languages
_OTHERS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "html": (
        re.compile(
            r"<a(?![^<>]{0,1000}\sonclick)(?:\s[^<>]{0,1000}?)?\shref\s*=\s*(?:\"(?P<target>[^\"<>]{0,2000})\"|'(?P<single>[^'<>]{0,2000})')"
            r"[^<>]{0,1000}>\s*(?P<label>[^<>\n]{0,60}?)\s*</a\s*>",
            re.IGNORECASE,
        ),
        re.compile(r"<a\s*>\s*(?P<label>[^<>\n]{1,60}?)\s*</a\s*>(?P<target>)", re.IGNORECASE),
    ),
    "org": (re.compile(r"\[\[(?P<target>[^\[\]\n]{0,2000})\]\[(?P<label>[^\[\]\n]{1,60})\]\]"),),
    "rst": (re.compile(r"`(?P<label>[^`<>\n]{1,60}?)\s*<(?P<target>[^`<>\n]{0,2000})>`__?"),),
    "asciidoc": (
        re.compile(r"link:(?P<target>[^\s\[\]]{0,2000})\[(?P<label>[^\[\]\n]{1,60})\]"),
        re.compile(r"(?<![:\w])(?P<target>\w{3,6}://[^\s\[\]]{0,2000})\[(?P<label>[^\[\]\n]{1,60})\]"),
    ),
}
_AROUND = "[]`*_\\ \t"
# where what stands in front of a link ends, in languages that have several entries on a line
_BEGINS = re.compile(r"<(?:li|p|tr|td|div|dt|dd|h[1-6])\b[^<>]{0,1000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link: its label without brackets, from `start` to `end`, and its target, from `at`.

    `behind` says that words stand before it in its entry, as before a label.
    """

    label: str
    target: str
    start: int
    end: int
    at: int
    behind: bool


def anchors(written: Written, language: str) -> Iterator[Anchor]:
    """Yield the links of an entry in their order."""
    text = written.text
    for pattern in (_MARKDOWN, *_OTHERS["html"]) if language == "markdown" else _OTHERS.get(language, ()):
        for match in pattern.finditer(text):
            if text[match.start() - 1 : match.start()] == "!":
                continue  # a picture
            group = "target" if match["target"] is not None else "single"
            printed = written.raw[match.start("label") : match.end("label")]
            label = printed.strip(_AROUND)
            start = match.start("label") + (printed.find(label) if label else 0)
            target = match[group].strip()
            yield Anchor(
                label=label,
                target=_QUOTED_TITLE.sub("", target) if pattern is _MARKDOWN else target,
                start=start,
                end=start + len(label),
                at=match.start(group) + len(match[group]) - len(match[group].lstrip()),
                behind=_has_words(text, match.start(), language),
            )


def undefined(written: Written, defined: frozenset[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield label, name, and the place of the label, of each link of Markdown that no line of the list defines."""
    for match in _REFERENCE.finditer(written.text):
        label = match["label"].strip("[] \t")
        if label and _name(match["name"] or match["label"]) not in defined:
            start = match.start("label") + match["label"].find(label)
            yield label, match["name"], start, start + len(label)


def definitions(text: str) -> frozenset[str]:
    """Return the names of the link definitions of a Markdown document (CommonMark 0.31 §4.7)."""
    return frozenset(_name(match[1]) for match in _DEFINITION.finditer(text)) if "]:" in text else frozenset()


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


def _has_words(text: str, end: int, language: str) -> bool:
    """Return whether something is said before a link in its entry, so that it can be a label."""
    before = text[max(end - 2000, 0) : end]
    if language == "html":
        before = _TAG.sub(" ", _BEGINS.split(before)[-1])
    return any(map(str.isalpha, before))
