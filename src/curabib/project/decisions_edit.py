"""Adding decisions to the text of an `overrides.yaml`, with everything else left byte for byte."""

from collections.abc import Sequence
from typing import Literal

from curabib.diagnostics import CurabibError
from curabib.project.overrides import parse_overrides
from curabib.project.text_edit import plain_key, replace_node
from curabib.project.yaml_tree import Mapping, Node, Scalar, parse_tree
from curabib.project.yaml_tree import Sequence as Items

Verdict = Literal["same", "different"]


def add_decisions(text: str, path: str, decisions: Sequence[tuple[Verdict, tuple[str, ...]]]) -> str:
    """Return the text of an overrides file that states these decisions too; those that it states stay as they are.

    Raises CurabibError where the file has errors, or is written so that the result would not say what is meant.
    """
    before = parse_overrides(text, path)
    if any(d.severity == "error" for d in before.diagnostics):
        raise CurabibError(f"`{path}` has errors", hint="mend it first; `curabib check` shows where")
    for section, members in decisions:
        if members not in _stated(text, path, section):
            text = _put(text, path, section, members)
            if members not in _stated(text, path, section):
                raise CurabibError(
                    f"`{path}` is written so that nothing can be added to it",
                    hint=f"add `- {_line(members)}` to `{section}` by hand",
                )
    return text


def _stated(text: str, path: str, section: Verdict) -> set[tuple[str, ...]]:
    found = parse_overrides(text, path)
    if any(d.severity == "error" for d in found.diagnostics):
        return set()
    return {decision.members for decision in getattr(found.value, section)}


def _line(members: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(plain_key, members)) + "]"


def _put(text: str, path: str, section: Verdict, members: tuple[str, ...]) -> str:
    tree = parse_tree(text, path).value
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    node = tree.get(section) if isinstance(tree, Mapping) else None
    if node is None:
        gap = "\n" if text.strip() else ""
        return "".join(lines) + f"{gap}{section}:\n  - {_line(members)}\n"
    if isinstance(node, Items) and node.items and not node.flow:
        last = node.items[-1]
        indent = " " * (node.location.column - 1)
        end = _last_line(last)
        return "".join([*lines[:end], f"{indent}- {_line(members)}\n", *lines[end:]])
    if isinstance(node, Scalar) or (isinstance(node, Items) and not node.items):
        return replace_node(lines, node.location, node, f"\n  - {_line(members)}")
    return "".join(lines)


def _last_line(node: Node) -> int:
    """Return the number of the last line of a node: of its last leaf, as the marks of block lists lie behind it."""
    while isinstance(node, Items) and node.items and not node.flow:
        node = node.items[-1]
    return node.location.end_line
