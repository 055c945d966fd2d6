"""What kind of thing an entry is, and the biblatex entry type of it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from curabib.evidence import labels, links
from curabib.evidence.regex import regex
from curabib.model import Identifier, Kind, Link, RawEntry, Venue

_HEADINGS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (regex(r"\b(?:thes[ie]s|dissertations?)\b", re.IGNORECASE), "thesis"),
    (regex(r"\b(?:books?|textbooks?|monographs?)\b|书籍", re.IGNORECASE), "book"),
    (regex(r"\b(?:datasets?|data sets?|benchmarks? datasets?)\b|数据集", re.IGNORECASE), "dataset"),
    (regex(r"\b(?:talks?|videos?|lectures? videos?|presentations?|interviews?|podcasts?|webinars?|keynotes?)\b|"
    r"视频", re.IGNORECASE), "video"),
    (regex(r"\b(?:courses?|lectures?|tutorials?|classes|moocs?|syllab(?:us|i)|workshops and tutorials)\b|课程|"
    r"教程", re.IGNORECASE), "course"),
    (regex(r"\b(?:blogs?|blog posts?|articles?|posts?|newsletters?)\b|博客|文章", re.IGNORECASE), "blog"),
    (regex(r"\b(?:implementations?|software|tools?|libraries|library|code|codes|codebases?|frameworks?|packages?|"
    r"toolbox(?:es)?|projects?|platforms?|open[- ]source)\b|代码|工具", re.IGNORECASE), "code"),
)  # fmt: skip
_TITLE: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (regex(r"\bblog\b", re.IGNORECASE), "blog"),
    (regex(r"\b(?:paper list|reading list|awesome|list of papers|papers)\b", re.IGNORECASE), "other"),
)
_BOOK = regex(r"^\(book\)|\(book\)\s*$", re.IGNORECASE)
_PAPERS = regex(
    r"\bpapers?\b|\b(?:journal|conference|peer[- ]reviewed) articles?\b|\bpreprints?\b|"
    r"\bpublications?\b|\bsurveys?\b|论文",
    re.IGNORECASE,
)
# what the only label on the links of an entry says that it is
_BY_LABEL: dict[str, Kind] = {
    "video": "video",
    "blog": "blog",
    "course": "course",
    "book": "book",
    "dataset": "dataset",
}
_OF_PAPERS = frozenset(("paper", "doi", "poster"))
_ENTRY_TYPES: dict[str, str] = {
    "book": "book",
    "blog": "online",
    "video": "video",
    "code": "software",
    "dataset": "dataset",
    "course": "online",
    "thesis": "thesis",
}


def kind_of(
    entry: RawEntry,
    title: str,
    entry_links: Sequence[Link],
    topics: Sequence[str],
    *,
    published: bool,
    thesis: str,
) -> Kind:
    """Return the kind of an entry: from what it says itself, its links, and the headings above it.

    What says that it was `published` in a journal or at a conference is a paper, wherever the curator files it.
    """
    if thesis:
        return "thesis"
    main = entry_links[0] if entry_links else None
    kinds = [links.host_kind(link.url) for link in entry_links]
    identified = any(links.identify(link.url) is not None for link in entry_links) or "paper" in kinds
    identified = identified or published
    if entry.form == "mention":
        label = next((link.label for link in entry_links), "")
        return {"book": "book", "blog": "blog", "video": "video"}.get(
            label if label in ("book", "video") else (kinds[0] if kinds else ""), "paper"
        )  # type: ignore[return-value]
    if _says_book(" ".join([piece.text for piece in entry.pieces[:4]])):
        return "book"
    if not identified and main is not None:
        if "tutorial" in main.url.lower() and entry.form == "heading":
            return "course"
        for pattern, kind in _TITLE:
            if pattern.search(title) and (kind != "other" or kinds[0] in ("code", "")):
                return kind
    for topic in reversed(topics[-2:]):
        papers, named = _named(topic)
        if papers:
            break
        for kind in named:
            if not (identified and kind in ("course", "code", "dataset", "blog")):
                return kind
    if identified or main is None:
        return "paper"
    if main.label in _BY_LABEL and all(link.label not in _OF_PAPERS for link in entry_links):
        return _BY_LABEL[main.label]
    return _by_host(kinds[0], main) if kinds[0] else "paper"


def _says_book(text: str) -> bool:
    return ")" in text and "(book)" in text.lower() and _BOOK.search(text) is not None


@lru_cache(maxsize=512)
def _named(topic: str) -> tuple[bool, tuple[Kind, ...]]:
    """Return whether a heading announces papers, and the other kinds of things that it names."""
    named = tuple(kind for pattern, kind in _HEADINGS if pattern.search(topic))
    return _PAPERS.search(topic) is not None, named


def _by_host(kind: str, main: Link) -> Kind:
    if labels.link_label(main.label) == "paper" and kind == "code":
        return "paper"
    return {
        "code": "code",
        "video": "video",
        "blog": "blog",
        "dataset": "dataset",
        "book": "book",
        "course": "course",
    }.get(kind, "paper")  # type: ignore[return-value]


def entry_type_of(kind: Kind, venue: Venue | None, thesis: str, identifiers: Sequence[Identifier]) -> str:
    """Return the biblatex entry type (biblatex manual §2.1) of a kind at a venue."""
    if thesis or kind == "thesis":
        return "thesis"
    if kind in _ENTRY_TYPES:
        return _ENTRY_TYPES[kind]
    if venue is not None:
        by_kind = {
            "journal": "article",
            "conference": "inproceedings",
            "workshop": "inproceedings",
            "repository": "online",
            "book": "incollection",
        }
        if venue.kind in by_kind:
            return by_kind[venue.kind]
    schemes = {identifier.scheme for identifier in identifiers}
    if schemes & {"pmlr", "neurips", "acl", "cvf"}:
        return "inproceedings"
    if schemes & {"jmlr", "nature"}:
        return "article"
    if "arxiv" in schemes and (venue is None):
        return "online"
    return "misc" if kind == "other" or not schemes else ("article" if venue is not None else "misc")
