"""Cutting a new part into the text of a YAML file, with everything else left byte for byte."""

import json

from curabib.model import Location
from curabib.project.yaml_tree import Mapping as Tree
from curabib.project.yaml_tree import Node, Scalar


def quote(text: str) -> str:
    """Return a text as a YAML scalar in double quotes on one line."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() or c == " " else _escaped(ord(c)) for c in quoted)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def plain_key(text: str) -> str:
    """Return a text as a YAML key: plain where that is safe, else in quotes."""
    bare = text.translate({ord(c): None for c in ":.-/_#"})
    safe = bare.isascii() and bare.isalnum() and text[0].isalpha() and text[-1] != ":" and "#" not in text[:1]
    return text if safe else quote(text)


def replace_node(lines: list[str], start: Location, node: Node, new: str) -> str:
    """Return the text with all from `start` to the end of `node` replaced; comments behind it stay."""
    first, (end_line, end_column) = start.line - 1, _end(node)
    head = lines[first][: start.column - 1]
    if end_column == 1 and end_line > start.line:  # a block scalar ends where the next line begins
        return "".join([*lines[:first], head, new, "\n", *lines[end_line - 1 :]])
    tail = lines[end_line - 1][end_column - 1 :] if end_line <= len(lines) else "\n"
    if new.startswith("\n"):
        head = head.rstrip(" ")
    return "".join([*lines[:first], head, new, tail, *lines[end_line:]])


def insert(lines: list[str], block: Tree, first: str, *below: str) -> str:
    """Return the text with a new last pair in a mapping: the line `first`, and the lines `below` it indented."""
    if block.flow:
        comma = ", " if block.pairs else ""
        inner = f"{first} {{{', '.join(below)}}}" if below else first
        line, column = block.location.line - 1, block.location.column
        lines[line] = lines[line][:column] + inner + comma + lines[line][column:]
        return "".join(lines)
    indent = " " * (block.pairs[0][0].location.column - 1)
    new = f"{indent}{first}\n" + "".join(f"{indent}  {line}\n" for line in below)
    end_line, end_column = _end(block)
    after = end_line - 1 if end_column == 1 and end_line > block.location.line else end_line
    return "".join([*lines[:after], new, *lines[after:]])


def _end(node: Node) -> tuple[int, int]:
    """Return line and column behind the last character of a node.

    The end mark of a block list or mapping lies behind the comments that follow it, hence its last leaf is asked.
    """
    while not isinstance(node, Scalar) and not node.flow:
        parts = [value for _, value in node.pairs] if isinstance(node, Tree) else node.items
        if not parts:
            break
        node = parts[-1]
    return node.location.end_line, node.location.end_column
