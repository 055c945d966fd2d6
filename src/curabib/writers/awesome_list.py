"""The library as a curated list: topics as headings, one item a work, so that reading the list gives the same facts.

Without a list to follow it is Markdown as readers of lists know it: the title in bold with its links behind it, and
below it lines such as `Authors:`, `Venue:` and `Key Word:`. With the shape of a list it is written as that list is,
in its language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.evidence.links import identify
from curabib.model import Entry, Link, View, Work
from curabib.writers.lists.document import Document, Frame, Place
from curabib.writers.lists.fill import STANDARD, fill, hides_parts, standard
from curabib.writers.lists.languages import LANGUAGES
from curabib.writers.lists.shape import Facts, ListShape
from curabib.writers.losses import Losses
from curabib.writers.publication import is_address

_CARRIED = frozenset({"title", "author", "date", "venue", "url", "doi", "eprint", "eprinttype"})
_PAGES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "pmlr": "https://proceedings.mlr.press/{}.html",
    "acl": "https://aclanthology.org/{}/",
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How one entry is written: a way of `fill.WAYS`, and the facts that stand on labelled lines below it."""

    way: int = STANDARD
    labelled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list as it was printed: its text, where each entry stands and in which way, and what was left out."""

    text: str
    places: tuple[Place, ...]
    ways: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class AwesomeListWriter:
    """Prints a list in the order of its topics in the lists; a work that is in several topics stands in each."""

    name: str = "awesome-list"
    extension: str = "md"
    shape: ListShape | None = None
    manners: Mapping[str, Manner] = field(default_factory=dict)

    def write(self, view: View) -> Result[str]:
        """Return the text of the list, and what a list cannot say: other fields, works without a title."""
        listed = self.listed(view)
        return Result(listed.text, listed.diagnostics)

    def listed(self, view: View) -> Listed:
        """Return the list with the places of its entries, each written in its manner, else in the standard one."""
        losses = Losses("a Markdown list" if self.shape is None else "a list")
        unlisted: list[Diagnostic] = []
        items: dict[str, tuple[str, ...]] = {}
        ways: dict[str, int] = {}
        for entry in view.entries:
            active = entry.state == "active"
            way, item = self._item(entry, losses) if active else (STANDARD, ())
            if item:
                items[entry.key], ways[entry.key] = item, way
            else:
                why = "has neither a title nor a link" if active else "is withdrawn: no list has it any more"
                unlisted.append(diagnose("CB633", f"`{entry.key}` {why}, and is not listed", key=entry.key))
        frame = Frame.of(self.shape) if self.shape is not None else Frame(language=LANGUAGES["markdown"])
        document = Document(frame, lambda entry: items[entry.key])
        text = document.write(view.title or "Papers", [entry for entry in view.entries if entry.key in items])
        said = (*losses.diagnostics(), *unlisted)
        return Listed(text=text, places=tuple(document.places), ways=ways, diagnostics=said)

    def _item(self, entry: Entry, losses: Losses) -> tuple[int, tuple[str, ...]]:
        """Return in which way an item is written, and its lines; none for a work without title and link."""
        facts = facts_of(entry.work)
        if not facts.title and not facts.links:
            return STANDARD, ()
        way, lines = STANDARD, standard(facts, LANGUAGES["markdown"])
        if self.shape is not None:
            manner = self.manners.get(entry.key, Manner())
            way, lines = fill(facts, self.shape, manner.way, labelled=manner.labelled)
        if way == STANDARD:
            if any(mark in word for word in facts.keywords for mark in ",;"):
                losses.changed(entry.key, "a comma or semicolon in a keyword")
            if hides_parts(facts.authors):
                losses.changed(entry.key, "the parts of a name")
        losses.left_out(entry, (name for name in entry.work.fields if name not in _CARRIED))
        return way, lines


def facts_of(work: Work) -> Facts:
    """Return what a list says of a work: nothing that a person has withheld, and no date that a heading states."""
    fields = work.fields
    return Facts(
        title=fields.title,
        authors=fields.authors,
        venue=fields.venue.name if fields.venue is not None else "",
        date=fields.date if "date" not in work.assumed else None,
        keywords=() if "keywords" in work.withheld else tuple(dict.fromkeys(work.keywords)),
        links=tuple(_links(work)),
        date_implied={record.year_source for record in work.records if record.fields.date} == {"identifier"},
    )


def _links(work: Work) -> Iterator[Link]:
    """Yield the links of a work, and what leads to its identifiers where none of them does."""
    if "url" in work.withheld:
        return
    links = [link for link in work.links if is_address(link.url)]
    stated = work.fields.text("url")
    if is_address(stated) and stated not in (link.url for link in links):
        links.insert(0, Link("paper", stated))
    found = {identifier for link in links if (identifier := identify(link.url)) is not None}
    for identifier in work.identifiers:
        address = _PAGES.get(identifier.scheme)
        if address and identifier not in found and identifier.scheme not in work.withheld:
            links.append(Link("paper", address.format(identifier.value)))
    yield from links


WRITER = AwesomeListWriter()
