"""Adding corrections to the text of an `overrides.yaml`, with every comment and every other line left as it is."""

from collections.abc import Mapping, Sequence

from curabib.diagnostics import CurabibError
from curabib.model import Date, FieldValue, Names, Venue
from curabib.project.field_names import FIELD_NAMES
from curabib.project.overrides import parse_overrides, print_name
from curabib.project.text_edit import insert, plain_key, replace_node
from curabib.project.text_edit import quote as quote
from curabib.project.yaml_tree import Mapping as Tree
from curabib.project.yaml_tree import Scalar, parse_tree

Value = FieldValue | Sequence[str] | None

_PREAMBLE = "# Corrections that win over every list, by citation key or identifier; null removes a field.\n"


def add_corrections(text: str, path: str, corrections: Mapping[str, Mapping[str, Value]]) -> str:
    """Return the text of an overrides file in which `corrections` (target, then field, then value) are stated too.

    None as a value removes the field from the work. A field that the file already corrects gets the new value in
    place; everything else of the file stays byte for byte. Raises CurabibError where the file cannot be read, or
    where its layout is so unusual that the result would not say what is meant (nothing is lost then: the message
    names what to add by hand).
    """
    before = parse_overrides(text, path)
    if any(d.severity == "error" for d in before.diagnostics):
        first = next(d for d in before.diagnostics if d.severity == "error")
        raise CurabibError(
            f"`{path}` has errors: {first.message}", hint="mend it first; `curabib check` shows where"
        )
    for target, fields in corrections.items():
        for name, value in fields.items():
            text = _put(text, path, target, name, _flow(value))
    _verify(text, path, corrections)
    return text


def _flow(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, Date):
        return quote(str(value)) if value.month else str(value)
    if isinstance(value, Venue):
        return quote(value.name)
    if isinstance(value, Names):
        names = [_name(print_name(name)) for name in value]
        return "[" + ", ".join([*names, *(["others"] if value.truncated else [])]) + "]"
    return "[" + ", ".join(map(quote, value)) + "]"


def _name(name: str | dict[str, str]) -> str:
    if isinstance(name, str):
        return quote(name)
    return "{" + ", ".join(f"{part}: {quote(text)}" for part, text in name.items()) + "}"


def _put(text: str, path: str, target: str, name: str, value: str) -> str:
    tree = parse_tree(text, path).value
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    section = tree.get("corrections") if isinstance(tree, Tree) else None
    if not isinstance(tree, Tree) or not tree.pairs:
        return (
            "".join(lines)
            + ("" if text.strip() else _PREAMBLE)
            + f"corrections:\n  {plain_key(target)}:\n    {name}: {value}\n"
        )
    if section is None:
        return "".join(lines) + f"\ncorrections:\n  {plain_key(target)}:\n    {name}: {value}\n"
    if isinstance(section, Scalar) or (isinstance(section, Tree) and not section.pairs):
        place = section.location
        return replace_node(lines, place, section, f"\n  {plain_key(target)}:\n    {name}: {value}")
    if not isinstance(section, Tree):
        return "".join(lines)
    work = section.get(target)
    if not isinstance(work, Tree):
        return insert(lines, section, f"{plain_key(target)}:", f"{name}: {value}")
    for key, node in work.pairs:
        if FIELD_NAMES.get(key.text.lower(), key.text.lower()) == FIELD_NAMES.get(name, name):
            return replace_node(lines, key.location, node, f"{name}: {value}")
    return insert(lines, work, f"{name}: {value}")


def _verify(text: str, path: str, corrections: Mapping[str, Mapping[str, Value]]) -> None:
    after = parse_overrides(text, path)
    found = {correction.target: correction for correction in after.value.corrections}
    good = not any(d.severity == "error" for d in after.diagnostics)
    for target, fields in corrections.items():
        correction = found.get(target)
        for name in fields:
            plain = FIELD_NAMES.get(name, name)
            good = good and correction is not None and _states(correction, plain)
    if not good:
        named = ", ".join(f"`{target}`" for target in list(corrections)[:3])
        raise CurabibError(
            f"`{path}` is written so that nothing can be added to it", hint=f"correct {named} by hand"
        )


def _states(correction: object, name: str) -> bool:
    record = getattr(correction, "record", None)
    removed: frozenset[str] = getattr(correction, "removed", frozenset())
    if record is None:
        return False
    return (
        name in removed
        or name in record.fields
        or any(identifier.scheme == name for identifier in record.identifiers)
        or (name == "entry_type" and bool(record.entry_type))
        or (name == "keywords" and bool(record.keywords))
    )
