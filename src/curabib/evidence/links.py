"""What a URL points at: an identifier of a work, and the kind of thing that a host keeps."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from curabib.evidence.data import rows
from curabib.evidence.regex import regex
from curabib.model import Identifier

_MAXIMUM = 4096
# an address as nearly all are: host, path, query
_PLAIN = regex(r"https?://([a-z0-9.\-]+)((?:/[!-\"$->@-~]*)?)(?:\?([!-\"$-~]*))?(?:#[!-~]*)?")
_URL = regex(r"(?:https?://|(?<![\w.@/])www\.)[^\s<>\"“”（）【】，。；、`{}|\\^]+", re.IGNORECASE)
_DOI = regex(r"10\.\d{4,9}/[^\s\"<>?#&|]+")
_ARXIV_NEW = r"\d{4}\.\d{4,5}"
_ARXIV_OLD = r"[a-z][a-z\-]+(?:\.[A-Za-z]{2})?/\d{7}"
_ARXIV_TEXT = regex(rf"\b(?:arxiv\s*:\s*|corr\s+abs/)({_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?", re.IGNORECASE)
_ARXIV_BRACKET = regex(rf"\[({_ARXIV_NEW})(?:v\d+)?\]")
_ARXIV_DOI = regex(rf"10\.48550/arxiv\.({_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?")
_DOI_TEXT = regex(r"\bdoi\s*[:.]?\s*(10\.\d{4,9}/[^\s\"<>\]]+)", re.IGNORECASE)
_ISBN_TEXT = regex(r"\bISBN(?:-1[03])?\s*:?\s*([\d][\d\- ]{8,16}[\dXx])", re.IGNORECASE)
_PMID_TEXT = regex(r"\bPMID\s*:?\s*(\d{4,9})", re.IGNORECASE)

# host suffix, pattern on path (and query), scheme, template
_PATTERNS: tuple[tuple[str, re.Pattern[str], str, str], ...] = tuple(
    (host, regex(pattern, re.IGNORECASE), scheme, template)
    for host, pattern, scheme, template in (
        (
            "arxiv.org",
            rf"/(?:abs|pdf|html|format|ps|list|src|e-print)/({_ARXIV_NEW}|{_ARXIV_OLD})(?![\d])",
            "arxiv",
            "{0}",
        ),
        ("arxiv.org", rf"/ftp/arxiv/papers/\d{{4}}/({_ARXIV_NEW})(?!\d)", "arxiv", "{0}"),
        ("arxiv.org", r"/ftp/([a-z\-]+)/papers/\d{4}/(\d{7})(?!\d)", "arxiv", "{0}/{1}"),
        ("ar5iv.org", rf"/(?:abs|html)/({_ARXIV_NEW}|{_ARXIV_OLD})(?!\d)", "arxiv", "{0}"),
        ("ar5iv.labs.arxiv.org", rf"/(?:abs|html)/({_ARXIV_NEW}|{_ARXIV_OLD})(?!\d)", "arxiv", "{0}"),
        ("alphaxiv.org", rf"/(?:abs|pdf)/({_ARXIV_NEW})(?!\d)", "arxiv", "{0}"),
        ("arxiv-vanity.com", rf"/papers/({_ARXIV_NEW})(?!\d)", "arxiv", "{0}"),
        ("huggingface.co", rf"/papers/({_ARXIV_NEW})(?!\d)", "arxiv", "{0}"),
        (
            "openreview.net",
            r"/(?:forum|pdf|attachment|references/pdf|revisions)\?(?:.*&)?id=([\w\-]+)",
            "openreview",
            "{0}",
        ),
        ("proceedings.mlr.press", r"/(v\d+)/([\w\-]+?)(?:/[\w\-]+)?(?:\.html|\.pdf)?/?$", "pmlr", "{0}/{1}"),
        ("jmlr.org", r"/proceedings/papers/(v\d+)/([\w\-]+?)(?:\.html|\.pdf)?$", "pmlr", "{0}/{1}"),
        ("jmlr.org", r"/papers/(v\d+)/(\d\d-\d{3,4}[ab]?)(?:\.html|\.pdf)?$", "jmlr", "{0}/{1}"),
        ("jmlr.org", r"/papers/volume(\d+)/(\d\d-\d{3,4}[ab]?)/", "jmlr", "v{0}/{1}"),
        ("jmlr.org", r"/papers/volume(\d+)/(\w+?\d\d[a-z])/", "jmlr", "v{0}/{1}"),
        ("jmlr.org", r"/papers/(v\d+)/(\w+?\d\d[a-z])\.html$", "jmlr", "{0}/{1}"),
        (
            "neurips.cc",
            r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{32})-",
            "neurips",
            "{0}/{1}",
        ),
        (
            "papers.nips.cc",
            r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{32})-",
            "neurips",
            "{0}/{1}",
        ),
        ("aclanthology.org", r"/([A-Z]\d\d-\d{4,5}|\d{4}\.[\w\-]+\.\d+)(?:v\d+)?(?:\.pdf|/)?$", "acl", "{0}"),
        (
            "aclweb.org",
            r"/anthology/(?:papers/)?(?:[A-Z]/[A-Z]\d\d/)?([A-Z]\d\d-\d{4,5}|\d{4}\.[\w\-]+\.\d+)(?:v\d+)?(?:\.pdf|/)?$",
            "acl",
            "{0}",
        ),
        ("aclanthology.info", r"/(?:papers|pdf)/(?:[A-Z]/[A-Z]\d\d/)?([A-Z]\d\d-\d{4,5})", "acl", "{0}"),
        (
            "openaccess.thecvf.com",
            r"/(?:[\w%\-.()]+/)*([\w%\-.()]+?_(?:CVPRW?|ICCVW?|WACVW?|ACCVW?)_\d{4})_paper(?:\.html|\.pdf)$",
            "cvf",
            "{0}",
        ),
        (
            "cv-foundation.org",
            r"/(?:[\w%\-.()]+/)*([\w%\-.()]+?_(?:CVPRW?|ICCVW?)?_?\d{4}_(?:CVPR|ICCV))_paper(?:\.html|\.pdf)$",
            "cvf",
            "{0}",
        ),
        ("nature.com", r"/articles/([\w\-.]*?\d[\w\-]*?)(?:\.pdf|\.epdf|/.*)?$", "nature", "{0}"),
        ("pubmed.ncbi.nlm.nih.gov", r"/(\d{4,9})/?", "pmid", "{0}"),
        ("ncbi.nlm.nih.gov", r"/(?:pubmed|m/pubmed)/(\d{4,9})/?", "pmid", "{0}"),
    )
)

_KINDS: dict[str, str] = {host: kind for kind, host in rows("hosts.tsv")}


@lru_cache(maxsize=8192)
def is_web(url: str) -> bool:
    """Return whether `url` is an absolute http or https URL with a host, of sane length, without blanks inside."""
    if len(url) > _MAXIMUM or not url[:8].lower().startswith(("http://", "https://")):
        return False
    return bool(_cut(url)[0]) and not any(map(str.isspace, url))


def host_of(url: str) -> str:
    """Return the host of `url` in lower case without `www.`, or the empty string."""
    return _cut(url)[0].removeprefix("www.")


def split_address(url: str) -> tuple[str, str, str]:
    """Return host, path and query of an address, all empty where it is malformed."""
    return _cut(url)


@lru_cache(maxsize=8192)
def _cut(url: str) -> tuple[str, str, str]:
    """Return host, path and query of a URL as `urlsplit` finds them; no host where it is malformed."""
    match = _PLAIN.fullmatch(url)
    if match is not None:
        return match[1], match[2], match[3] or ""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.path, parts.query
    except ValueError:
        return "", "", ""


# what only passes the page on to others
_SHARES = regex(
    r"//(?:www\.)?(?:(?:twitter|x)\.com/(?:home\?status=|intent/|share\?)|facebook\.com/(?:sharer|share\.php)|"
    r"linkedin\.com/(?:shareArticle|sharing/|cws/share)|reddit\.com/submit|news\.ycombinator\.com/submitlink|"
    r"(?:t|telegram)\.me/share|plus\.google\.com/share|service\.weibo\.com/share)"
)


@lru_cache(maxsize=8192)
def host_kind(url: str) -> str:
    """Return what the host of `url` keeps (paper, code, video, blog, dataset, book, course, badge), or nothing."""
    host = host_of(url)
    if host.endswith(("shields.io",)) or "/badge" in url or "badge.svg" in url:
        return "badge"
    if ("share" in url or "submit" in url or "intent" in url or "status=" in url) and _SHARES.search(url):
        return "badge"
    labels = host.split(".")
    for start in range(len(labels) - 1):
        kind = _KINDS.get(".".join(labels[start:]))
        if kind:
            return kind
    if labels[0] == "blog" or "/blog/" in url:
        return "blog"
    return ""


def keeps(host: str) -> str:
    """Return what a host itself is known to keep, but none that is part of it, or the empty string."""
    return _KINDS.get(host, "")


def is_hollow(href: str) -> bool:
    """Return whether the target of a link says nothing: it is empty, or only `#`."""
    return not href.strip(" #")


def is_document(url: str) -> bool:
    """Return whether the path of `url`, absolute or relative, names a PDF or PostScript file."""
    path = url.partition("?")[0].partition("#")[0].lower()
    return path.endswith((".pdf", ".ps", ".ps.gz", ".djvu"))


def leads_to_paper(url: str) -> bool:
    """Return whether a URL leads to a paper: its host keeps papers, or its path names a document."""
    return host_kind(url) == "paper" or is_document(url)


@lru_cache(maxsize=8192)
def identify(url: str) -> Identifier | None:
    """Return the identifier that a URL of a known host holds, or None.

    arXiv identifiers lose their version (info.arxiv.org/help/arxiv_identifier.html), DOIs become lower case
    (DOI Handbook §2.4). A NeurIPS hash is an identifier only together with its year.
    """
    if len(url) > _MAXIMUM:
        return None
    host = host_of(url)
    if not host:
        return None
    _, path, query = _cut(url)
    for pattern, scheme, template in _patterns_of(host):
        match = pattern.search(path) or (pattern.search(f"{path}?{query}") if query else None)
        if match is not None:
            return _finish(scheme, template.format(*match.groups()), url)
    return find_doi(url, host)


@lru_cache(maxsize=1024)
def _patterns_of(host: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return what to look for in addresses of a host, in the order of the table."""
    return tuple(
        (pattern, scheme, template)
        for suffix, pattern, scheme, template in _PATTERNS
        if host == suffix or host.endswith("." + suffix)
    )


def find_doi(url: str, host: str = "") -> Identifier | None:
    """Return the DOI inside a URL, be it of a resolver or of a publisher, or None."""
    match = _DOI.search(unquote(url))
    if match is None or "citeseer" in host:
        return None
    return doi_identifier(match.group())


def doi_identifier(text: str) -> Identifier | None:
    """Return the identifier of a DOI as printed, without trailing punctuation and file endings, or None.

    A DOI of arXiv or of DataCite's arXiv prefix (10.48550/arXiv.ID) is the arXiv identifier.
    """
    doi = text.rstrip(".,;:'\"*_")
    for left, right in (("(", ")"), ("[", "]"), ("{", "}")):
        if doi.endswith(right) and doi.count(right) > doi.count(left):
            doi = doi[:-1]
    doi = doi.rstrip(".,;:/").lower()
    for ending in (
        ".full.pdf",
        ".full",
        ".pdf",
        ".epdf",
        ".html",
        ".abstract",
        "/full",
        "/abstract",
        "/pdf",
        "/meta",
        "/summary",
        "/epdf",
    ):
        doi = doi.removesuffix(ending)
    if doi.startswith(("10.1101/", "10.31234/")):
        doi = re.sub(r"v\d+$", "", doi)
    match = _ARXIV_DOI.fullmatch(doi)
    if match is not None:
        return Identifier("arxiv", match[1])
    return Identifier("doi", doi) if len(doi) > 8 and "/" in doi and not doi.endswith("/") else None


def identifiers_in_text(text: str) -> list[Identifier]:
    """Return the identifiers printed in running text (`arXiv:1901.00001`, `doi:10…`, ISBN, PMID), in that order."""
    found: list[Identifier] = []
    lower = text.lower()
    match = _ARXIV_TEXT.search(text) if "arxiv" in lower or "corr" in lower else None
    match = match or (_ARXIV_BRACKET.search(text) if "[" in text else None)
    if match is not None:
        found.append(Identifier("arxiv", match[1].lower()))
    match = _DOI_TEXT.search(text) if "doi" in lower else None
    if match is not None:
        doi = doi_identifier(match[1])
        if doi is not None and all(doi.scheme != other.scheme for other in found):
            found.append(doi)
    match = _ISBN_TEXT.search(text) if "isbn" in lower else None
    if match is not None:
        isbn = isbn13(match[1])
        if isbn:
            found.append(Identifier("isbn", isbn))
    match = _PMID_TEXT.search(text) if "pmid" in lower else None
    if match is not None:
        found.append(Identifier("pmid", match[1]))
    return found


def isbn13(text: str) -> str:
    """Return the 13 digits of an ISBN-10 or ISBN-13 whose check digit is right, or the empty string (ISO 2108)."""
    digits = "".join(char for char in text.upper() if char.isdigit() or char == "X")
    if len(digits) == 10 and digits[:9].isdigit():
        total = sum((10 - place) * (10 if char == "X" else int(char)) for place, char in enumerate(digits))
        if total % 11:
            return ""
        digits = "978" + digits[:9]
        return digits + str(
            -sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(digits)) % 10
        )
    if len(digits) == 13 and digits.isdigit():
        total = sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(digits))
        return digits if total % 10 == 0 else ""
    return ""


def find_urls(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, url) of every bare URL in `text`, trailing punctuation left out."""
    if "://" not in text and "www." not in text.lower():
        return []
    found = []
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:!?'*_’…\u3002")
        while url and url[-1] in ")]" and url.count(url[-1]) > url.count("(" if url[-1] == ")" else "["):
            url = url[:-1].rstrip(".,;:!?'*_")
        if len(url) > 8:
            found.append((match.start(), match.start() + len(url), url))
    return found


def _finish(scheme: str, value: str, url: str) -> Identifier | None:
    if scheme == "arxiv":
        return Identifier(scheme, value.lower() if "/" not in value else value)
    if scheme == "neurips":
        return Identifier(scheme, value.lower())
    if scheme == "nature" and "10." in url:
        return find_doi(url)
    return Identifier(scheme, value)
