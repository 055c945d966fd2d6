"""Hayagriva's YAML, the bibliography format of Typst (its docs/file-format.md, version 0.9).

A work stands in its publication circumstances as entries inside each other: a paper in its proceedings, those in a
series. Braces keep the case of what they hold, dollars would begin a formula that Typst evaluates, so both, and the
backslash, are escaped wherever a list's text could bring them in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Date, Entry, Name, Names, View, Work
from curabib.writers.formula import formula
from curabib.writers.publication import Publication, publication
from curabib.writers.rich import plain
from curabib.writers.title import stretches
from curabib.writers.yaml_form import HEADER, Value, print_yaml

# our types: what Hayagriva calls them, and the type of what holds them ("" where nothing does)
_TYPES: Mapping[str, tuple[str, str]] = {
    "article": ("article", "periodical"),
    "inproceedings": ("article", "proceedings"),
    "incollection": ("anthos", "anthology"),
    "inbook": ("chapter", "book"),
    "inreference": ("entry", "reference"),
    "book": ("book", ""),
    "mvbook": ("book", ""),
    "manual": ("reference", ""),
    "reference": ("reference", ""),
    "collection": ("anthology", ""),
    "mvcollection": ("anthology", ""),
    "proceedings": ("proceedings", ""),
    "mvproceedings": ("proceedings", ""),
    "periodical": ("periodical", ""),
    "thesis": ("thesis", ""),
    "report": ("report", ""),
    "patent": ("patent", ""),
    "unpublished": ("manuscript", ""),
    "online": ("web", ""),
    "software": ("repository", ""),
    "dataset": ("repository", ""),
    "video": ("video", ""),
    "audio": ("audio", ""),
    "artwork": ("artwork", ""),
}
_KINDS: Mapping[str, tuple[str, str]] = {"blog": ("article", "blog"), "video": ("video", "")}
_SPECIAL = re.compile(r"[\\{}$]")
_BLANKS = re.compile(r"\s+")
_RANGE = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}\Z")
_NUMBERED = ("volume", "edition", "issue")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")

_Fields = dict[str, Value]


@dataclass(frozen=True, slots=True)
class HayagrivaWriter:
    """Prints a mapping from citation key to entry, in the order of the view."""

    name: str = "hayagriva"
    extension: str = "yml"

    def write(self, view: View) -> Result[str]:
        """Return the file's text, and a diagnostic for each list of authors that is cut short."""
        entries: _Fields = {entry.key: entry_to_hayagriva(entry) for entry in view.entries}
        return Result(f"{HEADER}\n{print_yaml(entries)}", tuple(_cut_short(view.entries)))


def entry_to_hayagriva(entry: Entry) -> Mapping[str, Value]:
    """Return the fields of an entry that have a value, in a fixed order, with the entries that hold it inside."""
    work, fields = entry.work, entry.work.fields
    published = publication(work)
    type, holder = _type(published, work)
    held = bool(holder and published.container)
    found: _Fields = {
        "type": type,
        "title": _title(fields.title),
        "author": _people(fields.authors),
        "date": _date(fields.date),
        "editor": [] if held else _people(fields.editors),
        "affiliated": _translators(fields.get("translator")),
        "page-range": _RANGE.sub("-", published.pages),
        "genre": _safe(published.genre),
        "edition": "" if held else _safe(fields.text("edition")),
        "publisher": {} if held else _publisher(published),
        "url": _url(published, fields.get("urldate")),
        "serial-number": _serials(published, work, held=held),
        "language": fields.text("langid") if _LANGUAGE.match(fields.text("langid")) else "",
        "note": _safe(fields.text("note") or _made_public(published, work)),
        "parent": _parent(published, work, holder) if held else _series(published),
    }
    if not held:
        found |= {"volume": published.volume}
    return _stated(found)


def _type(published: Publication, work: Work) -> tuple[str, str]:
    if published.preprint:
        return "article", ""
    known = _TYPES.get(published.type)
    if work.kind in _KINDS and published.type in ("online", "misc", ""):
        return _KINDS[work.kind]
    if known is None:
        return ("web", "") if published.url and not published.container else ("misc", "")
    return known if not known[1] or published.container else ("article", "")


def _parent(published: Publication, work: Work, holder: str) -> Value:
    """Return what holds the work: journal, proceedings or book, itself perhaps in a series."""
    return _stated(
        {
            "type": holder,
            "title": _title(published.container),
            "editor": _people(work.fields.editors),
            "volume": published.volume,
            "issue": _safe(published.number) if holder == "periodical" else "",
            "edition": _safe(work.fields.text("edition")),
            "publisher": {} if holder == "periodical" else _publisher(published),
            "serial-number": _stated({"issn": _safe(published.issn), "isbn": _isbn(work)}),
            "parent": _series(published),
        }
    )


def _series(published: Publication) -> Value:
    if not published.series:
        return {}
    return _stated({"type": "anthology", "title": _title(published.series)})


def _publisher(published: Publication) -> Value:
    name = published.publisher or published.institution
    if not name:
        return {}
    return _stated({"name": _safe(name), "location": _safe(published.place)})


def _serials(published: Publication, work: Work, *, held: bool) -> Value:
    """Return the identifiers; `serial` is the one that styles print as a number."""
    values = {
        "serial": published.number if published.type == "report" else "",
        "doi": published.doi,
        "arxiv": published.arxiv,
        "isbn": "" if held else _isbn(work),
        "issn": "" if held else published.issn,
        "pmid": work.identifier("pmid") or work.fields.text("pmid"),
    }
    if published.preprint:
        values["serial"] = f"arXiv:{published.arxiv}"
    return _stated(dict(values))


def _isbn(work: Work) -> str:
    return work.identifier("isbn") or work.fields.text("isbn")


def _made_public(published: Publication, work: Work) -> str:
    return work.fields.text("howpublished") if published.type in ("misc", "") else ""


def _url(published: Publication, accessed: object) -> Value:
    if not published.url or not isinstance(accessed, Date):
        return published.url
    return {"value": published.url, "date": str(accessed)}


def _title(title: str) -> str:
    """Return a title with braces around what no style may lower.

    A blank behind braces at the very beginning goes into them: Hayagriva loses it there when it capitalises titles.
    """
    cut = stretches(title)
    parts = [f"{{{_safe(_without_formula(text))}}}" if kept else _safe(text) for text, kept in cut]
    if len(cut) > 1 and cut[0][1] and cut[1][0].startswith(" "):
        parts[:2] = [f"{{{_safe(cut[0][0])} }}", _safe(cut[1][0][1:])]
    return "".join(parts)


def _without_formula(text: str) -> str:
    """Return a formula in Unicode, for its TeX would mean something else to Typst; other text as it is."""
    found = formula(text[1:-1]) if text.startswith("$") else None
    return plain(found.inlines) if found is not None else text


def _safe(text: str) -> str:
    """Return `text` on one line and such that nothing in it is markup."""
    return _SPECIAL.sub(r"\\\g<0>", _BLANKS.sub(" ", text))


def _people(names: Names) -> Sequence[Value]:
    return [_person(name) for name in names]


def _person(name: Name) -> Value:
    """Return a name in parts, so that no comma or lower-case word in it is taken for more than it is."""
    if name.literal or not name.family:
        return {"name": name.literal or str(name)}
    parts = {
        "name": name.family,
        "given-name": name.given,
        "prefix": name.prefix,
        "suffix": name.suffix,
    }
    return _stated(dict(parts))


def _translators(names: object) -> Sequence[Value]:
    if not isinstance(names, Names) or not names.people:
        return []
    return [{"role": "translator", "names": _people(names)}]


def _date(date: Date | None) -> Value:
    """Return a date as the number that a year alone is, or as text."""
    if date is None:
        return ""
    return date.year if not date.month and 1000 <= date.year <= 9999 else str(date)


def _stated(fields: Mapping[str, Value]) -> _Fields:
    """Return the fields that have a value, whole numbers as numbers where the format wants them."""
    return {
        name: int(value) if name in _NUMBERED and isinstance(value, str) and _NUMBER.match(value) else value
        for name, value in fields.items()
        if value
    }


def _cut_short(entries: Sequence[Entry]) -> list[Diagnostic]:
    return [
        diagnose(
            "CB620",
            f"`{entry.key}` has more authors than its origins name, which Hayagriva cannot say",
            key=entry.key,
        )
        for entry in entries
        if entry.work.fields.authors.truncated
    ]


WRITER = HayagrivaWriter()
