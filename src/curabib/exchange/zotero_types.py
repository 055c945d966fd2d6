"""Which fields and people Zotero's item types have, and what those fields are called there.

After Zotero's schema (api.zotero.org/schema). Only fields that a type has in every version since Zotero 7 are
listed: the Web API refuses an item that names another. `citationKey` is the one exception; servers know it for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

EVERYWHERE: tuple[str, ...] = (
    "title",
    "shortTitle",
    "date",
    "url",
    "accessDate",
    "language",
    "extra",
    "citationKey",
)
"""Fields that every type has, but that a few call otherwise (see `ItemType.named`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType:
    """What an item type has beyond the fields of `EVERYWHERE`.

    `fields` are Zotero's names; `named` maps a role of ours (`container`, `publisher`, `number`, `genre`, `series`,
    `place`, `event`, `version`, `pagetotal`) to the field that plays it here. `lacks` are fields of `EVERYWHERE` that
    it does not have. `author` is the type of creator that wrote it; `people` are the other types of creators that are
    allowed, of those that we know.
    """

    author: str = "author"
    people: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    named: Mapping[str, str] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()

    def allows(self, name: str) -> bool:
        """Return whether an item of this type may have the field `name`."""
        known = name in EVERYWHERE or name in self.fields or name in self.named.values()
        return known and name not in self.lacks


def _type(
    fields: str = "", *, author: str = "author", people: str = "", lacks: str = "", **named: str
) -> ItemType:
    return ItemType(
        author=author,
        people=frozenset(people.split()),
        fields=frozenset(fields.split()),
        named=MappingProxyType(named),
        lacks=frozenset(lacks.split()),
    )


_BOOKISH = "editor translator"

ITEM_TYPES: Mapping[str, ItemType] = MappingProxyType(
    {
        "journalArticle": _type(
            "volume pages ISSN DOI journalAbbreviation",
            people=_BOOKISH,
            container="publicationTitle",
            number="issue",
            series="series",
        ),
        "conferencePaper": _type(
            "volume pages ISBN DOI",
            people=_BOOKISH,
            container="proceedingsTitle",
            publisher="publisher",
            place="place",
            series="series",
            event="conferenceName",
        ),
        "preprint": _type(
            "DOI archiveID", people=_BOOKISH, publisher="repository", genre="genre", series="series"
        ),
        "book": _type(
            "volume edition numberOfVolumes ISBN",
            people=_BOOKISH,
            publisher="publisher",
            place="place",
            series="series",
            number="seriesNumber",
            pagetotal="numPages",
        ),
        "bookSection": _type(
            "volume edition numberOfVolumes pages ISBN",
            people=_BOOKISH,
            container="bookTitle",
            publisher="publisher",
            place="place",
            series="series",
            number="seriesNumber",
        ),
        "encyclopediaArticle": _type(
            "volume edition numberOfVolumes pages ISBN",
            people=_BOOKISH,
            container="encyclopediaTitle",
            publisher="publisher",
            place="place",
            series="series",
            number="seriesNumber",
        ),
        "thesis": _type(publisher="university", place="place", genre="thesisType", pagetotal="numPages"),
        "report": _type(
            "pages",
            people="translator",
            publisher="institution",
            place="place",
            number="reportNumber",
            genre="reportType",
            series="seriesTitle",
        ),
        "manuscript": _type(people="translator", place="place", genre="manuscriptType", pagetotal="numPages"),
        "presentation": _type(author="presenter", place="place", genre="presentationType", event="meetingName"),
        "patent": _type("pages", author="inventor", place="place", number="patentNumber", date="issueDate"),
        "dataset": _type(
            "DOI", publisher="repository", place="repositoryLocation", genre="type", version="versionNumber"
        ),
        "standard": _type("DOI", publisher="publisher", place="place", number="number", genre="type"),
        "computerProgram": _type(
            "ISBN", author="programmer", publisher="company", place="place", series="seriesTitle",
            version="versionNumber", lacks="language",
        ),
        "videoRecording": _type(
            "volume ISBN", author="director", publisher="studio", place="place", series="seriesTitle"
        ),
        "audioRecording": _type(
            "volume ISBN", author="performer", publisher="label", place="place", series="seriesTitle"
        ),
        "blogPost": _type(container="blogTitle", genre="websiteType"),
        "webpage": _type(people="translator", container="websiteTitle", genre="websiteType"),
        "document": _type(people=_BOOKISH, publisher="publisher"),
    }
)  # fmt: skip
"""The types that a library is written as."""

OTHERS = "contributor"
"""The type of creator that every item type allows, for people whom it has no type of its own for."""
