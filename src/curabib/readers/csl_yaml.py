"""CSL-YAML files as sources: Pandoc's `references:`, or the bare list."""

from dataclasses import replace
from typing import Any

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.evidence.regex import regex
from curabib.exchange.pandoc_text import csl_markup, unescaped
from curabib.model import Location, RawEntry, Reading, Skipped, Snapshot
from curabib.project.yaml_tree import Mapping, Node, Scalar, Sequence, parse_tree
from curabib.readers import nested, rows
from curabib.readers.broken import listed
from curabib.readers.csl_json import csl_entry

# what is no text, and what is text but no prose
_NAMES = frozenset({"id", "type"})
_ADDRESSES = frozenset({"URL", "DOI"})
_END_OF_BLOCK = regex(r"\n(?:---|\.\.\.)\s*\Z")


def read_entries(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each item below `references:`, or of a list that is the whole document.

    Texts are Pandoc's Markdown, and come with the tags of CSL-JSON instead. What is no YAML, or uses what only YAML's
    whole power needs (anchors, tags), is reported (CB113).
    """
    tree = parse_tree(_END_OF_BLOCK.sub("\n", snapshot.text), snapshot.path)
    said = [replace(found, code="CB113", severity="error") for found in tree.diagnostics]
    root = tree.value.get("references") if isinstance(tree.value, Mapping) else tree.value
    mapped = [node for node in root.items if isinstance(node, Mapping)] if isinstance(root, Sequence) else []
    if root is tree.value and rows.are_plain([_value(node) for node in mapped]):
        kept = rows.reading([(_value(node), _place(node)) for node in mapped], snapshot, "csl-yaml")
        return Result(kept, listed(said))
    if (
        tree.value is not None
        and "references" not in _keys(tree.value)
        and not any("title" in _keys(node) for node in mapped)
    ):
        within = nested.reading(_value(tree.value), snapshot, "csl-yaml")
        if within is not None:
            return Result(within, listed(said))
    entries: list[RawEntry] = []
    skipped: list[Skipped] = []
    for node in root.items if isinstance(root, Sequence) else ():
        place = _place(node)
        if isinstance(node, Mapping):
            entries.append(csl_entry(snapshot.source, _item(node), place))
        else:
            skipped.append(Skipped(line=place.line, end_line=place.end_line, reason="no item of CSL"))
            said.append(_no_item(place))
    return Result(Reading(reader="csl-yaml", entries=tuple(entries), skipped=tuple(skipped)), listed(said))


def _keys(node: Node | None) -> list[str]:
    return [key.text for key, _ in node.pairs] if isinstance(node, Mapping) else []


def _no_item(place: Location) -> Diagnostic:
    return diagnose("CB130", "a value in the list is no item of CSL", place)


def _place(node: Node) -> Location:
    """Return the lines of a node; a block's end is marked at the start of the line behind it."""
    at = node.location
    last = at.end_line - 1 if at.end_column == 1 and at.end_line > at.line else at.end_line
    return Location(path=at.path, line=at.line, end_line=max(last, at.line))


def _item(node: Mapping) -> dict[str, Any]:
    """Return an item with the texts of CSL-JSON."""
    return {name: value if name in _NAMES else _markup(value, name) for name, value in _value(node).items()}


def _markup(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return unescaped(value) if name in _ADDRESSES else csl_markup(value)
    if isinstance(value, list):
        return [_markup(item, name) for item in value]
    if isinstance(value, dict):
        return {part: _markup(item, name) for part, item in value.items()}
    return value


def _value(node: Node) -> Any:
    """Return a node as JSON would have it; the tree is at most 24 levels deep."""
    if isinstance(node, Scalar):
        return None if node.null else node.text
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    return {key.text: _value(value) for key, value in node.pairs}
