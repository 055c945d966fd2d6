"""Which one web address of a work its entry prints."""

import re

from curabib.model import Work

_WEB = re.compile(r"(?:https?|ftp)://[^\s/?#]", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_ASIDE_LABEL = re.compile(
    r"\b(?:code|github|project|website|video|slides?|poster|talk|blog|demo|data(?:set)?|tweet|supp\w*|twitter)\b",
    re.IGNORECASE,
)
_ASIDE_HOSTS = frozenset(
    "github.com gitlab.com bitbucket.org youtube.com youtu.be twitter.com x.com huggingface.co "  # noqa: SIM905
    "medium.com slideslive.com reddit.com paperswithcode.com scholar.google.com semanticscholar.org dblp.org "
    "drive.google.com colab.research.google.com linkedin.com".split()
)
_ARXIV_HOSTS = frozenset({"arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"})
_PAGES = {
    "openreview": "https://openreview.net/forum?id={}",
    "pmlr": "https://proceedings.mlr.press/{}.html",
    "acl": "https://aclanthology.org/{}/",
}


def page_of(work: Work, *, preprint: bool) -> str:
    """Return the address to print for a work, or the empty string.

    That is the one it states itself; for a preprint its arXiv page; else the page of the publication, by its
    identifier or among its links; else its arXiv page. Code, videos and the like are addresses of the work only
    where the work is one. Only web addresses count.
    """
    stated = work.fields.text("url")
    if is_web_address(stated):
        return stated
    arxiv = work.identifier("arxiv")
    arxiv_page = f"https://arxiv.org/abs/{arxiv}" if arxiv else ""
    if preprint and arxiv_page:
        return arxiv_page
    for scheme, page in _PAGES.items():
        value = work.identifier(scheme)
        if value:
            return page.format(value)
    links = [link for link in work.links if is_web_address(link.url)]
    if work.kind in ("paper", "book", "thesis"):
        links = [link for link in links if not _is_aside(link.label, link.url)]
        elsewhere = [link for link in links if _host(link.url) not in _ARXIV_HOSTS]
        return elsewhere[0].url if elsewhere else arxiv_page or (links[0].url if links else "")
    return links[0].url if links else arxiv_page


def is_web_address(text: str) -> bool:
    """Return whether `text` is an http, https or ftp URL."""
    return _WEB.match(text) is not None


def _is_aside(label: str, url: str) -> bool:
    return _ASIDE_LABEL.search(label) is not None or _host(url) in _ASIDE_HOSTS


def _host(url: str) -> str:
    match = _HOST.match(url)
    return match[1].lower() if match else ""
