"""The setting `entry:` as YAML has it, in `curabib.yaml` or in a file of its own."""

from collections.abc import Sequence

from curabib.diagnostics import Result, diagnose
from curabib.model import Location
from curabib.project.entry_pattern import EntryPattern, PatternError, parse_pattern
from curabib.project.walk import Walk
from curabib.project.yaml_tree import Node, Scalar, parse_tree


def parse_pattern_file(text: str, path: str) -> Result[tuple[EntryPattern, ...]]:
    """Return the patterns of a file that holds nothing but the setting `entry:`; CB140 says what is wrong with them."""
    tree = parse_tree(text, path)
    walk = Walk("CB140")
    parts = dict(walk.pairs(tree.value, "", ("entry",)))
    patterns = patterns_of(parts.get("entry"), "entry", walk, text.split("\n"))
    if not patterns and not tree.diagnostics and not walk.diagnostics:
        help = "write `entry:` and below it what an entry looks like"
        walk.problem("the file describes no entry", Location(path=path, line=1), help=help)
    return Result(patterns, (*tree.diagnostics, *walk.diagnostics))


def patterns_of(node: Node | None, what: str, walk: Walk, lines: Sequence[str]) -> tuple[EntryPattern, ...]:
    """Return the patterns of a setting: one text, or a list of alternatives; those with mistakes are reported.

    `lines` are those of the file, by which a mistake is placed on the very sign.
    """
    found: list[EntryPattern] = []
    for item in walk.items(node, what):
        if not walk.text(item, what) or not isinstance(item, Scalar):
            continue
        try:
            found.append(parse_pattern(item.text.strip("\n")))
        except PatternError as error:
            place = _place(item, error, lines)
            walk.diagnostics.append(diagnose("CB140", error.message, place, help=error.help))
    return tuple(found)


def _place(node: Scalar, error: PatternError, lines: Sequence[str]) -> Location:
    """Return where in the file a sign of a pattern stands; a folded text only says its beginning."""
    at = node.location
    start = lines[at.line - 1][at.column - 1 :] if at.line <= len(lines) else ""
    if start.startswith("|"):
        line = at.line + error.line
        row = lines[line - 1] if line <= len(lines) else ""
        indent = len(lines[at.line]) - len(lines[at.line].lstrip(" ")) if at.line < len(lines) else 0
        return Location(path=at.path, line=line, column=min(indent + error.column, len(row) + 1))
    if start.startswith(">"):
        return Location(path=at.path, line=at.line, column=at.column)
    quoted = start[:1] in ("'", '"')
    return Location(path=at.path, line=at.line, column=at.column + quoted + error.column - 1)
