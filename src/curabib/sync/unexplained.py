"""Entries that are printed otherwise although no list changed: a correction, a setting or a rule has."""

from collections.abc import Collection, Iterator, Mapping

from curabib.bibtex.document import Block
from curabib.bibtex.parse import parse
from curabib.sync.plan import FieldChange, Item
from curabib.sync.splice import entries_of


def unexplained(
    before: Mapping[str, str], after: Mapping[str, str], known: Collection[str]
) -> tuple[Item, ...]:
    """Return an `updated` item for each entry that stands in a .bib file before and after with other fields.

    `before` and `after` are texts of generated files by path, `known` the keys of which the plan speaks already.
    The fields are those of the file in which the entry was found first.
    """
    items: dict[str, Item] = {}
    for path, text in after.items():
        if path.endswith(".bib") and path in before:
            for item in _changed(before[path], text, {*known, *items}):
                items[item.key] = item
    return tuple(items.values())


def _changed(before: str, after: str, known: Collection[str]) -> Iterator[Item]:
    old, new = entries_of(before), entries_of(after)
    if old is None or new is None:
        return
    for key, text in new.items():
        if key in old and key not in known and old[key] != text:
            was, now = _fields(old[key]), _fields(text)
            changes = tuple(
                FieldChange(field=name, old=was.get(name, ""), new=now.get(name, ""))
                for name in sorted({*was, *now})
                if was.get(name) != now.get(name)
            )
            yield Item(kind="updated", key=key, title=now.get("title", ""), changes=changes)


def _fields(text: str) -> dict[str, str]:
    """Return the type and the fields of the one entry in a text, as they are printed, without their braces."""
    blocks: tuple[Block, ...] = parse(text, "").entries
    if not blocks:
        return {}
    block = blocks[0]
    values = {field.name: "".join(piece.text for piece in field.pieces) for field in block.fields}
    return {"entry_type": block.type, **values}
