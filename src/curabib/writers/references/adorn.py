"""What can be added to formatted references: a person in bold, keywords, links, the citation key."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from curabib.model import Entry, Name, fold
from curabib.writers.publication import is_address, publication
from curabib.writers.references.reference import Group, Reference, ReferenceList
from curabib.writers.references.visible import one_line
from curabib.writers.references.written import whole
from curabib.writers.rich import Inline, Inlines, Link, Marked, Text, marked_between, plain

Extra = Literal["keywords", "links", "key"]
EXTRAS: tuple[Extra, ...] = get_args(Extra)

_MOST_WORDS = 12
_ALIKE = {ord(blank): " " for blank in "\u00a0\u202f\u2009"} | {ord("’"): "'"}
"""Characters that engines put in the place of others: ties, typographic apostrophes."""


def adorned(
    references: ReferenceList, extras: tuple[Extra, ...], highlight: tuple[str, ...]
) -> ReferenceList:
    """Return the list with `extras` below each reference, and the people called `highlight` in bold.

    Keywords that the style prints are not printed once more.
    """
    if not extras and not highlight:
        return references
    wanted = [words for name in highlight if (words := _words(name))]
    if references.has_keywords:
        extras = tuple(extra for extra in extras if extra != "keywords")
    return replace(
        references,
        own_latex="",
        groups=tuple(
            Group(
                heading=group.heading,
                references=tuple(_adorned(reference, extras, wanted) for reference in group.references),
            )
            for group in references.groups
        ),
    )


def nobody(entries: Iterable[Entry], highlight: Sequence[str]) -> tuple[str, ...]:
    """Return the names of `highlight` by which nobody among the authors and editors of the entries is called."""
    wanted = {name: _words(name) for name in highlight}
    for entry in entries if wanted else ():
        fields = entry.work.fields
        for person in (*fields.authors, *fields.editors):
            wanted = {
                name: words for name, words in wanted.items() if not words or not _is_called(person, words)
            }
        if not wanted:
            break
    return tuple(wanted)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()[:_MOST_WORDS])


def _adorned(reference: Reference, extras: tuple[Extra, ...], wanted: list[frozenset[str]]) -> Reference:
    lines = (_EXTRAS[extra](reference.entry) for extra in EXTRAS if extra in extras)
    body = reference.body
    fields = reference.entry.work.fields
    for name in (*fields.authors, *fields.editors) if wanted else ():
        if any(_is_called(name, words) for words in wanted):
            span = _place(whole(name), plain(body).translate(_ALIKE))
            if span is not None:
                body = marked_between(body, *span, "strong")
    return replace(reference, body=body, extras=tuple(line for line in lines if line))


def _keywords(entry: Entry) -> Inlines:
    words = dict.fromkeys(one_line(word) for word in (*entry.work.topics, *entry.work.keywords))
    return (Marked("emphasis", (Text("Keywords:"),)), Text(f" {', '.join(words)}")) if words else ()


def _links(entry: Entry) -> Inlines:
    found: list[Inline] = []
    for label, url in labelled_links(entry):
        found += (Text(" · " if found else ""), Link(url, (Text(label),)))
    return tuple(found)


def _key(entry: Entry) -> Inlines:
    return (Marked("code", (Text(one_line(entry.key)),)),)


_EXTRAS: Mapping[Extra, Callable[[Entry], Inlines]] = {"keywords": _keywords, "links": _links, "key": _key}


def labelled_links(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return what an entry leads to as (label, address), each address once: its links, its DOI, its page on arXiv."""
    work = entry.work
    published = publication(work)
    found: dict[str, str] = {}
    for link in work.links:
        if is_address(link.url):
            found.setdefault(link.url, one_line(link.label) or "link")
    arxiv = f"https://arxiv.org/abs/{published.arxiv}" if published.arxiv else ""
    if published.url:
        found.setdefault(published.url, "arXiv" if published.url == arxiv else "page")
    doi = f"https://doi.org/{published.doi}" if published.doi else ""
    if is_address(doi):
        found.setdefault(doi, "doi")
    if arxiv:
        found.setdefault(arxiv, "arXiv")
    return tuple((label, url) for url, label in found.items())


def _is_called(name: Name, words: frozenset[str]) -> bool:
    """Return whether every word is one of the name's, or the beginning of a given name ("J", "J.", "Jon")."""
    parts = fold(str(name)).split()
    given = fold(name.given).split()
    return all(word in parts or any(part.startswith(word) for part in given) for word in words) and bool(
        words & set(fold(name.family or name.literal).split())
    )


def _place(name: Name, text: str) -> tuple[int, int] | None:
    """Return where a name stands in a formatted reference, with whatever of the given name the style prints."""
    if name.literal:
        literal = one_line(name.literal).translate(_ALIKE)
        at = text.find(literal)
        return (at, at + len(literal)) if at >= 0 else None
    family = one_line(name.family).translate(_ALIKE)
    if not family:
        return None
    prefix = f"(?:{re.escape(one_line(name.prefix))} )?" if name.prefix else ""
    given = "|".join(map(re.escape, _given_forms(one_line(name.given).translate(_ALIKE))))
    forms = [rf"{prefix}{re.escape(family)}"]
    if given:
        behind = f" {re.escape(one_line(name.prefix))}" if name.prefix else ""
        after = rf"{prefix}{re.escape(family)},? (?:{given})(?:{behind})?"
        before = rf"(?:{given}) {prefix}{re.escape(family)}"
        forms = [after, before, *forms]
    for form in forms:
        found = re.search(rf"(?<!\w){form}(?!\w)", text)
        if found:
            return found.span()
    return None


def _given_forms(given: str) -> list[str]:
    """Return the ways in which styles print a given name, longest first: whole, or as initials in any spelling."""
    words = given.split()
    forms = set(_initials(words))
    for count in range(1, len(words) + 1):
        forms.add(" ".join(words[:count]))
        forms.add(" ".join([words[0], *(f"{word[0]}." for word in words[1:count])]))
    return sorted((form for form in forms if form), key=lambda form: (-len(form), form))


def _initials(words: list[str]) -> Iterator[str]:
    for count in range(1, len(words) + 1):
        letters = [word[0] for word in words[:count]]
        hyphened = ["-".join(f"{part[0]}." for part in word.split("-") if part) for word in words[:count]]
        yield "".join(letters)
        yield " ".join(letters)
        yield ".".join(letters)
        yield "".join(f"{letter}." for letter in letters)
        yield " ".join(f"{letter}." for letter in letters)
        yield " ".join(hyphened)
        yield "".join(hyphened)
        yield "".join(part[0] for word in words[:count] for part in word.split("-") if part)
