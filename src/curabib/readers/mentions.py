"""Works that running text below a heading names besides its own."""

from collections.abc import Iterator, Sequence

from curabib.evidence import labels, links
from curabib.evidence.regex import regex
from curabib.model import Location, Piece, Snapshot
from curabib.readers.headings import names_authors, only_labels, only_link, states_where
from curabib.readers.tree import Block, walk

_QUOTE = regex(r"[“\"](?P<title>[^“”\"]{8,200})[”\"]")
_WORD_BEFORE = regex(r"[\w.]{1,20}\Z")
_NEAR = 60
_CITING = frozenset(("in", "of", "from", "see", "by", "paper", "and", "cf", "read"))
_CONJUNCTION = regex(r",\s+(?:although|though|but|which|while|where|however)\b.*")
_OWN = frozenset(("here", "this", "link", "thispaper", "thispost"))


def mentions(below: Sequence[Block], snapshot: Snapshot) -> Iterator[tuple[Piece, ...]]:
    """Return the works that text below a heading names beside its own: by a link, or quoted behind a citing word."""
    for block in walk(below):
        if (
            block.kind != "paragraph"
            or only_link(block)
            or only_labels(block.pieces)
            or labels.line_label(block.text)
            or names_authors(block)
            or (block is below[0] and states_where(block))
        ):
            continue
        pieces = block.pieces
        for place, piece in enumerate(pieces):
            before = pieces[place - 1] if place and pieces[place - 1].kind == "text" else None
            if piece.kind == "link" and links.is_web(piece.href):
                if _mentioned(piece):
                    yield (*(_words_before(before, snapshot) if labels.link_label(piece.text) else ()), piece)
            elif piece.kind == "text":
                yield from _quoted(piece, snapshot)


def _mentioned(piece: Piece) -> bool:
    label = labels.link_label(piece.text)
    key = "".join(char for char in piece.text.lower() if char.isalpha())
    if key in _OWN:
        return False
    kind = links.host_kind(piece.href)
    return (
        kind in ("paper", "blog", "book")
        or label in ("paper", "book", "blog")
        or links.is_document(piece.href)
    )


def _words_before(before: Piece | None, snapshot: Snapshot) -> tuple[Piece, ...]:
    """Return the capitalised words right before a label link: what it is the paper, or the book, of."""
    if before is None:
        return ()
    words: list[str] = []
    for word in reversed(before.text.split()):
        if not word[:1].isupper() or word[-1] in ".,;:!?":
            break
        words.insert(0, word)
    if not words:
        return ()
    return (Piece(kind="emphasis", text=" ".join(words), location=before.location),)


def _quoted(piece: Piece, snapshot: Snapshot) -> Iterator[tuple[Piece, ...]]:
    for before, quoted in _quotations(piece.text):
        title = _CONJUNCTION.sub("", quoted).strip()
        if before in _CITING and len(title.split()) >= (3 if title == quoted or "," in quoted else 4):
            if before == "of" and len(title.split()) < 4:
                continue
            if "-to-" in title and len(title.split()) <= 3:
                continue
            yield (
                Piece(
                    kind="strong", text=title, location=Location(path=snapshot.path, line=piece.location.line)
                ),
            )


def _quotations(text: str) -> Iterator[tuple[str, str]]:
    """Return the word before each quotation, in lower case, and what is quoted, where there is such a word."""
    found = _QUOTE.search(text)
    while found is not None:
        word = _WORD_BEFORE.search(text[max(0, found.start() - _NEAR) : found.start()].rstrip())
        if word is not None:
            yield word.group().lower(), found["title"]
        found = _QUOTE.search(text, found.end() if word is not None else found.start() + 1)
