"""The headings above a place in a document: the topics they name, and what stands below them that is no work."""

from collections.abc import Sequence
from dataclasses import dataclass

from curabib.evidence import dates, labels
from curabib.readers.tree import Block

TOPIC_LEVEL = 80
FOLD_LEVEL = 90
_TENTATIVE = 50
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    kind: str


class Above:
    """The stack of headings over the present place, outermost first.

    Levels up to 6 are headings of the document, 50 lines that stand alone, 80 and more bullets that name the topic of
    what is nested in them, 90 folds. `paper_levels` are those at which a heading is the title of a work.
    """

    def __init__(self, blocks: Sequence[Block], paper_levels: frozenset[int]) -> None:
        """Start above nothing; only a first-level heading that is the one of `blocks` is surely their title."""
        self.paper_levels = paper_levels
        self._stack: list[_Heading] = []
        self._title: _Heading | None = None
        firsts = [block.line for block in blocks if block.kind == "heading" and block.level == 1]
        self._only_title = len(firsts) == 1
        self._second = (
            firsts[1] if len(firsts) > 1 else 0
        )  # the line of the second heading of the first level

    def topics(self) -> tuple[str, ...]:
        """Return the topics above the present place, without the document's title and the furniture."""
        found: list[str] = []
        for heading in self._stack:
            title = heading is self._title and (self._only_title or heading is not self._stack[-1])
            if heading.kind in ("", "no works") and heading.text and not title:
                found.append(heading.text)
        return tuple(found)

    def document_title(self, first: int) -> str:
        """Return the heading that is surely the title of the document, or the empty string.

        It is the only one of its level, or the first entry stands, at the line `first`, below another.
        """
        alone = self._only_title or 0 < self._second < first
        return self._title.text if self._title is not None and alone else ""

    def push(self, level: int, text: str, *, may_be_title: bool = True) -> None:
        """Put a heading over what follows, in place of those of its level and below."""
        text = labels.heading_text(text)
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()
        heading = _Heading(level, text[:_LONGEST], labels.heading_kind(text))
        if may_be_title and self._title is None and level == 1 and level not in self.paper_levels:
            self._title = heading
        self._stack.append(heading)

    def push_tentative(self, text: str) -> None:
        """Push a line that stands alone: it replaces the one before, or stands below it where it repeats its words."""
        text = labels.heading_text(text)
        while (
            self._stack
            and self._stack[-1].level >= _TENTATIVE
            and not (self._stack[-1].text and text.startswith(self._stack[-1].text + ":"))
        ):
            self._stack.pop()
        self._stack.append(_Heading(_TENTATIVE, text, labels.heading_kind(text)))

    def push_paper(self, level: int) -> None:
        """Say that what follows belongs to the work whose title was the heading just pushed."""
        self._stack.append(_Heading(level, "", "paper"))

    def pop(self) -> None:
        """Take the last heading away."""
        self._stack.pop()

    def end_folds(self) -> None:
        """Leave the folds."""
        while self._stack and self._stack[-1].level >= FOLD_LEVEL:
            self._stack.pop()

    def end_topics(self, depth: int) -> None:
        """Leave the bullets that named the topic of items nested deeper than `depth`."""
        while self._stack and TOPIC_LEVEL + depth < self._stack[-1].level < FOLD_LEVEL:
            self._stack.pop()

    def end_rows(self) -> None:
        """Leave what a row says of the works listed in it."""
        self.end_topics(-1)

    @property
    def level(self) -> int:
        """The level of the last heading, or 0."""
        return self._stack[-1].level if self._stack else 0

    @property
    def in_paper(self) -> bool:
        """Whether the present place is the text below the title of a work."""
        return bool(self._stack) and self._stack[-1].kind == "paper"

    @property
    def may_title(self) -> bool:
        """Whether the last heading may be the title of a work: it is no furniture, and not the document's title."""
        return not self._stack[-1].kind and self._stack[-1] is not self._title

    @property
    def elsewhere(self) -> bool:
        """Whether the present place stands right below a heading such as "Other Resources"."""
        return bool(self._stack) and labels.points_elsewhere(self._stack[-1].text)

    @property
    def anchored_works(self) -> bool:
        """Whether links inside the document lead to works here: below a group of works, not in a table of contents."""
        return self.level >= TOPIC_LEVEL and dates.find_year(self._stack[-1].text) is not None

    def furniture(self) -> str:
        """Return why nothing here can be an entry, or the empty string."""
        for place, heading in enumerate(reversed(self._stack)):
            if heading.kind == "contents":
                return "table of contents" if place == 0 else ""
            if heading.kind == "paper":
                return "text of an entry"
            if heading.kind:
                return heading.kind
        return ""
