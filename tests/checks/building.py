"""Entries made by hand for the checks."""

from collections.abc import Mapping
from typing import Any

from curabib.diagnostics import Diagnostic
from curabib.model import (
    Date,
    Entry,
    Fields,
    Identifier,
    Library,
    Link,
    Location,
    Name,
    Names,
    Origin,
    Record,
    Venue,
    Work,
)
from curabib.project import plugins


def people(*names: str) -> Names:
    """Return names from `Given|Family` spellings; one without a bar is a literal."""
    split = (name.partition("|") for name in names)
    return Names(
        tuple(Name(family=last, given=first) if bar else Name(literal=first) for first, bar, last in split)
    )


def record(number: int = 1, *, line: int = 0, source: str = "list", **rest: Any) -> Record:
    """Return a record of the list `list` at the line of its number."""
    place = Location(path="README.md", line=line or number)
    given: dict[str, Any] = {
        "id": f"{source}#{number}",
        "origin": Origin(kind="list", name=source),
        "location": place,
        "entry_type": "misc",
        "fields": Fields(),
    }
    return Record(**{**given, **rest})


def entry(
    key: str = "lovelace2019engines",
    *,
    title: str = "On Computable Engines",
    authors: Names = people("Ada|Lovelace"),  # noqa: B008  (frozen)
    year: int | None = 2019,
    venue: Venue | None = Venue(name="ICML", abbreviation="ICML", kind="conference"),  # noqa: B008  (frozen)
    fields: Mapping[str, Any] | None = None,
    records: tuple[Record, ...] = (),
    identifiers: tuple[str, ...] = (),
    links: tuple[str, ...] = ("https://example.org/engines.pdf",),
    aliases: tuple[str, ...] = (),
    state: Any = "active",
    year_source: Any = "stated",
    **work: Any,
) -> Entry:
    """Return an entry that no check complains of, but for what is said otherwise."""
    found = tuple(i for i in map(Identifier.parse, identifiers) if i)
    values: dict[str, Any] = {"title": title, "author": authors, **(fields or {})}
    if year is not None:
        values["date"] = Date(year)
    if venue is not None:
        values["venue"] = venue
    held = records or (
        record(
            links=tuple(Link("paper", url) for url in links),
            fields=Fields(values),
            identifiers=found,
            year_source=year_source if year is not None else "",
            kind=work.get("kind", "paper"),
            topics=work.get("topics", ()),
        ),
    )
    return Entry(
        key=key,
        aliases=aliases,
        state=state,
        work=Work(
            id=f"uid-{key}",
            entry_type="inproceedings",
            fields=Fields(values),
            records=held,
            links=tuple(Link("paper", url) for url in links),
            identifiers=found,
            **work,
        ),
    )


def checked(*entries: Entry) -> list[Diagnostic]:
    """Return what all built-in checks say about a library of these entries."""
    library = Library.of(entries)
    judges = [plugins.load("checks", name) for name in sorted(plugins.BUILT_IN["curabib.checks"])]
    return [diagnostic for judge in judges for diagnostic in judge(library)]  # type: ignore[operator]


def codes(*entries: Entry) -> list[str]:
    """Return the codes of what the checks say, sorted."""
    return sorted(diagnostic.code for diagnostic in checked(*entries))
