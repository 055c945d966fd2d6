r"""Citations in LaTeX sources: those of plain LaTeX, natbib, biblatex, and of commands that the paper defines itself.

The source is scanned, not run: comments, verbatim text and what stands behind `\iffalse` or `\end{document}` are passed
over, a key that a macro would have to make up is none, and what a paper defines by `\newcommand` around a citation
command is a citation command. The commands are those of the manuals of natbib (section 2), biblatex (section 3.9) and
LaTeX's own classes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from curabib.citing.manuscript import Citation, CiteCommand, Closers, Include, Manuscript, Places
from curabib.citing.tex_definitions import Definitions

_PLAIN: Final = CiteCommand()
_SILENT: Final = CiteCommand(silent=True)
_VOLUME: Final = CiteCommand(arguments=(1,))

# plain LaTeX and natbib, with the capital forms of natbib; then packages that print an entry where it is cited
_NAMES = """
    cite citet citep citealt citealp citeauthor citefullauthor citeyear citeyearpar citenum citetalias citepalias
    defcitealias Citet Citep Citealt Citealp Citeauthor Citefullauthor shortcite onlinecite bibentry fullcitebib
    citeA citeNP citeANP citeyearNP shortciteA shortciteNP citeN shortciteN citeasnoun possessivecite citeaffixed
    footcitet footcitep
"""
# biblatex: single commands, each also with a capital
_BIBLATEX = """
    parencite footcite footcitetext textcite smartcite supercite autocite fullcite footfullcite citetitle citeurl
    citedate notecite pnotecite fnotecite citefield citelist citename parencitetitle textcitetitle headlesscite
    headlessfullcite sentencecite
"""
_VOLUMES = "volcite pvolcite fvolcite ftvolcite svolcite tvolcite avolcite"
_LISTS = """
    cites parencites footcites footcitetexts textcites smartcites supercites autocites fullcites footfullcites
"""


def _with_capitals(names: str) -> list[str]:
    return [form for name in names.split() for form in (name, name[0].upper() + name[1:])]


COMMANDS: Final[Mapping[str, CiteCommand]] = {
    **dict.fromkeys(_NAMES.split(), _PLAIN),
    **dict.fromkeys(_with_capitals("cite"), _PLAIN),
    **dict.fromkeys(_with_capitals(_BIBLATEX), _PLAIN),
    **dict.fromkeys(_with_capitals(_VOLUMES), _VOLUME),
    **dict.fromkeys(_with_capitals(_LISTS), CiteCommand(many=True)),
    "nocite": _SILENT,
}
"""Every command that cites, without its backslash; a star behind a command changes nothing about its keys."""

_INCLUDES: Final = frozenset({"input", "include", "subfile", "subfileinclude", "InputIfFileExists"})
_IMPORTS: Final = frozenset(
    {"import", "subimport", "inputfrom", "subinputfrom", "includefrom", "subincludefrom"}
)
_RESOURCES: Final = frozenset({"addbibresource", "addglobalbib", "addsectionbib"})
_ADDRESSES: Final = frozenset({"url", "path", "nolinkurl", "href"})
_VERBATIM: Final = frozenset(
    "verbatim Verbatim BVerbatim LVerbatim SaveVerbatim VerbatimOut lstlisting minted comment filecontents alltt "  # noqa: SIM905
    "tcblisting listing verbatimtab pycode luacode asy".split()
)
_SHORT_VERBATIM: Final = frozenset({"verb", "Verb", "lstinline", "mintinline"})
_CLASSES: Final[Mapping[str, str]] = {"acmart": "acm"}

_TOKEN = re.compile(r"%[^\r\n]*|\\(?:(?P<word>[A-Za-z@]+)\*?|.)", re.DOTALL)
_BLANK = re.compile(r"(?:\s|%[^\r\n]*)*")
_GROUP = {
    "{": re.compile(r"\\.|%[^\r\n]*|[{}]", re.DOTALL),
    "[": re.compile(r"\\.|%[^\r\n]*|[{}\]]", re.DOTALL),
}
_BRACES = re.compile(r"[{}]")
_OVERLAY = re.compile(r"<[^<>\r\n]{0,60}>")
_PAREN = re.compile(r"\([^()]{0,400}\)")
_KEY = re.compile(r"%[^\r\n]*|[^\s,{}%]+")
_BARE_NAME = re.compile(r"\s*([^\s{}\\%#]+)")
_ROOT = re.compile(r"%\s*!\s*TE?X\s+root\s*=\s*(\S[^\r\n]*)", re.IGNORECASE)
_CONDITION = re.compile(r"%[^\r\n]*|\\(?P<word>if[A-Za-z@]*|fi|else)(?![A-Za-z@])|\\.", re.DOTALL)
_ROOT_WITHIN = 2_000
_LONGEST_GROUP = 100_000


def read_tex(text: str, path: str, known: Mapping[str, CiteCommand] | None = None) -> Manuscript:
    """Return what a LaTeX source says; `known` are the citation commands that files beside it define. Never raises.

    Time is linear in the length of `text`.
    """
    return _Scanner(text, path, known or {}).run()


class _Scanner:
    """One pass over a source, command by command."""

    def __init__(self, text: str, path: str, known: Mapping[str, CiteCommand]) -> None:
        self.text = text
        self.places = Places(text, path)
        self.closers = Closers(text)
        self.budget = 8 * len(text) + _LONGEST_GROUP
        self.definitions = Definitions({**COMMANDS, **known})
        self.citations: list[Citation] = []
        self.everything: list[tuple[int, int]] = []
        self.includes: list[Include] = []
        self.resources: list[str] = []
        self.defined: set[str] = set()
        self.format = ""

    def run(self) -> Manuscript:
        position = 0
        while (token := _TOKEN.search(self.text, position)) is not None:
            position = token.end()
            if token["word"]:
                position = self.word(token["word"], position)
        everything = self.places.at(*self.everything[0]) if self.everything else None
        return Manuscript(
            path=self.places.path,
            language="tex",
            citations=tuple(self.citations),
            everything=everything,
            includes=tuple(self.includes),
            resources=tuple(self.resources),
            defined=frozenset(self.defined),
            format=self.format,
            root=self.root(),
            commands=self.definitions.own,
        )

    def root(self) -> str:
        """Return the main file that a magic comment in the first lines names, as editors read it."""
        start = self.text[:_ROOT_WITHIN]
        found = next(
            (_ROOT.match(line.lstrip("\ufeff \t")) for line in start.splitlines() if "root" in line.lower()),
            None,
        )
        return found[1].strip() if found else ""

    def word(self, name: str, position: int) -> int:
        """Take in the command `name`, which ends at `position`; return where to go on."""
        command = self.definitions.commands.get(name)
        if command is not None:
            self.cite(command, position)
        elif name in _PASSED_OVER:
            return _PASSED_OVER[name](self, position)
        elif name in _SAID:
            _SAID[name](self, position)
        elif name.endswith(_DEFINING):
            self.definitions.read(name, self.text, position, self.group_end)
        return position

    # what a command cites

    def cite(self, command: CiteCommand, position: int) -> None:
        """Record the keys of a citation command; it goes on being scanned, for commands inside its arguments."""
        if (overlay := _OVERLAY.match(self.text, position)) is not None:
            position = overlay.end()
        while command.many and (paren := _PAREN.match(self.text, self.blank(position))) is not None:
            position = paren.end()
        number = 0
        for start, end in self.arguments(position):
            if number in command.arguments:
                self.keys(start, end, silent=command.silent)
            number += 1
            if number > max(command.arguments) and not command.many:
                return
            if command.many and number > max(command.arguments):
                number = 0

    def arguments(self, position: int) -> Iterator[tuple[int, int]]:
        """Yield the inside of each mandatory argument from `position` on, passing over the optional ones."""
        while True:
            position = self.blank(position)
            opening = self.text[position : position + 1]
            if opening not in ("{", "["):
                return
            end = self.group_end(position)
            if end < 0:
                return
            if opening == "{":
                yield position + 1, end - 1
            position = end

    def keys(self, start: int, end: int, *, silent: bool) -> None:
        for match in _KEY.finditer(self.text, start, end):
            key = match[0]
            if key == "*" and silent:
                self.everything.append(match.span())
            elif not key.startswith("%") and "\\" not in key and "#" not in key and key != "*":
                self.citations.append(self.places.citation(key, match.start()))

    # what else there is to know

    def include(self, position: int) -> None:
        r"""Record a file that is taken in, in braces or, as plain TeX has it, up to a blank."""
        inside = next(self.arguments(position), None)
        if inside is None:
            bare = _BARE_NAME.match(self.text, position)
            inside = bare.span(1) if bare else None
        if inside is not None:
            self.take_in("", *inside)

    def imported(self, position: int) -> None:
        """Record a file that is taken in from a folder: `{folder}{file}`."""
        inside = [span for _, span in zip(range(2), self.arguments(position), strict=False)]
        if len(inside) == 2:
            self.take_in(self.text[slice(*inside[0])].strip(), *inside[1])

    def take_in(self, folder: str, start: int, end: int) -> None:
        name = self.text[start:end].strip().strip('"')
        if name and not set(name + folder) & set("\\#{}\r\n"):
            self.includes.append(Include(name=name, folder=folder, location=self.places.at(start, end)))

    def resource(self, position: int) -> None:
        inside = next(self.arguments(position), None)
        if inside is not None:
            names = (name.strip() for name in self.text[slice(*inside)].split(","))
            self.resources += (name for name in names if name and "\\" not in name and "#" not in name)

    def biblatex_resource(self, position: int) -> int:
        """Record what biblatex reads, an address in which `%` is no comment; return where to go on behind it."""
        self.format = "biblatex"
        start = self.blank(position)
        while self.text[start : start + 1] == "[" and (end := self.group_end(start)) > 0:
            start = self.blank(end)
        if self.text[start : start + 1] != "{" or (end := self.group_end(start, _BRACES)) < 0:
            return position
        name = self.text[start + 1 : end - 1].strip()
        if name and not set(name) & set("\\#"):
            self.resources.append(name)
        return end

    def package(self, position: int) -> None:
        inside = next(self.arguments(position), None)
        names = self.text[slice(*inside)].split(",") if inside else []
        if any(name.strip() == "biblatex" for name in names):
            self.format = "biblatex"

    def document_class(self, position: int) -> None:
        inside = next(self.arguments(position), None)
        self.format = self.format or _CLASSES.get(self.text[slice(*inside)].strip() if inside else "", "")

    def bib_item(self, position: int) -> None:
        inside = next(self.arguments(position), None)
        if inside is not None:
            self.defined.add(self.text[slice(*inside)].strip())

    # what is passed over

    def begin(self, position: int) -> int:
        r"""Return where to go on behind `\begin`: behind the whole environment where its text is verbatim."""
        inside = next(self.arguments(position), None)
        name = self.text[slice(*inside)].strip() if inside else ""
        if inside is None or name.rstrip("*") not in _VERBATIM:
            return position
        closing = f"\\end{{{name}}}"
        end = self.closers.find(closing, inside[1])
        return len(self.text) if end < 0 else end + len(closing)

    def end(self, position: int) -> int:
        r"""Return where to go on behind `\end`: nowhere behind that of the document."""
        return len(self.text) if self.text.startswith("{document}", self.blank(position)) else position

    def end_input(self, position: int) -> int:
        return len(self.text)

    def verbatim(self, position: int) -> int:
        r"""Return where to go on behind `\verb|...|` or `\lstinline[..]{...}`."""
        while self.text[position : position + 1] in ("[", " ") and (position := self.blank(position)):
            if self.text[position : position + 1] != "[" or (end := self.group_end(position)) < 0:
                break
            position = end
        delimiter = self.text[position : position + 1]
        if delimiter == "{":
            return max(position, self.group_end(position))
        if not delimiter or delimiter.isspace() or delimiter.isalnum():
            return position
        end = self.text.find(delimiter, position + 1, position + 2_000)
        return position if end < 0 else end + 1

    def minted(self, position: int) -> int:
        r"""Return where to go on behind `\mintinline[..]{language}|...|`."""
        language = next(self.arguments(position), None)
        return self.verbatim(language[1] + 1) if language else position

    def address(self, position: int) -> int:
        """Return where to go on behind an address, in which `%` is no comment."""
        start = self.blank(position)
        if self.text[start : start + 1] != "{":
            return position
        return max(position, self.group_end(start, _BRACES))

    def never(self, position: int) -> int:
        r"""Return where to go on behind `\iffalse`: behind its `\else` or `\fi`."""
        depth = 1
        for match in _CONDITION.finditer(self.text, position):
            word = match["word"]
            if not word:
                continue
            depth += -1 if word == "fi" else word != "else"
            if not depth or (depth == 1 and word == "else"):
                return match.end()
        return len(self.text)

    # groups

    def blank(self, position: int) -> int:
        """Return where the blanks and comments from `position` on end."""
        blank = _BLANK.match(self.text, position)
        return blank.end() if blank else position

    def group_end(self, position: int, pattern: re.Pattern[str] | None = None) -> int:
        """Return where the group that opens at `position` ends (exclusive), -1 where it never does or is too long."""
        opening = self.text[position]
        limit = min(len(self.text), position + min(_LONGEST_GROUP, self.budget))
        depth, end = 0, -1
        for match in (pattern or _GROUP[opening]).finditer(self.text, position, limit):
            sign = match[0]
            depth += {"{": 1, "}": -1}.get(sign, 0)
            closed = sign == "]" if opening == "[" else sign == "}"
            if closed and not depth:
                end = match.end()
            if end > 0 or depth < 0:
                break
        self.budget -= (end if end > 0 else limit) - position
        return end


_DEFINING = ("command", "def", "let", "Command", "CiteCommand")
_PASSED_OVER: Final = {
    "begin": _Scanner.begin,
    "end": _Scanner.end,
    "endinput": _Scanner.end_input,
    "iffalse": _Scanner.never,
    "mintinline": _Scanner.minted,
    **dict.fromkeys(_SHORT_VERBATIM - {"mintinline"}, _Scanner.verbatim),
    **dict.fromkeys(_ADDRESSES, _Scanner.address),
    **dict.fromkeys(_RESOURCES, _Scanner.biblatex_resource),
}
_SAID: Final = {
    **dict.fromkeys(_INCLUDES, _Scanner.include),
    **dict.fromkeys(_IMPORTS, _Scanner.imported),
    "bibliography": _Scanner.resource,
    "usepackage": _Scanner.package,
    "RequirePackage": _Scanner.package,
    "documentclass": _Scanner.document_class,
    "bibitem": _Scanner.bib_item,
}
