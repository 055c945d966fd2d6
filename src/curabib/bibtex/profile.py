"""What the BibTeX dialects call our entry types and fields.

Ours are biblatex's names (biblatex manual, sections 2.1 and 2.2); the classic ones are those of "BibTeXing" (Patashnik,
section 3) and of natbib's styles.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A dialect of BibTeX.

    `types` and `fields` say what it calls our entry types and text fields ("" leaves a field out; a field that is
    not listed keeps its name). `ascii` asks for LaTeX commands instead of Unicode letters; without `math`, dollars are
    the signs they are.
    """

    name: str
    ascii: bool
    classic: bool
    types: dict[str, str]
    fields: dict[str, str]
    journal: str
    howpublished: bool = True
    math: bool = True


_CLASSIC_TYPES = {
    "online": "misc",
    "thesis": "phdthesis",
    "report": "techreport",
    "dataset": "misc",
    "software": "misc",
    "video": "misc",
    "audio": "misc",
    "movie": "misc",
    "image": "misc",
    "music": "misc",
    "artwork": "misc",
    "performance": "misc",
    "standard": "misc",
    "patent": "misc",
    "collection": "book",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "proceedings",
    "reference": "book",
    "periodical": "misc",
    "inreference": "incollection",
    "suppperiodical": "article",
    "review": "article",
}
_CLASSIC_FIELDS = {
    "institution": "institution",
    "location": "address",
    "eid": "pages",
    "annotation": "annote",
    "pubstate": "",
    "journaltitle": "journal",
}

BIBTEX = Profile(
    name="bibtex",
    ascii=True,
    classic=True,
    types=_CLASSIC_TYPES,
    fields=_CLASSIC_FIELDS,
    journal="journal",
)
"""Classic BibTeX, in ASCII, for plain, natbib and IEEE styles."""

ACM = replace(BIBTEX, name="acm", fields=_CLASSIC_FIELDS | {"eid": "articleno"}, howpublished=False)
"""Classic BibTeX for ACM-Reference-Format, which prints eprint, doi and url itself."""

BIBLATEX = Profile(
    name="biblatex",
    ascii=False,
    classic=False,
    types={
        "phdthesis": "thesis",
        "mastersthesis": "thesis",
        "techreport": "report",
        "conference": "inproceedings",
    },
    fields={},
    journal="journaltitle",
)
"""biblatex with biber, in UTF-8."""

# The nearest of the types that Zotero's importer knows.
_ZOTERO_TYPES = BIBLATEX.types | {
    "bookinbook": "inbook",
    "collection": "book",
    "inreference": "incollection",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "reference": "book",
    "review": "article",
    "suppbook": "inbook",
    "suppcollection": "incollection",
    "suppperiodical": "article",
}

ZOTERO = replace(BIBLATEX, name="zotero", types=_ZOTERO_TYPES, math=False)
"""biblatex as far as Zotero's own importer understands it, in UTF-8."""

BETTER_BIBTEX = replace(ZOTERO, name="better-bibtex")
"""biblatex for Zotero with the plug-in Better BibTeX, which knows more types and keeps keys."""

PROFILES: dict[str, Profile] = {profile.name: profile for profile in (BIBTEX, BIBLATEX, ACM)}

OWN_TYPES: dict[str, str] = {
    "conference": "inproceedings",
    "electronic": "online",
    "www": "online",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}
"""What we call the entry types of the dialects, where the name differs."""

OWN_FIELDS: dict[str, str] = {
    "journal": "journaltitle",
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "school": "institution",
    "articleno": "eid",
}
"""What we call the fields of the dialects, where the name differs (biblatex manual, section 2.2.5)."""

FIELD_ORDER: tuple[str, ...] = tuple(
    "key author shortauthor editor editora translator title subtitle titleaddon shorttitle booktitle booksubtitle "  # noqa: SIM905
    "maintitle journal journaltitle journalsubtitle issuetitle edition series chapter volume volumes part number "
    "articleno eid pages numpages pagetotal publisher organization institution school howpublished type address "
    "location year date month day eventtitle eventdate venue origdate pubstate eprint eprinttype archiveprefix "
    "eprintclass primaryclass doi isbn issn pmid url urldate note addendum language langid crossref xref xdata "
    "entryset related relatedtype ids keywords assumed abstract annote annotation".split()
)
"""The order in which fields are printed; fields that are not in it follow, in alphabetical order."""

FIELD_RANK: dict[str, int] = {name: rank for rank, name in enumerate(FIELD_ORDER)}

VERBATIM: frozenset[str] = frozenset(
    {"url", "doi", "eprint", "file", "pdf", "verba", "verbb", "verbc", "urlraw"}
)
"""Fields that styles hand to `\\url` or the like, so that nothing in them is escaped."""
