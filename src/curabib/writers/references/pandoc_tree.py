"""pandoc's document of a reference list, as references: text, marks and links to web addresses, nothing else.

The tree is that of pandoc-types 1.23: nodes are objects with `t` (what they are) and `c` (what they hold).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curabib.diagnostics import CurabibError
from curabib.writers.publication import is_address
from curabib.writers.references.visible import one_line_piece
from curabib.writers.rich import Break, Inline, Inlines, Link, Mark, Marked, Text, joined

_DEEPEST = 60
_MARKS: Mapping[str, Mark] = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "SmallCaps": "small-caps",
}
_BLOCKS = b'"blocks":['
"""Where the list begins; what is before repeats the items. No text holds this: its quotation marks are escaped."""
_OWN_LINE = frozenset({"csl-block", "csl-indent"})
_BLANKS = frozenset({"Space", "SoftBreak"})
_QUOTES: Mapping[str, tuple[str, str]] = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


@dataclass(frozen=True, slots=True)
class Formatted:
    """An entry as the engine printed it: the number of its item, what stands in the margin, and the rest."""

    item: int
    margin: Inlines
    body: Inlines


def references(document: bytes) -> tuple[Formatted, ...]:
    """Return the entries of the reference list in pandoc's JSON, in their order; raises CurabibError."""
    try:
        blocks = json.loads(document[document.index(_BLOCKS) + len(_BLOCKS) - 1 : document.rindex(b"}")])
        return tuple(_entry(div) for div in _divs(blocks, "csl-entry", 0))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise CurabibError(
            "pandoc's answer cannot be understood", hint="this curabib expects pandoc 3"
        ) from error


def _divs(blocks: Iterable[Any], wanted: str, depth: int) -> Iterator[Any]:
    for block in blocks:
        if block["t"] == "Div":
            if wanted in block["c"][0][1]:
                yield block
            elif depth < _DEEPEST:
                yield from _divs(block["c"][1], wanted, depth + 1)


def _entry(div: Any) -> Formatted:
    (id, _, _), blocks = div["c"]
    margin: list[Inline] = []
    body: list[Inline] = []
    for block in blocks:
        for part in block["c"] if block["t"] in ("Para", "Plain") else ():
            classes = part["c"][0][1] if part["t"] == "Span" else ()
            inlines = _inlines((part,), 0)
            if "csl-left-margin" in classes:
                margin += inlines
                continue
            if inlines and _OWN_LINE.intersection(classes):
                body += (*([Break()] if body and body[-1] != Break() else []), *inlines, Break())
            else:
                body += inlines
    while body and body[-1] == Break():
        body.pop()
    return Formatted(int(str(id).removeprefix("ref-")), joined(margin), _trimmed(joined(body)))


def _inlines(nodes: Iterable[Any], depth: int, emphasised: bool = False) -> Inlines:
    if depth > _DEEPEST:
        return ()
    found: list[Inline] = []
    texts: list[str] = []
    for node in nodes:
        kind = node["t"]
        if kind == "Str":
            texts.append(node["c"])
            continue
        if kind in _BLANKS:
            texts.append(" ")
            continue
        if texts:
            found.append(_text(texts))
        if kind == "Emph" and emphasised:
            found.append(Marked("upright", _inlines(node["c"], depth + 1)))
        elif kind == "Emph":
            found += _emphasis(_inlines(node["c"], depth + 1, emphasised=True))
        elif kind in _MARKS:
            found.append(Marked(_MARKS[kind], _inlines(node["c"], depth + 1, emphasised)))
        else:
            found += _OTHERS.get(kind, _nothing)(node.get("c"), depth + 1, emphasised)
    if texts:
        found.append(_text(texts))
    return joined(found)


def _text(texts: list[str]) -> Text:
    """Return the texts as one, and empty the list; the joiners that kept text from being markup are taken out."""
    text = one_line_piece("".join(texts)).replace("<\N{WORD JOINER}", "<")
    texts.clear()
    return Text(text)


def _emphasis(inner: Inlines) -> list[Inline]:
    """Return emphasis around the inlines, but for those that stand out of it by being upright."""
    found: list[Inline] = []
    for inline in inner:
        if isinstance(inline, Marked) and inline.mark == "upright":
            found += inline.inlines
        elif found and isinstance(found[-1], Marked) and found[-1].mark == "emphasis":
            found[-1] = Marked("emphasis", (*found[-1].inlines, inline))
        else:
            found.append(Marked("emphasis", (inline,)))
    return found


def _span(content: Any, depth: int, emphasised: bool) -> Inlines:
    return _inlines(content[1], depth, emphasised)


def _quoted(content: Any, depth: int, emphasised: bool) -> Inlines:
    before, after = _QUOTES[content[0]["t"]]
    return (Text(before), *_inlines(content[1], depth, emphasised), Text(after))


def _link(content: Any, depth: int, emphasised: bool) -> Inlines:
    inner, url = _inlines(content[1], depth, emphasised), content[2][0]
    return (Link(url, inner),) if isinstance(url, str) and is_address(url) and inner else inner


def _plain_inside(content: Any, depth: int, emphasised: bool) -> Inlines:
    return _inlines(content, depth, emphasised)


def _verbatim(content: Any, depth: int, emphasised: bool) -> Inlines:
    return (Text(one_line_piece(str(content[1]))),)


def _break(content: Any, depth: int, emphasised: bool) -> Inlines:
    return (Break(),)


def _nothing(content: Any, depth: int, emphasised: bool) -> Inlines:
    return ()


_OTHERS: Mapping[str, Callable[[Any, int, bool], Inlines]] = {
    "Span": _span,
    "Quoted": _quoted,
    "Link": _link,
    "Underline": _plain_inside,
    "Strikeout": _plain_inside,
    "Code": _verbatim,
    "RawInline": _verbatim,
    "Math": _verbatim,
    "LineBreak": _break,
}


def _trimmed(inlines: Inlines) -> Inlines:
    """Return inlines without blanks at their ends."""
    if inlines and isinstance(inlines[0], Text):
        inlines = (Text(inlines[0].text.lstrip()), *inlines[1:])
    if inlines and isinstance(inlines[-1], Text):
        inlines = (*inlines[:-1], Text(inlines[-1].text.rstrip()))
    return joined(inlines)
