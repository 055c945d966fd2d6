"""Looking at links: whether what a list links to is there."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from curabib.checks.links import doubt
from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Location, Record
from curabib.providers.http import Answer, Client, Offline, ServiceError

_GONE = {404: "there is no such page (404)", 410: "the page is gone (410)"}
_LOGIN = re.compile(
    r"(?:\A|[/._?&=-])(?:log-?_?in|sign-?_?in|sso|oauth2?|idp|shibboleth|wayf|authenticate)(?=[/._?&=-]|\Z)",
    re.IGNORECASE,
)


def look_at_links(
    records: Sequence[Record],
    client: Client,
    progress: Callable[[str], None] = lambda step: None,
    unasked: Callable[[str], None] = lambda url: None,
) -> dict[str, Diagnostic]:
    """Return what is wrong with the links of records, by address, each at the first entry that has it.

    CB213 for one that leads nowhere, CB214 for one that gives no answer, CB215 for one that leads to a login. Each
    address is asked for once, hosts in turn, so that the wait between two requests to one is spent on the others;
    what is no address (CB578) is not asked for, nor is, offline, what was never answered: `unasked` is told of that.
    """
    places: dict[str, Location | None] = {}
    for record in records:
        for link in record.links if not record.withdrawn else ():
            if not doubt(link.url):
                places.setdefault(link.url, record.location)
    found: dict[str, Diagnostic] = {}
    for number, url in enumerate(in_turn(places), 1):
        progress(f"links: {number} of {len(places)}")
        try:
            said = _look(url, client)
        except Offline:
            unasked(url)
            continue
        if said is not None:
            code, message = said
            found[url] = diagnose(code, f"`{url[:200]}` {message}", places[url])
    return {url: found[url] for url in places if url in found}


def in_turn(places: Mapping[str, object]) -> Iterator[str]:
    """Yield addresses such that hosts take turns: the first of each host, then the second of each, and so on."""
    counts: dict[str, int] = {}
    ranked: list[tuple[int, int, str]] = []
    for number, url in enumerate(places):
        host = urlsplit(url).hostname or ""
        counts[host] = counts.get(host, 0) + 1
        ranked.append((counts[host], number, url))
    yield from (url for _, _, url in sorted(ranked))


def _look(url: str, client: Client) -> tuple[str, str] | None:
    """Return the code and the words for what is wrong with an address, None where nothing is.

    Raises Offline where nobody may be asked and no answer is kept.
    """
    try:
        answer = client.look(url)
    except Offline:
        raise
    except ServiceError as error:
        return "CB214", f"gives no answer: {error}"
    if answer.status in _GONE:
        return "CB213", f"leads nowhere: {_GONE[answer.status]}"
    if not answer.ok:
        return "CB214", f"gives no answer: it answers {answer.status}"
    return ("CB215", f"leads to a login, `{answer.url[:200]}`") if _asks_for_login(url, answer) else None


def _asks_for_login(url: str, answer: Answer) -> bool:
    """Return whether redirects have led from a page that was none to one that looks like a login."""
    start, end = urlsplit(url), urlsplit(answer.url)
    if (start.hostname, start.path) == (end.hostname, end.path):
        return False
    one, other = (f"{parts.hostname or ''}/{parts.path}" for parts in (start, end))
    return _LOGIN.search(other) is not None and _LOGIN.search(one) is None
