"""A formatted reference list before it becomes a document: what every engine makes, and every target prints."""

from dataclasses import dataclass
from typing import Literal

from curabib.model import Entry
from curabib.writers.rich import Inlines

Layout = Literal["numeric", "label", "author-date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One formatted entry.

    `label` is what stands in the margin as the style prints it ("[1]", "[Goo16]", "1."), empty where the style has
    none; `number` is the number in it, 0 where it is no number. `extras` are lines below the reference.
    """

    entry: Entry
    label: str = ""
    number: int = 0
    body: Inlines
    extras: tuple[Inlines, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """References under one heading; the heading is empty where the list is not grouped."""

    heading: str = ""
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceList:
    """A formatted list: its title (perhaps empty), its groups in order, and how the style lays it out.

    `hanging` says that the lines of a reference after the first are indented where it has no label. `language` is the
    BCP 47 tag of the words that the style adds. `own_latex` is what a BibTeX style printed, while the list is that.
    `has_keywords` says that the style prints keywords. `note` is for documents with a place for what is said of them.
    """

    title: str = ""
    groups: tuple[Group, ...]
    layout: Layout
    hanging: bool = True
    language: str = "en"
    own_latex: str = ""
    has_keywords: bool = False
    note: str = ""

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references of all groups, in order."""
        return tuple(reference for group in self.groups for reference in group.references)

    @property
    def labelled(self) -> bool:
        """Whether references have labels in the margin."""
        return any(reference.label for reference in self.references)
