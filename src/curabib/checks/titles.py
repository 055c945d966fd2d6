"""Titles that are hardly the titles of works."""

import re
from collections.abc import Iterator

from curabib.checks.place import of_field
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.evidence.brackets import partnerless
from curabib.model import Entry, Library

_LINK_WORDS = frozenset(
    {
        *(
            "abs",
            "abstract",
            "arxiv",
            "bib",
            "bibtex",
            "blog",
            "code",
            "github",
            "here",
            "html",
            "link",
            "page",
        ),
        *("paper", "pdf", "project", "slides", "url", "video", "website"),
    }
)
_FILE = re.compile(r"[\w.-]{1,200}\.(?:pdf|html?|md|txt|docx?|pptx?|bib|tex|ps|gz)", re.IGNORECASE)
_URL = re.compile(r"https?://|www\.", re.IGNORECASE)


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each title that is a link word, a file, a URL, cut off, in capitals or unbalanced."""
    for entry in library.entries:
        title = entry.work.fields.title
        if title and entry.state == "active":
            yield from _title(entry, title)


def _title(entry: Entry, title: str) -> Iterator[Diagnostic]:
    at = of_field(entry, "title")
    reason = doubt(title)
    if reason:
        yield diagnose("CB580", f"title `{title[:80]}` {reason}", at, key=entry.key)
    alone = partnerless(title)
    if alone:
        yield diagnose(
            "CB581", f"`{title[alone[0]]}` has no partner in title `{title[:80]}`", at, key=entry.key
        )


def doubt(title: str) -> str:
    """Return why a title is no likely title, as the end of a sentence, or the empty string."""
    words = title.lower().strip(" .:[]()").split()
    if words and all(word in _LINK_WORDS for word in words) and len(words) <= 3:
        return "is the label of a link"
    if _FILE.fullmatch(title.strip()):
        return "is the name of a file"
    if _URL.match(title.strip()):
        return "is a URL"
    if title.endswith(("…", "...")):
        return "is cut off"
    letters = [character for character in title if character.isalpha()]
    if len(title.split()) >= 4 and len(letters) >= 16 and title.upper() == title and title.lower() != title:
        return "is in capitals"
    return ""
