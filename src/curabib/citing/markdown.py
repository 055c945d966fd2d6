"""Citations in Pandoc's Markdown and Quarto: `[@key]`, `@key`, `[see @a, p. 3; -@b]`, `@{any key}`.

The syntax is that of Pandoc's manual ("Citation syntax"). Code, comments, raw HTML, addresses and math of the paper are
passed over; the metadata at its head is not, because Pandoc reads `nocite` and abstracts there as Markdown too.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from curabib.citing.manuscript import Citation, Closers, Manuscript, Places

_METADATA = re.compile(r"\ufeff?---[ \t]*\r?\n(?=\S)")
_METADATA_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$\r?\n?", re.MULTILINE)
_TOKEN = re.compile(
    r"""
      (?P<escape>\\[^\w\s])
    | (?P<fence>^[ \t>]*(?P<marks>`{3,}|~{3,})(?P<info>[^\r\n]*))
    | (?P<example>^[ \t]*\(@(?P<label>[\w-]*)\)(?=[ \t]))
    | (?P<comment><!--)
    | (?P<code>`+)
    | (?P<address>\b(?:https?|ftp)://[^\s<>()\[\]]+|<[^\s<>@:]*[:@][^\s<>]*>)
    | (?P<tag></?[A-Za-z][^<>]{0,2000}>)
    | (?P<target>\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*|^[ ]{0,3}\[[^\[\]\r\n]{1,400}\]:[ \t]*\S+)
    | (?P<cite>(?<![^\W_])@(?:\{(?P<braced>[^{}\r\n]{1,400})\}|(?P<all>\*)|(?P<key>\w+(?:[:.\#$%&+?<>~/-]\w+)*)))
    """,
    re.VERBOSE | re.MULTILINE,
)
# what Quarto calls its cross-references; pandoc-crossref writes a colon
_CROSS: Final = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|tip|nte|wrn|imp|cau|dia|suppfig|quarto)-.|"
    r"(?:fig|tbl|sec|eq|lst):."
)
_RESOURCE = re.compile(
    r"^bibliography:[ \t]*(?P<value>[^\r\n]*)(?P<more>(?:\r?\n[ \t]*-[ \t][^\r\n]*)*)", re.MULTILINE
)
_NAME = re.compile(r"[^\s,\[\]\"'#-][^,\[\]\"'#\r\n]*")
_REFERENCES = re.compile(r"^references:[ \t]*\r?$", re.MULTILINE)
_IDENTIFIER = re.compile(r"^[ \t-]*id:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)
_INDENTED = re.compile(r"(?:[ ]{4}|[ ]{0,3}\t)[^\r\n]*")
_ITEM = re.compile(r"[ \t]*(?:[-+*]|\(?(?:\d{1,9}|[A-Za-z]|@[\w-]*)[.)])[ \t]")
_FENCE_END = re.compile(r"^[ \t>]*(?P<marks>`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")
_LONGEST_FENCE = 20  # longer ones count as that long: who counts further?
_LONGEST_SPAN = 5_000
_FORMATS: Final = {
    "bib": "biblatex",
    "bibtex": "bibtex",
    "json": "csl-json",
    "yaml": "csl-yaml",
    "yml": "csl-yaml",
}


def read_markdown(text: str, path: str) -> Manuscript:
    """Return what a Markdown file says. Never raises; time is linear in the length of `text`."""
    head = _metadata(text)
    metadata = text[:head]
    places = Places(text, path)
    labels: set[str] = set()
    citations: list[Citation] = []
    everything = None
    for match in _marks(text, head):
        if match["label"]:
            labels.add(match["label"])
        elif match["all"]:
            everything = everything or places.at(*match.span("all"))
        elif match["cite"]:
            group = "braced" if match["braced"] is not None else "key"
            if group == "braced" or not _CROSS.match(match[group]):
                citations.append(places.citation(match[group], match.start(group)))
    resources = _resources(metadata)
    return Manuscript(
        path=path,
        language="markdown",
        citations=tuple(citation for citation in citations if citation.key not in labels),
        everything=everything,
        resources=resources,
        defined=frozenset(_defined(metadata)),
        format=next((_FORMATS[suffix] for name in resources if (suffix := _suffix(name)) in _FORMATS), ""),
    )


def _metadata(text: str) -> int:
    """Return where the metadata block at the head of the file ends; 0 where there is none."""
    start = _METADATA.match(text)
    end = _METADATA_END.search(text, start.end()) if start else None
    return end.end() if end else 0


def _marks(text: str, head: int) -> Iterator[re.Match[str]]:
    """Yield the citations and labels outside of code, comments and addresses."""
    closers = Closers(text)
    fences, spans = _Fences(text), _Spans(text)
    blocks = iter(_indented_code(text, head))
    block = next(blocks, None)
    position = 0
    while (match := _TOKEN.search(text, position)) is not None:
        while block is not None and block[1] <= match.start():
            block = next(blocks, None)
        if block is not None and block[0] <= match.start():
            position = block[1]
            continue
        position = match.end()
        if match["fence"] is not None:
            position = fences.end(match)
        elif match["comment"] is not None:
            end = closers.find("-->", position)
            position = end + 3 if end >= 0 else position
        elif match["code"] is not None:
            position = spans.end(match.start("code"), match.end("code"))
        elif match["cite"] is not None or match["example"] is not None:
            yield match


class _Fences:
    """The lines that can close a fenced code block, found once for the whole text."""

    def __init__(self, text: str) -> None:
        self.closing: dict[str, list[tuple[int, int, int]]] = {"`": [], "~": []}
        for match in _FENCE_END.finditer(text):
            marks = match["marks"]
            length = min(len(marks), _LONGEST_FENCE)
            self.closing[marks[0]].append((match.start(), match.end(), length))
        self.missing: dict[tuple[str, int], int] = {}

    def end(self, match: re.Match[str]) -> int:
        """Return where the block that `match` opens ends: behind a line of at least as many marks; else it is none."""
        marks, opened = match["marks"], match.end()
        if marks[0] == "`" and "`" in match["info"]:
            return match.start("marks")  # a code span, not a block
        length = min(len(marks), _LONGEST_FENCE)
        if opened >= self.missing.get((marks[0], length), opened + 1):
            return opened
        lines = self.closing[marks[0]]
        for place in range(bisect_left(lines, (opened, 0, 0)), len(lines)):
            _, end, closing = lines[place]
            if closing >= length:
                return end
        self.missing[marks[0], length] = opened
        return opened


class _Spans:
    """The runs of backticks in a text, by their length, found once for the whole text."""

    def __init__(self, text: str) -> None:
        self.runs: dict[int, list[int]] = {}
        for match in _BACKTICKS.finditer(text):
            self.runs.setdefault(match.end() - match.start(), []).append(match.start())

    def end(self, start: int, behind: int) -> int:
        """Return where the code span that opens at `start` ends: behind the next run of just as many backticks."""
        length = behind - start
        runs = self.runs.get(length, [])
        place = bisect_left(runs, behind)
        if place == len(runs) or runs[place] - behind > _LONGEST_SPAN:
            return behind
        return runs[place] + length


def _indented_code(text: str, head: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are code because they are indented: behind an empty line, and outside of lists."""
    blank, listed, begun = True, False, -1
    position = head
    for line in text[head:].splitlines(keepends=True):
        empty = not line.strip()
        code = not empty and not listed and (blank or begun >= 0) and _INDENTED.match(line) is not None
        if code and begun < 0:
            begun = position
        elif begun >= 0 and not code and not empty:
            yield begun, position
            begun = -1
        if not empty and not code:
            starts_item = _ITEM.match(line) is not None
            listed = starts_item or (listed and (line[0] in " \t" or not blank))
        blank = empty
        position += len(line)
    if begun >= 0:
        yield begun, position


def _resources(metadata: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _RESOURCE.finditer(metadata):
        found += (name.strip() for name in _NAME.findall(match["value"]))
        for line in match["more"].splitlines():
            found += (name.strip() for name in _NAME.findall(line.strip().removeprefix("-")))
    return tuple(name for name in found if name)


def _defined(metadata: str) -> list[str]:
    references = _REFERENCES.search(metadata)
    return _IDENTIFIER.findall(metadata, references.end()) if references else []


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()
