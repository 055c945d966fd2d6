"""Keywords that are one keyword in two spellings."""

from collections.abc import Iterator

from curabib.checks.place import of_entry
from curabib.diagnostics.diagnostic import Diagnostic, Related, diagnose
from curabib.model import Entry, Library, Location
from curabib.model.fold import fold

Place = tuple[Entry, Location | None]


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each keyword that has several spellings."""
    spellings: dict[str, dict[str, list[Place]]] = {}
    for entry in library.entries:
        if entry.state == "active":
            for keyword in entry.work.keywords:
                held = spellings.setdefault(stem(keyword), {}).setdefault(keyword, [])
                held.append((entry, _place(entry, keyword)))
    for _, found in sorted(spellings.items()):
        if len(found) > 1:
            yield _variants(found)


def _place(entry: Entry, keyword: str) -> Location | None:
    """Return where the keyword is given; a person's correction has no place in a list."""
    records = (record for record in entry.work.records if keyword in record.keywords and not record.withdrawn)
    return next((record.location for record in records if record.location), of_entry(entry))


def _variants(found: dict[str, list[Place]]) -> Diagnostic:
    """Report the rarest spelling at its place, with the other spellings as related places."""
    ranked = sorted(found.items(), key=lambda item: (len(item[1]), item[0]))
    rare, places = ranked[0]
    common = ranked[-1][0]
    related = [
        Related(location=at, message=f"`{keyword}` ({len(users)})")
        for keyword, users in reversed(ranked[1:])
        if (at := users[0][1])
    ]
    entry, place = places[0]
    return diagnose(
        "CB574",
        f"keyword `{rare[:60]}` is elsewhere `{common[:60]}`",
        place,
        related=tuple(related),
        key=entry.key,
    )


def stem(keyword: str) -> str:
    """Return what spellings of one keyword have in common: no case, blanks, hyphens, accents or plural `s`."""
    words = fold(keyword).split()
    return "".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)
