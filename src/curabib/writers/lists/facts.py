"""Where the facts of an entry stand in its text, and how they are written there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from curabib.evidence.links import is_hollow
from curabib.model import Date, Link, Name, Names, Record, fold
from curabib.writers.lists.languages import Language, LinkForm
from curabib.writers.lists.shape import LINK, LINKS, MAIN, NamesForm

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_BARE = re.compile(r"https?://[^\s<>\"'`\])}|]{3,2000}")
_MORE = re.compile(r"[,;]?\s*(?:and\s+|&\s+)?(?:et\.?\s?al\b\.?|and others|\betc\.|…|\.\.\.|等)")
_HIDE = "\x01"
_LONGEST = 20_000
_BEFORE, _BEHIND = r"(?<![^\W_])", r"(?![^\W_])"
_GAP = r"[\W_]{1,8}?"
_MOST_BETWEEN = 160
_RUN = re.compile(r"[^\w\n]{0,6}|[^\w\n]{0,3}\n[ \t]*[^\w\n]{0,4}")


def _given(name: Name) -> str:
    return str(name)


def _inverted(name: Name) -> str:
    if name.literal or not name.family:
        return str(name)
    family = f"{name.prefix} {name.family}".strip()
    return ", ".join(part for part in (family, name.suffix, name.given) if part)


def _family(name: Name) -> str:
    return name.literal or " ".join(
        part for part in (name.prefix, name.family, name.given, name.suffix) if part
    )


NAME_ORDERS: Mapping[str, Callable[[Name], str]] = {"given": _given, "inverted": _inverted, "family": _family}
"""The order of the parts of a name -> how it is written so."""

DATE_FORMS: Mapping[str, tuple[bool, Callable[[Date], str]]] = {
    "date:iso": (True, str),
    "date:slashes": (True, lambda date: str(date).replace("-", "/")),
    "date:month-year": (True, lambda date: f"{_MONTHS[date.month - 1]} {date.year}"),
    "date:mon-year": (True, lambda date: f"{_MONTHS[date.month - 1][:3]} {date.year}"),
    "date:year-mon": (True, lambda date: f"{date.year} {_MONTHS[date.month - 1][:3]}"),
    "date:year": (False, lambda date: f"{date.year:04d}"),
    "date:short": (False, lambda date: f"'{date.year % 100:02d}"),
    "date:curly": (False, lambda date: f"\u2019{date.year % 100:02d}"),
}
"""The slot of a form of date -> whether it says the month, and how it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a slot stands in the text of an entry."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What was found of an entry: its text, the slots in it in their order, and how links and names are written."""

    text: str
    spans: tuple[Span, ...]
    names: NamesForm | None
    links: tuple[tuple[LinkForm, str, str], ...]
    separators: tuple[str, ...]
    keywords: str


@dataclass(frozen=True, slots=True)
class _Anchor:
    start: int
    end: int
    label_start: int
    label_end: int
    url_start: int
    url_end: int
    fact: Link | None


def locate(text: str, record: Record, language: Language, *, row: bool = False) -> Located | None:
    """Return where the facts of a record stand in the text of its entry, or None where its title cannot be found.

    The text is that of the entry without links that lead to no fact. In a `row` of a table each cell stands alone.
    """
    if len(text) > _LONGEST or not record.fields.title:
        return None
    text = _relevant(text, record, language)
    anchors = _anchors(text, record.links, language)
    hidden = list(text)
    for anchor in anchors:
        hidden[anchor.url_start : anchor.url_end] = _HIDE * (anchor.url_end - anchor.url_start)
    title = _phrase("".join(hidden), record.fields.title)
    if title is None:
        return None
    linked = next(
        (a for a in anchors if a.label_start <= title[0] and title[1] <= a.label_end and a.fact), None
    )
    spans = [Span(slot="title", start=title[0], end=title[1])]
    if linked is not None:
        spans.append(Span(slot=MAIN, start=linked.url_start, end=linked.url_end))
    others = [a for a in anchors if a is not linked and not _inside(title, a)]
    runs, forms, separators = (_single(others), (), ()) if row else _runs(text, others)
    spans += runs
    taken = "".join(hidden)
    for span in spans:
        taken = taken[: span.start] + _HIDE * (span.end - span.start) + taken[span.end :]
    names, where = _names(taken, record.fields.authors)
    if where is not None:
        spans.append(Span(slot="authors", start=where[0], end=where[1]))
        taken = taken[: where[0]] + _HIDE * (where[1] - where[0]) + taken[where[1] :]
    found, keywords = _others(taken, record, row=row)
    ordered = sorted((*spans, *found), key=lambda span: span.start)
    if any(first.end > second.start for first, second in pairwise(ordered)):
        return None
    return Located(
        text=text, spans=tuple(ordered), names=names, links=forms, separators=separators, keywords=keywords
    )


def _relevant(text: str, record: Record, language: Language) -> str:
    """Return the text of an entry without links to nothing that its record holds; their labels stay in titles."""
    parts: list[str] = []
    at = 0
    title = fold(record.fields.title)
    for anchor in _anchors(text, record.links, language):
        if anchor.fact is None and anchor.label_start < anchor.label_end:
            label = text[anchor.label_start : anchor.label_end]
            parts += [text[at : anchor.start], label if title in fold(label) else ""]
            at = anchor.end
    return "".join((*parts, text[at:]))


def _single(anchors: Sequence[_Anchor]) -> list[Span]:
    """Return the address of each link as a slot of its own."""
    named = {f"{LINK}{a.fact.label}": a for a in reversed(anchors) if a.fact is not None}
    return [Span(slot=slot, start=anchor.url_start, end=anchor.url_end) for slot, anchor in named.items()]


def _inside(title: tuple[int, int], anchor: _Anchor) -> bool:
    return title[0] <= anchor.start and anchor.end <= title[1]


def _anchors(text: str, links: Sequence[Link], language: Language) -> list[_Anchor]:
    """Return the links in a text, in their order: written in the language's way, or bare addresses."""
    known = {link.url: link for link in links}
    found: list[_Anchor] = []
    at = 0
    for match in language.links.finditer(text):
        found += _bare(text, at, match.start(), known)
        at = match.end()
        label = (
            match.span("label") if match["label"] is not None else (match.start("url"), match.start("url"))
        )
        found.append(_Anchor(*match.span(), *label, *match.span("url"), _fact(match["url"], known)))
    return [*found, *_bare(text, at, len(text), known)]


def _bare(text: str, start: int, end: int, known: Mapping[str, Link]) -> list[_Anchor]:
    found: list[_Anchor] = []
    for match in _BARE.finditer(text, start, end):
        url = match[0].rstrip(".,;:")
        stop = match.start() + len(url)
        found.append(_Anchor(match.start(), stop, stop, stop, match.start(), stop, _fact(url, known)))
    return found


def _fact(url: str, known: Mapping[str, Link]) -> Link | None:
    return next((known[form] for form in (url, unescape(url)) if form in known and not is_hollow(form)), None)


def _runs(
    text: str, anchors: Sequence[_Anchor]
) -> tuple[list[Span], tuple[tuple[LinkForm, str, str], ...], tuple[str, ...]]:
    """Return the slots of links beside the title: runs of labelled ones as one slot, bare ones each as its own."""
    spans: list[Span] = []
    forms: list[tuple[LinkForm, str, str]] = []
    separators: list[str] = []
    last: _Anchor | None = None
    ends = 0
    for anchor in anchors:
        start, end = _bracketed(text, anchor)
        if anchor.label_start == anchor.label_end:
            if anchor.fact is not None:
                spans.append(Span(slot=f"{LINK}{anchor.fact.label}", start=anchor.start, end=anchor.end))
            last = None
            continue
        if anchor.fact is not None:
            forms.append((_form(text, anchor, start, end), anchor.fact.label, _label(text, anchor)))
        between = text[ends:start] if last is not None else ""
        if last is not None and _RUN.fullmatch(between) and spans and spans[-1].slot == LINKS:
            spans[-1] = Span(slot=LINKS, start=spans[-1].start, end=end)
            separators.append(between)
        elif anchor.fact is not None:
            spans.append(Span(slot=LINKS, start=start, end=end))
        last, ends = anchor, end
    slots = [span.slot for span in spans]
    kept = [span for place, span in enumerate(spans) if span.slot not in slots[:place]]
    return kept, tuple(forms), tuple(separators)


def _bracketed(text: str, anchor: _Anchor) -> tuple[int, int]:
    """Return where a link begins and ends with the brackets that are its own."""
    start, end = anchor.start, anchor.end
    for opens, closes in (("\\[", "\\]"), ("[", "]"), ("(", ")"), ("**", "**"), ("`", "`")):
        if text[max(0, start - len(opens)) : start] == opens and text.startswith(closes, end):
            start, end = start - len(opens), end + len(closes)
            break
    return start, end


def _label(text: str, anchor: _Anchor) -> str:
    return text[anchor.label_start : anchor.label_end].strip("[]")


def _form(text: str, anchor: _Anchor, start: int, end: int) -> LinkForm:
    label = text[anchor.label_start : anchor.label_end]
    lead = anchor.label_start + len(label) - len(label.lstrip("["))
    tail = anchor.label_end - len(label) + len(label.rstrip("]"))
    if anchor.url_start < anchor.label_start:
        return LinkForm(
            opens=text[start : anchor.url_start],
            middle=text[anchor.url_end : lead],
            closes=text[tail:end],
            address_first=True,
        )
    return LinkForm(
        opens=text[start:lead], middle=text[tail : anchor.url_start], closes=text[anchor.url_end : end]
    )


def _phrase(text: str, phrase: str, start: int = 0) -> tuple[int, int] | None:
    """Return where the words of a phrase stand in a row, with the signs that begin and end the phrase."""
    words = re.findall(r"[^\W_]+", phrase)
    if not words or len(words) > 80:
        return None
    match = re.compile(_BEFORE + _GAP.join(map(re.escape, words)) + _BEHIND, re.IGNORECASE).search(
        text, start
    )
    if match is None:
        return None
    lead = phrase[: len(phrase) - len(phrase.lstrip(_signs(phrase)))]
    tail = phrase[len(phrase.rstrip(_signs(phrase))) :]
    begin, end = match.span()
    if lead and text[max(0, begin - len(lead)) : begin] == lead:
        begin -= len(lead)
    if tail and text.startswith(tail, end):
        end += len(tail)
    return begin, end


def _signs(phrase: str) -> str:
    return "".join(sorted({sign for sign in phrase if not (sign.isalnum() or sign == "_")})) or " "


def _names(text: str, names: Names) -> tuple[NamesForm | None, tuple[int, int] | None]:
    """Return how the names are written and where they stand, from the first to the last or to "et al."."""
    if not names.people:
        return None, None
    for order, written in NAME_ORDERS.items():
        places: list[tuple[int, int]] = []
        for name in names:
            form = written(name)
            place = _phrase(text, form, places[-1][1] if places else 0)
            if place is not None and text[slice(*place)].count(",") != form.count(","):
                place = None
            if place is None or (places and place[0] - places[-1][1] > _MOST_BETWEEN):
                break
            places.append(place)
        if len(places) == len(names.people):
            return _names_form(text, order, places, truncated=names.truncated)
    return None, None


def _names_form(
    text: str, order: str, places: Sequence[tuple[int, int]], *, truncated: bool
) -> tuple[NamesForm, tuple[int, int]]:
    between = [
        re.sub(r"\s*\([^()]*\)|[*\u2020\u2021\u00b9\u00b2\u00b3\d]", "", text[first[1] : second[0]])
        for first, second in pairwise(places)
    ]
    more = _MORE.match(text, places[-1][1]) if truncated else None
    end = more.end() if more is not None else places[-1][1]
    form = NamesForm(
        order=order,
        between=between[0] if len(between) > 1 or (between and more) else "",
        last=between[-1] if len(between) > 1 and not more else "",
        pair=between[0] if len(between) == 1 and not more else "",
        more=more[0] if more is not None else "",
    )
    return form, (places[0][0], end)


def _others(text: str, record: Record, *, row: bool) -> tuple[list[Span], str]:
    """Return where venue, date and keywords stand, and what separates the keywords."""
    found, separator = _keywords(text, record.keywords, row=row)
    for span in found:
        text = text[: span.start] + _HIDE * (span.end - span.start) + text[span.end :]
    venue = record.fields.venue
    place = _phrase(text, venue.name) if venue is not None else None
    if place is not None:
        found.append(Span(slot="venue", start=place[0], end=place[1]))
        text = text[: place[0]] + _HIDE * (place[1] - place[0]) + text[place[1] :]
    date = record.fields.date
    for form, (months, written) in (
        DATE_FORMS.items() if date is not None and record.year_source != "heading" else ()
    ):
        if date is None or (months and not date.month):
            continue
        sought = written(date)
        match = re.search(
            rf"(?<![\w/.]){re.escape(sought)}(?!\w)|(?<=[A-Za-z]){re.escape(sought)}(?!\w)", text
        )
        if match is not None:
            found.append(Span(slot=form, start=match.start(), end=match.end()))
            break
    return found, separator


def _keywords(text: str, keywords: Sequence[str], *, row: bool) -> tuple[list[Span], str]:
    """Return where the keywords stand in a row, and what separates them; in a table, where those of each cell stand."""
    words = [_phrase(text, word) for word in keywords]
    places = [place for place in words if place is not None]
    near = all(first[1] <= second[0] < first[1] + 8 for first, second in pairwise(places))
    if not places or len(places) < len(words) or not near:
        return [], ""
    runs = [[places[0]]]
    for first, second in pairwise(places):
        if row and "|" in text[first[1] : second[0]]:
            runs.append([])
        runs[-1].append(second)
    separators = [text[a[1] : b[0]] for run in runs for a, b in pairwise(run)]
    spans = [Span(slot="keywords", start=run[0][0], end=run[-1][1]) for run in runs]
    return spans, separators[0] if separators else ""
