"""An entry taken apart: its links, its labelled lines, and the parts that may be title, people or venue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from curabib.evidence import dates, labels, links, people
from curabib.evidence.dead import why_dead
from curabib.evidence.regex import regex
from curabib.evidence.text import clean, squash, unescape, word_count
from curabib.model import Link, Piece, RawEntry, Venue
from curabib.normalise.badges import badge_where
from curabib.normalise.inline_labels import fields_apart
from curabib.normalise.journals import journal_reference
from curabib.normalise.link_words import has_words, label_or_venue
from curabib.normalise.part import Part, merge
from curabib.normalise.tex import from_tex
from curabib.normalise.where import read_where
from curabib.normalise.wrapped import Line, join_wrapped

_BAR = regex(r"\s\|\s|^\s*\|\s|\s\|\s*$|｜")
# not where a word joiner says that the brackets are text
_BRACKET = regex(r"\[(?!\u2060)([^\[\]]{1,40})\](?!\()|【([^【】]{1,80})】")
_LABEL_END = regex(r"(?:^|[\s,;.|(（，。；])([^\W\d_][^\s\d:：,，)）]{1,15})\s*[:：]\s*$")
# words on links that do not say what they lead to
_ANY_LINK = frozenset(
    ("link", "links", "url", "here", "web", "download", "http", "https", "www", "链接", "링크", "リンク")
)
_SAID_OF_LINKS = ("code", "video", "dataset")
_ROLE_LINE = regex(
    r"(?:(?:contributed |invited |long |short )?(?:oral|spotlight|poster|talk|keynote|tutorial|"
    r"panel)s?(?: presentation| talk| session)?|"
    r"(?:outstanding|best|distinguished)\b.{0,30}\b(?:paper|award|mention|runner).{0,30}|"
    r"honou?rable mention|test of time.{0,20})\s*[:.]?",
    re.IGNORECASE,
)
# what a reading list asks for, in front of what is to be read
_ASKED = regex(
    r"\s*(?:(?:required|optional|recommended|suggested|supplementary|supplemental|must[ -]reads?)"
    r"(?: (?:readings?|papers?|articles?))?|"
    r"(?:additional|further|background|extra|bonus|main|core) (?:readings?|papers?))"
    r"\s*[:：]\s+",
    re.IGNORECASE,
)
# what a curator thinks of a work, in stars or in figures at the end
_RATING = regex(r"[★☆⭐🌟✩✪✭✮✯✰⯪]+\ufe0f?|\s+[-–—|·]\s*(?:[0-5](?:\.5)?/5|(?:10|\d)/10)\s*\Z")
_LONGEST_RATING = 8
_WORD = regex(r"[^\W\d_]{2,}")
_TASK_BOX = regex(r"^\s*\[[ xX✓✔]?\]\s+")
_FOOTNOTE_MARK = regex(r"\s?\[\^[^\]\s^]{1,40}\](?!:)")
_FOOTNOTE = regex(r"^\s*(?:\[\^?[\w\-+.]{1,40}\]:\s*|\[\d{1,3}\]\s+)(?=\S)")  # or the number of a reference
_ITEM_NUMBER = regex(r"\s*(?:\[\d{1,3}\]|[(（]\d{1,3}[)）]|\d{1,3}[.)、．]|[①-⑳])\s*\Z")
_PRINTED_NUMBER = regex(
    r"(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?|(?:doi:\s*)?10\.\d{4,}/\S+|0?1?0?\.?\d{4}/[\d.]+", re.IGNORECASE
)
_COLON = regex("[:：]")
_PROSE_WORDS = 45
_VENUE_WORDS = 6
_FILE_TYPE = regex(r"\.(?<=[\w)]\.)(?:pdf|PDF|djvu|epub|pptx?|docx?)\Z")
_FIRST_STOP = regex(r"(?<=[a-z])\.\s|。")
_SENTENCE_END = regex(r"[a-z)]{2}[.!?。]\s+[A-Z]")


@dataclass(slots=True)
class Labelled:
    """A line with a label: `Key Word: a; b`."""

    label: str
    printed: str
    text: str
    number: int
    column: int
    links: tuple[Piece, ...] = ()


@dataclass(slots=True)
class Parts:
    """Everything an entry holds.

    `kinds[i]` says how line i was set off: start, line, item, block or cell. `hollow` are the labels whose links lead
    nowhere, as printed; `lost_labels` those that are no links at all, with their lines.
    """

    parts: list[Part] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    labelled: list[Labelled] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    lost_labels: list[tuple[str, int]] = field(default_factory=list)
    hollow: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)
    main_links: int = 0

    def line_parts(self, line: int) -> list[Part]:
        """Return the parts of one line."""
        return [part for part in self.parts if part.line == line]

    def line_text(self, line: int) -> str:
        """Return the text of one line, parts joined."""
        return " ".join("".join(part.text for part in self.line_parts(line)).split())


def take_apart(entry: RawEntry) -> Parts:
    """Return the parts of an entry."""
    found = Parts()
    kind = "start"
    line: list[Piece] = []
    lines: list[tuple[str, list[Piece]]] = []
    cell_of: list[int] = []
    cell = 0
    for piece in (*entry.pieces, None):
        if piece is None or piece.kind == "break":
            if line or (piece is not None and piece.text == "cell") or kind == "cell":
                for place, field in enumerate(fields_apart(line) if len(lines) < 1 else (line,)):
                    lines.append(("line" if place else kind, field))
                    cell_of.append(cell)
            kind = piece.text if piece is not None else ""
            cell = cell + 1 if kind == "cell" else (0 if kind != "line" else cell)
            line = []
        else:
            line.append(piece)
    below = False
    joined, cell_of = join_wrapped(entry, lines, cell_of)
    for index, (kind, whole) in enumerate(joined):
        found.kinds.append(kind)
        below = below or kind == "item"
        _line(found, entry, whole, index, cell_of[index], kind=kind, below=below)
    found.parts = merge(found.parts)
    return found


def _line(
    found: Parts, entry: RawEntry, line: Line, index: int, cell: int, *, kind: str, below: bool
) -> None:
    text = line.text
    pieces: Sequence[Piece] = line
    label = labels.line_label(text) if text else None
    if label is not None and label[0] == "title":
        label = (_title_or_link(label[2]), *label[1:])
    if index == 0 and entry.form != "slot":
        if label is not None and label[0] == "title" and pieces[0].kind in ("text", "strong"):
            pieces = _unlabelled(pieces)
        label = None
    number = pieces[0].location.line if pieces else entry.location.line
    if label is not None and (len(pieces) > 1 or label[2]) and not _leads_with_title(pieces):
        column = 1
        web = tuple(piece for piece in pieces if piece.kind == "link" and links.is_web(piece.href))
        found.labelled.append(Labelled(label[0], label[1], label[2], number, column, web))
        for piece in web:
            _add_link(
                found,
                _link_of_line(piece, *label[:2]),
                piece.href,
                main=label[0] not in ("abstract", "notes"),
            )
        return
    if dates.is_slot(text) or dates.is_clock(text) or (len(pieces) == 1 and _ROLE_LINE.fullmatch(text)):
        return
    if _is_prose(text, pieces, 0 if kind == "cell" else index):
        found.prose.append(text)
        for piece in pieces:
            if piece.kind == "link":
                _add_link(found, _link_name(piece, ""), piece.href, main=False)
        return
    for piece in pieces if index else _unasked(pieces):
        cell = _piece(found, entry, piece, index, cell, below=below)


def _title_or_link(rest: str) -> str:
    """Return what a label such as `Paper:` stands before: a title, or the link to it."""
    return "link" if not rest or "://" in rest or labels.link_label(rest) else "title"


def _unlabelled(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return a first line without the label (`Title:`, `论文：`) before the title."""
    for place, piece in enumerate(pieces):
        _, *rest = _COLON.split(piece.text, maxsplit=1)
        if rest:
            return [replace(piece, text=rest[0].lstrip()), *pieces[place + 1 :]]
    return pieces


def _unasked(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return a first line without the word that says whether to read the work ("Optional: Kaiming He, …")."""
    asked = _ASKED.match(pieces[0].text) if pieces and pieces[0].kind == "text" else None
    if asked is None or (len(pieces) == 1 and not pieces[0].text[asked.end() :].strip()):
        return pieces
    return [replace(pieces[0], text=pieces[0].text[asked.end() :]), *pieces[1:]]


def _leads_with_title(pieces: Sequence[Piece]) -> bool:
    first = next((piece for piece in pieces if piece.text.strip()), None)
    return first is not None and first.kind == "link" and len(first.text.split()) >= 3


def _is_prose(text: str, pieces: Sequence[Piece], index: int) -> bool:
    count = word_count(text)
    if index == 0 or count < 12:
        return False
    if people.evidence(text) == 2:
        return False
    if count > _PROSE_WORDS:
        return people.evidence(_FIRST_STOP.split(text, maxsplit=1)[0]) < 2
    return (
        _SENTENCE_END.search(text) is not None
        and people.evidence(text.split(". ")[0]) < 2
        and pieces[0].kind == "text"
    )


def _link_of_line(piece: Piece, label: str, printed: str) -> str:
    """Return what a link behind a label is called; "Homepage: https://…" leads to no paper."""
    own = labels.link_label(printed) if label == "link" and links.host_kind(piece.href) == "" else ""
    return "project" if own == "project" else _link_name(piece, label)


def _link_name(piece: Piece, line_label: str) -> str:
    printed = clean(piece.text).strip("[]()` ")
    label = labels.link_label(printed)
    kind = links.host_kind(piece.href)
    if label and squash(printed) in _ANY_LINK and line_label in _SAID_OF_LINKS:
        return line_label
    if label:
        return "video" if (label, kind) == ("slides", "video") else label
    if line_label == "link":
        return "paper" if kind in ("", "paper") else kind
    if line_label in (*_SAID_OF_LINKS, "doi"):
        return line_label
    if "://" in printed or not printed:
        return kind or ("paper" if links.is_document(piece.href) else "")
    return ""


def _add_link(found: Parts, label: str, url: str, *, main: bool = True) -> None:
    url = unescape(url).strip(" \t\n\"'")
    if not links.is_web(url) or "%20http" in url:
        if " http" in url or "%20http" in url:
            for part in re.split(r"(?: |%20)+(?=https?:)", url):
                _add_link(found, label, part, main=main)
        elif url.split(":", 1)[0].lower() in ("javascript", "data", "vbscript", "file"):
            found.unsafe.append(url[:60])
        return
    if links.host_kind(url) == "badge" or any(link.url == url for link in found.links):
        return
    if main:
        found.links.insert(found.main_links, Link(label, url))
        found.main_links += 1
    else:
        found.links.append(Link(label, url))


def _piece(found: Parts, entry: RawEntry, piece: Piece, index: int, cell: int, *, below: bool) -> int:
    number = piece.location.line
    if piece.kind == "image":
        where = badge_where(piece.href) if "/badge/" in piece.href else ""
        if where:
            found.parts.append(Part("where", where, index, cell, number))
        return cell
    if piece.kind == "link":
        _link(found, entry, piece, index, cell, below=below)
        return cell
    text = from_tex(unescape(piece.text))
    if not text.isascii() or "/" in text[-_LONGEST_RATING:]:
        text = _RATING.sub(" ", text)
    if index == 0 and not found.parts:
        text = _FOOTNOTE.sub("", _TASK_BOX.sub("", text)) if text.lstrip()[:1] == "[" else text
        if _ITEM_NUMBER.match(text):
            return cell
    text = _FOOTNOTE_MARK.sub("", text) if "[^" in text else text
    if piece.kind == "text" and ("|" in text or "｜" in text) and _BAR.search(text):
        for place, run in enumerate(_BAR.split(text)):
            cell += 1 if place else 0
            if run.strip():
                _text(found, run, "text", index, cell, number)
        return cell
    _text(found, text, piece.kind, index, cell, number)
    return cell


def _text(found: Parts, text: str, kind: str, index: int, cell: int, number: int) -> None:
    position = 0
    leads = text[:2].lstrip()[:1] in ("[", "【") and not any(
        part.line == index and part.text.strip() for part in found.parts
    )
    for match in _BRACKET.finditer(text) if "[" in text or "【" in text else ():
        inner = match[1] or match[2] or ""
        if len(inner) == 1 and inner.isupper() and text[: match.start()][-1:].strip():
            continue  # the mark of GB/T 7714 behind a title: "[C]//"
        told = read_where(inner) if len(inner.split()) <= 5 else None
        if told is not None and not told.sure and told.date is None and _is_wikilink(text, match):
            continue
        label = labels.link_label(inner)
        is_label = bool(label) and not (
            told is not None
            and told.venue is not None
            and (told.date is not None or (label == "paper" and _is_venue(told.venue, leads=leads)))
        )
        if not is_label and (told is None or (match[2] and not (told.sure or told.date))):
            continue
        found.parts.append(Part(kind, text[position : match.start()], index, cell, number))
        if is_label:
            if _is_lost(found, text, match):
                found.lost_labels.append((inner, number))
        else:
            found.parts.append(Part("where", inner, index, cell, number))
        leads = False
        position = match.end()
    found.parts.append(Part(kind, text[position:], index, cell, number))


def _is_venue(venue: Venue, *, leads: bool) -> bool:
    """Return whether a venue in brackets, which a link could have for its label, is one: it leads, or has papers."""
    return bool(venue.abbreviation) and (leads or venue.kind in ("journal", "conference"))


def _is_wikilink(text: str, bracket: re.Match[str]) -> bool:
    """Return whether a bracket stands in another, as links between notes do: "[[Gears]]"."""
    return text[: bracket.start()].endswith("[") and text.startswith("]", bracket.end())


def _is_lost(found: Parts, text: str, bracket: re.Match[str]) -> bool:
    """Return whether a label in brackets was a link: not where it stands in front of what it says something about."""
    behind = text[bracket.end() :].partition("[")[0]
    says_more = "://" not in behind and len(_WORD.findall(behind)) > 1
    return not says_more and (bool(found.links) or has_words(found.parts))


def _label_before(last: Part | None) -> str:
    """Take a label off the end of the text before a link ("…, Paper: https://…"), and return what it means."""
    match = _LABEL_END.search(last.text) if last is not None and last.markup == "text" else None
    label = labels.link_label(match[1]) if match is not None else ""
    if last is None or match is None or label in ("", "doi"):
        return ""
    last.text = last.text[: match.start()]
    return label


def _told_name(entry: RawEntry, piece: Piece, last: Part | None, cell: int, *, label: str, bare: str) -> str:
    """Return what a link is called: where it says only `link`, the text before it or its column tells."""
    before = _label_before(last)
    column = labels.link_label(entry.columns[cell]) if cell < len(entry.columns) else ""
    name = _link_name(piece, "")
    if squash(bare) in _ANY_LINK or not label:
        name = before or (column if column and (label or not name) else name)
    return name


def _printed(piece: Piece) -> str:
    """Return what a link prints in Unicode; a title that is the name of a file has no ending."""
    printed = from_tex(clean(unescape(piece.text))).strip()
    return _FILE_TYPE.sub("", printed) if " " in printed else printed


def _link(found: Parts, entry: RawEntry, piece: Piece, index: int, cell: int, *, below: bool) -> None:
    printed = _printed(piece)
    bare = printed.strip("[]()` ")
    label, bare = label_or_venue(bare, piece.href, found.parts)
    number = piece.location.line
    last = found.parts[-1] if found.parts and found.parts[-1].line == index else None
    aside = (
        last is not None and last.markup == "text" and last.text.rstrip().endswith(("(", "["))
    ) or printed.startswith("[")
    if label and why_dead(piece.href, label if found.parts else ""):
        found.hollow.append(bare)
        found.parts.append(Part("gap", "", index, cell, number))
        return
    if piece.href.startswith(("#", "mailto:")):
        if len(bare.split()) >= 2 and not label:
            found.parts.append(Part("link", printed, index, cell, number))
        return
    if "://" in bare or bare.startswith("www.") or not bare or label:
        name = _told_name(entry, piece, last, cell, label=label, bare=bare)
        _add_link(found, name, piece.href, main=not below or bool(label))
        found.parts.append(Part("gap", "", index, cell, number))
        return
    where = read_where(bare) if len(bare.split()) <= _VENUE_WORDS or journal_reference(bare) else None
    known = where is not None and where.venue is not None and bool(where.venue.abbreviation)
    leads = index == 0 and all(part.text.isspace() for part in found.parts)
    title = (
        leads
        and where is not None
        and where.venue is not None
        and not known
        and not (where.sure and where.date)
    )
    if (
        where is not None
        and not title
        and (where.sure or where.date)
        and (where.date or where.venue is None or len(bare.split()) < 4 or journal_reference(bare))
    ):
        _add_link(found, "paper", piece.href, main=not below)
        found.parts.append(Part("where", bare, index, cell, number))
        return
    if _PRINTED_NUMBER.fullmatch(bare):
        _add_link(found, "doi" if "/" in bare else "paper", piece.href, main=not below)
        return
    kind = links.host_kind(piece.href) if below else ""
    beside = (kind or "paper") if aside and piece.text.startswith("[") else ""
    _add_link(found, beside, piece.href, main=not below)
    if aside and len(bare.split()) <= 8 and found.parts:
        found.parts.append(Part("aside", bare, index, cell, number, href=piece.href))
        return
    found.parts.append(Part("link", printed, index, cell, number, href=piece.href))
