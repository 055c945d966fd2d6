"""Lists that say more of a title above them: labelled lines ("Authors: …", "链接：…"), or people, links and a venue."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from curabib.evidence import labels
from curabib.evidence.regex import regex
from curabib.readers import papers
from curabib.readers.headings import is_marked, names_authors, only_labels
from curabib.readers.signs import look
from curabib.readers.tree import Block, head_of

_LABELLED = 160
_MOST_FIELDS = 14
_LONGEST_TITLE = 40
_GROUP_WORDS = 4
_LONGEST_KIND = 40
_FEWEST_FIELDS = 2
_FEWEST_NAMED = 2
_FEWEST_OVER_FIELDS = 3
_TELLING = frozenset(("authors", "venue", "year", "link", "title", "doi", "code"))
_BESIDE_TITLE = frozenset(("authors", "venue"))
_OF_ONE_PAPER = frozenset(("link", "title"))
_MOST_ADDRESSES = 40
_SHORT_LABEL = regex(r"[A-Za-z][\w\-]*(?: [\w\-]+){0,2} ?(?:\([^()]{1,40}\))? ?:")
_NUMBER = regex(r"\s*(?:[(（]\d{1,3}[)）]|\d{1,3}[.)、．]|[①-⑳])")
_DATE_FIRST = regex(r"\W{0,6}(?:19|20)\d\d[-./年]")
_ENDS = (".", "。", ":", "：", ";", "；", ",", "，")


def belongs(block: Block, above: Block) -> bool:
    """Return whether a list holds the fields of the work whose title is the paragraph right above it.

    People may stand below the title, on lines of the same paragraph.
    """
    if block.kind != "list":
        return False
    if _opens_in_markup(above) and papers.is_paper(above):
        return _states_fields(block, sure=True, entry=True)
    return _states_fields(block, sure=is_marked(above)) and _is_title(above)


def people_below(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the ids of the lists that are one item of people, links and a venue, where two stand below a title each.

    Such an item has all that says of a work, but no title: that is the paragraph above it.
    """
    found = [
        id(block)
        for above, block in pairwise(blocks)
        if block.kind == "list"
        and len(block.children) == 1
        and above.kind == "paragraph"
        and names_authors(head_of(block.children[0]))
        and _is_title(above)
        and not labels.names_role(above.text)
    ]
    return frozenset(found if len(found) >= _FEWEST_NAMED else ())


def states_work(quote: Block) -> bool:
    """Return whether a quotation is the fields of one work: lines with labels, of its title, and of people or where."""
    texts = [line.text for child in quote.children[:1] for line in child.lines[:_MOST_FIELDS]]
    said = [label[0] for text in texts if (label := labels.line_label(text[:_LABELLED])) is not None]
    return said.count("title") == 1 and not _BESIDE_TITLE.isdisjoint(said) and len(said) >= len(texts) - 1


def is_group_line(block: Block) -> bool:
    """Return whether a paragraph in front of a list names its topic: a few bold words and nothing else."""
    return (
        all(piece.kind == "strong" or not piece.text.strip(" :：") for piece in block.pieces)
        and 1 <= len(block.text.split()) <= _GROUP_WORDS
        and labels.line_label(f"{block.text.rstrip(' :：')}: x") is None
    )


def why_no_works(line: Block, block: Block) -> str:
    """Return why a list holds no works as the paragraph in front of it says, or nothing.

    That is remarks ("Note:"), or news ("🔔 News"), where its items begin with dates.
    """
    if is_remark_line(line):
        return "remarks" if papers.names_no_paper(block) else ""
    plain = len(line.pieces) == 1 and line.pieces[0].kind == "text" and len(line.text) <= _LONGEST_KIND
    kind = labels.heading_kind(line.text.rstrip(" :：")) if plain else ""
    if kind != "about the list":
        return ""
    dated = sum(_DATE_FIRST.match(head_of(item).text) is not None for item in block.children)
    return kind if 2 * dated >= len(block.children) else ""


def is_remark_line(block: Block) -> bool:
    """Return whether a paragraph in front of a list says that it holds remarks or people: `Note:`, `Maintainers:`."""
    text = block.text[:_LABELLED]
    label = labels.line_label(text)
    if label is None:
        return text.endswith((":", "：")) and labels.names_role(text.rstrip(":："))
    return label[0] == "notes" and not label[2]


def _states_fields(block: Block, *, sure: bool, entry: bool = False) -> bool:
    """Whether the items of a list are the fields of one work: they carry two labels or more, none of them twice.

    One line without a label among them may be a remark. Where the title is `sure`, one label with a link is enough,
    and what a label says twice may be addresses: these are no titles of their own. Below a whole `entry`, code may be
    there twice whatever it is named.
    """
    if sure and _are_addresses([head_of(item) for item in block.children]):
        return True
    linked = sure and any(piece.kind == "link" for item in block.children for piece in head_of(item).pieces)
    fewest = 1 if linked and len(block.children) <= _FEWEST_FIELDS else _FEWEST_FIELDS
    if not fewest <= len(block.children) <= _MOST_FIELDS:
        return False
    said: list[str] = []
    prints: list[str] = []
    loose = 0
    for item in block.children:
        head = head_of(item)
        label = labels.line_label(head.text[:_LABELLED])
        if label is not None:
            printed = head.text.partition("://")[0]
            another = printed not in prints or label[0] not in _OF_ONE_PAPER
            if not (
                sure
                and label[0] in said
                and another
                and (_is_address(head) or (entry and label[0] == "code"))
            ):
                said.append(label[0])
            prints.append(printed)
        elif only_labels(head.pieces):
            said += dict.fromkeys(labels.link_label(piece.text) for piece in head.pieces if piece.href)
        else:
            loose += 1
    return (
        len(said) >= fewest
        and len(set(said)) == len(said)
        and loose <= 1
        and loose < len(said) + (fewest == 1)
        and not _TELLING.isdisjoint(said if not sure else ["link" if one == "paper" else one for one in said])
    )


def _are_addresses(heads: Sequence[Block]) -> bool:
    """Whether lines are all a word or two and a colon before text or bare addresses, which are no titles.

    One of the words is a known label of a link, and none of those for the paper stands twice.
    """
    if not heads or len(heads) > _MOST_ADDRESSES:
        return False
    linked = [head for head in heads if head.links]
    said = [labels.line_label(head.text[:_LABELLED]) for head in linked]
    papers_named = [label[1] for label in said if label is not None and label[0] in _OF_ONE_PAPER]
    return (
        any(said)
        and len(set(papers_named)) == len(papers_named)
        and all(map(_is_address, linked))
        and all(_SHORT_LABEL.match(head.text) for head in heads)
    )


def _is_address(head: Block) -> bool:
    """Whether the links of a line are bare addresses: "github(Caffe): https://…"."""
    found = head.links
    return bool(found) and all("://" in piece.text for piece in found)


def _opens_in_markup(block: Block) -> bool:
    return bool(block.pieces) and block.pieces[0].kind in ("strong", "link")


def _is_title(block: Block) -> bool:
    """Whether a paragraph right above the fields of a work is its title: no sentence, and no label itself."""
    text = block.text
    signs = look(block.pieces)
    if signs.template or not 1 <= signs.words <= _LONGEST_TITLE or labels.line_label(text[:_LABELLED]):
        return False
    first = next((piece for piece in block.pieces if piece.text.strip()), None)
    marked = first is not None and first.kind in ("strong", "link", "emphasis")
    if marked or _NUMBER.match(text):
        return not text.endswith((":", "："))
    return signs.words > 1 and not text.endswith(_ENDS) and not signs.sentence


def lists_titles(blocks: Sequence[Block]) -> bool:
    """Return whether titles in bold stand over the fields of their work in a document, three or more."""
    found = 0
    for above, block in pairwise(blocks):
        found += above.kind == "paragraph" and is_marked(above) and belongs(block, above)
        if found >= _FEWEST_OVER_FIELDS:
            return True
    return False


def over_addresses(run: Sequence[Block], sure: Callable[[], bool]) -> list[Block]:
    """Return paragraphs with titles in bold and the bare addresses right below them put together.

    Two such pairs show that titles stand so, or other titles in bold over fields do; then it is `sure`.
    """
    places = [
        place
        for place, (above, block) in enumerate(pairwise(run))
        if len(block.pieces) == 1 and _is_address(block) and is_marked(above) and _is_title(above)
    ]
    if not places or (len(places) < _FEWEST_NAMED and not sure()):
        return list(run)
    joined = {place: papers.together(run[place : place + 2]) for place in places}
    return [joined.get(place, block) for place, block in enumerate(run) if place - 1 not in joined]


def join(title: Block, fields: Block) -> Block:
    """Return a list with one item: the title, and the fields nested in it."""
    item = Block(kind="item", line=title.line, end_line=fields.end_line, children=(title, fields))
    return Block(kind="list", line=title.line, end_line=fields.end_line, children=(item,))
