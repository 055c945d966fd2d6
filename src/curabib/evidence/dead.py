"""Targets of links that are none: what stands there until somebody puts the address in, or where one broke off."""

import re
from functools import lru_cache

from curabib.evidence.links import host_kind, is_web, keeps, split_address
from curabib.evidence.regex import regex
from curabib.evidence.text import squash

_WORD_LIST = """
todo tbd tba tbc wip xx xxx xxxx na none null nil undefined link url uri href placeholder pending soon comingsoon
toappear tobereleased tobeadded tobeannounced notavailable notyetavailable linkhere urlhere yourlink yourlinkhere
paperlink pdflink codelink linktopaper linktocode linktopdf
"""
_WORDS = frozenset(_WORD_LIST.split())
_SIGNS = regex(r"[?\-–—_*~!…]{1,10}|\.{3,10}")
_HERE = regex(r"\.{1,2}/?")
_ONLY_SCHEME = regex(r"https?:?/{0,3}#?", re.IGNORECASE)
# a number of arXiv, a name, or a part of a path that is still to be filled in
_TEMPLATE = regex(
    r"[xX]{4}\.?[xX]{4,5}|(?:^|[/=.])(?:x{3,}|X{4,})(?=$|[/.?#&])|(?:^|/)(?:\.{3}|…)(?=$|/)|(?:\.{3}|…)$|"
    r"[<{]\w[\w -]{0,30}[>}]"
)
_NO_HOST = regex(r"https?://(?:\.{3,}|…|x{3,}|todo|tbd|link|url|your-?(?:link|url))/?", re.IGNORECASE)
# what is left of an address of these hosts where the number of the work is missing; of all others it is the host
_ROOTS = {
    "arxiv.org": regex(r"/?(?:(?:abs|pdf|html)/?)?(?:\.pdf)?"),
    "openreview.net": regex(r"/?(?:(?:forum|pdf)/?)?(?:\?id=)?"),
    "youtube.com": regex(r"/?(?:watch/?)?(?:\?v=)?"),
}
_ROOT = regex(r"/?\Z")
_KEEPERS = frozenset({"paper", "code", "video", "dataset"})
_WORKS = frozenset({"paper", "code", "video", "dataset", "doi", "slides"})


@lru_cache(maxsize=8192)
def why_dead(target: str, label: str) -> str:
    """Return why a link whose label means `label` leads nowhere, as the end of a sentence, or the empty string.

    A file beside the list, and a place in it, are targets like others; so is the page of a host, unless the label
    promises a work and the host keeps many.
    """
    target = target.strip().strip("<>").strip()
    if not target or not target.strip("#/ "):
        return "leads nowhere"
    shown = f"leads to `{target[:60]}`"
    said = f"{shown}, which is no address"
    if _ONLY_SCHEME.fullmatch(target) or _SIGNS.fullmatch(target) or _NO_HOST.fullmatch(target):
        return said
    if "." not in target and squash(target.replace("%20", " ").strip("#")) in _WORDS:
        return said
    if _HERE.fullmatch(target):
        return said if label in ("paper", "doi", "slides") else ""
    if not is_web(target):
        return said if label in _WORKS and " " in target and "/" not in target else ""
    host, path, query = split_address(target)
    host = host.removeprefix("www.")
    rest = f"{path}?{query}" if query else path
    if _TEMPLATE.search(rest):
        return f"{shown}, in which something is still to be filled in"
    known = label in _WORKS and (host in _ROOTS or keeps(host) in _KEEPERS)
    if known and _ROOTS.get(host, _ROOT).fullmatch(rest):
        return f"{shown}, where the work itself is missing"
    return ""


def lacks_scheme(target: str) -> bool:
    """Return whether a target is an address without `https://`: a known host, or `www.`, and a path behind it."""
    host, slash, path = target.partition("/")
    if not slash or not path or "." not in host or ":" in host or host != host.strip("."):
        return False
    return is_web(f"https://{target}") and (host.startswith("www.") or bool(host_kind(f"https://{host}/")))


def leads_beside(target: str) -> bool:
    """Return whether a target is a file or a folder beside the list (`papers/x.pdf`), or a place of the page (`#x`)."""
    target = target.strip()
    return ":" not in target.partition("/")[0] and not why_dead(target, "") and not lacks_scheme(target)
