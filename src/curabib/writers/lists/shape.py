"""What the entries of a list look like, as far as one needs to know it to write another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curabib.model import Date, Link, Names
from curabib.project.entry_pattern import EntryPattern
from curabib.writers.lists.languages import Language, LinkForm

if TYPE_CHECKING:
    from curabib.writers.lists.rows import RowShape

START, END = "^", "$"
"""Where an entry begins and ends, among its slots."""

MAIN, LINKS = "main", "links"
"""The slots of the link that the title is, and of the run of links that have labels."""

LINK = "link:"
"""How the slot of a single link begins, in front of its label."""

COUNT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a join for the number of an entry in a numbered list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesForm:
    """How the names of an entry are written: the order of their parts, what stands between them, and the end.

    `order` names a form of `facts.NAME_ORDERS`. `last` stands before the last of three or more names, `pair` between
    two, and `more` says, with what separates it, that there are others.
    """

    order: str = "given"
    between: str = ", "
    last: str = ", "
    pair: str = ", "
    more: str = ", et al."


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One way to write an entry: its slots in order, and what stands before, between and behind them."""

    slots: tuple[str, ...]
    joins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape:
    """The shape of a list.

    `wholes` are the ways in which entries with certain slots are written, `joins` what most often stands between two
    slots that follow each other, `order` the slots in the order in which they usually come. `labels` says how
    the list prints a label, `spaced` whether blank lines stand between entries, `rows` is what its tables look like,
    `level` the heading level of the outermost topics, `title` what the first heading says above these. `linked_titles`
    says that the titles of most entries with links are links. `patterns` are what the curator says of entries.
    """

    language: Language
    wholes: Mapping[tuple[str, ...], Template]
    joins: Mapping[tuple[str, str], str]
    order: tuple[str, ...]
    names: NamesForm
    link: LinkForm
    link_separator: str
    labels: Mapping[str, str]
    keywords: str
    spaced: bool
    rows: "RowShape | None"
    level: int
    linked_titles: bool = False
    patterns: tuple[EntryPattern, ...] = ()
    title: str = ""

    @property
    def slots(self) -> frozenset[str]:
        """All slots that some entry of the list has, outside of its tables."""
        return frozenset(self.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is to be written of a work.

    `date` is None where a heading states it; `date_implied` says that an identifier among the links does.
    """

    title: str
    authors: Names
    venue: str
    date: Date | None
    keywords: tuple[str, ...]
    links: tuple[Link, ...]
    date_implied: bool = False
