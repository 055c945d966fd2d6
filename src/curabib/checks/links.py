"""Links that lead nowhere, and entries without any."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from curabib.checks.place import called, of_entry
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.evidence.links import identify
from curabib.model import Entry, Library, Record

_OWN = frozenset({"paper", "arxiv", ""})
_ONE_A_WORK = frozenset({"arxiv", "pmlr", "neurips", "acl", "cvf", "jmlr"})
_WRAPPERS = ("web.archive.org", "archive.org", "archive.ph", "translate.goog", "scholar.archive.org")


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each doubtful link, and for each listed paper that can't be reached at all."""
    for entry in library.entries:
        if entry.state == "active":
            yield from _links(entry)


def _links(entry: Entry) -> Iterator[Diagnostic]:
    work = entry.work
    for record in work.records:
        if not record.withdrawn and record.origin.kind == "list" and record.role == "listed":
            yield from _disagreement(entry, record)
    if not work.links and not work.identifiers and "url" not in work.fields and "doi" not in work.fields:
        if any(record.role == "listed" for record in work.records):
            message = f"`{called(entry)}` has no link and no identifier"
            yield diagnose("CB577", message, of_entry(entry), key=entry.key)
        return
    for record in work.records:
        for link in record.links:
            reason = doubt(link.url)
            if reason and not record.withdrawn:
                message = f"link `{link.url[:120]}` {reason}"
                yield diagnose("CB578", message, record.location, key=entry.key)


def _disagreement(entry: Entry, record: Record) -> Iterator[Diagnostic]:
    """Yield a diagnostic where the paper links of one record identify two works in one scheme."""
    found: dict[str, list[str]] = {}
    for link in record.links:
        identifier = identify(link.url) if link.label in _OWN else None
        if identifier is not None and identifier.scheme in _ONE_A_WORK:
            values = found.setdefault(identifier.scheme, [])
            if identifier.value not in values:
                values.append(identifier.value)
    for scheme, values in sorted(found.items()):
        if len(values) == 2:
            message = f"one entry links to `{scheme}:{values[0]}` and to `{scheme}:{values[1]}`"
            yield diagnose("CB590", message, record.location, key=entry.key)


def doubt(url: str) -> str:
    """Return why a URL is no likely link, as the end of a sentence, or the empty string."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "is no valid URL"
    inner = (parts.path + parts.fragment).lower()
    glued = "://" in inner or "http:/" in inner or "https:/" in inner
    bare = host.removesuffix(".")
    tests = (
        (parts.scheme not in ("http", "https"), "has no http or https scheme"),
        (not host, "names no host"),
        (parts.username is not None, "holds a user name"),
        ("." not in bare and ":" not in bare, "names a host without a domain"),
        (
            ".." in host or " " in host or "%" in host or "_" in host.rpartition(".")[2],
            "names an impossible host",
        ),
        (port == 0, "names an impossible port"),
        (any(sign in url for sign in ' <>"`{}|\\'), "holds a character that no URL has"),
        (glued and not bare.endswith(_WRAPPERS), "has another URL glued to it"),
    )
    return next((reason for wrong, reason in tests if wrong), "")
