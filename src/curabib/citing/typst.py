"""Citations in Typst: `@key`, `@key[p. 3]`, `#cite(<key>)`, `#cite(label("key"))`.

Typst writes references to figures and citations alike; what the paper itself labels is no citation. To tell markup,
where a label is defined, from code, where it is used, the brackets are followed as Typst's own parser does
(typst.app/docs/reference/syntax), on a stack of ours instead of the interpreter's.
"""

import re
from dataclasses import dataclass
from typing import Final

from curabib.citing.manuscript import Citation, Closers, Include, Manuscript, Places
from curabib.model import Location

_TOKEN = re.compile(
    r"""
      (?P<escape>\\.)
    | (?P<address>https?://[^\s<>"()\[\]]+)
    | (?P<comment>//[^\r\n]*|/\*)
    | (?P<raw>`+)
    | (?P<string>")
    | (?P<label><(?P<name>[\w.:-]+)>)
    | (?P<reference>@(?P<key>[\w.:-]+))
    | (?P<hash>\#(?P<word>[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*)?)
    | (?<![\w.-])(?P<call>[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*)(?=\()
    | (?<![\w.-])(?P<named>[^\W\d][\w-]*)[ ]*:
    | (?P<bracket>[()\[\]{}])
    | (?P<line>\r\n?|\n)
    | (?P<keyword>\b(?:include|import)\b)
    """,
    re.VERBOSE | re.DOTALL,
)
_STRING = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
_COMMENT = re.compile(r"/\*|\*/")
_FULL = re.compile(r"[ ]*true\b")
_STATEMENTS: Final = frozenset(
    {"let", "set", "show", "import", "include", "if", "else", "for", "while", "return", "context"}
)
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_FORMATS: Final = {"bib": "biblatex", "yml": "hayagriva", "yaml": "hayagriva"}
_DEEPEST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inside:
    """What is open: the closing bracket (a line end for a statement), whether it holds code, and of which function."""

    closing: str
    code: bool
    function: str = ""


def read_typst(text: str, path: str) -> Manuscript:
    """Return what a Typst file says. Never raises; time is linear in the length of `text`."""
    return _Scanner(text, path).run()


class _Scanner:
    """One pass over a source, with a stack of what is open."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.places = Places(text, path)
        self.closers = Closers(text)
        self.open: list[_Inside] = []
        self.function = ""  # what the next parenthesis calls
        self.named = ""  # the argument whose value comes next
        self.citations: list[Citation] = []
        self.includes: list[Include] = []
        self.resources: list[str] = []
        self.defined: set[str] = set()
        self.everything: Location | None = None

    def run(self) -> Manuscript:
        position = 0
        while (match := _TOKEN.search(self.text, position)) is not None:
            position = (
                _STEPS[match.lastgroup or ""](self, match) if match.lastgroup in _STEPS else match.end()
            )
        formats = (_FORMATS.get(name.rpartition(".")[2].lower(), "") for name in self.resources)
        return Manuscript(
            path=self.places.path,
            language="typst",
            citations=tuple(self.citations),
            everything=self.everything,
            includes=tuple(self.includes),
            resources=tuple(self.resources),
            defined=frozenset(self.defined),
            format=next(filter(None, formats), ""),
        )

    @property
    def inside(self) -> _Inside:
        return self.open[-1] if self.open else _Inside(closing="", code=False)

    def push(self, closing: str, *, code: bool, function: str = "") -> None:
        if len(self.open) < _DEEPEST:
            self.open.append(_Inside(closing=closing, code=code, function=function))
        self.function = self.named = ""

    # the steps; each returns where to go on

    def comment(self, match: re.Match[str]) -> int:
        """Pass over a comment; those between `/*` and `*/` nest."""
        depth, end = 1, match.end()
        if match[0] != "/*":
            return end
        for mark in _COMMENT.finditer(self.text, match.end()):
            depth += 1 if mark[0] == "/*" else -1
            if not depth:
                return mark.end()
        return len(self.text)

    def raw(self, match: re.Match[str]) -> int:
        """Pass over raw text: up to as many backticks; two are an empty one."""
        run = match[0]
        if len(run) == 2:
            return match.end()
        end = self.closers.find(run, match.end())
        return end + len(run) if end >= 0 else match.end()

    def string(self, match: re.Match[str]) -> int:
        """Take in a string of code; in markup the mark is punctuation."""
        inside = self.inside
        if not inside.code:
            return match.end()
        closed = _STRING.match(self.text, match.end())
        if closed is None:
            return match.end()
        value = closed[0][:-1]
        if inside.function in ("bibliography", "label") or self.function in ("include", "import"):
            self.take(inside, value, match.end())
        self.named = ""
        return closed.end()

    def take(self, inside: _Inside, value: str, start: int) -> None:
        if inside.function == "bibliography":
            if self.named in ("", "sources", "path"):
                self.resources.append(value)
        elif inside.function == "label":
            if any(outer.function == "cite" for outer in self.open):
                self.citations.append(self.places.citation(value, start))
        elif not value.startswith("@"):
            self.includes.append(Include(name=value, location=self.places.at(start, start + len(value))))
            self.function = ""

    def label(self, match: re.Match[str]) -> int:
        """Take in a label: defined in markup, used in code, cited in a call of `cite`."""
        inside = self.inside
        if not inside.code:
            self.defined.add(match["name"])
        elif inside.function == "cite" and self.named in ("", "key"):
            self.citations.append(self.places.citation(match["name"], match.start("name")))
        self.named = ""
        return match.end()

    def reference(self, match: re.Match[str]) -> int:
        key = match["key"].rstrip(".:")
        if key and not self.inside.code:
            self.citations.append(self.places.citation(key, match.start("key")))
        return match.end()

    def hash(self, match: re.Match[str]) -> int:
        """Go from markup to code: for a statement to the end of its line, for a call into its parentheses."""
        word = match["word"] or ""
        if self.inside.code:
            return match.end()
        if word in _STATEMENTS:
            self.push("\n", code=True)
            self.function = word
        elif self.text[match.end() : match.end() + 1] in ("(", "{"):
            bracket = self.text[match.end()]
            self.push(_CLOSING[bracket], code=True, function=word)
            return match.end() + 1
        return match.end()

    def call(self, match: re.Match[str]) -> int:
        if not self.inside.code:
            return match.end()
        self.push(")", code=True, function=match["call"])
        return match.end() + 1

    def argument(self, match: re.Match[str]) -> int:
        if self.inside.code:
            self.named = match["named"]
            if (
                self.named == "full"
                and self.inside.function == "bibliography"
                and _FULL.match(self.text, match.end())
            ):
                self.everything = self.everything or self.places.at(match.start(), match.end())
        return match.end()

    def bracket(self, match: re.Match[str]) -> int:
        sign, inside = match[0], self.inside
        if sign in _CLOSING:
            if inside.code or sign == "[":
                self.push(_CLOSING[sign], code=sign != "[", function=inside.function if sign == "(" else "")
            return match.end()
        while self.open and self.open[-1].closing == "\n" and sign != "\n":
            self.open.pop()
        if self.open and self.open[-1].closing == sign:
            self.open.pop()
            if self.open and self.open[-1].code and self.text[match.end() : match.end() + 1] == "(":
                self.function = ""
        return match.end()

    def line(self, match: re.Match[str]) -> int:
        if self.open and self.open[-1].closing == "\n":
            self.open.pop()
            self.function = ""
        return match.end()

    def keyword(self, match: re.Match[str]) -> int:
        if self.inside.code:
            self.function = match[0]
        return match.end()


_STEPS: Final = {
    "comment": _Scanner.comment,
    "raw": _Scanner.raw,
    "string": _Scanner.string,
    "label": _Scanner.label,
    "reference": _Scanner.reference,
    "hash": _Scanner.hash,
    "call": _Scanner.call,
    "named": _Scanner.argument,
    "bracket": _Scanner.bracket,
    "line": _Scanner.line,
    "keyword": _Scanner.keyword,
}
