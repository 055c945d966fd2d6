"""Libraries of Zotero behind version 3 of its API: on zotero.org, and in Zotero itself since version 10.

zotero.org/support/dev/web_api/v3 (basics, write_requests); the local API has the same requests at port 23119, with
`Zotero-Server-ID` and a key of its own for what writes.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from curabib.diagnostics import CurabibError
from curabib.providers.http import Answer, Client, ServiceError
from curabib.providers.zotero_access import LOCAL, WEB, Access, LocalAccess, WebAccess

MOST = 50
"""How many objects one request may write."""

Kind = Literal["items", "collections"]

_PAGE = 100
_MOST_PAGES = 5_000
_KEY = re.compile(r"[23456789A-Z]{8}")
_LIBRARY = re.compile(r"(users|groups)/([0-9]{1,12})")
_LISTS: Mapping[str, type] = {"tags": dict, "collections": str, "creators": dict}
_SHAPES: Mapping[str, type] = {**dict.fromkeys(_LISTS, list), "relations": dict, "itemType": str, "name": str}
_NOT_CARRIED_OUT = frozenset({429, 503})
_LONGEST_REASON = 300


class Unsettled(CurabibError):
    """A request to write of which nobody knows whether it was carried out; reading tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A library as it is: items (children and those in the trash among them) and collections by key, its version."""

    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    collections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the objects of one request, by their place in it: done, or refused with status and reason."""

    done: frozenset[int] = frozenset()
    refused: Mapping[int, tuple[int, str]] = field(default_factory=dict)


class ZoteroLibrary:
    """One library: of a person (`users/ID`) or of a group (`groups/ID`)."""

    def __init__(self, client: Client, address: str, path: str, access: Access) -> None:
        """Take the client, the address of the API, the path of the library below it, and how one may get in."""
        self._path = path
        self._client, self._root, self._access = client, f"{address}/{path}", access

    @property
    def identity(self) -> str:
        """The name of the library among all: `groups/12`, `users/34`, or `local/SERVER/users/0` on this machine."""
        return self._access.prefix + self._path

    def read(self, kept: Remote | None = None) -> Remote:
        """Return the whole library; raises CurabibError where it cannot be had in one consistent state.

        With what was read of it before, only what has changed since is asked for; where nothing has, that is `kept`.
        """
        if kept is not None and self._access.tells_deleted:
            changed = self._changed(kept)
            if changed is not None:
                return changed
        for _ in range(4):
            items, first = self._objects("items", {"includeTrashed": "1"})
            collections, last = self._objects("collections", {"includeTrashed": "1"})
            if first == last and first >= 0:
                return Remote(items=items, collections=collections, version=first)
        raise CurabibError("the library changes while it is read", hint="wait until Zotero has synchronised")

    def _changed(self, kept: Remote) -> Remote | None:
        """Return a library that was read before as it is now, or None where only reading all of it can tell.

        zotero.org/support/dev/web_api/v3/syncing: what has changed since a version, and what was deleted since.
        """
        since = {"includeTrashed": "1", "since": str(kept.version)}
        items, version = self._objects("items", since)
        if version == kept.version and not items:
            return kept
        collections, same = self._objects("collections", since)
        gone = self._deleted(kept.version)
        if gone is None or not kept.version < version == same == gone[1]:
            return None
        return Remote(
            items={**_without(kept.items, gone[0]), **items},
            collections={**_without(kept.collections, gone[0]), **collections},
            version=version,
        )

    def _deleted(self, since: int) -> tuple[frozenset[str], int] | None:
        """Return the keys of what was deleted since a version, and the version now; None where nobody knows."""
        try:
            answer = self._client.get(
                f"{self._root}/deleted", {"since": str(since)}, headers=self._access.reading(), keep=False
            )
            self._access.heed(answer)
            form = answer.json() if answer.ok else None
        except ServiceError:
            return None
        if not isinstance(form, dict):
            return None
        named = [form.get("items", []), form.get("collections", [])]
        keys = frozenset(key for part in named if isinstance(part, list) for key in part if is_key(key))
        return keys, _number(answer.headers.get("last-modified-version", "0"))

    def write(self, kind: Kind, objects: Sequence[Mapping[str, Any]]) -> Outcome:
        """Write up to 50 objects, each with `key` and `version` (0: it must not exist); of others only what is named.

        Raises Unsettled where nobody knows what was done, CurabibError where the whole request is refused.
        """
        if len(objects) > MOST:
            raise ValueError(f"{len(objects)} objects in one request")
        body = json.dumps(list(objects), ensure_ascii=False).encode("utf-8", "replace")
        for _ in range(4):
            answer = self._post(kind, body)
            if answer.ok:
                return _outcome(answer, len(objects))
            if not self._access.regain(answer):
                break
        raise self._access.refusal(answer)

    def pause(self, attempt: int) -> None:
        """Wait before what went wrong is tried again, longer with every attempt."""
        patience = self._client.patience
        patience.sleep(min(patience.backoff * 2**attempt, patience.longest))

    def _post(self, kind: Kind, body: bytes) -> Answer:
        headers = {"Content-Type": "application/json", **self._access.writing()}
        try:
            answer = self._client.send("POST", f"{self._root}/{kind}", body=body, headers=headers)
        except ServiceError as error:
            if error.status in _NOT_CARRIED_OUT:
                raise
            raise Unsettled(str(error), hint=error.hint) from error
        self._access.heed(answer)
        return answer

    def _objects(self, kind: Kind, parameters: Mapping[str, str]) -> tuple[dict[str, Mapping[str, Any]], int]:
        """Return all objects of a kind, and the version of the library; -1 where it changed between two pages."""
        found: dict[str, Mapping[str, Any]] = {}
        version = -1
        for page in range(_MOST_PAGES):
            window = {
                "limit": str(_PAGE),
                "start": str(page * _PAGE),
                "sort": "dateAdded",
                "direction": "asc",
            }
            if kind == "collections":
                window["sort"] = "title"
            answer = self._client.get(
                f"{self._root}/{kind}",
                {"format": "json", **window, **parameters},
                headers=self._access.reading(),
                keep=False,
                limit=64 << 20,
            )
            self._access.heed(answer)
            if not answer.ok:
                raise self._access.refusal(answer)
            now = _number(answer.headers.get("last-modified-version", "0"))
            if page and now != version:
                return {}, -1
            version = now
            rows = answer.json()
            if not isinstance(rows, list):
                raise CurabibError(f"`{self._root}` answers something that is no list of {kind}")
            before = len(found)
            found.update((data["key"], data) for data in map(_data, rows) if data)
            total = answer.headers.get("total-results")
            if len(found) == before or (total is not None and (page + 1) * _PAGE >= _number(total)):
                return found, version
        raise CurabibError(f"the library has more than {_MOST_PAGES * _PAGE} {kind}")


def web_library(client: Client, key: str, library: str = "", *, address: str = WEB) -> ZoteroLibrary:
    """Return a library on zotero.org: `users/ID`, `groups/ID`, or that of the person whom the key belongs to.

    Raises CurabibError where the key is not valid or does not allow writing.
    """
    access = WebAccess(key)
    answer = client.get(f"{address}/keys/current", headers=access.reading(), keep=False)
    if not answer.ok:
        raise access.refusal(answer)
    form = answer.json()
    person = form.get("userID") if isinstance(form, dict) else None
    if not isinstance(person, int):
        raise CurabibError("zotero.org does not say whose key this is")
    path = library or f"users/{person}"
    if not _may_write(form.get("access"), path, person):
        raise CurabibError(
            f"the key does not allow writing to `{path}`",
            hint="zotero.org/settings/keys: tick write access for the library",
        )
    return ZoteroLibrary(client, address, path, access)


def local_library(
    client: Client, access: LocalAccess, library: str = "", *, address: str = LOCAL
) -> ZoteroLibrary:
    """Return a library of the Zotero that runs on this machine; raises CurabibError where none answers."""
    try:
        answer = client.get(f"{address}/", headers=access.reading(), keep=False)
    except ServiceError as error:
        raise CurabibError(
            "no Zotero answers on this machine",
            hint="start Zotero 10, or set ZOTERO_API_KEY to push to zotero.org",
        ) from error
    access.heed(answer)
    if answer.status == 403:
        raise access.refusal(answer)
    return ZoteroLibrary(client, address, library or "users/0", access)


def library_path(text: str) -> str:
    """Return `users/ID` or `groups/ID` for what a person writes (`groups/12`, `group:12`); raises CurabibError."""
    plain = text.strip().lower().replace(":", "/")
    kind, slash, number = plain.partition("/")
    path = f"{kind if kind.endswith('s') else kind + 's'}{slash}{number}"
    if not _LIBRARY.fullmatch(path):
        raise CurabibError(f"`{text[:60]}` is no library", hint="write groups/12345 or users/12345")
    return path


def is_key(text: object) -> bool:
    """Return whether `text` is the key of an object of Zotero: eight letters and digits."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def _may_write(access: object, path: str, person: int) -> bool:
    """Return whether the rights of a key (`/keys/current`) allow writing to a library."""
    rights = access if isinstance(access, dict) else {}
    kind, _, number = path.partition("/")
    if kind == "users":
        own = rights.get("user")
        return number == str(person) and isinstance(own, dict) and own.get("write") is True
    groups = rights.get("groups")
    if not isinstance(groups, dict):
        return False
    right = groups.get(number) or groups.get("all")
    return isinstance(right, dict) and right.get("write") is True


def _outcome(answer: Answer, count: int) -> Outcome:
    """Return what the answer to a multi-object write says; an object that it does not mention counts as refused."""
    try:
        form = answer.json()
    except ServiceError:
        form = None
    if not isinstance(form, dict):
        raise Unsettled("Zotero answers a request to write with something else than its results")
    done: set[int] = set()
    for name in ("success", "successful", "unchanged"):
        part = form.get(name)
        done.update(_number(index) for index in part if index.isdigit()) if isinstance(part, dict) else None
    refused: dict[int, tuple[int, str]] = {}
    failed = form.get("failed")
    for index, reason in failed.items() if isinstance(failed, dict) else ():
        if index.isdigit() and isinstance(reason, dict):
            text = " ".join(str(reason.get("message", "")).split())[:_LONGEST_REASON]
            refused[_number(index)] = (_number(str(reason.get("code", 0))), text)
    if not done | set(refused) >= set(range(count)):
        raise Unsettled("Zotero does not say what became of each object")
    return Outcome(done=frozenset(done - set(refused)), refused=refused)


def _data(row: object) -> Mapping[str, Any] | None:
    """Return the editable part of an object, with its key and version in it, or None for what is none.

    Lists are lists and texts are texts there, whatever the server sends.
    """
    if not isinstance(row, dict) or not is_key(row.get("key")) or not isinstance(row.get("data"), dict):
        return None
    version = row.get("version")
    shaped: dict[str, Any] = {
        name: value
        for name, value in row["data"].items()
        if isinstance(value, _SHAPES.get(name, (str, int, float, bool)))
    }
    for name, kind in _LISTS.items():
        if name in shaped:
            shaped[name] = [member for member in shaped[name] if isinstance(member, kind)]
    return {**shaped, "key": row["key"], "version": version if isinstance(version, int) else 0}


def _without(objects: Mapping[str, Mapping[str, Any]], gone: frozenset[str]) -> dict[str, Mapping[str, Any]]:
    return {key: data for key, data in objects.items() if key not in gone}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
