"""Signs that a run of pieces speaks of a work: links to papers, labels, titles in markup, years, names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from curabib.evidence import dates, labels, links, people, turned
from curabib.evidence.regex import regex
from curabib.evidence.rhythm import end_of_people
from curabib.evidence.text import is_cjk
from curabib.model import Piece
from curabib.readers.tree import plain, split_lines

_BRACKET_LABEL = regex(r"\[([^\[\]]{1,30})\](?!\()")
_PLACEHOLDER_LINK = regex(
    r"[xX]{4}\.?[xX]{4,5}|example\.(?:com|org)/?$|/path/to/|your-?(?:link|url)|^https?://\.\.\.|^(?:link|url|paper_link|pdf_link|code_link)$"
)
_PLACEHOLDERS = frozenset(
    [
        "paper",
        "title",
        "name",
        "of",
        "the",
        "author",
        "authors",
        "published",
        "conference",
        "or",
        "journal",
        "venue",
        "year",
        "link",
        "code",
        "pdf",
        "url",
        "xxx",
        "xxxx",
        "xx",
        "abstract",
        "digest",
        "here",
        "your",
        "article",
        "list",
        "first",
        "last",
        "et",
        "al",
        "month",
        "bibtex",
        "key",
        "word",
        "keywords",
        "project",
        "page",
        "website",
    ]
)
_LETTERS = regex(r"[^\W\d_]+")
_QUOTED = regex(
    r"[“\"«]([^“”\"«»]{12,300})[”\"»]|„([^“”\"„]{12,300})[“”\"]|[「《『]([^「」《》『』]{3,300})[」》』]"
)
# where a run of names may begin or end in a line
_CUTS = regex(
    r"\s(?:[-–—]+|[|:])\s|(?<=\w [A-Z])\.\s|(?<=\w [A-Z]{2})\.\s|"
    r"[()\[\]\"“”«»（）「」《》]|(?<=[^\W\d_]{2})[.:]\s|\.:\s|[,.]?\s\d|[。．]|，(?=(?:19|20)\d\d)"
)
_MOST_CUTS = 8
_NUMBER = regex(r"^\d{1,3}[.)]\s+")
# a name or more behind "by", but not what is done by them, up to a bracket, a dash or the end of a sentence
_BY = regex(
    r"(?:(?<!ed)(?<!en)|(?<=edited)|(?<=written))\sby (?P<names>[A-Z][^\s,;()]*\.? "
    r"(?:[^().;–—]|(?<=\b[A-Z])\.){2,200}?)(?=[(;–—]|\s-\s|(?<=[^\W\d_]{2})\.(?:\s|\Z)|\Z)"
)
_INITIAL = regex(r"(?:^|\s)[A-Z]\.")
_DIGIT = regex(r"[0-9]")
_IN = regex(r"[Ii]n (?:Proc|[A-Z]{3})|\[[JMCDN]")
_LOCATOR = regex(
    r"\d\s*\(\d+\)\s*[:,：，]|\[[JMCDN](?:/OL)?\]|"
    r"\bpp?\.\s*\d|\bvol\.\s*\d|\bС\.\s*\d|№\s*\d|\d[:：]\s?\d+[-–]\d|\b[Ii]n (?:Proc|[A-Z]{3,})"
)
_DOI = regex(r"doi(?<=\bdoi)\s*:", re.IGNORECASE)
_DOI_NUMBER = regex(r"10\.(?<=\b10\.)\d{4,9}/")
_HEAD_LENGTH = 800
_MARKS = "“«„「《『"
_ORNAMENTS = "-–—*•|[](){}:.,!★⭐✨🔥🌟💎 "
ENOUGH = 2
_LABELLED = 160
_TAIL = 400
_YEAR_AT_END = 200
# where a sentence ends, and none of the words that journals abbreviate ("Phys. Rev. Lett."): looked for from the stop
_SENTENCE = regex(
    r"[.!?](?:(?<=[a-z]{6}.)|(?<=\b[a-z]{5}.)|(?<=\b[a-z]{4}.)|(?<=\b[a-z]{3}.)|(?<=\b[a-z]{2}.))\s+[A-Z]"
)
# one of these stands in every address that is a placeholder
_HINTS = ("xxxx", "example", "/path/", "your", "://...", "link", "url")


@dataclass(frozen=True, slots=True)
class Signs:
    """What one run of pieces shows. `score` adds it up: 2 and more speaks for a work of its own.

    `lines` are its lines as plain text. What takes long to see, people and the place in a volume, is looked for when it
    is asked about: `reaches` asks only where the other signs leave it open.
    """

    web: int = 0
    anchors: int = 0
    documents: int = 0
    leading_link: bool = False
    leading_anchor: bool = False
    marked_title: bool = False
    bracket_labels: int = 0
    label_links: int = 0
    fields: bool = False
    year: bool = False
    words: int = 0
    template: bool = False
    lines: tuple[str, ...] = ()

    @property
    def locator(self) -> bool:
        """Whether labelled fields are stated, or volume and pages, or "in Proc. of"."""
        return self.fields or _locates(" ".join(self.lines)[:_HEAD_LENGTH])

    @property
    def sentence(self) -> bool:
        """Whether a sentence ends within the text."""
        return _SENTENCE.search(" ".join(self.lines)[:_HEAD_LENGTH]) is not None

    @property
    def people(self) -> int:
        """The evidence for people, 0 to 2."""
        return _people(self.lines, dated=self.year)

    @property
    def _plain(self) -> int:
        """The weight of the signs that are seen at once."""
        return (
            2 * bool(self.web)
            + 2 * bool(self.documents)
            + 2 * bool(self.bracket_labels)
            + bool(self.label_links)
            + self.leading_link
            + self.marked_title
            + self.year
        )

    @property
    def score(self) -> int:
        """The weight of all signs together."""
        return self._plain + self.locator + self.people

    def reaches(self, score: int) -> bool:
        """Return whether all signs together weigh so much."""
        plain = self._plain
        return plain >= score or (plain + 3 >= score and plain + self.locator + self.people >= score)


def _texts(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the plain text of each line that has any, images left out."""
    lines: list[list[str]] = [[]]
    for piece in pieces:
        if piece.kind == "break":
            lines.append([])
        elif piece.kind != "image":
            lines[-1].append(piece.text)
    return tuple(filter(None, (" ".join("".join(line).split()) for line in lines)))


def look(pieces: Sequence[Piece]) -> Signs:
    """Return the signs of one run of pieces; a long line with a label, such as an abstract, shows none."""
    first = pieces[0].text if pieces else ""
    unlinked = len(first) > _LABELLED or all(piece.kind != "link" for piece in pieces)
    label = labels.line_label(first[:_LABELLED]) if unlinked else None
    if label is not None and label[0] != "title" and not (label[0] == "link" and _states_title(pieces)):
        return Signs(words=len(first.split()))
    shown = _Links.of(pieces)
    lines = _texts(pieces)
    text = " ".join(lines)
    head, tail = text[:_HEAD_LENGTH], text[-_YEAR_AT_END:]
    dated = dates.find_year(tail) is not None or (text != tail and dates.find_year(text[:60]) is not None)
    return Signs(
        web=shown.web + _ends_in_doi(tail),
        fields=label is not None and _states_fields(pieces),
        anchors=shown.anchors,
        documents=shown.documents,
        leading_anchor=shown.leading_anchor,
        leading_link=shown.leading and bool(shown.web or shown.documents),
        marked_title=shown.marked or _quotes(head),
        bracket_labels=shown.hollow
        + sum(1 for found in _BRACKET_LABEL.findall(head) if labels.link_label(found)),
        label_links=shown.labelled,
        year=dated,
        words=len(text.split()),
        template=_is_template(text, pieces),
        lines=lines,
    )


@dataclass(slots=True)
class _Links:
    """What the links and the markup of a run show."""

    web: int = 0
    anchors: int = 0
    documents: int = 0
    labelled: int = 0
    hollow: int = 0
    leading: bool = False
    leading_anchor: bool = False
    marked: bool = False

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "_Links":
        found = cls()
        begins = True
        for piece in pieces:
            text = piece.text.strip()
            if piece.kind == "link":
                found._add(piece.href, text, begins=begins)
            elif piece.kind in ("strong", "emphasis") and len(text.split()) >= 3:
                found.marked = True
            if begins and text.strip(_ORNAMENTS) and piece.kind not in ("code", "break", "image"):
                begins = False
        return found

    def _add(self, href: str, text: str, *, begins: bool) -> None:
        label = bool(labels.link_label(text.strip("[]()")))
        words = len(text.split())
        if links.is_hollow(href):
            self.hollow += label and not begins
            self.marked = self.marked or words >= 3
        elif href.startswith("#"):
            self.anchors += 1
        elif links.is_web(href):
            if links.host_kind(href) != "badge":
                self.web += 1
                self.labelled += label
        elif links.is_document(href):
            self.documents += 1
        if begins and words >= 2 and not label:
            self.leading = True
            self.leading_anchor = href.startswith("#")


def _ends_in_doi(tail: str) -> bool:
    numbered = "10." in tail and _DOI_NUMBER.search(tail) is not None
    return numbered or ("doi" in tail.lower() and _DOI.search(tail) is not None)


def _quotes(head: str) -> bool:
    """Whether a title stands in quotation marks."""
    marked = '"' in head or (not head.isascii() and any(mark in head for mark in _MARKS))
    quoted = _QUOTED.search(head) if marked else None
    words = (quoted[1] or quoted[2]) if quoted is not None else None
    return quoted is not None and (words is None or len(words.split()) >= 3)


def _locates(head: str) -> bool:
    """Whether volume and pages, or "in Proc. of", stand in a text."""
    return bool(_DIGIT.search(head) or _IN.search(head)) and _LOCATOR.search(head) is not None


def _states_fields(pieces: Sequence[Piece]) -> bool:
    """Whether a title with a label is followed by another labelled line: `著者：…`, `Venue: …`."""
    return any(labels.line_label(line.text[:_LABELLED]) is not None for line in split_lines(pieces)[1:])


def _states_title(pieces: Sequence[Piece]) -> bool:
    """Whether the second line is a title with a label, as below the number that an archive gives to a work."""
    lines = split_lines(pieces)[1:2]
    label = labels.line_label(lines[0].text[:_LABELLED]) if lines else None
    return label is not None and label[0] == "title"


@lru_cache(maxsize=4096)
def _people(lines: tuple[str, ...], *, dated: bool) -> int:
    """Return the evidence for people: in a line, or in a part of a reference; one name there counts beside a year."""
    text = " ".join(lines)
    if len(text) > 3000:
        return 0
    if text[:1].isdigit():
        text = _NUMBER.sub("", text)
    found = max(map(people.evidence, lines), default=0)
    if found == 2:
        return 2
    if turned.trailing(text[-_TAIL:].rstrip(" .;")) > 0 or end_of_people(text):
        return 2
    by = _BY.search(text) if dated and " by " in text else None
    if by is not None and people.evidence(by["names"]):
        return 2
    for run in _CUTS.split(text, maxsplit=_MOST_CUTS):
        run = run.strip(" ,;，；")
        if len(run) > 1 and run != text and not run.isdigit():
            sure = people.evidence(run)
            single = " " in run or is_cjk(run) or _INITIAL.search(run)
            found = max(found, sure if sure == 2 or (single and dated) else 0)
            if found == 2:
                break
    return found


def shows_template(pieces: Sequence[Piece]) -> bool:
    """Return whether a run only shows how entries are to be written ("Paper Title [paper]", "xxxx.xxxx")."""
    return _is_template(plain(pieces), pieces)


def _is_template(text: str, pieces: Sequence[Piece]) -> bool:
    if len(text) > _HEAD_LENGTH:
        return False
    hrefs = [piece.href for piece in pieces if piece.href]
    lower, addresses = text.lower(), " ".join(hrefs).lower()
    linked = any(hint in addresses for hint in _HINTS) and any(map(_PLACEHOLDER_LINK.search, hrefs))
    if not linked and "title" not in lower and "xxx" not in lower:
        return False
    words = _LETTERS.findall(lower)
    if not words or len(words) > 40:
        return False
    if all(word in _PLACEHOLDERS for word in words) and (
        "title" in words or "xxx" in words or "xxxx" in words
    ):
        return True
    return linked and sum(word in _PLACEHOLDERS for word in words) >= 0.5 * len(words)
