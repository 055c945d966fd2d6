"""Texts of Pandoc's Markdown, in which CSL-YAML holds every value (manual, "Specifying bibliographic data")."""

import re
from collections.abc import Mapping

# a sign behind a backslash is itself, and so is a blank (manual, "Backslash escapes")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~ ])")
_TOKEN = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~ ])"
    r"|(?P<formula>\$(?=\S)(?:[^$\\]|\\[\s\S]){1,500}(?<=\S)\$(?!\d))"
    r"|(?P<blank>\s)"
    r"|(?P<text>\*{3,}|~{2,}|(?<=\w)_+(?=\w))"
    r"|(?P<mark>\*\*|[*_^~\[]|\](?:\{\.(?:nocase|smallcaps)\})?)"
)
_TAGS: Mapping[str, tuple[str, str]] = {
    "**": ("<b>", "</b>"),
    "*": ("<i>", "</i>"),
    "_": ("<i>", "</i>"),
    "^": ("<sup>", "</sup>"),
    "~": ("<sub>", "</sub>"),
    "]{.nocase}": ('<span class="nocase">', "</span>"),
    "]{.smallcaps}": ('<span style="font-variant:small-caps;">', "</span>"),
}
_NO_BLANKS = ("^", "~")
# what would be markup or a character reference of HTML if it did not stand behind a backslash
_MEANT = re.compile(r"/?[a-z]|#?[a-z0-9]{1,32};", re.IGNORECASE)


def unescaped(text: str) -> str:
    """Return a text of Markdown that is no prose, such as an address, without its backslashes."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def csl_markup(text: str) -> str:
    r"""Return a text of Pandoc's Markdown with the few tags of HTML that CSL-JSON knows.

    `Context\-Scaling of [GPT]{.nocase}` gives `Context-Scaling of <span class="nocase">GPT</span>`. A mark that
    never closes is text, formulas between dollars stay as they are, and a word joiner (U+2060) keeps an escaped `<` or
    `&` from being taken for HTML. Time is proportional to the length of the text.
    """
    parts: list[str] = []
    # for each mark: where it opened, and behind how many blanks
    opened: dict[str, list[tuple[int, int]]] = {}
    position = blanks = 0
    for token in _TOKEN.finditer(text):
        parts.append(text[position : token.start()])
        position = token.end()
        if token.lastgroup == "sign":
            parts.append(_sign(token["sign"], text, position))
        elif token.lastgroup == "mark":
            _mark(token, opened, parts, blanks)
        else:
            blanks += token.lastgroup == "blank"
            parts.append(token[0])
    parts.append(text[position:])
    return "".join(parts)


def _sign(sign: str, text: str, position: int) -> str:
    return f"{sign}\N{WORD JOINER}" if sign in "<&" and _MEANT.match(text, position) else sign


def _mark(
    token: re.Match[str], opened: dict[str, list[tuple[int, int]]], parts: list[str], blanks: int
) -> None:
    """Add a mark: as a pair of tags where it closes what is open, else as the text that it is so far."""
    mark = token[0]
    text, before, behind = token.string, token.start() - 1, token.end()
    kind = "[" if mark[0] in "[]" else mark
    places = opened.setdefault(kind, [])
    if mark[0] == "]":
        start = places.pop()[0] if places else None
    else:
        closes = mark != "[" and before >= 0 and not text[before].isspace() and bool(places)
        if closes and kind in _NO_BLANKS and places[-1][1] != blanks:
            places.clear()
            closes = False
        start = places.pop()[0] if closes else None
        if not closes and behind < len(text) and not text[behind].isspace():
            places.append((len(parts), blanks))
    tags = _TAGS.get(mark)
    if start is not None and tags is not None:
        parts[start] = tags[0]
        parts.append(tags[1])
    else:
        parts.append(mark)
