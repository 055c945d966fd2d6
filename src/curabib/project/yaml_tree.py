"""YAML as a tree of texts, lists and mappings with the line of every part.

Only what a settings file needs: no anchors, no aliases, no tags, one document. A scalar stays the text that was
written, so `no` is no boolean and `1e3` no number until the reader of a setting asks for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import yaml

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Location

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 24

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A text as written; `null` when nothing (or `null`, `~`) was written without quotes."""

    text: str
    null: bool
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list of nodes; `flow` when it is written with brackets."""

    items: "tuple[Node, ...]"
    flow: bool
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Pairs in the order of the file; keys are scalars and differ from each other; `flow` when in braces."""

    pairs: "tuple[tuple[Scalar, Node], ...]"
    flow: bool
    location: Location

    def get(self, name: str) -> "Node | None":
        """Return the node under the key `name`, or None."""
        return next((node for key, node in self.pairs if key.text == name), None)


Node = Scalar | Sequence | Mapping


class _Mark(Protocol):
    """A position in the text, counted from 0 (two classes of PyYAML look like this)."""

    line: int
    column: int


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been seen yet."""

    mapping: bool
    flow: bool
    location: Location
    items: list[Node]


class _Refused(Exception):
    """The text is no YAML of ours; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def parse_tree(text: str, path: str) -> Result[Node | None]:
    """Return the tree of a YAML text, or None for an empty text and for one that is refused.

    Refused with CB001 at its line: invalid YAML, anchors, aliases and tags (which let ten lines unfold into
    gigabytes), more than one document, nesting deeper than 24, and texts above 8 million characters; with CB004: a
    key that stands twice in one mapping. Work and memory are linear in the text; nothing recurses.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"the file has {len(text)} characters, more than {MAX_CHARACTERS}"
        return Result(None, (diagnose("CB001", message, Location(path=path, line=1)),))
    try:
        return Result(_compose(_events(text, path), path))
    except _Refused as refused:
        return Result(None, (refused.diagnostic,))


def _events(text: str, path: str) -> "Iterator[yaml.Event]":
    try:
        yield from yaml.parse(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        problem = " ".join(str(error.problem or "invalid YAML").split())
        raise _Refused(
            diagnose("CB001", f"invalid YAML: {problem}", _location(error.problem_mark, path))
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"invalid YAML: the character U+{ord(str(error.character)):04X} is not allowed"
        raise _Refused(diagnose("CB001", message, Location(path=path, line=line))) from error


def _location(mark: "yaml.Mark | None", path: str) -> Location:
    return (
        Location(path=path, line=mark.line + 1, column=mark.column + 1)
        if mark
        else Location(path=path, line=1)
    )


def _compose(events: "Iterator[yaml.Event]", path: str) -> Node | None:
    root: Node | None = None
    stack: list[_Open] = []
    documents = 0
    for event in events:
        place = _span(event.start_mark, event.end_mark, path)
        done: Node | None = None
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(diagnose("CB001", "a second YAML document begins here", place))
            continue
        _refuse_references(event, place)
        if isinstance(event, yaml.ScalarEvent):
            null = event.style in (None, "") and event.value in _NULLS
            done = Scalar(text=event.value, null=null, location=place)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if len(stack) >= MAX_DEPTH:
                raise _Refused(diagnose("CB001", f"nested deeper than {MAX_DEPTH} levels", place))
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), bool(event.flow_style), place, []))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            done = _close(stack.pop(), place)
        if done is None:
            continue
        if stack:
            stack[-1].items.append(done)
        else:
            root = done
    return root


def _refuse_references(event: "yaml.Event", place: Location) -> None:
    anchor = getattr(event, "anchor", None)
    if anchor:
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        raise _Refused(
            diagnose(
                "CB001",
                f"`{sign}{anchor[:40]}`: anchors and aliases are not read here",
                place,
                help="write it out",
            )
        )
    tag = getattr(event, "tag", None)
    if tag and tag != "!":
        raise _Refused(
            diagnose("CB001", f"the tag `{tag[:60]}` is not read here", place, help="leave the tag away")
        )


def _span(start: _Mark | None, end: _Mark | None, path: str) -> Location:
    if start is None or end is None:
        return Location(path=path, line=1)
    return Location(
        path=path,
        line=start.line + 1,
        column=start.column + 1,
        end_line=end.line + 1,
        end_column=end.column + 1,
    )


def _close(node: _Open, end: Location) -> Node:
    place = replace(node.location, end_line=end.end_line, end_column=end.end_column)
    if not node.mapping:
        return Sequence(items=tuple(node.items), flow=node.flow, location=place)
    pairs: list[tuple[Scalar, Node]] = []
    seen: dict[str, Location] = {}
    for key, value in zip(node.items[::2], node.items[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise _Refused(diagnose("CB001", "a key must be a text", key.location))
        if key.text in seen:
            message = f"`{key.text[:60]}` stands twice, first in line {seen[key.text].line}"
            raise _Refused(diagnose("CB004", message, key.location, help="keep one of the two"))
        seen[key.text] = key.location
        pairs.append((key, value))
    return Mapping(pairs=tuple(pairs), flow=node.flow, location=place)
