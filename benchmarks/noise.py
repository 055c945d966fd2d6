"""Noise that lists put into official records, made in three ways that share no code but these names of kinds.

Each maker has the kinds of noise of which the promise speaks: typos, dropped authors, initials, truncated titles, other
casing, wrong years. A copy gets one or two of them. `plain` is the maker that the rules were developed with; `keyboard`
slips as fingers do, `scanner` as machines that read print do, and cuts and drops in other ways.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from curabib.model import Date, Fields, FieldValue, Name, Names, Record, Work

Noise = Callable[[random.Random, Record], Mapping[str, FieldValue]]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHAPES = "rn m, m rn, cl d, li h, vv w, e c, u v, fi ﬁ, fl ﬂ"
_SCANNED = [(shape, other) for shape, _, other in (pair.partition(" ") for pair in _SHAPES.split(", "))]


def typo(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """One or two letters changed, dropped, doubled or swapped."""
    title = record.fields.title
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(max(1, len(title) - 1))
        kind = chance.randrange(4)
        swapped = title[place + 1 : place + 2] + title[place]
        middle = (chance.choice(LETTERS), "", title[place] * 2, swapped)[kind]
        title = title[:place] + middle + title[place + (2 if kind == 3 else 1) :]
    return {"title": title}


def fewer_authors(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """One author left out, or all behind the third put into an "et al."."""
    people = list(record.fields.authors)
    if len(people) > 3 and chance.random() < 0.5:
        return {"author": Names(tuple(people[:3]), truncated=True)}
    if len(people) > 2:
        del people[chance.randrange(len(people))]
    return {"author": Names(tuple(people))}


def initials(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """Given names cut to initials."""
    return _renamed(record, lambda n, given: " ".join(f"{word[0]}." for word in given.split()))


def truncated_title(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The subtitle left out, or the last word."""
    title = record.fields.title
    head, colon, _ = title.partition(": ")
    if colon and len(head.split()) > 2:
        return {"title": head}
    words = title.split()
    return {"title": " ".join(words[:-1])} if len(words) > 4 else {}


def other_casing(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The title in capitals, or all in small letters."""
    title = record.fields.title
    return {"title": title.upper() if chance.random() < 0.5 else title.lower()}


def wrong_year(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """A year too early or too late, as that of a preprint is."""
    date = record.fields.date
    return {"date": Date(date.year + chance.choice((-2, -1, 1)))} if date else {}


def fingers(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """In one word of at least four letters: the key beside the right one, a letter twice or not at all, two swapped."""
    words = record.fields.title.split(" ")
    long = [number for number, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return {}
    number = chance.choice(long)
    word = words[number]
    place = chance.randrange(1, len(word) - 1)
    letter = word[place]
    row = next((row for row in _ROWS if letter.lower() in row), letter)
    beside = row[max(0, min(len(row) - 1, row.find(letter.lower()) + chance.choice((-1, 1))))]
    forms = (beside, letter * 2, "", word[place + 1] + letter)
    kind = chance.randrange(len(forms))
    words[number] = word[:place] + forms[kind] + word[place + (2 if kind == 3 else 1) :]
    return {"title": " ".join(words)}


def first_author(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The first author or two and "et al.", or the last one forgotten."""
    people = tuple(record.fields.authors)
    if len(people) < 2:
        return {}
    if chance.random() < 0.6:
        return {"author": Names(people[: chance.choice((1, 2))], truncated=True)} if len(people) > 2 else {}
    return {"author": Names(people[:-1])} if len(people) > 2 else {}


def bare_initials(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The first initial alone, without a dot; middle names gone."""
    return _renamed(record, lambda n, given: given[:1])


def cut_at_a_word(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """What stands before a colon, dash or question mark, or the title without its last word."""
    title = record.fields.title
    parts = re.split(r"(?<=\?) |: | [-–—] ", title)
    if len(parts) > 1 and len(parts[0].split()) > 2:
        return {"title": parts[0].rstrip()}
    words = title.split()
    return {"title": " ".join(words[:-1])} if len(words) > 5 else {}


def title_case(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """Every Word With A Capital, or only the first; a full stop behind it now and then."""
    title = record.fields.title
    cased = title.title() if chance.random() < 0.5 else title.capitalize()
    return {"title": cased + ("." if chance.random() < 0.3 else "")}


def year_of_preprint(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The year before, or the next."""
    date = record.fields.date
    return {"date": Date(date.year + chance.choice((-1, -1, 1)))} if date else {}


def scanned(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """One shape taken for another, a blank lost, or a hyphen left from the end of a line."""
    title = record.fields.title
    kind = chance.random()
    if kind < 0.6:
        seen = [(shape, other) for shape, other in _SCANNED if shape in title]
        if seen:
            shape, other = chance.choice(seen)
            places = [found.start() for found in re.finditer(shape, title)]
            place = chance.choice(places)
            return {"title": title[:place] + other + title[place + len(shape) :]}
    blanks = [found.start() for found in re.finditer(" ", title)]
    if kind < 0.8 and blanks:
        place = chance.choice(blanks)
        return {"title": title[:place] + title[place + 1 :]}
    words = [found.span() for found in re.finditer(r"[a-z]{7,}", title)]
    if not words:
        return {}
    start, end = chance.choice(words)
    place = chance.randrange(start + 3, end - 2)
    return {"title": f"{title[:place]}- {title[place:]}"}


def half_the_authors(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """At least two thirds of the authors, in order."""
    people = tuple(record.fields.authors)
    count = max(1, -(-2 * len(people) // 3))
    kept = sorted(chance.sample(range(len(people)), count))
    return {"author": Names(tuple(people[number] for number in kept))}


def later_initials(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """Initials for all but the first author, whose middle names become some."""

    def cut(number: int, given: str) -> str:
        words = given.split()
        kept = words[:1] if not number else []
        return " ".join([*kept, *(f"{word[0]}." for word in words[len(kept) :])])

    return _renamed(record, cut)


def first_line(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The title up to its first colon, else all but its last word where it has six or more."""
    head, colon, _ = record.fields.title.partition(":")
    if colon and len(head.split()) > 2:
        return {"title": head}
    words = record.fields.title.split()
    return {"title": " ".join(words[: max(5, len(words) - 1)])}


def small_letters(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """A title without capitals, the family names in them."""
    people = tuple(replace(name, family=name.family.upper()) for name in record.fields.authors)
    return {"title": record.fields.title.lower(), "author": Names(people, record.fields.authors.truncated)}


def another_year(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """A year that is one or two off."""
    date = record.fields.date
    if date is None:
        return {}
    return {"date": Date(date.year + chance.choice((-2, -1, 1, 2)))}


def _renamed(record: Record, cut: Callable[[int, str], str]) -> Mapping[str, FieldValue]:
    def shorter(number: int, name: Name) -> Name:
        return replace(name, given=cut(number, name.given)) if name.given else name

    people = tuple(shorter(number, name) for number, name in enumerate(record.fields.authors))
    return {"author": Names(people, record.fields.authors.truncated)}


MAKERS: Mapping[str, Sequence[Noise]] = {
    "plain": (typo, fewer_authors, initials, truncated_title, other_casing, wrong_year),
    "keyboard": (fingers, first_author, bare_initials, cut_at_a_word, title_case, year_of_preprint),
    "scanner": (scanned, half_the_authors, later_initials, first_line, small_letters, another_year),
}


def noisy(chance: random.Random, record: Record, maker: str) -> tuple[str, Work]:
    """Return the names of one or two kinds of noise, and the work as a list would have it."""
    kinds = MAKERS[maker]
    chosen = sorted(chance.sample(range(len(kinds)), chance.randint(1, 2)))
    fields = record.fields
    for number in chosen:
        fields = fields.updated(kinds[number](chance, replace(record, fields=fields)))
    kept = {name: fields[name] for name in ("title", "author", "date") if name in fields}
    work = Work(id="noisy", entry_type="misc", fields=Fields(kept), records=())
    return "+".join(kinds[number].__name__ for number in chosen), work
