"""What every command that asks authorities needs: the cache folder, the client, and whom to ask."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, cast

from curabib.diagnostics import CurabibError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curabib.providers.http import Client
    from curabib.providers.service import Factory
    from curabib.sync.enrich import Provider

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


def client_of(*, offline: bool, refresh: bool = False) -> "Client":
    """Return the client for web services, which keeps answers in the cache folder."""
    from curabib.providers.http import Client

    contact = os.environ.get(CONTACT, "")
    if contact and ("@" not in contact or not contact.isprintable() or not contact.isascii()):
        raise CurabibError(f"`{CONTACT}` is no mail address: `{contact[:80]}`")
    return Client(cache_folder(), contact=contact, offline=offline, refresh=refresh)


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
        factory = cast("Factory", plugins.load("providers", name))
        if client is None:
            client = stack.enter_context(client_of(offline=offline, refresh=refresh))
        key = os.environ.get(KEYS.get(name, ""), "")
        found.append(Provider(name=name, source=factory(client, base=_elsewhere(name), key=key)))
    return tuple(found)
