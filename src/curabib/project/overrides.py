"""`overrides.yaml`: what people correct, and which records they call the same work or different ones."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from curabib.diagnostics import Result
from curabib.model import (
    Correction,
    Date,
    Fields,
    FieldValue,
    Identifier,
    Location,
    Name,
    Names,
    Origin,
    Record,
    Venue,
)
from curabib.model.fields import DATE_FIELDS, NAME_FIELDS
from curabib.model.nearest import nearest
from curabib.model.text import nfc
from curabib.project.field_names import FIELD_NAMES, IDENTIFIER_SCHEMES, KNOWN_FIELDS
from curabib.project.walk import Walk
from curabib.project.yaml_tree import Mapping as Tree
from curabib.project.yaml_tree import Node, Scalar, parse_tree
from curabib.project.yaml_tree import Sequence as NodeList

SECTIONS = ("corrections", "same", "different")

_MOST_GUESSES = 200
_FIELD = re.compile(r"[a-z][a-z0-9_+-]{0,39}\Z", re.ASCII)
_TYPE = re.compile(r"[a-z]{3,20}\Z", re.ASCII)
_PREFIX_WORD = re.compile(r"(?:[^\W\d_]|['’])+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A curator's verdict: the members (keys, `scheme:value` identifiers or record ids) are one work, or are not."""

    members: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """All that an overrides file says."""

    corrections: tuple[Correction, ...] = ()
    same: tuple[Decision, ...] = ()
    different: tuple[Decision, ...] = ()


def parse_overrides(text: str, path: str) -> Result[Overrides]:
    """Return what the text of an `overrides.yaml` says; `path` is how diagnostics call the file.

    A part that does not fit is left out and reported: CB001, CB002 and CB004 as in the settings, CB005 for a value
    that its field cannot have, CB006 for a name that is perhaps no group's, CB007 and CB008 for a field that nobody
    else knows, which is kept all the same. A field that is `null` is removed from
    its work, whoever states it. Venues are given their name only; their place in the venue table is found later.
    """
    tree = parse_tree(text, path)
    walk = Walk("CB005")
    sections = dict(walk.pairs(tree.value, "", SECTIONS))
    corrections = tuple(
        _correction(target, node, walk)
        for target, node in walk.pairs(sections.get("corrections"), "corrections")
    )
    overrides = Overrides(
        corrections=tuple(correction for correction in corrections if correction is not None),
        same=_decisions(sections.get("same"), "same", walk),
        different=_decisions(sections.get("different"), "different", walk),
    )
    return Result(overrides, tree.diagnostics + tuple(walk.diagnostics))


def _decisions(node: Node | None, what: str, walk: Walk) -> tuple[Decision, ...]:
    found: list[Decision] = []
    for item in walk.items(node, what):
        members = tuple(walk.text(member, what) for member in walk.items(item, what))
        if isinstance(item, NodeList) and len(members) > 1 and all(members):
            found.append(Decision(members=members, location=item.location))
        else:
            help = "write `- [first2019key, second2020key]`"
            walk.problem(f"`{what}` needs lists of at least two members", item.location, help=help)
    return tuple(found)


def _correction(target: str, node: Node, walk: Walk) -> Correction | None:
    target = target.strip()
    if not target or not isinstance(node, Tree):
        help = "write `field: value` lines below the citation key or identifier"
        walk.problem(f"the correction of `{target[:60]}` has no fields", node.location, help=help)
        return None
    values: dict[str, FieldValue] = {}
    removed: set[str] = set()
    identifiers: dict[str, Identifier] = {}
    keywords: tuple[str, ...] = ()
    entry_type = ""
    for key, value in node.pairs:
        name = FIELD_NAMES.get(key.text.lower(), key.text.lower())
        if name not in KNOWN_FIELDS:
            _report_unknown(name, key.location, walk)
        if not _FIELD.match(name):
            walk.problem(f"`{key.text[:60]}` cannot name a field", key.location)
        elif isinstance(value, Scalar) and value.null:
            removed.add(name)
        elif name == "entry_type":
            entry_type = _entry_type(value, walk)
        elif name == "keywords":
            keywords = tuple(clean(walk.text(item, name)) for item in walk.items(value, name))
        elif name in IDENTIFIER_SCHEMES:
            text = walk.text(value, name)
            identifiers[name] = Identifier(name, text.lower() if name == "doi" else text)
        else:
            found = _value(name, value, walk)
            if found is not None:
                values[name] = found
    record = Record(
        id=f"override#{target}",
        origin=Origin(kind="override", name=node.location.path),
        location=node.location,
        entry_type=entry_type,
        fields=Fields(values),
        year_source="stated" if "date" in values else "",
        keywords=keywords,
        identifiers=tuple(identifiers[scheme] for scheme in sorted(identifiers)),
    )
    return Correction(target=target, record=record, removed=frozenset(removed))


def _report_unknown(name: str, place: Location, walk: Walk) -> None:
    """Report a field that nobody else knows: a typing mistake where a known name is near, else a field of one's own."""
    if not _FIELD.match(name):
        return
    guess = nearest(name, sorted(KNOWN_FIELDS), 1) if len(walk.diagnostics) < _MOST_GUESSES else ()
    if guess:
        message = f"no field is called `{name}`; it is printed under this name"
        walk.problem(message, place, help=f"did you mean `{guess[0]}`?", code="CB007")
    else:
        walk.problem(f"`{name}` is a field of your own; it is printed as it is", place, code="CB008")


def _entry_type(node: Node, walk: Walk) -> str:
    text = walk.text(node, "entry_type").lower()
    if not _TYPE.match(text):
        walk.problem(f"`{text[:40]}` is no entry type", node.location, help="write one such as `article`")
        return ""
    return text


def _value(name: str, node: Node, walk: Walk) -> FieldValue | None:
    if name in NAME_FIELDS:
        return _names(name, node, walk)
    if isinstance(node, Tree | NodeList):
        walk.problem(f"`{name}` must be a text", node.location)
        return None
    text = clean(node.text)
    if name == "venue":
        return Venue(name=text) if text else None
    if name in DATE_FIELDS:
        date = Date.parse(text)
        if date is None:
            help = "write `2019`, `2019-05` or `2019-05-07`"
            walk.problem(f"`{name}` is no date: `{text[:40]}`", node.location, help=help)
        return date
    return text


def _names(field: str, node: Node, walk: Walk) -> Names | None:
    people: list[Name] = []
    truncated = False
    for item in walk.items(node, field):
        if isinstance(item, Tree):
            name = _name_parts(field, item, walk)
        else:
            text = clean(walk.text(item, field))
            if text.casefold().rstrip(".") in ("others", "et al", "and others"):
                truncated = True
                continue
            name = parse_name(text)
            if name.literal and " " in text:
                help = f"write `{text.rpartition(' ')[2]}, ...` for a person, `{{literal: {text[:40]}}}` for a group"
                message = f"`{text[:60]}` has no comma and is taken for a group"
                walk.problem(message, item.location, help=help, code="CB006")
        if name is not None and str(name):
            people.append(name)
    return Names(tuple(people), truncated) if people or truncated else None


def _name_parts(field: str, node: Tree, walk: Walk) -> Name | None:
    known = ("family", "given", "prefix", "suffix", "literal")
    parts = {part: clean(walk.text(value, part)) for part, value in walk.pairs(node, field, known)}
    if not (parts.get("family") or parts.get("literal")):
        walk.problem("a name needs `family` or `literal`", node.location)
        return None
    return Name(**parts)


def parse_name(text: str) -> Name:
    """Return the name written `Family, Given` or `Family, Suffix, Given`; without a comma it is a group's.

    Words in lower case before the family name ("van der Berg, Jan") are its prefix.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return Name(literal=parts[0])
    words = parts[0].split(" ")
    count = 0
    while count < len(words) - 1 and words[count][:1].islower() and _PREFIX_WORD.match(words[count]):
        count += 1
    return Name(
        family=" ".join(words[count:]),
        prefix=" ".join(words[:count]),
        suffix=", ".join(parts[1:-1]),
        given=parts[-1],
    )


def print_name(name: Name) -> str | dict[str, str]:
    """Return what an overrides file holds for a name: the text of `parse_name` where it comes back, else its parts."""
    if name.literal:
        return {"literal": name.literal} if " " in name.literal or "," in name.literal else name.literal
    family = f"{name.prefix} {name.family}" if name.prefix else name.family
    text = ", ".join([family, *([name.suffix] if name.suffix else []), name.given])
    if parse_name(text) == name:
        return text
    parts: Mapping[str, Callable[[Name], str]] = {
        "family": lambda n: n.family,
        "given": lambda n: n.given,
        "prefix": lambda n: n.prefix,
        "suffix": lambda n: n.suffix,
    }
    return {part: get(name) for part, get in parts.items() if get(name)}


def clean(text: str) -> str:
    """Return a text as records hold it: Unicode NFC, runs of blanks and line ends folded into one blank."""
    return " ".join(nfc(text).split())
