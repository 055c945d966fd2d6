"""curabib's own styles for pybtex itself: `pybtex-format --style neurips`, or `PybtexEngine` with `style="neurips"`.

They are plug-ins of the group `pybtex.style.formatting`, look like `styles/neurips.csl` and `styles/annotated.csl`, and
print any entry, whatever it lacks.
"""

# mypy: disable-error-code="no-untyped-call, misc"

from collections.abc import Mapping
from typing import Any

from pybtex.richtext import Symbol, Text
from pybtex.style.formatting import BaseStyle, toplevel
from pybtex.style.template import (
    field,
    first_of,
    href,
    join,
    names,
    optional,
    optional_field,
    sentence,
    tag,
    words,
)

_DASH = Symbol("ndash")
_IN_A_BOOK = frozenset({"inproceedings", "conference", "incollection", "inbook"})
_TITLED_IN_ITALICS = frozenset(
    {"book", "phdthesis", "mastersthesis", "thesis", "software", "dataset", "proceedings"}
)
_THESES: Mapping[str, str] = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "thesis": "Thesis",
}


def _pages(text: Text) -> Text:
    """Return pages with en dashes, however the file writes them."""
    parts = [part for part in str(text).replace("\N{EN DASH}", "-").split("-") if part.strip()]
    return Text(
        *[part for number, page in enumerate(parts) for part in ([_DASH] if number else []) + [page.strip()]]
    )


def _sentence_case(text: Text) -> Text:
    """Return a title in small letters but for its first, those that begin a subtitle, and formulas."""
    parts = []
    for number, part in enumerate(text.split("$")):
        first, *rest = [part] if number % 2 else part.split(": ")
        opening = first if number % 2 else first.lower() if number else first.capitalize()
        parts.append(Text(": ").join([opening, *(later[:1] + later[1:].lower() for later in rest)]))
    return Text(Text("$").join(parts))


def _people(role: str) -> Any:
    return optional[names(role, sep=", ", sep2=" and ", last_sep=", and ")]


def _editors(e: Any) -> Any:
    word = "editors" if len(e.persons.get("editor", ())) > 1 else "editor"
    return optional[join(sep=", ")[names("editor", sep=", ", sep2=" and ", last_sep=", and "), word]]


class _OwnStyle(BaseStyle):
    """What both styles share: one template for entries of all types."""

    default_name_style: Any = "plain"

    def template(self, e: Any) -> Any:
        """Return the template of an entry."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        """Return the template for each name under which pybtex asks for that of a type."""
        if name.startswith("get_") and name.endswith("_template"):
            return self.template
        raise AttributeError(name)


class NeurIPS(_OwnStyle):
    """What the templates of NeurIPS, ICML and ICLR print with plainnat: full names, titles in sentence case."""

    default_sorting_style: Any = "author_year_title"

    def template(self, e: Any) -> Any:
        """Return the template of an entry."""
        return toplevel[
            sentence[first_of[_people("author"), _editors(e), ""]],
            sentence[self._title(e)],
            self._published(e),
            sentence[optional_field("note")],
            self._access(e),
        ]

    def _title(self, e: Any) -> Any:
        if e.type in _TITLED_IN_ITALICS:
            return optional[tag("em")[field("title")]]
        if e.type in ("online", "misc") and "eprint" not in e.fields:
            return optional_field("title")
        return optional[field("title", apply_func=_sentence_case)]

    def _published(self, e: Any) -> Any:
        publisher = join(sep=", ")[
            optional_field("publisher"), optional_field("address"), optional_field("year")
        ]
        if e.type in _IN_A_BOOK:
            chapter = optional[join(sep=" ")["chapter", field("chapter")]]
            where = (
                _editors(e),
                optional[tag("em")[field("booktitle")]],
                self._volume(),
                chapter,
                self._page_range(),
            )
            if "publisher" in e.fields or "address" in e.fields:
                return toplevel[words["In", sentence[where]], sentence[publisher]]
            return words["In", sentence[(*where, optional_field("year"))]]
        if e.type == "article":
            issue = join[optional_field("volume"), optional["(", field("number"), ")"]]
            joint = ":" if "volume" in e.fields or "number" in e.fields else "pages "
            volume = join[issue, optional[joint, field("pages", apply_func=_pages)]]
            return sentence[optional[tag("em")[field("journal")]], volume, optional_field("year")]
        if "eprint" in e.fields:
            return sentence[
                tag("em")[words["arXiv preprint", join["arXiv:", field("eprint")]]], optional_field("year")
            ]
        if e.type in _THESES:
            kind = first_of[optional_field("type"), _THESES[e.type]]
            return sentence[kind, optional_field("school"), optional_field("address"), optional_field("year")]
        if e.type in ("techreport", "report"):
            kind = words[first_of[optional_field("type"), "Technical Report"], optional_field("number")]
            return sentence[
                kind, optional_field("institution"), optional_field("address"), optional_field("year")
            ]
        edition = optional[words[field("edition"), "edition"]]
        return toplevel[
            sentence(capfirst=True)[self._volume()],
            sentence[
                optional_field("howpublished"),
                optional_field("organization"),
                optional_field("publisher"),
                optional_field("address"),
                edition,
                optional_field("year"),
            ],
        ]

    def _volume(self) -> Any:
        of_series = optional[words["of", tag("em")[field("series")]]]
        return first_of[optional[words["volume", field("volume"), of_series]], optional_field("series")]

    def _page_range(self) -> Any:
        return optional[words["pages", field("pages", apply_func=_pages)]]

    def _access(self, e: Any) -> Any:
        if "doi" in e.fields:
            doi = field("doi", raw=True)
            return sentence[join["doi: ", href(join["https://doi.org/", doi])[doi]]]
        if "url" in e.fields and "eprint" not in e.fields:
            return sentence[words["URL", href(field("url", raw=True))[field("url", raw=True)]]]
        return ""


class Annotated(_OwnStyle):
    """For reading lists: the title first, then who wrote it and where, a link, and what it is about."""

    default_sorting_style: Any = "none"

    def template(self, e: Any) -> Any:
        """Return the template of an entry."""
        where = first_of[optional[tag("em")[field("booktitle")]], optional[tag("em")[field("journal")]], ""]
        preprint = optional[join["arXiv:", field("eprint")]]
        rest = "" if e.type in ("article", *_IN_A_BOOK) else self._issuer(e)
        url = (e.fields.get("doi") and join["https://doi.org/", field("doi", raw=True)]) or field(
            "url", raw=True
        )
        return toplevel[
            sentence[optional[tag("strong")[field("title")]]],
            sentence[first_of[_people("author"), _editors(e), ""]],
            sentence[where, preprint if "eprint" in e.fields else rest, optional_field("year")],
            optional[href(url)[url]],
            optional[tag("em")[field("keywords")]],
        ]

    def _issuer(self, e: Any) -> Any:
        kind = first_of[optional_field("type"), _THESES.get(e.type, "")]
        return join(sep=", ")[
            kind, optional_field("school"), optional_field("institution"), optional_field("publisher")
        ]
