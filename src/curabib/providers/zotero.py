"""Libraries of Zotero behind version 3 of its API: on zotero.org, and in Zotero itself since version 10.

zotero.org/support/dev/web_api/v3 (basics, write_requests); the local API has the same requests at port 23119, with
`Zotero-Server-ID` and a key of its own for what writes.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from curabib.diagnostics import CurabibError
from curabib.providers.http import Answer, Client, ServiceError

WEB = "https://api.zotero.org"
LOCAL = "http://127.0.0.1:23119/api"
MOST = 50
"""How many objects one request may write."""

Kind = Literal["items", "collections"]

_PAGE = 100
_MOST_PAGES = 5_000
_KEY = re.compile(r"[23456789A-Z]{8}")
_LIBRARY = re.compile(r"(users|groups)/([0-9]{1,12})")
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


class Access(Protocol):
    """What a server wants to see before it answers."""

    @property
    def prefix(self) -> str:
        """What makes the paths of this server's libraries different from those of zotero.org."""
        ...

    def reading(self) -> Mapping[str, str]:
        """Return the headers of a request that reads."""
        ...

    def writing(self) -> Mapping[str, str]:
        """Return the headers of a request that writes."""
        ...

    def heed(self, answer: Answer) -> None:
        """Take notice of what every answer says of the server."""
        ...

    def regain(self, answer: Answer) -> bool:
        """Return whether a request that writes, refused with this answer, may be sent again now."""
        ...

    def refusal(self, answer: Answer) -> CurabibError:
        """Return the error for an answer that refuses a request as a whole."""
        ...


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

    def read(self) -> Remote:
        """Return the whole library; raises CurabibError where it cannot be had in one consistent state."""
        for _ in range(4):
            items, first = self._objects("items", {"includeTrashed": "1"})
            collections, last = self._objects("collections", {})
            if first == last and first >= 0:
                return Remote(items=items, collections=collections, version=first)
        raise CurabibError("the library changes while it is read", hint="wait until Zotero has synchronised")

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

    def delete_collections(self, keys: Sequence[str], version: int) -> bool:
        """Delete up to 50 collections, never the items in them; False where the library is newer than `version`."""
        headers = {**self._access.writing(), "If-Unmodified-Since-Version": str(version)}
        parameters = {"collectionKey": ",".join(keys)}
        answer = self._client.send("DELETE", f"{self._root}/collections", parameters, headers=headers)
        self._access.heed(answer)
        if answer.ok or answer.status in (404, 412):
            return answer.status != 412
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
            found.update((data["key"], data) for data in map(_data, rows) if data)
            if (page + 1) * _PAGE >= _number(answer.headers.get("total-results", "0")) or not rows:
                return found, version
        raise CurabibError(f"the library has more than {_MOST_PAGES * _PAGE} {kind}")


class WebAccess:
    """zotero.org, with the API key of a person."""

    prefix = ""

    def __init__(self, key: str) -> None:
        """Take the key, which is sent to zotero.org and told to nobody else."""
        self._headers = {"Zotero-API-Version": "3", "Zotero-API-Key": key}

    def reading(self) -> Mapping[str, str]:
        """Return version and key."""
        return self._headers

    def writing(self) -> Mapping[str, str]:
        """Return version and key."""
        return self._headers

    def heed(self, answer: Answer) -> None:
        """Do nothing: the client heeds `Backoff`."""

    def regain(self, answer: Answer) -> bool:
        """Return False: what is refused is refused."""
        return False

    def refusal(self, answer: Answer) -> CurabibError:
        """Return what the status means."""
        hints = {
            401: "the key is not valid: zotero.org/settings/keys makes another",
            403: "the key does not allow this: see zotero.org/settings/keys",
            404: "there is no such library, or the key does not open it",
            409: "the library is locked; try again in a minute",
        }
        reason = reason_of(answer)
        return CurabibError(
            f"zotero.org refuses the request ({answer.status}{reason and ': ' + reason})",
            hint=hints.get(answer.status, "what is pushed already stays; pushing again goes on from there"),
        )


class LocalAccess:
    """Zotero on this machine, which asks its user for permission before anything is written."""

    def __init__(
        self,
        client: Client,
        *,
        key: str = "",
        address: str = LOCAL,
        keep: Callable[[str], None] = lambda key: None,
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        """Take the key that was given before, if any; `keep` is told a lasting key, `say` what a person must do."""
        self._client, self._address, self._key, self._keep, self._say = client, address, key, keep, say
        self.server = ""
        self._asked = 0

    @property
    def prefix(self) -> str:
        """The server's name: every profile of Zotero has one of its own."""
        return f"local/{self.server or 'unnamed'}/"

    def reading(self) -> Mapping[str, str]:
        """Return the version, and the name of the server where it is known."""
        return {"Zotero-API-Version": "3", **({"Zotero-Server-ID": self.server} if self.server else {})}

    def writing(self) -> Mapping[str, str]:
        """Return name and key, asking for permission where there is no key."""
        if not self._key:
            self._authorise()
        return {**self.reading(), "Zotero-API-Key": self._key}

    def heed(self, answer: Answer) -> None:
        """Learn the name of the server."""
        if not self.server:
            self.server = re.sub(r"[^\w-]", "", answer.headers.get("zotero-server-id", ""))[:64]

    def regain(self, answer: Answer) -> bool:
        """Return whether permission was given anew: a key that allows one request is used up by it."""
        if answer.status != 401:
            return False
        self._key = ""
        self._authorise()
        return True

    def refusal(self, answer: Answer) -> CurabibError:
        """Return what the status means."""
        hints = {
            403: "turn on Settings > Advanced > Allow other applications on this computer to communicate with Zotero",
            404: "this version of Zotero has no such library",
            412: "another Zotero answers than before; push again",
            428: "this version of Zotero cannot be written to; Zotero 7 to 9: --via connector",
        }
        reason = reason_of(answer)
        return CurabibError(
            f"Zotero refuses the request ({answer.status}{reason and ': ' + reason})",
            hint=hints.get(answer.status, "what is pushed already stays; pushing again goes on from there"),
        )

    def _authorise(self) -> None:
        if not self.server:
            raise CurabibError(
                "this version of Zotero can be read from outside, but not written to",
                hint="Zotero 10 can; for 7 to 9 use --via connector, or --via web",
            )
        self._asked += 1
        if self._asked > 5:
            raise CurabibError(
                "Zotero allows one request at a time only", hint='choose "Always Allow" when Zotero asks'
            )
        self._say('Zotero asks for permission: choose "Always Allow"')
        body = json.dumps({"appName": "curabib"}).encode()
        headers = {**self.reading(), "Content-Type": "application/json"}
        answer = self._client.send("POST", f"{self._address}/local/authorize", body=body, headers=headers)
        if answer.status == 403:
            raise CurabibError("permission to write to Zotero was denied")
        form = answer.json() if answer.ok else None
        key = form.get("key") if isinstance(form, dict) else None
        if not isinstance(key, str) or not key or not key.isascii() or not key.isprintable():
            raise self.refusal(answer)
        self._key = key
        if isinstance(form, dict) and form.get("remember") is True:
            self._keep(key)


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
            "no Zotero answers on this machine", hint="start Zotero 10, or set ZOTERO_API_KEY to push to zotero.org"
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


def reason_of(answer: Answer) -> str:
    """Return what a server says in the body of a refusal: one short line."""
    text = answer.text()[:_LONGEST_REASON]
    return "" if "<" in text else " ".join("".join(c if c.isprintable() else " " for c in text).split())


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
    """Return the editable part of an object, with its key and version in it, or None for what is none."""
    if not isinstance(row, dict) or not is_key(row.get("key")) or not isinstance(row.get("data"), dict):
        return None
    version = row.get("version")
    return {**row["data"], "key": row["key"], "version": version if isinstance(version, int) else 0}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
