"""What the items of a list are: works, the topic of what is nested in them, or neither."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from curabib.evidence import labels, links, people
from curabib.evidence.regex import regex
from curabib.readers import among_prose, dated_titles, headings, no_works, papers, tables
from curabib.readers.of_one import (
    announces_title,
    are_facts_of_one,
    are_links_of_one,
    is_only_address,
    is_only_link,
)
from curabib.readers.signs import ENOUGH, Signs, look
from curabib.readers.tree import Block, head_of, plain

_LONG_PROSE = 60
_LONG_TOPIC = 14
_LONGEST_NAMES = 3000
_FEWEST = 2
_SHORTEST_TITLE = 3
_FEWEST_TITLES = 3
_PEOPLE_AND_YEAR = regex(r"(?:\[\d{1,3}\] )?([^\d]{20,2000}?)[ (\[](?:19|20)\d\d[a-z]?[)\]]?[.,:] ")
_DOUBTFUL = frozenset(("weak", "no sign of a work"))
_SHORTEST_REFERENCE = 6
_BOX = regex(r"\s*\[[ xX✓✔]?\]\s*")
_TAGS = regex(r"\s*(?:\[[^\[\]]{2,40}\]\s*){1,3}")
_CITED_AT_END = regex(r"\w \([A-Z][^()\d]{1,60},? (?:19|20)\d\d[a-z]?\)\s*\Z")
_TODO = regex(r"\W*(?:TODO|FIXME|TBA|TBD|WIP)\b")
_LABEL_WORDS = 3
_BEFORE = " \"'“‘([{*_-–—0123456789."


class Items:
    """Judges items by the signs of their first block, and by what is nested in them; looks at each block once."""

    def __init__(self) -> None:
        """Start without having seen any."""
        self._signs: dict[int, Signs] = {}
        self._kinds: dict[int, str] = {}
        self._made: list[Block] = []  # blocks are known by their ids, so that these must not be given anew

    def with_links(self, block: Block) -> Block:
        """Return a list with items that are nothing but links in brackets nested in the item of the work above them.

        Such a link has a label, as in "[[Python](…)]", and the item above it a title in markup.
        """
        if not any(map(_opens_bracket, block.children[1:])):
            return block
        items: list[Block] = []
        owned: list[list[Block]] = []
        for item in block.children:
            works = owned and (self.signs(items[-1]).leading_link or self.signs(items[-1]).marked_title)
            if works and _opens_bracket(item) and _is_bracketed_labels(item):
                owned[-1].append(item)
            else:
                items.append(item)
                owned.append([])
        found = [_nesting(item, below) if below else item for item, below in zip(items, owned, strict=True)]
        self._made += found
        return replace(block, children=tuple(found))

    def kinds(self, block: Block, *, elsewhere: bool = False) -> list[str]:
        """Return what each item of a list is, `elsewhere` when it stands below a heading such as "Other Resources".

        `entry`, `group` (the topic of what is nested in it), `weak` (a work where most of its neighbours surely are),
        `anchor` (a link inside the document), or else why it is none.
        """
        kinds = [
            "pointer to another collection"
            if elsewhere and no_works.names_repository(head_of(item))
            else self._known(item)
            for item in block.children
        ]
        doubtful = [item for item, kind in zip(block.children, kinds, strict=True) if kind in _DOUBTFUL]
        if sum(self.signs(item).year for item in doubtful) < _FEWEST_TITLES:
            return kinds
        titles = dated_titles.are_titles([head_of(item).pieces for item in doubtful])
        works = {id(item) for item, is_title in zip(doubtful, titles, strict=True) if is_title}
        return [
            "entry" if id(item) in works else kind for item, kind in zip(block.children, kinds, strict=True)
        ]

    def signs(self, item: Block) -> Signs:
        """Return the signs of an item's first block."""
        pieces = head_of(item).pieces
        found = self._signs.get(id(pieces))
        if found is None:
            found = self._signs[id(pieces)] = look(pieces)
        return found

    def are_references(self, block: Block) -> bool:
        """Return whether half the items of a list are references, whatever stands above: they show people, a date.

        Or a date, and a link behind them that says it leads to a paper.
        """
        items = block.children
        whole = sum(
            signs.year
            and signs.words >= _SHORTEST_REFERENCE
            and (signs.people == 2 or (bool(signs.label_links) and _links_paper(head_of(item))))
            for item, signs in ((item, self.signs(item)) for item in items)
        )
        return bool(items) and whole >= 0.5 * len(items)

    def lead_to_papers(self, block: Block) -> bool:
        """Return whether half the items of a list begin with a link to a paper and show a date: no contents do that."""
        whole = sum(
            self.signs(item).year and any(links.leads_to_paper(link.href) for link in head_of(item).links[:1])
            for item in block.children
        )
        return whole >= max(_FEWEST, 0.5 * len(block.children))

    def are_works(self, block: Block) -> bool:
        """Return whether the items nested in a work are works of their own: all begin with a title that is a link."""
        return bool(block.children) and all(
            self.signs(child).leading_link and _starts_with_link(head_of(child)) for child in block.children
        )

    def apart(self, work: Block, nested: Sequence[Block]) -> tuple[list[Block], list[Block]]:
        """Return what is nested in a work without the items that are works like it, and lists of these.

        They stand among remarks, or below a word or two and a colon ("Follow-ups:").
        """
        own: list[Block] = []
        found: list[Block] = []
        for block in nested:
            likes = (
                [item for item in block.children if self._is_like(work, item)] if block.kind == "list" else []
            )
            rest = [item for item in block.children if item not in likes]
            for item in rest if block.kind == "list" else ():
                followers = self._announced(work, item)
                if followers is not None:
                    found.append(followers)
                    rest = [other for other in rest if other is not item]
            if likes:
                found.append(_list_of(block, likes))
            if rest and len(rest) < len(block.children):
                own.append(_list_of(block, rest))
            elif rest or block.kind != "list":
                own.append(block)
        return own, found

    def _announced(self, work: Block, item: Block) -> Block | None:
        """Return the list of works like one that a word or two and a colon announce, or None."""
        nested = [child for child in item.children if child is not head_of(item)]
        announces = (
            len(nested) == 1 and nested[0].kind == "list" and head_of(item).text.rstrip().endswith(":")
        )
        if not announces or len(head_of(item).text.split()) > _LABEL_WORDS:
            return None
        return nested[0] if all(self._is_like(work, child) for child in nested[0].children) else None

    def _is_like(self, work: Block, item: Block) -> bool:
        """Whether a nested item has the shape of the work above it: a link for a title, a date, people or a paper."""
        signs, above = self.signs(item), self.signs(work)
        if not signs.leading_link:
            return self.cites_by_link(item) and self.cites_by_link(work)
        if not (signs.year and above.year and _starts_with_link(head_of(item))):
            return False
        first = head_of(item).links[0]
        named = signs.people == 2 and above.people == 2
        return named or (links.leads_to_paper(first.href) and len(first.text.split()) >= _SHORTEST_TITLE)

    def cites_by_link(self, item: Block) -> bool:
        """Return whether an item is a whole reference: people, a title on a link to the web behind them, and a date."""
        signs = self.signs(item)
        if signs.leading_link or not (signs.year and signs.web):
            return False
        pieces = head_of(item).pieces
        place = next((place for place, piece in enumerate(pieces) if piece.kind == "link"), 0)
        title = pieces[place].text
        if not place or len(title.split()) < _SHORTEST_TITLE or labels.link_label(title):
            return False
        before = plain(pieces[:place])[:_LONGEST_NAMES].rstrip(' ,.:*_"“')
        return links.is_web(pieces[place].href) and people.evidence(before) == 2

    def _known(self, item: Block) -> str:
        found = self._kinds.get(id(item))
        if found is None:
            found = self._kinds[id(item)] = self._kind(item)
        return found

    def _kind(self, item: Block) -> str:
        signs = self.signs(item)
        head = head_of(item)
        rest = [child for child in item.children if child is not head]
        if signs.template or (not (signs.web or rest) and tables.heads_columns(head.text)):
            return "template"
        if head.kind == "heading":
            return "group"
        if not signs.words and not signs.web:
            return "group" if rest else "empty"
        if signs.anchors and not signs.web and not signs.documents:
            return "anchor" if signs.leading_anchor else "table of contents"
        if self._is_group(head, signs, rest):
            return "group"
        if no_works.is_task(head, signs) and not (
            signs.year or (signs.people and not no_works.is_guest(head))
        ):
            return "no sign of a work"
        if signs.web and not signs.year and no_works.only_asks(head, signs):
            return "no sign of a work"
        if no_works.only_says(head, signs):
            return "remarks"
        if rest and not (signs.web or signs.year) and labels.names_role(head.text):
            return "no sign of a work"
        titled = signs.leading_link or signs.label_links or signs.marked_title
        if signs.words > _LONG_PROSE and not (titled or _leads_with_many(head)):
            return "prose"
        bare_sentence = signs.web and not signs.leading_link and signs.sentence
        enough = ENOUGH + 1 if bare_sentence else ENOUGH
        if signs.reaches(enough) or (not signs.web and signs.score + self._nested_score(rest) >= enough):
            return "entry"
        if no_works.is_task(head, signs):
            return "no sign of a work"
        text = _BOX.sub("", head.text)
        begins = text.lstrip(_BEFORE).partition(" ")[0]
        if _TODO.match(text) and not signs.web:
            return "no sign of a work"
        titled = signs.marked_title or (len(text.split()) >= _SHORTEST_TITLE and not begins.islower())
        over = text.rstrip().endswith((":", "：")) and len(_items(rest)) >= _FEWEST
        may_be = signs.web or (titled and not over and not self._lists_terms(rest))
        return "weak" if may_be else "no sign of a work"

    def _lists_terms(self, rest: Sequence[Block]) -> bool:
        """Whether nested items are two terms or more and nothing besides: no title stands over these."""
        nested = _items(rest)
        return len(nested) >= _FEWEST and all(
            0 < self.signs(child).words <= _LABEL_WORDS
            and not (self.signs(child).web or self.signs(child).year or child.children[1:])
            and head_of(child).text[-1:].isalnum()
            for child in nested
        )

    def _nested_score(self, rest: Sequence[Block]) -> int:
        """Weigh what nested items say for a work: a field (a labelled line, or names), an address, a labelled link."""
        nested = _items(rest)
        states = any(_states(head_of(child)) for child in nested) or any(
            headings.opens_with_people(child) for child in rest[:1] if child.kind == "paragraph"
        )
        states = states or is_only_address(nested)
        return 2 * states + any(self.signs(child).web and self.signs(child).label_links for child in nested)

    def _is_group(self, head: Block, signs: Signs, rest: Sequence[Block]) -> bool:
        """Whether an item only names the topic of the entries inside it."""
        if signs.web or signs.documents or signs.bracket_labels:
            return False
        nested = _items(rest)
        if not (signs.year or signs.marked_title) and _names_code(head) and _only_code(nested):
            return True
        if signs.words > _LONG_TOPIC:
            return False
        inner = [self.signs(child) for child in nested]
        strong = sum(sub.leading_link or (bool(sub.web) and sub.reaches(ENOUGH + 1)) for sub in inner)
        labelled = any(labels.line_label(head_of(child).text) for child in nested) or are_links_of_one(nested)
        labelled = labelled or is_only_link(head, nested)
        labelled = labelled or (are_facts_of_one(nested) and not announces_title(head, nested))
        labelled = labelled or (signs.words >= _SHORTEST_TITLE and is_only_address(nested))
        strong += sum(
            self._holds_works(child) or self._cites(child) or _is_tagged_title(child) for child in nested
        )
        if inner and strong >= 0.5 * len(inner) and not labelled:
            return True
        if inner and sum(bool(sub.anchors) or sub.leading_link for sub in inner) >= 0.5 * len(inner):
            return True
        blocks = [child for child in rest if child.kind == "paragraph"]
        if signs.people == 2 and len(blocks) == 1 and not nested:
            return False
        works = sum(papers.is_paper(child) or among_prose.is_cited(child) for child in blocks)
        return bool(blocks) and works >= max(1, 0.5 * len(blocks))

    def _cites(self, item: Block) -> bool:
        """Whether an item is a whole reference without a link: people, a title in markup or quotes, and a date.

        Or a title with people and year in brackets at its end.
        """
        signs = self.signs(item)
        if signs.web or not signs.year or signs.people < 2:
            return False
        return signs.marked_title or _CITED_AT_END.search(head_of(item).text) is not None

    def _holds_works(self, item: Block) -> bool:
        """Whether a nested item is a topic of its own, or a title that the items nested in it say more of."""
        rest = [child for child in item.children if child is not head_of(item)]
        if not any(child.kind == "list" for child in rest) or self.signs(item).web:
            return False
        return self._known(item) in ("group", "entry")


def _list_of(block: Block, items: Sequence[Block]) -> Block:
    """Return a list with some of its items only."""
    return replace(block, line=items[0].line, end_line=items[-1].end_line, children=tuple(items))


def _nesting(item: Block, below: Sequence[Block]) -> Block:
    """Return an item with the items below it nested in it."""
    nested = Block(kind="list", line=below[0].line, end_line=below[-1].end_line, children=tuple(below))
    return replace(item, end_line=nested.end_line, children=(*item.children, nested))


def _opens_bracket(item: Block) -> bool:
    pieces = head_of(item).pieces
    return bool(pieces) and pieces[0].text[:1] == "["


def _is_bracketed_labels(item: Block) -> bool:
    """Whether an item is nothing but links with labels, in brackets."""
    head = head_of(item)
    return head.text.endswith("]") and headings.only_labels(head.pieces)


def _states(head: Block) -> bool:
    text = head.text
    if labels.line_label(text) is not None or people.evidence(text[:_LONGEST_NAMES]) == 2:
        return True
    return headings.names_authors(head)


def _items(blocks: Iterable[Block]) -> list[Block]:
    return [item for block in blocks if block.kind == "list" for item in block.children]


def _leads_with_many(head: Block) -> bool:
    """Whether a long item is a reference that names people and, in brackets or before a stop, a year at its start."""
    text = head.text[:_LONGEST_NAMES]
    led = _PEOPLE_AND_YEAR.match(text)
    return led is not None and "," in led[1] and people.evidence(led[1].strip(" .,")) == 2


def _starts_with_link(block: Block) -> bool:
    first = next((piece for piece in block.pieces if piece.kind == "link" or piece.text.strip()), None)
    return first is not None and first.kind == "link" and links.is_web(first.href)


def _links_paper(block: Block) -> bool:
    """Whether a link says that it leads to a paper, and to a host of papers it does."""
    return any(
        labels.link_label(piece.text.strip("()[]")) == "paper" and links.host_kind(piece.href) == "paper"
        for piece in block.links
    )


def _names_code(head: Block) -> bool:
    return any(labels.link_label(word) == "code" for word in head.text.split()[:_LONG_TOPIC])


def _is_tagged_title(item: Block) -> bool:
    """Whether an item begins with a word or two in brackets and a title that is a link: "[MIT] [Gears at large](…)"."""
    tags, *rest = head_of(item).pieces[:2] or (None,)
    if tags is None or not rest or rest[0].kind != "link" or tags.kind != "text":
        return False
    return (
        _TAGS.fullmatch(tags.text) is not None
        and len(rest[0].text.split()) >= _SHORTEST_TITLE
        and links.is_web(rest[0].href)
    )


def _only_code(nested: Sequence[Block]) -> bool:
    """Whether two nested items or more are links to code, and none to a paper."""
    said = [labels.link_label(piece.text) for child in nested for piece in head_of(child).links]
    return said.count("code") >= _FEWEST and "paper" not in said
