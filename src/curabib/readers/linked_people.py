"""People whose names are links to their pages: text, for these links lead to no work."""

import re
from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence import affiliations, dates, labels, links, people
from curabib.evidence.regex import regex
from curabib.model import Piece, PieceKind

_SEPARATOR = regex(r"[,;|·•/、，]|\s(?:and|und|et|&)\s|^(?:and|und|et|&)\s|\s(?:and|und|et|&)$")
_MARKS = regex(r"[\s*∗†‡§¶#\d()+–—-]*")
_HOST = regex(r"(?:https?://)?(?:[\w\-]{1,60}\.){1,5}[a-z]{2,10}/?")
_BARS = regex(r"\s*[|/•]\s*")
# what the address of a page about a person says
_PERSON = regex(
    r"/(?:people|persons?|profiles?|authors?|members?|users?|staff|pid|team|faculty)(?:/|\?|$)|/~|orcid\.org/|"
    r"scholar\.google\.|linkedin\.com/in/|[?&](?:author|user)(?:id)?=",
    re.IGNORECASE,
)
# whom a host of code keeps it for, and none of it
_OWNER = regex(r"https?://(?:www\.)?git(?:hub|lab)\.com/[\w\-]+/?")
_WORKS = frozenset(("paper", "code", "dataset", "book", "video"))
_JOINED = frozenset(("text", "strong", "emphasis"))
_LONGEST = 80


def as_text(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with the links of a run of names, or of one name to a page about a person, as plain text.

    Names that are text stand between them as well as linked ones. Vertical bars and strokes between them become commas.
    """
    return _without_marks(unlinked(pieces))


def unlinked(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with the links of a run of names, or of one name to a page about a person, as plain text."""
    if not any(map(_may_name, pieces)):
        return tuple(pieces)
    out: list[Piece] = []
    place = 0
    while place < len(pieces):
        end = _run(pieces, place)
        run = pieces[place:end]
        if not run or not _are_people(run):
            out.append(pieces[place])
            place += 1
            continue
        text = _named(run)
        # a single name shows that it is one; those behind the last link go on in the markup of the others
        joined: PieceKind = next((piece.kind for piece in run if piece.kind in _JOINED), "text")
        kind: PieceKind = joined if people.evidence(text) == 2 else "emphasis"
        out.append(replace(run[0], kind=kind, text=text, href=""))
        place = end
    return tuple(out)


def beside_work(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return pieces with linked names as text where a link to a paper, a labelled one or a date shows a work too.

    Two tools may be called as people are, and nothing but what stands beside them tells.
    """
    for piece in pieces:
        if piece.kind == "link":
            shown = links.host_kind(piece.href) == "paper" or bool(labels.link_label(piece.text))
        else:
            shown = piece.kind != "break" and dates.find_year(piece.text) is not None
        if shown:
            return unlinked(pieces)
    return pieces


def _without_marks(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with each line below the first that is nothing but people as plain text.

    One may be in bold, one a link to a page of theirs.
    """
    kinds = {piece.kind for piece in pieces}
    if "break" not in kinds or kinds.isdisjoint(("strong", "emphasis", "link")):
        return tuple(pieces)
    out: list[Piece] = []
    begin = 0
    for place, piece in enumerate((*pieces, None)):
        if piece is None or piece.kind == "break":
            line = pieces[begin:place]
            out += _flat(line) if begin else line
            out += [piece] if piece is not None else []
            begin = place + 1
    return tuple(out)


def _flat(line: Sequence[Piece]) -> Sequence[Piece]:
    marked = [piece for piece in line if piece.kind in ("strong", "emphasis", "link") and not _is_host(piece)]
    text = "".join(piece.text for piece in line)
    if (
        len(line) < 2
        or not (marked or any(map(_is_host, line)))
        or any(piece.kind not in _JOINED and not (_may_name(piece) or _is_host(piece)) for piece in line)
        or not all(
            " " in piece.text.strip() and people.looks_like_name(piece.text.strip(" ,")) for piece in marked
        )
        or people.evidence(text.strip(" .")) < 2
    ):
        return line
    return [replace(line[0], kind="text", text=text, href="")]


def _is_host(piece: Piece) -> bool:
    """Whether a piece is the bare name of a host, which somebody has for where they work: "(www.example.org)"."""
    return (
        piece.kind == "link" and links.host_kind(piece.href) == "" and _HOST.fullmatch(piece.text) is not None
    )


def without_affiliation(runs: Sequence[str]) -> Sequence[str]:
    """Return the runs of text inside a link without the institution behind a name: "Jane Doe", "University of X"."""
    first = runs[0].strip() if len(runs) > 1 else ""
    behind = " ".join(" ".join(runs[1:]).split()) if first else ""
    if behind and " " in first and affiliations.is_institution(behind) and people.looks_like_name(first):
        return [first]
    return runs


def _may_name(piece: Piece) -> bool:
    """Whether a piece is a link on what may be a name, and leads to no work that one knows."""
    text = piece.text.strip()
    return (
        piece.kind == "link"
        and 2 < len(text) <= _LONGEST
        and not labels.link_label(text)
        and not links.is_document(piece.href)
        and (links.host_kind(piece.href) not in _WORKS or _OWNER.fullmatch(piece.href) is not None)
        and people.looks_like_name(text.rstrip(" ,;"))
    )


def _run(pieces: Sequence[Piece], place: int) -> int:
    """Return the end of the run of names that begins at a piece, or the place itself; it ends in a name."""
    end = place
    for at in range(place, len(pieces)):
        piece = pieces[at]
        if _may_name(piece):
            end = at + 1
        elif piece.kind not in _JOINED or at == place:
            break
        elif not _MARKS.fullmatch(piece.text):
            chunks = [chunk for chunk in _SEPARATOR.split(piece.text) if not _MARKS.fullmatch(chunk)]
            if not all(map(people.looks_like_name, chunks)):
                break
    return end


def _are_people(run: Sequence[Piece]) -> bool:
    """Whether a run of names surely is one: several that something separates, or one whose link leads to a person."""
    linked = [piece for piece in run if piece.kind == "link"]
    if all(_PERSON.search(piece.href) for piece in linked):
        return len(linked) > 1 or " " in run[0].text.strip()
    between = [piece.text for piece in run[1:-1] if piece.kind in _JOINED]
    if len(linked) < 2 or not any(_SEPARATOR.search(text) for text in between):
        return False
    return people.evidence(_BARS.sub(", ", "".join(piece.text for piece in run))) == 2


def _named(run: Sequence[Piece]) -> str:
    """Return the text of a run of names, with a comma wherever no sign stands between two of them."""
    text = ""
    for piece in run:
        apart = not text or text.rstrip().endswith((",", ";", "、", " and", " &")) or piece.kind != "link"
        text += piece.text if apart else f", {piece.text.lstrip()}"
    return _BARS.sub(", ", text)
