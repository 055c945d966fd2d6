"""How the entries of a list are written: links that are broken apart, brackets without partners, labels misspelt.

Unlike the other checks, which judge a library, these judge the text of one list, and say where in a line, and how to
mend it. They look at entries only, and not at code, which may hold any sign.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curabib.checks.anchors import Anchor, anchors, definitions
from curabib.checks.dead import dead_links, undefined_links
from curabib.checks.labels import (
    labels_in_brackets,
    labels_of_links,
    misspelt_labels,
    misspelt_line_labels,
    printed_labels,
)
from curabib.checks.written import Written, blank, lines_of, written_entries
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.evidence.brackets import partnerless
from curabib.evidence.dead import leads_beside
from curabib.evidence.labels import link_label
from curabib.model import Piece, RawEntry, Reading, Snapshot

_ADDRESS = re.compile(
    r"https?://[^\s<>()\[\]]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()\[\]]{0,2000})?", re.IGNORECASE
)
_UNCLOSED = re.compile(r"\]\((https?://[^\s()<>]{1,2000})(?=[ \t]*$|[ \t]+[^\s\"'()])", re.MULTILINE)
_ONE_OPEN = re.compile(r"\[\[([^\[\]\n]{1,60})\]\([^\s()]{0,2000}\)(?!\])")
_TWO_CLOSE = re.compile(r"(?<!\[)\[([^\[\]\n]{1,60})\]\](?=\(\S)")
_APART = re.compile(r"\[(\[[^\[\]\n]{1,60}\]|[^\[\]\n]{1,60})\]([ \t]{1,20})(?=\(https?://[^\s()]{1,2000}\))")
_GLUED = re.compile(r"\[([^\[\]\n]{1,40})\](:?)(?=(https?://[^\s()<>]{1,2000})(\)?))")
_REVERSED = re.compile(r"(?<![\]\w])\((https?://[^\s()]{1,2000})\)\[([^\[\]\n]{1,60})\](?![(\[])")
_SCHEME = re.compile(
    r"(?<![\w/.:@=-])(?:(?:htp|http|htpp|htttp|hhtp|htt|ttp)(s?)://|(htps|htpps|htttps|hhtps|ttps|https)://|"
    r"(http)(s?)(?::/(?!/)|//|;//|:\\\\|:///+))(?=[\w\[])",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"\[\[[^\[\]\n]{1,60}\]\([^\s()]{0,2000}\)\]")
_INSIDE = re.compile(r"\[\[[^\[\]\n]{1,60}\]\]\(")
_LABEL = re.compile(r"(?<!\))\[([A-Za-z][A-Za-z .&-]{1,24})\](?!\]?(?:[ \t]*\(|[\[:\w]))")
_BOLD = re.compile(r"(?<!\\)\*\*")
_FULL_WIDTH = re.compile(r"(?<=[\x21-\x7e])([ \t]*)([，：；！？（）])([ \t]*)(?=[\x21-\x7e])")
_WIDE = re.compile(r"[\u2e80-\u2fff\u3001-\u9fff\uac00-\ud7af]")
_NARROW = {"，": ", ", "：": ": ", "；": "; ", "！": "! ", "？": "? ", "（": " (", "）": ") "}
_FEW = 4
_WITH_BRACKETS = frozenset({"markdown", "text", "org", "rst", "html", "asciidoc", "notebook"})
_WITH_FIELDS = frozenset({"csv", "ris", "enw", "csl-json", "csl-yaml", "endnote-xml"})
# what is a link in a language, and what else of it is no text that could lack a bracket
_LINKED = {
    "html": re.compile(r"<a\b[^<>]{0,2000}>[^<>]{0,500}</a\s*>", re.IGNORECASE),
    "org": re.compile(r"\[\[[^\[\]\n]{1,2000}\](?:\[[^\[\]\n]{1,500}\])?\]|(?<=\])\[[^\[\]\n]{1,500}\]"),
    "rst": re.compile(r"`[^`\n]{1,2000}`_{0,2}|\|[^|\n]{1,100}\|"),
    "asciidoc": re.compile(r"(?:link:|xref:|https?://)[^\s\[\]]{1,2000}\[[^\[\]\n]{0,500}\]"),
}
_MARKUP = {
    "html": re.compile(r"<[^<>]{0,2000}>|&#?\w{1,10};"),
    "org": re.compile(r"^\s*:\w+:.*$|^#\+.*$", re.MULTILINE),
}
_MARKDOWN = frozenset({"markdown", "notebook"})


def check_writing(snapshot: Snapshot, reading: Reading) -> tuple[Diagnostic, ...]:
    """Return what is wrong with how the entries of a list are written, in their order."""
    reader = reading.reader.partition(" ")[0]
    lines = lines_of(snapshot.text, reader)
    if not judges_links(reading):
        exported = written_entries(reading, lines, fields=True) if reader in _WITH_FIELDS else ()
        return tuple(problem for _, written in exported for problem in _schemes(written))
    language = "markdown" if reader in _MARKDOWN else reader
    manner = _Manner.of(snapshot.text, reading)
    found: list[Diagnostic] = []
    seen: list[tuple[Written, tuple[Anchor, ...]]] = []
    for entry, written in written_entries(reading, lines):
        links = tuple(anchors(written, language))
        seen.append((written, links))
        if language == "markdown":
            found += _links(written, outside=manner.outside)
            found += undefined_links(written, manner.defined, manner.linked)
        found += _schemes(written)
        found += dead_links(written, links, manner.linked)
        bare = _bare(written, reader)
        found += _brackets(bare, entry, markdown=language == "markdown")
        found += _dead_labels(bare, links, manner.linked)
        found += _signs(bare) if not manner.wide else ()
    found += misspelt_labels(seen, printed_labels(reading.entries) + labels_in_brackets(seen))
    return (*found, *misspelt_line_labels(reading.entries, lines))


def judges_links(reading: Reading) -> bool:
    """Return whether `check_writing` looks at the links of a list: one of entries in a language of running text."""
    return reading.reader.partition(" ")[0] in _WITH_BRACKETS


def with_local_links(reading: Reading) -> frozenset[int]:
    """Return the first lines of the entries that link to a file beside the list, or to another place in it."""
    return frozenset(entry.location.line for entry in reading.entries if any(map(_is_local, entry.pieces)))


def _is_local(piece: Piece) -> bool:
    return piece.kind == "link" and leads_beside(piece.href)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How a list is written as a whole.

    `outside`: a link in brackets is `[[paper](…)]`, not `[[paper]](…)`. `wide`: full-width signs are of its own script.
    `linked` are the labels that links print, `defined` the names of link definitions.
    """

    outside: bool
    wide: bool
    linked: frozenset[str]
    defined: frozenset[str]

    @classmethod
    def of(cls, text: str, reading: Reading) -> "_Manner":
        signs = Counter(
            _WIDE.search(line) is not None
            for line in text.split("\n")
            if any(sign in line for sign in _NARROW)
        )
        return cls(
            outside=len(_OUTSIDE.findall(text)) > len(_INSIDE.findall(text)),
            wide=signs[True] >= signs[False] or signs[False] > max(_FEW, len(reading.entries) // 4),
            linked=labels_of_links(reading.entries),
            defined=definitions(text),
        )


def _bare(written: Written, reader: str) -> Written:
    """Return an entry with the links and the markup of its language blanked out; that of Markdown stays."""
    text = written.text
    for patterns in (_LINKED, _MARKUP):
        if reader in patterns:
            text = patterns[reader].sub(lambda match: blank(match[0]), text)
    return replace(written, text=text)


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
        message = f"a blank between `[{match[1].strip('[]')}]` and its address makes it no link"
        yield diagnose("CB586", message, written.place(match.start(2), match.end(2)), fix=fix)
    for match in _GLUED.finditer(text):
        if not link_label(match[1]) or not any(map(str.isalpha, text[: match.start()])):
            continue
        closed = bool(match[4]) and not match[2]
        opened = written.fix("open a bracket", match.end(), match.end(), "(") if closed else None
        message = f"no bracket opens between `[{match[1]}]` and its address"
        yield diagnose("CB586", message, written.place(match.start(), match.end()), fix=opened)
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
    told = any(pattern.search(written.text) for pattern in (_UNCLOSED, _ONE_OPEN, _TWO_CLOSE, _GLUED))
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


def _dead_labels(written: Written, links: Sequence[Anchor], linked: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each label in square brackets without a link, where the list has links so labelled."""
    starts = {link.start for link in links}
    for match in _LABEL.finditer(written.text):
        if match[1].lower() in linked and match.start(1) not in starts:
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
