"""Writing an entry in the shape of a list."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from curabib.evidence.labels import link_label
from curabib.evidence.names import parse_name
from curabib.model import Date, Name, Names
from curabib.writers.lists.described import described, lead_of
from curabib.writers.lists.facts import DATE_FORMS, NAME_ORDERS
from curabib.writers.lists.languages import Language
from curabib.writers.lists.learn import tidy
from curabib.writers.lists.rows import write_row
from curabib.writers.lists.shape import END, LINK, LINKS, MAIN, START, Facts, ListShape, NamesForm

LABELLED = ("authors", "venue", "date", "keywords", "links")
"""What a line with a label can state, in the order in which it is written; of the links, those without a label."""

_LINES: Mapping[str, str] = {
    "authors": "Authors",
    "venue": "Venue",
    "date": "Year",
    "keywords": "Key Word",
    "links": "Notes",
}
_CLOSING = re.compile(r"</(?:li|p|div|dd|dt|td|tr)>\Z", re.IGNORECASE)
_LONGEST_CLOSING = len("</div>")
_BULLETS = ("- ", "* ", "+ ")
Lines = tuple[str, ...]

# emphasis that begins before a blank is none (CommonMark 0.31, section 6.2)
_OPENED = re.compile(r"([*_(\[]) +\Z")

WAYS = tuple(
    (how, place) for how in ("described", "row", "whole", "joined", "partly") for place in (True, False)
)
"""How an entry can be written: as the curator's pattern says; as a row of a table; as others with the same slots are;
put together from what usually joins two slots; or so in part, the rest on labelled lines. Each with its first link
where most entries of the list have theirs (in the title, or behind it), or in the other place."""

BEST, STANDARD = 0, len(WAYS)
"""The way to begin with, and the last one: in the standard shape, which follows no list."""


def fill(
    facts: Facts, shape: ListShape, way: int, *, labelled: Iterable[str] = ()
) -> tuple[int, tuple[str, ...]]:
    """Return the way in which an entry is written in the shape, which is `way` or a plainer one, and its lines.

    `labelled` names facts that are stated on lines of their own below the entry (of `LABELLED`).
    """
    for number in range(way, STANDARD) if facts.title else ():
        how, usual_place = WAYS[number]
        in_title = shape.linked_titles == usual_place
        lines = _PRINTERS[how](facts, shape, frozenset(labelled), in_title)
        if lines is not None:
            return number, lines
    return STANDARD, standard(facts, shape.language, bullet=_bullet(shape))


def _as_described(facts: Facts, shape: ListShape, own: Collection[str], in_title: bool) -> Lines | None:
    lead = lead_of([join for (first, _), join in sorted(shape.joins.items()) if first == START])
    written = (described(facts, pattern, shape.language, lead) for pattern in shape.patterns)
    return next((lines for lines in written if lines is not None), None)


def _as_row(facts: Facts, shape: ListShape, own: Collection[str], in_title: bool) -> Lines | None:
    if shape.rows is None:
        return None
    slots = tuple(sorted(shape.rows.slots))
    values = _values(facts, replace(shape, order=slots), own, in_title=in_title)
    values.pop("keywords", None)
    keywords = [] if "keywords" in own else [shape.language.text(word) for word in facts.keywords]
    row = write_row(values, keywords, shape.keywords, shape.rows)
    return (row,) if row is not None else None


def _as_whole(facts: Facts, shape: ListShape, own: Collection[str], in_title: bool) -> Lines | None:
    values, more = _with_place(_values(facts, shape, own, in_title=in_title), shape)
    return _with_lines(_behind(_whole(values, shape), more), facts, shape, own)


def _as_joined(facts: Facts, shape: ListShape, own: Collection[str], in_title: bool) -> Lines | None:
    values, more = _with_place(_values(facts, shape, own, in_title=in_title), shape)
    return _with_lines(_behind(_joined(values, shape), more), facts, shape, own)


def _as_part(facts: Facts, shape: ListShape, own: Collection[str], in_title: bool) -> Lines | None:
    """Return the entry with as few facts on labelled lines as let the rest be written as the list writes it."""
    free = [name for name in LABELLED if name not in own and _LABELLED_TEXT[name](facts, shape.language)]
    for count in range(1, len(free) + 1):
        for moved in combinations(free, count):
            rest = {*own, *moved}
            values, more = _with_place(_values(facts, shape, rest, in_title=in_title), shape)
            text = _whole(values, shape) or _joined(values, shape, known=True)
            if text is not None:
                return _with_lines(_behind(text, more), facts, shape, rest)
    return None


def _with_place(values: dict[str, str], shape: ListShape) -> tuple[dict[str, str], str]:
    """Return the values without the run of links that the entries of the list have no place for, and that run."""
    return values, "" if LINKS in shape.slots else values.pop(LINKS, "")


def _behind(text: str | None, links: str) -> str | None:
    """Return an entry with a run of links behind all that it says, but in the element of HTML that it is."""
    if text is None or not links:
        return text
    written = text.rstrip()
    while closing := _CLOSING.search(written, max(0, len(written) - _LONGEST_CLOSING)):
        written = written[: closing.start()].rstrip()
    return f"{written} {links}{text[len(written) :]}"


def _with_lines(text: str | None, facts: Facts, shape: ListShape, own: Collection[str]) -> Lines | None:
    """Return the lines of an entry with those of the facts in `own` below it; None where the list has no such lines."""
    below = [line for name in LABELLED if name in own for line in _labelled(facts, name, shape.language)]
    if text is None or (below and text.startswith("|")):
        return None
    between = [""] if below and shape.language.between else []
    return (*text.rstrip("\n").split("\n"), *between, *below)


def _bullet(shape: ListShape) -> str:
    """Return the bullet of a list whose language knows several: what has another one is a list of its own."""
    leads = [join[:2] for (first, _), join in sorted(shape.joins.items()) if first == START]
    return next((lead for lead in leads if lead in _BULLETS), "") if shape.language.bullet in _BULLETS else ""


def standard(facts: Facts, language: Language, *, bullet: str = "") -> tuple[str, ...]:
    """Return an entry in the shape that curabib gives lists: title and links, then labelled lines.

    It begins with `bullet`, or, if that is empty, with the one that the language has.
    """
    opens, closes = language.strong
    title = f"{opens}{language.text(facts.title)}{closes}" if facts.title else ""
    links = [
        language.link.write(language.text(_known(link.label)), language.address(link.url))
        for link in facts.links
        if link.label
    ]
    if language.bullet:
        head = [(bullet or language.bullet) + " ".join(filter(None, (title, *links)))]
    else:
        head, links = (
            [title] if title else [],
            [f"Link: {language.address(link.url)}" for link in facts.links if link.label],
        )
    below = [line for name in LABELLED for line in _labelled(facts, name, language)]
    between = [""] if below and language.between else []
    return (*head, *between, *below, *([] if language.bullet else links))


def _known(label: str) -> str:
    return label if link_label(label) else "link"


def _values(facts: Facts, shape: ListShape, own: Collection[str], *, in_title: bool) -> dict[str, str]:
    """Return the text of each slot that the entry fills, without the facts of `own`; `in_title` links the title."""
    text, slots = shape.language.text, shape.slots
    values: dict[str, str] = {"title": text(facts.title)}
    links = [link for link in facts.links if link.label or "links" not in own]
    if links and in_title and MAIN in slots:
        values[MAIN] = shape.language.address(links.pop(0).url)
    for link in tuple(links):
        slot = f"{LINK}{link.label}"
        if slot in slots and slot not in values and LINKS not in slots:
            values[slot] = shape.language.address(link.url)
            links.remove(link)
    if links:
        values[LINKS] = shape.link_separator.join(
            shape.link.write(
                shape.labels.get(link.label) or text(_known(link.label)), shape.language.address(link.url)
            )
            for link in links
        )
    if facts.authors.people and "authors" not in own and "authors" in slots:
        values["authors"] = names_text(facts.authors, shape.names, shape.language)
    if facts.venue and "venue" not in own and "venue" in slots:
        values["venue"] = text(facts.venue)
    if facts.date is not None and not facts.date_implied and "date" not in own:
        values.update(_date(facts.date, shape))
    if facts.keywords and "keywords" not in own and "keywords" in slots:
        values["keywords"] = shape.keywords.join(map(text, facts.keywords))
    return values


def _date(date: Date, shape: ListShape) -> dict[str, str]:
    """Return the date in the form of the list that says most of it."""
    forms = [form for form in DATE_FORMS if form in shape.slots]
    exact = [form for form in forms if DATE_FORMS[form][0] == bool(date.month)]
    chosen = (exact or [form for form in forms if not DATE_FORMS[form][0]])[:1]
    return {form: DATE_FORMS[form][1](date) for form in chosen}


def names_text(names: Names, form: NamesForm, language: Language) -> str:
    """Return names as the list writes them."""
    shown = [language.text(NAME_ORDERS[form.order](name)) for name in names]
    if names.truncated:
        return form.between.join(shown) + form.more
    if len(shown) == 2:
        return form.pair.join(shown)
    return form.last.join(filter(None, (form.between.join(shown[:-1]), shown[-1])))


def _whole(values: Mapping[str, str], shape: ListShape) -> str | None:
    template = shape.wholes.get(tuple(sorted(values)))
    if template is None:
        return None
    return _assembled(template.joins, [values[slot] for slot in template.slots])


def _joined(values: Mapping[str, str], shape: ListShape, *, known: bool = False) -> str | None:
    """Return the slots in their usual order with what usually stands between them.

    With `known` only what the list itself has between two slots stands there. None where something would have to
    be made up, or where markup would begin and not end.
    """
    order = [
        slot
        for slot in (*shape.order, *(slot for slot in values if slot not in shape.slots))
        if slot in values
    ]
    joins: list[str] = []
    for pair in pairwise((START, *order, END)):
        join = shape.joins.get(pair) if known else _join(shape, *pair)
        if join is None:
            return None
        joins.append(join)
    return _assembled(joins, [values[slot] for slot in order]) if _is_balanced("".join(joins)) else None


def _assembled(joins: Sequence[str], values: Sequence[str]) -> str:
    """Return values between their joins; a full stop is not set behind one that ends a sentence by itself."""
    parts = [joins[0]]
    for value, join in zip(values, joins[1:], strict=True):
        parts += [value, join[1:] if join.startswith(".") and value.endswith((".", "?", "!")) else join]
    return "".join(parts)


def _is_balanced(joins: str) -> bool:
    """Return whether brackets and emphasis that stand around facts both begin and end."""
    marks = re.sub(r"^[ \t]*[*+-] ", "", joins, flags=re.MULTILINE)
    pairs = all(marks.count(opens) == marks.count(closes) for opens, closes in ("()", "[]", "<>"))
    return pairs and all(marks.count(sign) % 2 == 0 for sign in '*_`"')


def _join(shape: ListShape, first: str, second: str) -> str | None:
    """Return what stands between two slots, or would if what usually stands between them were missing."""
    known = shape.joins.get((first, second))
    if known is not None:
        return known
    path = _path(shape, first, second)
    return _composed([shape.joins[pair] for pair in pairwise(path)], ends=second == END) if path else None


def _composed(joins: Sequence[str], *, ends: bool) -> str:
    """Return joins in a row as one, without the lines of the facts that are missing between them."""
    lines = "".join(joins).split("\n")
    kept = lines[:1] if ends or len(lines) == 1 else [lines[0], lines[-1]]
    return _OPENED.sub(r"\1", tidy("\n".join(kept)))


def _path(shape: ListShape, first: str, second: str) -> list[str]:
    """Return the fewest slots that lead from one to the other in the usual order, or nothing."""
    order = (START, *shape.order, END)
    if first not in order or second not in order:
        return []
    between = order[order.index(first) : order.index(second) + 1]
    best: dict[str, list[str]] = {first: [first]}
    for slot in between:
        for other in between[between.index(slot) + 1 :]:
            if slot in best and (slot, other) in shape.joins:
                path = [*best[slot], other]
                if len(path) < len(best.get(other, between)) + (other not in best):
                    best[other] = path
    return best.get(second, [])


def _labelled(facts: Facts, name: str, language: Language) -> Iterable[str]:
    text = _LABELLED_TEXT[name](facts, language)
    if text:
        yield f"{language.labelled}{_LINES[name]}: {text}"


def labelled_names(names: Names, language: Language) -> str:
    """Return the names in reading order, or the family name first where that would not tell the parts apart."""
    if not names.people and not names.truncated:
        return ""
    more = ["et al."] if names.truncated else []
    if all(map(_is_plain, names)):
        return ", ".join([*(language.text(str(name)) for name in names), *more])
    parts = [language.text(NAME_ORDERS["inverted"](name).replace(";", ",")) for name in names]
    if len(parts) == 1 and not more:
        return language.text(str(names.people[0]))
    return "; ".join([*parts, *more])


def hides_parts(names: Names) -> bool:
    """Return whether a labelled line cannot say what is the family name of an only author."""
    return len(names.people) == 1 and not names.truncated and not _is_plain(names.people[0])


def _is_plain(name: Name) -> bool:
    """Return whether the name, written in reading order between commas, is read as it is."""
    text = str(name)
    return not any(sign in text for sign in ",;") and parse_name(text) == name


def _unlabelled(facts: Facts, language: Language) -> str:
    return " ".join(language.address(link.url) for link in facts.links if not link.label)


def _emphasis(facts: Facts, language: Language) -> str:
    opens, closes = language.emphasis
    return f"{opens}{language.text(facts.venue)}{closes}" if facts.venue else ""


def _keywords(facts: Facts, language: Language) -> str:
    return "; ".join(language.text(word.replace(",", " ").replace(";", " ")) for word in facts.keywords)


_LABELLED_TEXT: Mapping[str, Callable[[Facts, Language], str]] = {
    "authors": lambda facts, language: labelled_names(facts.authors, language),
    "venue": _emphasis,
    "date": lambda facts, language: str(facts.date) if facts.date is not None else "",
    "keywords": _keywords,
    "links": _unlabelled,
}

_PRINTERS: Mapping[str, Callable[[Facts, ListShape, Collection[str], bool], Lines | None]] = {
    "described": _as_described,
    "row": _as_row,
    "whole": _as_whole,
    "joined": _as_joined,
    "partly": _as_part,
}
