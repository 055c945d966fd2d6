"""Official records as JSON lines: the schema that docs/authorities.md describes, and curabib's own records."""

from collections.abc import Mapping
from typing import Any

from curabib.evidence import links
from curabib.model import Identifier, Name, Origin, Record
from curabib.model.json_form import record_from_json
from curabib.providers.statement import Told, people, person, person_of_parts, record_of, year_of
from curabib.venues import find

_TEXTS = ("volume", "number", "pages", "publisher", "series", "isbn", "issn", "eid", "location")
_SCHEMES = ("arxiv", "openreview", "pmlr", "neurips", "acl", "cvf", "jmlr", "pmid")
_ADDRESSES = (("url", "paper"), ("venue_url", "paper"), ("openreview_url", "openreview"), ("pdf_url", "pdf"))
_KINDS = frozenset({"conference", "workshop", "journal", "book", "repository"})


def read_line(form: Mapping[str, Any], origin: Origin, number: int) -> Record | None:
    """Return the record of one line (an object), or None where it has no title.

    Raises KeyError, TypeError or ValueError for one of curabib's own records that does not follow its schema.
    """
    if "authors_truncated" in form and "identifiers" in form:
        return record_from_json(form, origin=origin, path="")
    kind = _text(form, "venue_type")
    told = Told(
        id=_id(form, number),
        title=form["title"] if isinstance(form.get("title"), str) else "",
        authors=_people(form.get("authors")),
        editors=_people(form.get("editors")),
        venue=_venue(form, kind),
        venue_kind=kind if kind in _KINDS else "",
        date=year_of(_text(form, "date")) or year_of(_text(form, "year")),
        texts={
            **{name: _text(form, name) for name in _TEXTS},
            "pubstate": "retracted" if form.get("retracted") is True else "",
        },
        urls=tuple((label, _text(form, name)) for name, label in _ADDRESSES if _text(form, name)),
        identifiers=_identifiers(form),
        entry_type=_text(form, "entry_type"),
    )
    return record_of(told, origin)


def _id(form: Mapping[str, Any], number: int) -> str:
    """Return what names a record in its file: venue, year and its own id, which alone some publishers use twice."""
    own = _text(form, "source_id")
    return (
        "/".join(filter(None, (_text(form, "venue") + _text(form, "year")[:4], own))) if own else str(number)
    )


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name)
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, (str, int)) else ""


def _venue(form: Mapping[str, Any], kind: str) -> str:
    """Return how the venue is called: by its short name where the table may know it, else in full."""
    short, full = _text(form, "venue"), _text(form, "venue_name")
    if kind == "workshop":
        return full or short
    return short if short and (not full or find(short) is not None) else full


def _people(value: Any) -> tuple[Name, ...]:
    found: list[Name | None] = []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, str):
            found.append(person(item))
        elif isinstance(item, dict) and isinstance(item.get("literal"), str):
            found.append(Name(literal=item["literal"]) if item["literal"] else None)
        elif isinstance(item, dict):
            found.append(
                person_of_parts(*(_text(item, part) for part in ("family", "given", "prefix", "suffix")))
            )
    return people(found)


def _identifiers(form: Mapping[str, Any]) -> tuple[Identifier, ...]:
    found = [Identifier(scheme, value) for scheme in _SCHEMES if (value := _text(form, scheme))]
    doi = links.doi_identifier(_text(form, "doi"))
    return (*found, doi) if doi is not None else tuple(found)
