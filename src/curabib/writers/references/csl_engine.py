"""CSL styles, formatted by pandoc."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curabib import __version__
from curabib.diagnostics import CurabibError, Result
from curabib.model import Entry, View
from curabib.project.renderings import Renderings
from curabib.project.style_files import read_style_file
from curabib.writers.references import Style, pandoc
from curabib.writers.references.catalogue import Found
from curabib.writers.references.csl_style import CslStyle, read_style
from curabib.writers.references.kept_form import from_form, to_form
from curabib.writers.references.locales import locale
from curabib.writers.references.pandoc_tree import Formatted, references
from curabib.writers.references.reference import Group, Reference, ReferenceList
from curabib.writers.references.stamp import said_of
from curabib.writers.rich import Formula, Inline, Inlines, Link, Marked, Text, cut, plain, without

if TYPE_CHECKING:
    from curabib.writers.references.csl_items import Item

_SCHEMA = 2
_RULES = ("writers", "writers/references", "bibtex/latex", "bibtex/mapping", "venues", "evidence", "model")
"""The folders of the package whose code makes items of entries."""
_OTHERS = re.compile(r"(,?) (?:\w{1,4}|&) others\b\.?")
_NUMBER = re.compile(r"[^\w]{0,2}([0-9]{1,7})(?:[^\w\s]{0,2}\s+|[^\w\s]{1,2}\s*)")


@dataclass(frozen=True, slots=True)
class _Made:
    """What the style makes of an entry, and the formulas that stand-ins in it stand for."""

    entry: Entry
    formatted: Formatted
    formulas: Sequence[str]


def maker() -> str:
    """Return `pandoc` and its version."""
    return f"pandoc {pandoc.version()}"


def sorts(style: Style) -> bool:
    """Return whether the style has an order of its own."""
    return _read(style.found).sorts


def _items() -> Any:
    """Return the module that makes items of entries; a list that is known whole needs none."""
    return import_module("curabib.writers.references.csl_items")


@lru_cache(maxsize=8)
def _read(found: Found, keep_order: bool = False) -> CslStyle:
    """Return the style in a file; raises CurabibError where it is none, or has no reference lists."""
    if found.path is None:
        raise CurabibError(f"the style `{found.name}` has no file")
    read = read_style(read_style_file(found.path), found.name, keep_order=keep_order)
    if not read.has_bibliography:
        raise CurabibError(
            f"the style `{found.name}` has no reference lists, only notes",
            hint="`curabib styles` lists others",
        )
    return read


def format(view: View, style: Style) -> Result[ReferenceList]:
    """Return the reference list of a view in a CSL style, in the style's own language or that of the options.

    What the place of the style keeps is not formatted again. Raises CurabibError where pandoc does not do its work.
    """
    asked = locale(style.options.locale) or style.found.locale
    read = _read(style.found, style.options.keep_order)
    return Result(_format(view, read, asked, style.place.kept or Renderings(None)))


def _format(view: View, style: CslStyle, locale: str, kept: Renderings) -> ReferenceList:
    base = hashlib.sha256(
        "\0".join((str(_SCHEMA), _rules(), pandoc.identity(), locale)).encode() + b"\0" + style.source
    ).hexdigest()
    way = _one_by_one if style.independent else _as_a_whole
    references = tuple(_reference(made, style) for made in way(view.entries, style, locale, base, kept))
    return ReferenceList(
        groups=(Group(references=references),),
        layout="numeric" if style.numeric else "label" if style.format == "label" else "author-date",
        hanging=style.hanging or style.format != "numeric",
        language=locale or style.locale or "en-US",
        has_keywords=style.has_keywords,
    )


@lru_cache(maxsize=1)
def _rules() -> str:
    """Return what changes whenever the code and the tables change that make items of entries, without reading them."""
    package = Path(__file__).parents[2]
    files = sorted(file for name in _RULES for file in (package / name).iterdir() if file.is_file())
    states = [(file.name, file.stat()) for file in files]
    rows = (f"{name} {status.st_size} {status.st_mtime_ns}" for name, status in states)
    return f"{__version__} {' '.join(rows)}"


def _as_a_whole(
    entries: Sequence[Entry], style: CslStyle, locale: str, base: str, kept: Renderings
) -> Iterable[_Made]:
    digest = _digest(base, "\n".join(map(said_of, entries)))
    known = kept.find([digest]).get(digest)
    if known is None:
        items = [_items().item(entry) for entry in entries]
        formatted = _run(items, style, locale)
        known = json.dumps([(to_form(f), items[f.item].formulas) for f in formatted], ensure_ascii=False)
        kept.keep({digest: known})
    for form, formulas in json.loads(known):
        found = from_form(form)
        yield _Made(entries[found.item], found, formulas)


def _one_by_one(
    entries: Sequence[Entry], style: CslStyle, locale: str, base: str, kept: Renderings
) -> Iterable[_Made]:
    """Yield the entries in their order, formatting only those that are not known; numbers are put in afterwards."""
    digests = [_digest(base, said_of(entry)) for entry in entries]
    known = dict(kept.find(digests))
    missing = list({digest: index for index, digest in enumerate(digests) if digest not in known}.values())
    items = [_items().item(entries[index]) for index in missing]
    fresh: dict[str, str] = {}
    for number, found in enumerate(_run(items, style, locale), 1):
        margin = (Text(plain(found.margin).replace(str(number), "#", 1)),)
        form = to_form(replace(found, margin=margin))
        fresh[digests[missing[found.item]]] = json.dumps(
            (form, items[found.item].formulas), ensure_ascii=False
        )
    kept.keep(fresh)
    known |= fresh
    for number, (entry, digest) in enumerate(zip(entries, digests, strict=True), 1):
        form, formulas = json.loads(known[digest])
        found = from_form(form)
        margin = (Text(plain(found.margin).replace("#", str(number), 1)),)
        yield _Made(entry, replace(found, margin=margin), formulas)


def _digest(base: str, text: str) -> str:
    return hashlib.sha256(f"{base}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _run(items: "Sequence[Item]", style: CslStyle, locale: str) -> tuple[Formatted, ...]:
    if not items:
        return ()
    forms = (f'{{"id":"{index}",{item.form[1:]}' for index, item in enumerate(items))
    data = f"[{','.join(forms)}]".encode("utf-8", "replace")
    return references(pandoc.cite(data, style.source, locale))


def _reference(made: _Made, style: CslStyle) -> Reference:
    margin, body = made.formatted.margin, made.formatted.body
    if not margin and style.numeric:
        number = _NUMBER.match(plain(body))
        if number:
            margin, body = cut(body, number.end())
    label = plain(margin).strip()
    digits = re.search(r"[0-9]+", label) if style.numeric else None
    fields = made.entry.work.fields
    if fields.authors.truncated or fields.editors.truncated:
        body = _cut_short(body)
    return Reference(
        entry=made.entry,
        label=label,
        number=int(digits[0]) if digits else 0,
        body=_finished(body, made.formulas),
    )


def _cut_short(inlines: Inlines) -> Inlines:
    """Return inlines with `et al.` where pandoc says `and others`, as in styles that never cut lists of names."""
    return tuple(
        Text(_OTHERS.sub(lambda found: f"{found[1]} et al.", inline.text, count=1))
        if isinstance(inline, Text)
        else inline
        for inline in inlines
    )


def _finished(inlines: Inlines, formulas: Sequence[str]) -> Inlines:
    """Return inlines with the formulas in the place of their stand-ins.

    Styles that print the name of an archive before a number print `arXiv: arXiv:1503.02531`, as the number of a
    preprint says where it is (IEEE); it is said once.
    """
    found: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text):
            found += _items().with_formulas(inline.text, formulas) if formulas else (inline,)
        elif isinstance(inline, Marked):
            inner = _finished(inline.inlines, formulas)
            found.append(Marked(inline.mark, _upright(inner) if inline.mark == "emphasis" else inner))
        elif isinstance(inline, Link):
            found.append(Link(inline.url, _finished(inline.inlines, formulas)))
        else:
            found.append(inline)
    return _said_once(tuple(found))


def _upright(inlines: Inlines) -> Inlines:
    """Return inlines that stand in emphasis with the letters of their formulas as they are, in emphasis already."""
    return tuple(
        Formula(inline.tex, without(inline.inlines, "emphasis")) if isinstance(inline, Formula) else inline
        for inline in inlines
    )


def _said_once(inlines: Inlines) -> Inlines:
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if (
            isinstance(inline, Text)
            and inline.text.startswith(": arXiv:")
            and isinstance(last, Marked)
            and plain((last,)).lower() == "arxiv"
        ):
            found[-1] = Text(inline.text[2:])
        else:
            found.append(inline)
    return tuple(found)
