"""CSL-JSON as Zotero imports it: with keys and preprints, without topics and tags.

Zotero refuses a whole file for one item of the type `software`, drops particles and suffixes of names, and writes
`date-parts` out in words; so programs are books that say what they are, names have two parts, and dates are raw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curabib.diagnostics import Result
from curabib.model import Entry, View
from curabib.writers.csl_json import entry_to_csl, lost_in_csl
from curabib.writers.losses import Losses

_PEOPLE = ("author", "editor", "translator")
_DATES = ("issued", "accessed", "event-date")


@dataclass(frozen=True, slots=True)
class ZoteroCslWriter:
    """Prints an array of CSL items, one for each entry, in the order of the view."""

    name: str = "zotero-csl"
    extension: str = "json"

    def write(self, view: View) -> Result[str]:
        """Return the array, indented by two, in UTF-8, and what this way into Zotero loses."""
        losses = Losses("CSL-JSON for Zotero")
        items = []
        for entry in view.entries:
            if entry.work.topics and "keywords" not in entry.work.withheld:
                losses.left_out(entry, ["topics"])
            if entry.work.keywords and "keywords" not in entry.work.withheld:
                losses.left_out(entry, ["keywords"])
            item = entry_to_csl(entry)
            lost_in_csl(entry, item, losses)
            items.append(_item(entry, item))
        return Result(json.dumps(items, ensure_ascii=False, indent=2) + "\n", losses.diagnostics())


def _item(entry: Entry, csl: Mapping[str, Any]) -> dict[str, Any]:
    item = dict(csl)
    item |= {role: [_person(person) for person in item[role]] for role in _PEOPLE if role in item}
    item |= {name: {"raw": _raw(item[name])} for name in _DATES if name in item}
    extra = [item["note"]] if "note" in item else []
    if item["type"] == "software":
        item["type"] = "book"
        if "version" not in item:  # which would tell Zotero that this book is a program
            extra.append("Type: computerProgram")
    if entry.aliases:
        extra.append(f"Citation Key Alias: {', '.join(entry.aliases)}")
    if extra:
        item["note"] = "\n".join(extra)
    for name in ("keyword", "custom"):
        item.pop(name, None)
    return {"id": item["id"], "citation-key": entry.key, **item}


def _person(person: Mapping[str, str]) -> dict[str, str]:
    """Return a name in two parts: particles go with the family name, what follows it with the given one."""
    if "literal" in person:
        return dict(person)
    family = " ".join(filter(None, (person.get("non-dropping-particle"), person.get("family"))))
    given = ", ".join(filter(None, (person.get("given"), person.get("suffix"))))
    return {part: text for part, text in (("family", family), ("given", given)) if text}


def _raw(date: Mapping[str, Any]) -> str:
    year, *rest = date["date-parts"][0]
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


WRITER = ZoteroCslWriter()
