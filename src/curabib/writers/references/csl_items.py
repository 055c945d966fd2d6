"""Entries as items for pandoc: CSL-JSON in which a character stands for each formula, and the formulas put back."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from curabib.model import Entry, Venue
from curabib.writers.csl_json import entry_to_csl
from curabib.writers.formula import formula
from curabib.writers.references.visible import one_line
from curabib.writers.references.written import with_whole_names
from curabib.writers.rich import Inline, Text

_STAND_IN = 0xF0000
"""The first character of a private plane, of which one stands for each formula of an entry."""
_FORMULAS = 64
_STAND_INS = re.compile(f"[{chr(_STAND_IN)}-{chr(_STAND_IN + _FORMULAS - 1)}]")


@dataclass(frozen=True, slots=True)
class Item:
    """The CSL item of an entry without a name, and the formulas that stand-ins in it stand for."""

    form: str
    formulas: tuple[str, ...]


def item(entry: Entry) -> Item:
    """Return an entry as an item, its names whole, every text a visible line."""
    made = _translated(with_whole_names(entry))
    if len(_STAND_INS.findall(made.form)) != len(made.formulas):
        made = _translated(with_whole_names(_without_stand_ins(entry)))
    return made


def _translated(entry: Entry) -> Item:
    formulas: list[str] = []

    def stand_in(dollars: str) -> str:
        if len(formulas) == _FORMULAS:
            return dollars
        formulas.append(dollars)
        return chr(_STAND_IN + len(formulas) - 1)

    item = entry_to_csl(entry, stand_in)
    for name in ("id", "custom"):
        item.pop(name, None)
    fields = entry.work.fields
    for role, names in (("author", fields.authors), ("editor", fields.editors)):
        if names.truncated and role in item:
            item[role] = [*item[role], {"literal": "others"}]  # pandoc prints the style's "et al." for it
    return Item(json.dumps(_clean(item), ensure_ascii=False), tuple(formulas))


def _without_stand_ins(entry: Entry) -> Entry:
    """Return the entry without characters of its own that would be taken for formulas."""
    work = entry.work
    changed: dict[str, Any] = {
        name: _STAND_INS.sub("", value) if isinstance(value, str) else _bare_venue(value)
        for name, value in work.fields.items()
        if isinstance(value, str | Venue)
    }
    topics, keywords = (
        tuple(_STAND_INS.sub("", word) for word in words) for words in (work.topics, work.keywords)
    )
    fields = work.fields.updated(changed)
    return replace(entry, work=replace(work, fields=fields, topics=topics, keywords=keywords))


def _bare_venue(venue: Venue) -> Venue:
    return replace(venue, name=_STAND_INS.sub("", venue.name))


def _clean(value: Any) -> Any:
    """Return a part of an item with every text as one visible line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return {name: _clean(part) for name, part in value.items()} if isinstance(value, dict) else value


def with_formulas(text: str, formulas: Sequence[str]) -> Iterable[Inline]:
    """Yield the texts and formulas of a text of an item."""
    at = 0
    for mark in _STAND_INS.finditer(text):
        index = ord(mark[0]) - _STAND_IN
        yield Text(text[at : mark.start()])
        if index < len(formulas):
            dollars = formulas[index]
            yield formula(dollars[1:-1]) or Text(dollars)
        at = mark.end()
    yield Text(text[at:])
