"""Footnotes of reStructuredText that hold the whole reference of the work in a row that cites them."""

from collections.abc import Iterator

from docutils import nodes

from curabib.evidence.text import squash

_NOTES = (nodes.footnote, nodes.citation)
_REFERENCES = (nodes.footnote_reference, nodes.citation_reference)
_SHORTEST_TITLE = 2
_FEWEST_LETTERS = 10
_LONGEST = 2000
_MOST_CELLS = 40


def cited_by_rows(document: nodes.document) -> dict[nodes.Node, nodes.Element]:
    """Return the paragraphs of cells that are nothing but a reference to a footnote, with that footnote.

    Only where the footnote repeats the words of another cell of the row, its title.
    """
    notes = {name: note for kind in _NOTES for note in _elements(document, kind) for name in note["ids"]}
    found: dict[nodes.Node, nodes.Element] = {}
    for row in _elements(document, nodes.row) if notes else ():
        if len(row.children) > _MOST_CELLS:
            continue
        for paragraph in _elements(row, nodes.paragraph):
            note = notes.get(_only_reference(paragraph))
            if note is not None and _repeats(note, row):
                found[paragraph] = note
    return found


def _elements(root: nodes.Element, kind: type[nodes.Element]) -> Iterator[nodes.Element]:
    return iter(root.findall(kind))


def paragraphs(note: nodes.Element) -> list[nodes.Element]:
    """Return the paragraphs of a footnote."""
    return [child for child in note.children if isinstance(child, nodes.paragraph)]


def _only_reference(paragraph: nodes.Element) -> str:
    """Return the id that the only thing in a paragraph refers to, or the empty string."""
    children = paragraph.children
    if len(children) != 1 or not isinstance(children[0], _REFERENCES):
        return ""
    return str(children[0].get("refid", ""))


def _repeats(note: nodes.Element, row: nodes.Element) -> bool:
    """Whether a footnote repeats the words of a cell of the row, two or more."""
    said = " ".join(paragraph.astext() for paragraph in paragraphs(note))
    if len(said) > _LONGEST:
        return False
    said = squash(said)
    texts = [cell.astext() for cell in row.children]
    return any(
        len(text.split()) >= _SHORTEST_TITLE and len(squash(text)) >= _FEWEST_LETTERS and squash(text) in said
        for text in texts
    )
