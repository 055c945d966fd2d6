"""The styles of pybtex: plain, unsrt, alpha and unsrtalpha, with nothing looked up among installed packages."""

# mypy: disable-error-code="no-untyped-call"

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from pybtex.database import Person
from pybtex.style import FormattedEntry
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style, date, pages
from pybtex.style.labels.alpha import LabelStyle as AlphaLabels
from pybtex.style.labels.number import LabelStyle as NumberLabels
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.sorting.none import SortingStyle as InOrder
from pybtex.style.template import field, first_of, join, node, optional, optional_field, sentence, tag, words

from curabib.model import View, fold
from curabib.writers.references.pybtex_entries import ReferenceEntry
from curabib.writers.references.pybtex_inlines import inlines
from curabib.writers.references.pybtex_text import with_text_fields
from curabib.writers.references.reference import Group, Reference, ReferenceList


@node  # type: ignore[untyped-decorator]
def credits(children: object, context: Mapping[str, Any], role: str) -> Any:
    """Return the names of a role as a list in words; `et al.` where their origin says that there are more."""
    entry, style = context["entry"], context["style"]
    people = [style.format_name(person, style.abbreviate_names) for person in entry.people.get(role, ())]
    if role not in entry.truncated:
        return join(sep=", ", sep2=" and ", last_sep=", and ")[people].format_data(context)
    and_others = " et al." if len(people) == 1 else ", et al."
    return join[join(sep=", ")[people], and_others if people else ""].format_data(context)


class ReferenceStyle(Style):
    """pybtex's unsrt, which the others vary, made to print whatever is known of a work."""

    def format_entry(self, label: str, entry: ReferenceEntry, bib_data: object = None) -> FormattedEntry:
        """Return an entry formatted by the template of its type."""
        template = with_text_fields(getattr(self, f"get_{entry.kind}_template")(entry))
        return FormattedEntry(entry.key, template.format_data({"entry": entry, "style": self}), label)

    def format_in_order(
        self, entries: Sequence[ReferenceEntry]
    ) -> Iterator[tuple[ReferenceEntry, FormattedEntry]]:
        """Yield the entries in the order of the style, each with what it is formatted to."""
        ordered = self.sort(entries)
        for label, entry in zip(self.format_labels(ordered), ordered, strict=True):
            yield entry, self.format_entry(label, entry)

    def format_names(self, role: str, as_sentence: bool = True) -> Any:
        """Return the template of a role's names; a role without names prints nothing."""
        return sentence[credits(role)] if as_sentence else credits(role)

    def get_article_template(self, e: ReferenceEntry) -> Any:
        """Return the template of an article; unlike pybtex's, it prints a volume even without pages."""
        volume = join[field("volume"), optional["(", field("number"), ")"]]
        volume_and_pages = first_of[
            optional[join[volume, ":", pages]], optional[volume], optional[words["pages", pages]]
        ]
        return toplevel[
            self.format_names("author"),
            self.format_title(e, "title"),
            sentence[tag("em")[field("journal")], volume_and_pages, date],
            sentence[optional_field("note")],
            self.format_web_refs(e),
        ]


class ByAuthor(BaseSortingStyle):
    """Author, year, title, key; accents and case do not count."""

    def sorting_key(self, entry: ReferenceEntry) -> tuple[str, ...]:
        """Return what an entry is sorted by."""
        return entry.order


class Labels(AlphaLabels):
    """Labels as alpha.bst makes them, of plain letters, and told apart however many are alike."""

    def format_labels(self, sorted_entries: Sequence[ReferenceEntry]) -> Iterator[str]:
        """Return one label for each entry, in their order."""
        labels = [self.format_label(entry) for entry in sorted_entries]
        alike = Counter(labels)
        tails = {label: map(_letters, count()) for label, number in alike.items() if number > 1}
        taken = {label for label, number in alike.items() if number == 1}
        for label in labels:
            told_apart = label
            while label in tails and (told_apart == label or told_apart in taken):
                told_apart = label + next(tails[label])
            taken.add(told_apart)
            yield told_apart

    def format_label(self, entry: ReferenceEntry) -> str:
        """Return the label of an entry before those that are alike are told apart."""
        people = entry.people.get("author") or entry.people.get("editor")
        letters = self.format_lab_names(people, entry) if people else ""
        return (letters or entry.citation_key[:3]) + entry.year[-2:]

    def format_lab_names(self, persons: Sequence[Person], entry: ReferenceEntry | None = None) -> str:
        """Return the letters for the names: three of one, the initials of more, `+` for those left out."""
        more = "+" if len(persons) > 4 or (entry is not None and entry.truncated) else ""
        if len(persons) > 1:
            return "".join(_initials(person) for person in persons[: 3 if len(persons) > 4 else 4]) + more
        initials = _initials(persons[0])
        family = "".join(map(_bare, persons[0].last_names))
        return (initials if len(initials) > 1 else family[:3]) + more


def _initials(person: Person) -> str:
    return "".join(
        _bare(part)[:1] for name in (*person.prelast_names, *person.last_names) for part in name.split("-")
    )


def _bare(text: str) -> str:
    """Return the letters and digits of a name without their accents, in their case."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(bare.upper() if c.isupper() else bare for c in composed if (bare := fold(c)))


def _letters(number: int) -> str:
    """Return a, b, ..., z, aa, ab, ... for 0, 1, ..."""
    letters = chr(ord("a") + number % 26)
    while number >= 26:
        number = number // 26 - 1
        letters = chr(ord("a") + number % 26) + letters
    return letters


# Style name: what sorts the references, and what labels them.
_STYLES: Mapping[str, tuple[type, type]] = {
    "plain": (ByAuthor, NumberLabels),
    "unsrt": (InOrder, NumberLabels),
    "alpha": (ByAuthor, Labels),
    "unsrtalpha": (InOrder, Labels),
}


def format_in(view: View, style: str) -> ReferenceList:
    """Return the reference list of a view in a style of pybtex.

    The order is the style's: by author, year and title in plain and alpha, the view's in unsrt and unsrtalpha.
    """
    sorting, labels = _STYLES[style]
    numbered = labels is NumberLabels
    formatter = ReferenceStyle(label_style=labels, name_style=NameStyle, sorting_style=sorting)
    entries = [ReferenceEntry(entry) for entry in view.entries]
    references = tuple(
        Reference(
            entry=entry.entry,
            label=f"[{formatted.label}]",
            number=int(formatted.label) if numbered else 0,
            body=inlines(formatted.text),
        )
        for entry, formatted in formatter.format_in_order(entries)
    )
    return ReferenceList(groups=(Group(references=references),), layout="numeric" if numbered else "label")
