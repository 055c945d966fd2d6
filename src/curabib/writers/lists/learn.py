"""Learning the shape of a list from its text and from what was read of it.

Between two facts of an entry stands what the list always writes there, or a word about this one work. So only what
stands there often is taken for the list's manner; what stands there once counts only if it is all signs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from html import unescape
from itertools import pairwise
from typing import TypeVar

from curabib.evidence.labels import line_label
from curabib.model import Record, Snapshot, fold
from curabib.writers.lists.facts import Located, locate
from curabib.writers.lists.languages import LANGUAGES, Language, LinkForm
from curabib.writers.lists.rows import header_above, row_shape
from curabib.writers.lists.shape import COUNT, END, LINKS, MAIN, START, ListShape, NamesForm, Template

T = TypeVar("T", bound=Hashable)

_MOST_ENTRIES = 2_000
_LONGEST_JOIN = 120
_NUMBER = re.compile(r"\A(\W*?)\d{1,4}(?=[.)\]] )")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_LEADS_ON = re.compile(r"[\s:,;\u2013\u2014-]+\Z")
_WORDS = re.compile(r"\w")
# a text in brackets is about one work: whose affiliation it is, or that a link was there
_ASIDE = re.compile(r"\s*\([^()\n]*[^\W\d_][^()\n]*\)(?!\])|\s*\[[^\[\]\n]{1,40}\](?!\()")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\*\*\s*\*\*|__\s*__|(?<!\*)\*\s+\*(?!\*)")
_DOUBLED = re.compile(r"([.,;|])(?:\s*\1)+")


def learn(snapshot: Snapshot, reader: str, records: Sequence[Record]) -> ListShape | None:
    """Return the shape of the list that `records` were read from by `reader`, or None where none shows.

    None too for languages in which lists are not written (HTML, exports of other programs).
    """
    language = LANGUAGES.get(reader.partition(" ")[0])
    if language is None:
        return None
    lines = snapshot.text.split("\n")
    entries = _alone(records)[:_MOST_ENTRIES]
    headers = {record.id: header_above(lines, record.location.line) for record in entries if record.location}
    found = _located(lines, [record for record in entries if not headers[record.id]], language)
    rows = _located(lines, [record for record in entries if headers[record.id]], language, row=True)
    usual_header = usual(filter(None, headers.values()), ())
    table = row_shape(rows, usual_header) if len(rows) > len(found) else None
    if table is None and not found:
        return None
    templates = [_template(located) for located in found]
    labelled = [form for located in found for form in located.links]
    level = _level(snapshot.text, language, entries)
    return ListShape(
        language=language,
        wholes=_wholes(templates),
        joins=_joins(templates),
        order=_order(templates),
        names=_names(located.names for located in (*found, *rows)),
        link=usual((form for form, _, _ in labelled), language.link),
        link_separator=usual((sign for located in found for sign in located.separators), " "),
        labels=_labels(labelled),
        keywords=usual((located.keywords for located in (*found, *rows) if located.keywords), "; "),
        spaced=_spaced(lines, entries),
        rows=table,
        level=level,
        linked_titles=_linked_titles(templates),
        title=_title(snapshot.text, language, entries),
    )


def _located(
    lines: Sequence[str], records: Sequence[Record], language: Language, *, row: bool = False
) -> list[Located]:
    found = (locate(_text(lines, record), record, language, row=row) for record in records)
    return [located for located in found if located is not None]


def _alone(records: Sequence[Record]) -> list[Record]:
    """Return the listed records whose lines are theirs alone."""
    taken: Counter[int] = Counter()
    for record in records:
        if record.location is not None:
            taken.update(range(record.location.line, _last(record) + 1))
    return [
        record
        for record in records
        if record.location is not None
        and record.role == "listed"
        and all(taken[line] == 1 for line in range(record.location.line, _last(record) + 1))
    ]


def _last(record: Record) -> int:
    place = record.location
    return max(place.line, place.end_line or 0) if place is not None else 0


def _text(lines: Sequence[str], record: Record) -> str:
    """Return the lines of an entry without the indentation that all of them have."""
    line = record.location.line if record.location is not None else 1
    block = [text.expandtabs(4) for text in lines[line - 1 : _last(record)]]
    while block and not block[-1].strip():
        block.pop()
    indented = [len(text) - len(text.lstrip()) for text in block if text.strip()]
    least = min(indented, default=0)
    return "\n".join(text[least:] for text in block)


def _template(located: Located) -> Template:
    """Return an entry as its slots and what stands between them."""
    joins: list[str] = []
    at = 0
    for span in located.spans:
        joins.append(_ASIDE.sub("", located.text[at : span.start]))
        at = span.end
    joins.append(_ASIDE.sub("", located.text[at:]))
    joins[0] = _NUMBER.sub(rf"\1{COUNT}", joins[0].replace(COUNT, ""))
    return Template(slots=tuple(span.slot for span in located.spans), joins=tuple(joins))


def _pairs(template: Template) -> Iterable[tuple[tuple[str, str], str]]:
    slots = (START, *template.slots, END)
    return zip(pairwise(slots), template.joins, strict=True)


def _joins(templates: Sequence[Template]) -> Mapping[tuple[str, str], str]:
    """Return what usually stands between two slots: what stands there most often, or the signs of it."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for template in templates:
        for pair, join in _pairs(template):
            seen[pair][join] += 1
    found = {pair: _most(pair, counts, len(templates)) for pair, counts in seen.items()}
    return {pair: usually for pair, usually in found.items() if usually is not None}


def _most(pair: tuple[str, str], counts: Counter[str], entries: int) -> str | None:
    """Return what most often stands between two slots, in a list of so many entries."""
    forms: Counter[str] = Counter()
    for join, count in counts.items():
        forms[_first_line(join) if pair[1] == END else join] += count
    manner = {form: n for form, n in forms.items() if _is_manner(form, n, entries)}
    if not manner:
        signs: Counter[str] = Counter()
        for join, count in counts.items():
            signs[_signs_of(join, last=pair[1] == END)] += count
        manner = dict(signs)
    return max(manner, key=lambda form: (manner[form], -len(form), form)) if manner else None


def _is_manner(join: str, count: int, entries: int) -> bool:
    """Return whether a text between two facts is how the list writes, and not about one work or one kind of works."""
    if len(join) > _LONGEST_JOIN:
        return False
    said = line_label(re.sub(r"\A[\s*\-+|#>.,;]*|[\s*_]*\Z", "", join.rpartition("\n")[2]) + " x")
    often = (count >= 3 and count * 8 >= entries) or (count == 2 and entries <= 3)
    return not _WORDS.search(_untagged(join)) or said is not None or often


def _untagged(join: str) -> str:
    """Return a text of the same length with blanks for the tags of HTML, whose names are no words."""
    return _TAG.sub(lambda tag: " " * len(tag[0]), join) if "<" in join else join


def _first_line(join: str) -> str:
    """Return what ends the line of the last fact, without what leads on to a text about this one work."""
    first = join.partition("\n")[0].rstrip()
    word = _WORDS.search(_untagged(first))
    return _LEADS_ON.sub("", first[: word.start()]) if word is not None else first


def _signs_of(join: str, *, last: bool) -> str:
    """Return the signs that begin and end a text, without the words between them."""
    bare = _untagged(join)
    found = _WORDS.search(bare)
    if found is None:
        return join
    lead = join[: found.start()]
    tail = "" if last else join[len(re.sub(r"\W+\Z", "", bare)) :]
    return tidy(_first_line(lead) if last else lead + tail)


def tidy(text: str) -> str:
    """Return signs without what is left where something between them is missing: empty brackets, doubled commas."""
    for _ in range(4):
        text = _EMPTY.sub("", text)
    return re.sub(r" {2,}(?=\S)", " ", _DOUBLED.sub(r"\1", text))


def _wholes(templates: Sequence[Template]) -> Mapping[tuple[str, ...], Template]:
    """Return for each set of slots the way in which most entries that have just these are written, if two are."""
    seen: dict[tuple[str, ...], Counter[Template]] = defaultdict(Counter)
    for template in templates:
        joins = (*template.joins[:-1], _first_line(template.joins[-1]))
        seen[tuple(sorted(template.slots))][Template(slots=template.slots, joins=joins)] += 1
    found: dict[tuple[str, ...], Template] = {}
    for slots, counts in seen.items():
        best, count = min(counts.items(), key=lambda item: (-item[1], item[0].joins))
        if count >= 2 and all(_is_manner(join, count, len(templates)) for join in best.joins):
            found[slots] = best
    return found


def _linked_titles(templates: Sequence[Template]) -> bool:
    titles = sum(MAIN in template.slots for template in templates)
    return titles * 2 > sum(MAIN in template.slots or LINKS in template.slots for template in templates)


def _order(templates: Sequence[Template]) -> tuple[str, ...]:
    """Return all slots in the order in which they usually follow each other."""
    places: dict[str, list[float]] = defaultdict(list)
    for template in templates:
        for place, slot in enumerate(template.slots):
            places[slot].append((place + 1) / (len(template.slots) + 1))
    return tuple(sorted(places, key=lambda slot: (sum(places[slot]) / len(places[slot]), slot)))


def _names(forms: Iterable[NamesForm | None]) -> NamesForm:
    """Return each part of the form as most entries have it that show it."""
    shown = [form for form in forms if form is not None]
    plain = NamesForm()
    order = usual((form.order for form in shown), plain.order)
    shown = [form for form in shown if form.order == order]
    between = usual((f.between for f in shown if _is_separator(f.between)), plain.between)
    return NamesForm(
        order=order,
        between=between,
        last=usual((f.last for f in shown if _is_separator(f.last)), between),
        pair=usual((f.pair for f in shown if _is_separator(f.pair)), between),
        more=usual((f.more for f in shown if f.more), plain.more if between == ", " else f"{between}et al."),
    )


def _is_separator(text: str) -> bool:
    return bool(text.strip()) and len(_WORDS.findall(text)) <= 3


def _labels(links: Sequence[tuple[LinkForm, str, str]]) -> Mapping[str, str]:
    """Return for each label what the list most often prints for it."""
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    for _, label, text in links:
        printed[label][text] += 1
    return {label: usual(counts.elements(), label) for label, counts in printed.items()}


def _spaced(lines: Sequence[str], records: Sequence[Record]) -> bool:
    """Return whether most entries that follow another have a blank line in front."""
    ends = {_last_said(lines, record) for record in records}
    starts = [record.location.line for record in records if record.location is not None]
    spaced = tight = 0
    for start in starts:
        before = start - 2
        while before >= 0 and not lines[before].strip():
            before -= 1
        if before + 1 in ends:
            spaced, tight = spaced + (before != start - 2), tight + (before == start - 2)
    return spaced > tight


def _last_said(lines: Sequence[str], record: Record) -> int:
    """Return the last line of an entry that is not blank."""
    last = _last(record)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    return last


def _level(text: str, language: Language, records: Sequence[Record]) -> int:
    """Return the heading level at which most outermost topics stand."""
    outermost = {fold(record.topics[0]) for record in records if record.topics}
    levels = [
        language.level(match["mark"])
        for match in language.headings.finditer(text)
        if fold(match["text"]) in outermost
    ]
    return usual(filter(None, levels), 2)


def _title(text: str, language: Language, records: Sequence[Record]) -> str:
    """Return what the document is called, without markup: its first heading, unless that is a topic; or nothing."""
    match = language.titles.search(text)
    if match is None or fold(match["text"]) in {fold(topic) for record in records for topic in record.topics}:
        return ""
    plain = language.links.sub(lambda link: link["label"] or "", match["text"])
    plain = unescape(plain)
    return " ".join(re.sub(r"!?\[[^\[\]]*\](?:\([^()]*\))?|<[^<>]*>|[*_`]|:[a-z_]+:", "", plain).split())


def usual(values: Iterable[T], default: T) -> T:
    """Return the value that comes most often, of equals the first in order; without any, the default."""
    counts = Counter(values)
    return max(sorted(counts, key=str), key=lambda value: counts[value]) if counts else default
