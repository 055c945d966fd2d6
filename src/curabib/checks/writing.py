"""How the entries of a list are written: links that are broken apart, brackets without partners, labels misspelt.

Unlike the other checks, which judge a library, these judge the text of one list, and say where in a line, and how to
mend it. They look at entries only, and not at code, which may hold any sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curabib.checks.labels import labels_of_links, misspelt_labels, misspelt_line_labels
from curabib.diagnostics.diagnostic import Diagnostic, Edit, Fix, diagnose
from curabib.evidence.brackets import partnerless
from curabib.model import Location, RawEntry, Reading, Snapshot

_CODE = re.compile(r"(`{1,3})[^`\n]{1,2000}\1|<!--.{0,5000}?-->|\\[\[\](){}*]", re.DOTALL)
_ADDRESS = re.compile(
    r"https?://[^\s<>()\[\]]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()\[\]]{0,2000})?", re.IGNORECASE
)
_UNCLOSED = re.compile(r"\]\((https?://[^\s()<>]{1,2000})(?=[ \t]*$|[ \t]+[^\s\"'(])", re.MULTILINE)
_ONE_OPEN = re.compile(r"\[\[([^\[\]\n]{1,60})\]\([^\s()]{0,2000}\)(?!\])")
_TWO_CLOSE = re.compile(r"(?<!\[)\[([^\[\]\n]{1,60})\]\](?=\(\S)")
_APART = re.compile(r"\[([^\[\]\n]{1,60})\]([ \t]{1,20})(?=\(https?://[^\s()]{1,2000}\))")
_REVERSED = re.compile(r"(?<![\]\w])\((https?://[^\s()]{1,2000})\)\[([^\[\]\n]{1,60})\](?![(\[])")
_SCHEME = re.compile(
    r"(?<=[(<\"'\[`])(?:(?:htp|http|htpp|htttp|hhtp|htt|ttp)(s?)://|(htps|htpps|htttps|hhtps|ttps|https)://|"
    r"(http)(s?)(?::/(?!/)|//|;//|:\\\\|:///+))(?=[\w\[])",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"\[\[[^\[\]\n]{1,60}\]\([^\s()]{0,2000}\)\]")
_INSIDE = re.compile(r"\[\[[^\[\]\n]{1,60}\]\]\(")
_LABEL = re.compile(r"(?<!\))\[([A-Za-z][A-Za-z .&-]{1,24})\](?!\]?(?:[ \t]*\(|[\[:\w]))")
_BOLD = re.compile(r"(?<!\\)\*\*")
_FULL_WIDTH = re.compile(r"(?<=[\x21-\x7e])([ \t]*)([，：；！？（）])([ \t]*)(?=[\x21-\x7e])")
_WIDE = re.compile(r"[\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7af]")
_NARROW = {"，": ", ", "：": ": ", "；": "; ", "！": "! ", "？": "? ", "（": " (", "）": ") "}
_WITH_BRACKETS = frozenset({"markdown", "text", "org", "rst", "html", "asciidoc"})
# what is a link in a language, and what else of it is no text that could lack a bracket
_LINKED = {
    "html": re.compile(r"<a\b[^<>]{0,2000}>[^<>]{0,500}</a\s*>", re.IGNORECASE),
    "org": re.compile(r"\[\[[^\[\]\n]{1,2000}\](?:\[[^\[\]\n]{1,500}\])?\]"),
    "rst": re.compile(r"`[^`\n]{1,2000}`_{0,2}|\|[^|\n]{1,100}\|"),
    "asciidoc": re.compile(r"(?:link:|xref:|https?://)[^\s\[\]]{1,2000}\[[^\[\]\n]{0,500}\]"),
}
_MARKUP = {
    "html": re.compile(r"<[^<>]{0,2000}>|&#?\w{1,10};"),
    "org": re.compile(r"^\s*:\w+:.*$|^#\+.*$", re.MULTILINE),
}
_MARKDOWN = frozenset({"markdown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One entry as it stands: the lines of the list that hold it (the first being `line`), code blanked out."""

    path: str
    line: int
    text: str

    def place(self, start: int, end: int) -> Location:
        """Return the location of a stretch of the text."""
        line = self.line + self.text.count("\n", 0, start)
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        return Location(
            path=self.path, line=line, column=column, end_line=line, end_column=column + end - start
        )

    def fix(self, title: str, start: int, end: int, replacement: str) -> Fix:
        """Return a safe fix that puts `replacement` into the place of a stretch within one line."""
        at = self.place(start, end)
        edit = Edit(
            path=self.path,
            line=at.line,
            column=at.column,
            end_line=at.line,
            end_column=at.end_column,
            replacement=replacement,
        )
        return Fix(title=title, edits=(edit,), safe=True)


def check_writing(snapshot: Snapshot, reading: Reading) -> tuple[Diagnostic, ...]:
    """Return what is wrong with how the entries of a list are written, in their order."""
    reader = reading.reader.partition(" ")[0]
    if reader not in _WITH_BRACKETS:
        return ()
    lines = snapshot.text.split("\n")
    outside = len(_OUTSIDE.findall(snapshot.text)) > len(_INSIDE.findall(snapshot.text))
    linked = labels_of_links(reading.entries)
    found: list[Diagnostic] = []
    seen = 0
    for entry in reading.entries:
        written = _written(entry, lines, after=seen)
        if written is not None:
            seen = written.line + written.text.count("\n")
            found += _links(written, outside=outside) if reader in _MARKDOWN else ()
            found += _schemes(written)
            bare = _bare(written, reader)
            found += _brackets(bare, entry, markdown=reader in _MARKDOWN)
            found += _dead_labels(bare, linked)
            found += _signs(bare)
    return (*found, *misspelt_labels(reading.entries, lines), *misspelt_line_labels(reading.entries, lines))


def _written(entry: RawEntry, lines: list[str], *, after: int) -> Written | None:
    """Return the lines of an entry, but for those that an entry before it holds too."""
    start = max(entry.location.line, after + 1)
    end = min(max(entry.location.end_line, entry.location.line), len(lines))
    if start > end or entry.form == "fields":
        return None
    text = "\n".join(line[:20_000] for line in lines[start - 1 : end])
    return Written(path=entry.location.path, line=start, text=_CODE.sub(lambda m: _blank(m[0]), text))


def _bare(written: Written, reader: str) -> Written:
    """Return an entry with the links and the markup of its language blanked out; that of Markdown stays."""
    text = written.text
    for patterns in (_LINKED, _MARKUP):
        if reader in patterns:
            text = patterns[reader].sub(lambda match: _blank(match[0]), text)
    return replace(written, text=text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _links(written: Written, *, outside: bool) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link that Markdown does not take for one, or whose address is none.

    A link in brackets is `[[paper](…)]` where the list writes most of them so (`outside`), else `[[paper]](…)`.
    """
    text = written.text
    alone = set(partnerless(_ADDRESS.sub(lambda match: " " * len(match[0]), text)))
    for match in _UNCLOSED.finditer(text):
        at = match.start() + 1
        if at not in alone:
            message = f"a blank inside the address that begins `{match[1][:80]}` makes it no link"
            yield diagnose("CB586", message, written.place(at, match.end(1)))
            continue
        end = match.start(1) + len(match[1].rstrip(".,;:"))
        fix = written.fix("close the bracket behind the address", end, end, ")")
        message = f"the bracket in front of `{match[1][:80]}` is never closed"
        yield diagnose("CB585", message, written.place(at, at + 1), fix=fix)
    for pattern, missing in ((_ONE_OPEN, "]"), (_TWO_CLOSE, "[")):
        for match in pattern.finditer(text):
            if not alone.intersection((match.start(), match.end() - 1)):
                continue
            at = match.start() if missing == "[" else match.end() if outside else match.end(1) + 1
            fix = written.fix(f"put `{missing}` there", at, at, missing)
            message = f"a bracket round the link `{match[1]}` has no partner"
            place = written.place(match.start(), match.start(1) + len(match[1]))
            yield diagnose("CB585", message, place, fix=fix)
    for match in _APART.finditer(text):
        fix = written.fix("take the blank out", match.start(2), match.end(2), "")
        message = f"a blank between `[{match[1]}]` and its address makes it no link"
        yield diagnose("CB586", message, written.place(match.start(2), match.end(2)), fix=fix)
    for match in _REVERSED.finditer(text):
        fix = written.fix("put the label first", match.start(), match.end(), f"[{match[2]}]({match[1]})")
        message = f"the address stands in front of its label `[{match[2]}]`"
        yield diagnose("CB586", message, written.place(match.start(), match.end()), fix=fix)


def _schemes(written: Written) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each address whose beginning is misspelt."""
    for match in _SCHEME.finditer(written.text):
        secure = match[1] or match[4] or ("s" if match[2] else "")
        right = f"http{secure}://"
        if match[0].lower() == right:
            continue
        fix = written.fix(f"write `{right}`", match.start(), match.end(), right)
        message = f"the address begins with `{match[0]}`"
        yield diagnose("CB587", message, written.place(match.start(), match.end()), fix=fix)


def _brackets(written: Written, entry: RawEntry, *, markdown: bool) -> Iterator[Diagnostic]:
    """Yield a diagnostic for a bracket or a mark of bold text that opens or closes nothing in its entry."""
    text = _ADDRESS.sub(lambda match: " " * len(match[0]), written.text)
    told = any(pattern.search(written.text) for pattern in (_UNCLOSED, _ONE_OPEN, _TWO_CLOSE))
    alone = partnerless(text) if not (markdown and told) and entry.form != "mention" else []
    if len(alone) == 1:
        message = f"`{text[alone[0]]}` has no partner in its entry"
        yield diagnose("CB585", message, written.place(alone[0], alone[0] + 1))
    if markdown:
        marks = list(_BOLD.finditer(written.text))
        if len(marks) % 2:
            last = marks[-1]
            message = "`**` opens bold text that never ends" if len(marks) == 1 else "one `**` has no partner"
            yield diagnose("CB585", message, written.place(last.start(), last.end()))


def _dead_labels(written: Written, linked: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each label in square brackets without a link, where the list has links so labelled."""
    for match in _LABEL.finditer(written.text):
        if match[1].lower() in linked:
            message = f"the label `[{match[1]}]` has no link behind it"
            yield diagnose("CB120", message, written.place(match.start(), match.end()))


def _signs(written: Written) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each full-width sign between Latin letters, in lines without wide letters."""
    for match in _FULL_WIDTH.finditer(written.text):
        start = written.text.rfind("\n", 0, match.start()) + 1
        end = written.text.find("\n", match.end())
        if _WIDE.search(written.text, start, end if end >= 0 else len(written.text)):
            continue
        narrow = _NARROW[match[2]]
        fix = written.fix(f"write `{narrow.strip()}`", match.start(), match.end(), narrow)
        message = f"the full-width sign `{match[2]}` stands between Latin letters"
        yield diagnose("CB588", message, written.place(match.start(2), match.end(2)), fix=fix)
