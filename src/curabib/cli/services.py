"""What every command that asks authorities needs: the cache folder, the client, and whom to ask."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, cast

from curabib.diagnostics import CurabibError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curabib.cli.session import Session
    from curabib.diagnostics import Diagnostic
    from curabib.model import Record
    from curabib.providers.http import Client, Patience
    from curabib.providers.service import Factory
    from curabib.sync.enrich import Provider

Look = Callable[["Sequence[Record]"], "dict[str, Diagnostic]"]
"""Looks at the links of records, and says what is wrong with them, by address."""

CONTACT = "CURABIB_CONTACT"
"""The environment variable with the mail address that services are told."""

KEYS = {
    "openalex": "OPENALEX_API_KEY",
    "pubmed": "NCBI_API_KEY",
    "semantic-scholar": "SEMANTIC_SCHOLAR_API_KEY",
}
"""The environment variables with the keys of services."""


def cache_folder() -> Path:
    """Return the folder for what can be had again, as the system has it; `CURABIB_CACHE` names another."""
    from platformdirs import user_cache_path

    named = os.environ.get("CURABIB_CACHE")
    return Path(named) if named else user_cache_path("curabib")


def client_of(*, offline: bool, refresh: bool = False, patience: "Patience | None" = None) -> "Client":
    """Return the client for web services, which keeps answers in the cache folder."""
    from curabib.providers.http import Client

    contact = os.environ.get(CONTACT, "")
    if contact and ("@" not in contact or not contact.isprintable() or not contact.isascii()):
        raise CurabibError(f"`{CONTACT}` is no mail address: `{contact[:80]}`")
    return Client(cache_folder(), contact=contact, offline=offline, refresh=refresh, patience=patience)


def links_of(session: "Session", records: "Sequence[Record]", *, offline: bool) -> "dict[str, Diagnostic]":
    """Return what is wrong with the links of records, by address, after looking at each on the web.

    Anybody's server is asked, and many links are old: so less patiently than the services are.
    """
    from curabib.cli.sync import progress
    from curabib.providers.http import Patience
    from curabib.sync.links import look_at_links

    unasked: list[str] = []
    with client_of(offline=offline, patience=Patience(read=20.0, total=45.0, attempts=2)) as client:
        found = look_at_links(records, client, progress(session), unasked.append)
    if unasked:
        links = "1 link was" if len(unasked) == 1 else f"{len(unasked)} links were"
        session.say(f"{links} not looked at: no answer is kept, and --offline asks nobody")
    return found


def _elsewhere(name: str) -> str:
    """Return the address of a mirror of a service, where the environment names one (`CURABIB_DBLP=https://...`)."""
    return os.environ.get(f"CURABIB_{name.upper().replace('-', '_')}", "").rstrip("/")


def providers_of(
    names: "Sequence[str]", stack: ExitStack, *, offline: bool = False, refresh: bool = False
) -> "tuple[Provider, ...]":
    """Return the providers of these names, open until `stack` is closed; without names, all local authorities.

    Raises CurabibError for a name that is no provider, and where there is none to ask.
    """
    from curabib.cli.authority import registry_of
    from curabib.project import plugins
    from curabib.sync.enrich import Provider

    registry = registry_of()
    if not names:
        names = [f"authority:{added.name}" for added in registry.list()]
    if not names:
        raise CurabibError(
            "there is nobody to ask",
            hint="`curabib authority add FILE` adds official records to look works up in",
        )
    client: Client | None = None
    found: list[Provider] = []
    for name in names:
        kind, _, which = name.partition(":")
        if kind == "authority":
            found.append(Provider(name=name, source=stack.enter_context(registry.open(which))))
            continue
        factory = cast("Factory", plugins.load("providers", name, also=("authority",)))
        if client is None:
            client = stack.enter_context(client_of(offline=offline, refresh=refresh))
        key = os.environ.get(KEYS.get(name, ""), "")
        found.append(Provider(name=name, source=factory(client, base=_elsewhere(name), key=key)))
    return tuple(found)
