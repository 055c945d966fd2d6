"""CSL styles, formatted by pandoc."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from curabib.diagnostics import CurabibError, Result
from curabib.model import Entry, Venue, View
from curabib.project.renderings import Renderings
from curabib.project.style_files import read_style_file
from curabib.writers.csl_json import entry_to_csl
from curabib.writers.formula import formula
from curabib.writers.references import Style, pandoc
from curabib.writers.references.catalogue import Found
from curabib.writers.references.csl_style import CslStyle, read_style
from curabib.writers.references.kept_form import from_form, to_form
from curabib.writers.references.locales import locale
from curabib.writers.references.pandoc_tree import Formatted, references
from curabib.writers.references.reference import Group, Reference, ReferenceList
from curabib.writers.references.visible import one_line
from curabib.writers.references.written import with_whole_names
from curabib.writers.rich import Formula, Inline, Inlines, Link, Marked, Text, cut, plain, without

_SCHEMA = 1
_STAND_IN = 0xF0000
"""The first character of a private plane, of which one stands for each formula of an entry."""
_FORMULAS = 64
_STAND_INS = re.compile(f"[{chr(_STAND_IN)}-{chr(_STAND_IN + _FORMULAS - 1)}]")
_OTHERS = re.compile(r"(,?) (?:\w{1,4}|&) others\b\.?")
_NUMBER = re.compile(r"[^\w]{0,2}([0-9]{1,7})(?:[^\w\s]{0,2}\s+|[^\w\s]{1,2}\s*)")


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry, its CSL item without a name, and the formulas that stand-ins in it stand for."""

    entry: Entry
    form: str
    formulas: tuple[str, ...]


def maker() -> str:
    """Return `pandoc` and its version."""
    return f"pandoc {pandoc.version()}"


def sorts(style: Style) -> bool:
    """Return whether the style has an order of its own."""
    return _read(style.found).sorts


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
    items = [_item(entry) for entry in view.entries]
    base = hashlib.sha256(
        "\0".join((str(_SCHEMA), pandoc.identity(), locale)).encode() + b"\0" + style.source
    ).hexdigest()
    way = _one_by_one if style.independent else _as_a_whole
    formatted = way(items, style, locale, base, kept)
    return ReferenceList(
        groups=(Group(references=tuple(_reference(items[f.item], f, style) for f in formatted)),),
        layout="numeric" if style.numeric else "label" if style.format == "label" else "author-date",
        hanging=style.hanging or style.format != "numeric",
        language=locale or style.locale or "en-US",
        has_keywords=style.has_keywords,
    )


def _item(entry: Entry) -> _Item:
    item = _translated(with_whole_names(entry))
    if len(_STAND_INS.findall(item.form)) != len(item.formulas):
        item = _translated(with_whole_names(_without_stand_ins(entry)))
    return replace(item, entry=entry)


def _translated(entry: Entry) -> _Item:
    formulas: list[str] = []

    def stand_in(dollars: str) -> str:
        if len(formulas) == _FORMULAS:
            return dollars
        formulas.append(dollars)
        return chr(_STAND_IN + len(formulas) - 1)

    item = entry_to_csl(entry, stand_in)
    for name in ("id", "custom"):
        item.pop(name, None)
    fields = entry.work.fields
    for role, names in (("author", fields.authors), ("editor", fields.editors)):
        if names.truncated and role in item:
            item[role] = [*item[role], {"literal": "others"}]  # pandoc prints the style's "et al." for it
    return _Item(entry, json.dumps(_clean(item), ensure_ascii=False), tuple(formulas))


def _without_stand_ins(entry: Entry) -> Entry:
    """Return the entry without characters of its own that would be taken for formulas."""
    work = entry.work
    changed: dict[str, Any] = {
        name: _STAND_INS.sub("", value) if isinstance(value, str) else _bare_venue(value)
        for name, value in work.fields.items()
        if isinstance(value, str | Venue)
    }
    topics, keywords = (
        tuple(_STAND_INS.sub("", word) for word in words) for words in (work.topics, work.keywords)
    )
    fields = work.fields.updated(changed)
    return replace(entry, work=replace(work, fields=fields, topics=topics, keywords=keywords))


def _bare_venue(venue: Venue) -> Venue:
    return replace(venue, name=_STAND_INS.sub("", venue.name))


def _clean(value: Any) -> Any:
    """Return a part of an item with every text as one visible line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return {name: _clean(part) for name, part in value.items()} if isinstance(value, dict) else value


def _as_a_whole(
    items: Sequence[_Item], style: CslStyle, locale: str, base: str, kept: Renderings
) -> Iterable[Formatted]:
    digest = _digest(base, "\n".join(item.form for item in items))
    known = kept.find([digest]).get(digest)
    if known is not None:
        return [from_form(form) for form in json.loads(known)]
    formatted = _run(items, range(len(items)), style, locale)
    kept.keep({digest: json.dumps([to_form(f) for f in formatted], ensure_ascii=False)})
    return formatted


def _one_by_one(
    items: Sequence[_Item], style: CslStyle, locale: str, base: str, kept: Renderings
) -> Iterable[Formatted]:
    """Return the entries in their order, formatting only those that are not known; numbers are put in afterwards."""
    digests = [_digest(base, item.form) for item in items]
    known = kept.find(digests)
    missing = list({digest: index for index, digest in enumerate(digests) if digest not in known}.values())
    fresh: dict[str, Formatted] = {}
    for number, found in enumerate(_run(items, missing, style, locale), 1):
        margin = plain(found.margin)
        fresh[digests[found.item]] = replace(found, margin=(Text(margin.replace(str(number), "#", 1)),))
    kept.keep({digest: json.dumps(to_form(found), ensure_ascii=False) for digest, found in fresh.items()})
    stored = {digest: from_form(json.loads(text)) for digest, text in known.items()}
    formatted: list[Formatted] = []
    for index, digest in enumerate(digests):
        found = fresh.get(digest) or stored[digest]
        margin = plain(found.margin).replace("#", str(index + 1), 1)
        formatted.append(Formatted(index, (Text(margin),), found.body))
    return formatted


def _digest(base: str, text: str) -> str:
    return hashlib.sha256(f"{base}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _run(items: Sequence[_Item], which: Sequence[int], style: CslStyle, locale: str) -> tuple[Formatted, ...]:
    if not which:
        return ()
    forms = (f'{{"id":"{index}",{items[index].form[1:]}' for index in which)
    data = f"[{','.join(forms)}]".encode("utf-8", "replace")
    return references(pandoc.cite(data, style.source, locale))


def _reference(item: _Item, found: Formatted, style: CslStyle) -> Reference:
    margin, body = found.margin, found.body
    if not margin and style.numeric:
        number = _NUMBER.match(plain(body))
        if number:
            margin, body = cut(body, number.end())
    label = plain(margin).strip()
    digits = re.search(r"[0-9]+", label) if style.numeric else None
    fields = item.entry.work.fields
    if fields.authors.truncated or fields.editors.truncated:
        body = _cut_short(body)
    return Reference(
        entry=item.entry,
        label=label,
        number=int(digits[0]) if digits else 0,
        body=_finished(body, item.formulas),
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
            found += _with_formulas(inline.text, formulas) if formulas else (inline,)
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


def _with_formulas(text: str, formulas: Sequence[str]) -> Iterable[Inline]:
    at = 0
    for mark in _STAND_INS.finditer(text):
        index = ord(mark[0]) - _STAND_IN
        yield Text(text[at : mark.start()])
        if index < len(formulas):
            dollars = formulas[index]
            yield formula(dollars[1:-1]) or Text(dollars)
        at = mark.end()
    yield Text(text[at:])
