"""Tables that list no works: what a benchmark measured."""

from collections import Counter
from collections.abc import Sequence

from curabib.evidence import dates, labels, links, people
from curabib.evidence.regex import regex
from curabib.evidence.text import squash
from curabib.model import Piece
from curabib.readers.runs import cells
from curabib.readers.tree import Block, plain

# a measurement, perhaps with a deviation, a unit or an arrow; a number of four digits may be a year
_NUMBER = regex(
    r"[*_]{0,2}[<>~≈+\-−]?(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*\s*(?:(?:±|\+/-)\s*[\d.]+|/\s*\d+(?:\.\d+)?)?\s*"
    r"(?:%|‰|[kKMGTB]{1,2}|[mµn]?s|fps|x|×|h|[↑↓])?\s*[*_]{0,2}"
)
_EMPTY = frozenset(("", "-", "–", "—", "/", "n/a", "N/A", "x", "✗", "✓"))
_SLIDES = frozenset(
    ("slides", "slide", "ppt", "pptx", "notes", "recording", "video", "slidespdf", "pdfslides")
)
_WRITE = frozenset(("email", "mail", "contact", "emailme", "contactme"))
_WHO = frozenset(
    ("name", "names", "researcher", "researchers", "people", "person", "author", "scholar", "professor")
)
_WHERE_THEY_WORK = frozenset(
    ("university", "affiliation", "affiliations", "institution", "institute", "position")
)
_FEWEST_COLUMNS = 2
_TITLE_WORDS = 4
_SHORTEST_TITLE = 2
_FEWEST_LINKED = 3
_BESIDE = frozenset(("authors", "venue"))


def only_slides(pieces: Sequence[Piece]) -> bool:
    """Return whether all that a row links to are slides, and no cell has the words of a title: "1/17 | C | Slides"."""
    found = [piece for piece in pieces if piece.kind == "link"]
    return (
        bool(found)
        and all(squash(piece.text) in _SLIDES for piece in found)
        and all(_words(cell) < _TITLE_WORDS for cell in cells(pieces))
    )


def _words(cell: Sequence[Piece]) -> int:
    """Return how many words stand in a cell outside of links, signs alone not counted."""
    words = plain([piece for piece in cell if piece.kind != "link"]).split()
    return sum(any(map(str.isalnum, word)) for word in words)


def roles(columns: Sequence[str]) -> list[str]:
    """Return what stands in each column of a table that has one of titles, by its heading, else nothing."""
    said = [label[0] if (label := labels.line_label(f"{column}: x")) else "" for column in columns]
    return said if "title" in said else []


def heads_columns(text: str) -> bool:
    """Return whether a line only says what stands between the bars of the lines below: "Project | Type | Link"."""
    if text.count("|") < _FEWEST_COLUMNS or any(map(str.isdigit, text)):
        return False
    said = [cell.strip() for cell in text.strip(" |").split("|")]
    known = sum(bool(labels.link_label(cell) or labels.line_label(f"{cell}: x")) for cell in said)
    short = all(0 < len(cell.split()) <= _SHORTEST_TITLE and cell[0].isupper() for cell in said)
    return short and known >= _FEWEST_COLUMNS


def linked_columns(rows: Sequence[Block]) -> tuple[int, ...]:
    """Return the columns in which most rows, three or more, have a link with the words of a title."""
    seen: Counter[int] = Counter()
    for row in rows:
        column, found = 0, set[int]()
        for piece in row.pieces:
            if piece.kind == "break" and piece.text == "cell":
                column += 1
            elif piece.kind == "link" and len(piece.text.split(maxsplit=_TITLE_WORDS)) >= _TITLE_WORDS:
                found.add(column)
        seen.update(found)
    return tuple(
        column for column, count in sorted(seen.items()) if count >= _FEWEST_LINKED and 2 * count > len(rows)
    )


def is_empty_in(texts: Sequence[str], columns: Sequence[int]) -> bool:
    """Return whether a row has nothing where most others have titles: a week without a class."""
    return all(column >= len(texts) or texts[column] in _EMPTY for column in columns)


def is_titled(texts: Sequence[str], said: Sequence[str]) -> bool:
    """Return whether a row has a title and people or a venue in the columns of these, though other cells are empty."""
    beside = [text for text, role in zip(texts, said, strict=False) if role in _BESIDE and text not in _EMPTY]
    place = said.index("title") if beside else -1
    return (
        0 <= place < len(texts)
        and len(texts[place].split()) >= _SHORTEST_TITLE
        and _NUMBER.fullmatch(texts[place]) is None
        and not labels.link_label(texts[place])
    )


def lists_people(columns: Sequence[str], rows: Sequence[Block]) -> bool:
    """Return whether a table says of people where they work, and names no works: "Name | University | Homepage"."""
    said = [squash(column) for column in columns]
    if _WHERE_THEY_WORK.isdisjoint(said) or said[0] not in _WHO:
        return False
    names = [next(map(plain, cells(row.pieces)), "") for row in rows]
    linked = [link.href for row in rows for link in row.links]
    return all(map(people.evidence, names)) and all(links.host_kind(href) != "paper" for href in linked)


def introduces(pieces: Sequence[Piece]) -> bool:
    """Return whether a row introduces a person: one writes to the address behind "Email", and it names no date."""
    return any(
        piece.kind == "link" and piece.href.startswith("mailto:") and squash(piece.text) in _WRITE
        for piece in pieces
    ) and not any(dates.find_year(piece.text) for piece in pieces)


def is_benchmark(rows: Sequence[Block]) -> bool:
    """Return whether a table holds measurements: two columns or more, and a third of all, are numbers.

    Not where most rows hold a title of four words or more beside them.
    """
    texts = [[plain(cell) for cell in cells(row.pieces)] for row in rows]
    width = max(map(len, texts), default=0)
    numeric = 0
    for place in range(width):
        said = [row[place] for row in texts if place < len(row) and row[place] not in _EMPTY]
        # a column that counts the rows measures nothing
        counts = [text for text in said if _NUMBER.fullmatch(text)]
        numeric += len(counts) >= 0.6 * len(said) > 0 and said != [
            str(number + 1) for number in range(len(said))
        ]
    titled = sum(any(len(text.split()) >= _TITLE_WORDS for text in row) for row in texts)
    return numeric >= _FEWEST_COLUMNS and 3 * numeric >= width and 2 * titled < len(texts)
