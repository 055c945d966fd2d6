"""A sample line for a style: what it makes of one made-up paper."""

from curabib.diagnostics import CurabibError
from curabib.model import Date, Entry, Fields, Name, Names, Venue, View, Work
from curabib.writers.references import Place, Style, printed, typeset
from curabib.writers.references.catalogue import Found

_FIELDS = Fields(
    {
        "author": Names(
            (Name(family="Lovelace", given="Ada"), Name(family="Hoof", given="Jan Erik", prefix="van"))
        ),
        "title": "On Engines That Read",
        "venue": Venue(name="Journal of Letters", kind="journal"),
        "date": Date(2024, 5),
        "volume": "7",
        "number": "2",
        "pages": "11--38",
    }
)
ENTRY = Entry(key="sample", work=Work(id="sample", entry_type="article", fields=_FIELDS, records=()))
"""An article with authors, a particle among them, volume, number and pages."""


def sample(found: Found, place: Place) -> str:
    """Return the sample entry in a style, in a line; what is wrong with the style where it cannot be used."""
    style = Style(found=found, place=place)
    try:
        references = typeset(View(title="", entries=(ENTRY,)), style).value
    except CurabibError as error:
        return f"({error})"
    return " ".join(printed(references, "text").decode("utf-8").split())
