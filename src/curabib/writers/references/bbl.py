r"""What a BibTeX style printed (.bbl), read as references.

That is LaTeX: `\bibitem[LABEL]{KEY}`, or `\harvarditem[SHORT]{LABEL}{YEAR}{KEY}` of the package harvard, and text with
font commands, links and accents. Commands that are not known print their arguments. Reading takes time in proportion to
the length, and does not recurse.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from curabib.bibtex.latex import decode
from curabib.writers.formula import formula
from curabib.writers.publication import is_address
from curabib.writers.references.bbl_macros import MACROS, Macro, url_definition
from curabib.writers.references.visible import one_line_piece
from curabib.writers.rich import Gap, Inline, Inlines, Link, Mark, Marked, Text, joined, plain

_ITEM = re.compile(r"\\(bibitem|harvarditem)\b")
_END = re.compile(r"\\end\s*\{thebibliography\}")
_TOKEN = re.compile(
    r"(?P<space>\\(?:penalty|[hv]skip)\s*-?\d[\d.]*(?:pt|em|ex)?(?:\s+(?:plus|minus)\s+[\d.]+(?:pt|em|ex)?)*"
    r"(?: ?\\relax)?\s*)"
    r"|\\(?P<word>[A-Za-z@]+)\*?(?:(?<=\w{4})\[[^\[\]]{0,40}\])?[ \t]*(?:\n[ \t]*)?"
    r"|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})|(?P<math>\$[^$]{0,300}\$)"
    r"|(?P<comment>%[^\n]*(?:\n[ \t]*)?)|(?P<text>[^\\{}$%]+)|(?P<rest>.)",
    re.DOTALL,
)
_ACCENTS = frozenset("`'^\"~=.") | frozenset("uvHtcdbrk")
_DECLARATIONS: Mapping[str, Mark | None] = {
    "em": "emphasis", "it": "emphasis", "itshape": "emphasis", "sl": "emphasis", "slshape": "emphasis", "bf": "strong",
    "bfseries": "strong", "sc": "small-caps", "scshape": "small-caps", "tt": "code", "ttfamily": "code", "rm": None,
    "normalfont": None, "upshape": None,
}  # fmt: skip
_FONTS: Mapping[str, Mark | None] = {
    "emph": "emphasis", "textit": "emphasis", "textsl": "emphasis", "textbf": "strong", "textsc": "small-caps",
    "texttt": "code", "textsuperscript": "superscript", "textsubscript": "subscript", "enquote": None,
    "mkbibquote": None,    "bibinfo": None, "bibfield": None, "natexlab": None, "textrm": None, "mbox": None,
    "hbox": None, "text": None, "showDOI": None, "showURL": None,
}  # fmt: skip
_FIRST_DROPPED = frozenset({"bibinfo", "bibfield", "selectlanguage", "foreignlanguage", "textcolor", "color"})
_DROPPED = frozenset(
    {
        "urlstyle",
        "selectlanguage",
        "selectlanguageifdefined",
        "hskip",
        "vskip",
        "bibliographystyle",
        "penalty",
        "providecommand",
        "hspace",
        "label",
        "begin",
        "end",
    }
)
_DOIS = frozenset({"doi", "BibDOI"})
_ADDRESSES = _DOIS | {"url", "path", "nolinkurl", "burl", "BibUrl"}
_VERBATIM = _ADDRESSES | {"href"}
_QUOTED = frozenset({"enquote", "mkbibquote"})
_TIE = re.compile(r"(?<!\\)~")
_TIE_STAND_IN = "\uf8ef"  # decoding makes a plain blank of a tie
_MOST_EXPANSIONS = 500
_LONGEST_ARGUMENT = 20_000
_BRACKET = re.compile(r"[][{}]")
_DEEPEST = 40
_BLANK = " \t\r\n~"
_ESCAPED = re.compile(r"\\([%#_&{}~])")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a bibliography: its key, its label as text (empty for a number), and what it says."""

    key: str
    label: str
    body: Inlines


def items(bbl: str) -> Iterator[Item]:
    """Yield the items of a .bbl file in their order."""
    starts = [found.end() for found in _ITEM.finditer(bbl)]
    end = _END.search(bbl)
    stops = [*(found.start() for found in _ITEM.finditer(bbl)), end.start() if end else len(bbl)]
    for start, stop in zip(starts, stops[1:], strict=True):
        label, at = _argument(bbl, start, "[", "]")
        if bbl.endswith("\\harvarditem", 0, start):
            label, at = _argument(bbl, at, "{", "}")
            year, at = _argument(bbl, at, "{", "}")
            label = f"{label} ({year})"
        key, at = _argument(bbl, at, "{", "}")
        yield Item(key.strip("% \t\r\n"), " ".join(plain(read(label)).split()), read(bbl[at:stop]))


def _argument(text: str, at: int, opens: str, closes: str) -> tuple[str, int]:
    """Return the argument in its brackets at a place, blanks and comments skipped, and where it ends; perhaps none."""
    start = at
    while start < len(text) and (text[start].isspace() or text[start] == "%"):
        start = text.find("\n", start) if text[start] == "%" else start + 1
        if start < 0:
            return "", at
    if text[start : start + 1] != opens:
        return "", at
    depth = 0
    for bracket in _BRACKET.finditer(text, start + 1, start + _LONGEST_ARGUMENT):
        if bracket[0] == closes and depth == 0:
            return text[start + 1 : bracket.start()], bracket.end()
        depth += {"{": 1, "}": -1}.get(bracket[0], 0)
    return "", at


@dataclass(slots=True)
class _Group:
    """An open group: what of it was read, the mark that a declaration in it set, and what becomes of it."""

    found: list[Inline] = field(default_factory=list)
    mark: Mark | None = None
    command: str = ""
    since: int = 0


def read(latex: str) -> Inlines:
    """Return the inlines that a piece of LaTeX prints."""
    reader = _Reader()
    macros = dict(MACROS)
    at = expanded = 0
    while token := _TOKEN.match(latex, at):
        at = token.end()
        word = "" if reader.depth else token["word"] or ""
        if token.lastgroup == "open" and not reader.depth and reader.pending in _VERBATIM:
            address, at = _address_argument(latex, token.start())
            reader.address(address)
        elif word == "urldef" and (defined := url_definition(latex, at)):
            address, at = _address_argument(latex, defined[1])
            macros[defined[0]] = Macro(0, (f"\\url{{{address}}}",))
        elif word in macros and expanded < _MOST_EXPANSIONS:
            expanded += 1
            arguments, at = _arguments(latex, at, macros[word])
            latex, at = macros[word].expanded(arguments) + latex[at:], 0
        else:
            reader.take(token)
    return reader.end()


def _arguments(latex: str, at: int, macro: Macro) -> tuple[list[str], int]:
    found: list[str] = []
    for number in range(macro.count):
        opens, closes = "[]" if macro.first_in_brackets and not number else "{}"
        argument, at = _argument(latex, at, opens, closes)
        found.append(argument.strip("%\n "))
    return found, at


def _address_argument(latex: str, at: int) -> tuple[str, int]:
    r"""Return the argument whose brace opens at a place, as `\url` reads it, and where it ends: `%` is no comment."""
    inside, end = _argument(latex, at, "{", "}")
    if end == at:
        inside, end = latex[at + 1 : at + _LONGEST_ARGUMENT], min(at + _LONGEST_ARGUMENT, len(latex))
    return _ESCAPED.sub(r"\1", inside).strip(), end


class _Reader:
    """One pass over the tokens; text is gathered and decoded at once, so that accents find their letters."""

    def __init__(self) -> None:
        self.open = [_Group()]
        self.raw: list[str] = []
        self.pending = ""
        self.depth = 0

    def take(self, token: re.Match[str]) -> None:
        """Read one token."""
        kind = token.lastgroup
        if self.depth and kind not in ("open", "close"):
            self.raw.append(token[0])
        elif kind == "word":
            self.word(token["word"], token[0])
        elif kind == "open":
            self.opened()
        elif kind == "close":
            self.closed()
        elif kind == "math":
            self.mathematics(token[0])
        elif kind == "space":
            self.raw.append(" " if token[0][1] == "h" else "")
        elif kind == "sign" and token["sign"].isspace():
            self.raw.append(" ")
        elif kind != "comment":
            self.pending = "" if token[0].strip() else self.pending
            self.raw.append(token[0])

    def word(self, word: str, whole: str) -> None:
        """Read a command."""
        if word == "newblock":
            self.flush()
            self.open[-1].found.append(Gap())
        elif word in _DECLARATIONS:
            self.flush()
            self.open[-1].mark = _DECLARATIONS[word]
        elif word in _FONTS or word in _DROPPED or word in _ADDRESSES or word == "href":
            self.flush()
            self.pending = word
        elif word in _ACCENTS or len(word) <= 2 or _is_letter(word):
            self.raw.append(whole)

    def opened(self) -> None:
        """Begin a group; an accent's argument stays text."""
        before = "".join(self.raw[-1:])
        if self.depth or re.search(r"\\(?:[`'^\"~=.]|[uvHtcdbrk])\s*\Z", before):
            self.raw.append("{")
            self.depth += 1
            return
        self.flush()
        self.open.append(_Group(command=self.pending, since=0))
        self.pending = ""

    def closed(self) -> None:
        """End a group, and put what it holds into the one around it."""
        if self.depth:
            self.raw.append("}")
            self.depth -= 1
            return
        if len(self.open) == 1:
            return
        self.flush()
        group = self.open.pop()
        inner = joined(group.found)
        self.open[-1].found += self.finished(group, inner)

    def address(self, address: str) -> None:
        """Read the address that the pending command is given."""
        command, self.pending = self.pending, ""
        if command == "href":
            self.pending = f"after {address}"
        else:
            self.open[-1].found += _address(address, is_doi=command in _DOIS)

    def finished(self, group: _Group, inner: Inlines) -> Inlines:
        """Return what a group that has ended prints."""
        command = group.command
        if command in _FIRST_DROPPED:
            self.pending = "text"
            return ()
        if command in _DROPPED:
            return ()
        if command.startswith("after "):
            url = command.removeprefix("after ")
            return (Link(url, inner),) if is_address(url) and inner else inner
        if command in _QUOTED:
            inner = (Text("“"), *inner, Text("”"))
        mark = (_FONTS.get(command) or group.mark) if len(self.open) < _DEEPEST else None
        return (Marked(mark, inner),) if mark and inner else inner

    def mathematics(self, dollars: str) -> None:
        """Read a formula; one that is a single sign is text."""
        found = formula(dollars[1:-1])
        if found is None:
            self.raw.append(dollars)
        else:
            self.flush()
            self.open[-1].found.append(found if len(plain(found.inlines)) > 1 else Text(plain(found.inlines)))

    def flush(self) -> None:
        """Decode the text gathered so far."""
        raw = "".join(self.raw)
        self.raw.clear()
        if not raw:
            return
        inner = raw.lstrip(_BLANK)
        before = _blank(raw[: len(raw) - len(inner)])
        inner = inner.rstrip(_BLANK)
        text = one_line_piece(decode(_TIE.sub(_TIE_STAND_IN, inner)))
        text = text.replace(_TIE_STAND_IN, "\u00a0").replace("'", "’")
        after = _blank(raw[len(raw.rstrip(_BLANK)) :]) if inner else ""
        self.open[-1].found.append(Text(f"{before}{text}{after}"))

    def end(self) -> Inlines:
        """Return everything, with groups that were left open closed."""
        self.depth = 0
        while len(self.open) > 1:
            self.closed()
        self.flush()
        return _tidy(self.open[0].found)


def _is_letter(word: str) -> bool:
    """Return whether a command prints a letter or a sign."""
    return word.isalpha() and decode(f"{{\\{word}}}") not in ("", f"\\{word}")


def _blank(blanks: str) -> str:
    """Return the one blank that blanks and ties print."""
    return "\u00a0" if "~" in blanks else " " if blanks else ""


def _address(text: str, *, is_doi: bool) -> Inlines:
    url = f"https://doi.org/{text}" if is_doi and not text.startswith("http") else text
    shown = (Text(text),)
    before = (Text("doi: "),) if is_doi else ()  # as natbib's \doi does
    return (*before, Link(url, shown)) if is_address(url) else (*before, *shown)


def _tidy(found: list[Inline]) -> Inlines:
    """Return inlines with single blanks, and none at the ends or beside gaps."""
    tidied = list(_single_blanks(joined(found), _Blanks()))
    while tidied and isinstance(tidied[-1], Gap | Text) and not plain((tidied[-1],)).strip():
        tidied.pop()
    if tidied and isinstance(tidied[-1], Text):
        tidied[-1] = Text(tidied[-1].text.rstrip())
    for index, inline in enumerate(tidied[:-1]):
        if isinstance(inline, Text) and isinstance(tidied[index + 1], Gap):
            tidied[index] = Text(inline.text.rstrip(" "))
    return joined(tidied)


@dataclass(slots=True)
class _Blanks:
    """Whether the place that was come to is behind a blank, or at the start."""

    behind: bool = True


def _single_blanks(inlines: Inlines, blanks: _Blanks) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Text):
            text = re.sub(r" *\u00a0[ \u00a0]*", "\u00a0", re.sub(r" {2,}", " ", inline.text))
            text = text.lstrip(" \u00a0") if blanks.behind else text
            if text:
                blanks.behind = text[-1] in " \u00a0"
                yield Text(text)
        elif isinstance(inline, Gap):
            if not blanks.behind:
                yield inline
            blanks.behind = True
        elif isinstance(inline, Marked):
            yield Marked(inline.mark, joined(_single_blanks(inline.inlines, blanks)))
        else:
            yield inline
            blanks.behind = False
