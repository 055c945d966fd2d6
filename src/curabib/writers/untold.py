"""What the formats cannot say of works beside their fields: further links and identifiers, topics, keys.

Of fields each writer knows best itself what it leaves out. What is here is alike in all formats, and said where
somebody exports: a bibliography that is written at every sync does not repeat it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from curabib.bibtex.mapping.address import page_of
from curabib.diagnostics import Diagnostic
from curabib.evidence.links import identify
from curabib.model import Entry, View, Work
from curabib.writers.losses import Losses
from curabib.writers.publication import is_address, publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a format reaches.

    `title` is its name, `identifiers` are the schemes that it has a place for, whatever the address is. `links` says
    whether it holds all links, `labels` whether it says what these lead to. `topics` is `apart` where they can be told
    from keywords, `mixed` where not, and empty where there are none; `key` and `aliases` say whether it has a place
    for the citation key and the former ones.
    """

    title: str
    identifiers: frozenset[str] = frozenset({"doi", "arxiv"})
    links: bool = False
    labels: bool = True
    topics: str = "apart"
    key: bool = True
    aliases: bool = True


_NUMBERS = frozenset({"doi", "arxiv", "isbn", "pmid"})
_EVERY = frozenset({*_NUMBERS, "openreview", "pmlr", "neurips", "acl", "cvf", "jmlr", "nature"})

# In a .bib file for papers one address and topics among the keywords are canonical (docs/canonical-bibtex.md), no loss
# to tell of at each export; a .bib file that another program is to import is to say what does not come over.
REACH: Mapping[str, Reach] = {
    "bibtex": Reach(title="BibTeX", links=True, aliases=False),
    "acm": Reach(title="BibTeX for ACM", links=True, aliases=False),
    "zotero": Reach(title="Zotero's BibTeX import"),
    "better-bibtex": Reach(title="Better BibTeX"),
    "jabref": Reach(title="JabRef"),
    "csl-json": Reach(title="CSL-JSON", identifiers=_EVERY, topics="mixed"),
    "csl-yaml": Reach(title="CSL-YAML", identifiers=frozenset({"doi", "isbn", "pmid"}), topics="mixed", aliases=False),
    "zotero-csl": Reach(title="CSL-JSON for Zotero", identifiers=frozenset({"doi", "isbn", "pmid"})),
    "hayagriva": Reach(title="Hayagriva", identifiers=_NUMBERS, topics="", aliases=False),
    "coins": Reach(title="COinS", identifiers=frozenset({"doi"}), topics="mixed", key=False, aliases=False),
    "ris": Reach(title="RIS", identifiers=_NUMBERS, links=True, labels=False, topics="mixed"),
    "enw": Reach(
        title="EndNote's refer form", identifiers=_NUMBERS, links=True, labels=False, topics="mixed", aliases=False
    ),
    "endnote-xml": Reach(
        title="EndNote XML", identifiers=_NUMBERS, links=True, labels=False, topics="mixed", aliases=False
    ),
    "awesome-list": Reach(title="a list", links=True, key=False, aliases=False),
}  # fmt: skip
"""Format -> how far it reaches; the formats that are not here say everything, or are not ours."""


def untold(format: str, view: View) -> tuple[Diagnostic, ...]:
    """Return what a format has no place for, once for each kind (CB630), and what it mixes (CB631).

    A link whose address follows from an identifier that the format holds is told.
    """
    reach = REACH.get(format)
    if reach is None:
        return ()
    losses = Losses(reach.title)
    for entry in view.entries:
        for what in _lost(entry, reach):
            losses.no_place(entry.key, what)
        if reach.topics == "mixed" and entry.work.topics and "keywords" not in entry.work.withheld:
            losses.changed(entry.key, "topics apart from keywords")
    return losses.diagnostics()


def _lost(entry: Entry, reach: Reach) -> Iterator[str]:
    work = entry.work
    if not reach.topics and (work.topics or work.keywords) and "keywords" not in work.withheld:
        yield "topics and keywords"
    if not reach.key:
        yield "the citation key"
    if entry.aliases and not reach.aliases:
        yield "former keys"
    if reach.links:
        if not reach.labels and any(link.label not in ("", "paper", "pdf") for link in work.links):
            yield "the labels of links"
    elif "url" not in work.withheld:
        yield from _beyond_the_address(entry, reach)


def _beyond_the_address(entry: Entry, reach: Reach) -> Iterator[str]:
    """Yield what gets lost where there is place for one address."""
    work = entry.work
    unsaid = {
        i for i in work.identifiers if i.scheme not in reach.identifiers and i.scheme not in work.withheld
    }
    leading = {link.url: identify(link.url) for link in work.links}
    others = {url for url, found in leading.items() if (found is None or found in unsaid) and is_address(url)}
    if not unsaid and not others:
        return
    address = _address(work)
    there = leading[address] if address in leading else identify(address)
    if there is not None:
        unsaid.discard(there)
    if unsaid:
        yield "identifiers that the address does not say"
    if any(url != address and (leading[url] is None or leading[url] in unsaid) for url in others):
        yield "links but the first"


def _address(work: Work) -> str:
    """Return the address that is printed of a work; what a venue published is no preprint."""
    venue = work.fields.venue
    if venue is not None and venue.kind != "repository":
        return page_of(work, preprint=False)
    return publication(work).url
