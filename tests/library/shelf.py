"""A small library made by hand, with one of everything that a query can ask about."""

from typing import Any

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


def people(*names: str, truncated: bool = False) -> Names:
    """Return names written `Given|Family`, `Given|prefix|Family`, or a group's name alone."""
    made = []
    for name in names:
        parts = name.split("|")
        made.append(
            Name(literal=name)
            if len(parts) == 1
            else Name(given=parts[0], prefix=parts[1] if len(parts) == 3 else "", family=parts[-1])
        )
    return Names(tuple(made), truncated)


def conference(abbreviation: str, kind: str = "conference") -> Venue:
    return Venue(name=abbreviation, abbreviation=abbreviation, kind=kind)


def entry(
    key: str,
    title: str,
    authors: Names = Names(),  # noqa: B008  (frozen)
    year: int | None = None,
    venue: Venue | None = None,
    *,
    sources: tuple[str, ...] = ("deep",),
    line: int = 1,
    aliases: tuple[str, ...] = (),
    state: Any = "active",
    role: Any = "listed",
    type: str = "inproceedings",
    identifiers: tuple[str, ...] = (),
    links: tuple[tuple[str, str], ...] = (),
    topics: tuple[str, ...] = (),
    fields: dict[str, Any] | None = None,
    **work: Any,
) -> Entry:
    """Return an entry with one record for each of its sources, the first at `line`."""
    values: dict[str, Any] = {"title": title, "author": authors, **(fields or {})}
    if year is not None:
        values["date"] = Date(year)
    if venue is not None:
        values["venue"] = venue
    found = tuple(i for i in map(Identifier.parse, identifiers) if i)
    withdrawn = state == "withdrawn"
    records = tuple(
        Record(
            id=f"{source}#{key}",
            origin=Origin(kind="list", name=source),
            location=Location(path=f"{source}.md", line=line + number),
            entry_type=type,
            role=role,
            fields=Fields(values),
            topics=topics,
            identifiers=found,
            withdrawn=withdrawn,
        )
        for number, source in enumerate(sources)
    )
    return Entry(
        key=key,
        aliases=aliases,
        state=state,
        work=Work(
            id=f"uid-{key}",
            entry_type=type,
            fields=Fields(values),
            records=records,
            topics=() if withdrawn else topics,
            identifiers=found,
            links=tuple(Link(label, url) for label, url in links),
            **work,
        ),
    )


LIBRARY = Library.of(
    (
        entry(
            "frankle2019lottery",
            "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks",
            people("Jonathan|Frankle", "Michael|Carbin"),
            2019,
            conference("ICLR"),
            line=10,
            topics=("Pruning",),
            keywords=("winning tickets",),
            identifiers=("openreview:rJl-b3RcF7", "arxiv:1803.03635"),
            links=(("code", "https://github.com/example/tickets"),),
        ),
        entry(
            "frankle2020linear",
            "Linear Mode Connectivity and Tickets",
            people("Jonathan|Frankle"),
            2020,
            conference("ICML"),
            line=4,
            aliases=("frankle2020mode",),
            topics=("Pruning", "Loss Landscape & Geometry"),
            keywords=("connectivity",),
            identifiers=("doi:10.1000/Linear.20",),
        ),
        entry(
            "godel1931ueber",
            "Über formal unentscheidbare Sätze",
            people("Kurt|Gödel"),
            1931,
            Venue(name="Monatshefte für Mathematik", kind="journal"),
            type="article",
            sources=("notes", "deep"),
            topics=("Logic",),
            fields={"language": "german", "pages": "173--198", "volume": "38"},
        ),
        entry(
            "hoof2021networks",
            "A Network of Networks",
            people("Herke|van|Hoof", "Łukasz|Święty", truncated=True),
            2021,
            sources=("notes",),
            line=30,
            type="online",
            role="mention",
            topics=("Loss Landscape",),
            identifiers=("arxiv:2101.00001",),
        ),
        entry(
            "openai2023report",
            "深度学习 report",
            people("OpenAI"),
            None,
            sources=("notes",),
            line=31,
            type="misc",
            kind="blog",
            topics=("Logic",),
            links=(("paper", "https://example.org/report"),),
        ),
        entry(
            "gone2018gone",
            "A Ticket That Was Taken Back",
            people("Al|Gone"),
            2018,
            line=50,
            state="withdrawn",
            topics=("Pruning",),
            type="misc",
        ),
    )
)
