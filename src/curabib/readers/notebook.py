"""Jupyter notebooks (nbformat 4): the Markdown of their cells, at the lines of the file."""

import json
from collections.abc import Iterator

from curabib.readers import markdown
from curabib.readers.tree import Block, Malformed


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of the Markdown cells of a notebook.

    They have the lines of the file where each line of a cell has one of its own, as Jupyter writes notebooks; else
    those of the cells one after the other. Raises Malformed where the text is no JSON of a notebook.
    """
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"the notebook is no JSON: {error}") from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    sources = [list(_lines(cell)) for cell in cells or () if _is_markdown(cell)]
    return markdown.read_blocks(_placed(text, sources) or "\n\n".join(map("".join, sources)), path)


def _is_markdown(cell: object) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "markdown"


def _lines(cell: dict[str, object]) -> Iterator[str]:
    """Yield the lines of a cell with their ends; a source is a list of lines, or one text."""
    source = cell.get("source")
    for part in source if isinstance(source, list) else [source]:
        if isinstance(part, str):
            yield from part.splitlines(keepends=True)


def _placed(text: str, sources: list[list[str]]) -> str:
    """Return a text in which each line of a cell stands at its line of the file, or nothing where two share one."""
    lines = [""] * (text.count("\n") + 1)
    position = number = counted = 0
    for said in (line for source in sources for line in source):
        for form in (json.dumps(said, ensure_ascii=False), json.dumps(said)):
            found = text.find(form, position)
            if found >= 0:
                break
        else:
            return ""
        number += text.count("\n", counted, found)
        position, counted = found + len(form), found
        if lines[number]:
            return ""
        lines[number] = said.rstrip("\n") or " "
    return "\n".join(lines)
