"""A server that behaves like zotero.org and like Zotero 10 itself, as far as writing to a library goes; with faults.

After zotero.org/support/dev/web_api/v3 (basics, write_requests) and what the local API does otherwise.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TYPES: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "zotero" / "item-types.json").read_text(encoding="utf-8")
)
FIELDS = {name: frozenset(row["fields"].split()) for name, row in TYPES.items()}
CREATORS = {name: frozenset(row["creators"].split()) | {"author"} for name, row in TYPES.items()}
FIELDS["attachment"] = frozenset(
    ["title", "accessDate", "url", "linkMode", "contentType", "charset", "note", "parentItem"]
)
FIELDS["note"] = frozenset({"note", "parentItem"})
GENERAL = frozenset(
    [
        "key",
        "version",
        "itemType",
        "tags",
        "collections",
        "relations",
        "deleted",
        "creators",
        "dateAdded",
        "dateModified",
    ]
)
KEY = "AbCdEfGhIjKlMnOp"
SERVER_ID = "server-1"
TOTAL = "Total-Results"


@dataclass
class Library:
    """What one library holds; every request that writes makes it one version newer."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    version: int = 1
    gone: dict[str, dict[str, int]] = field(default_factory=lambda: {"items": {}, "collections": {}})

    def remove(self, kind: str, key: str) -> None:
        """Delete an object for good, as a person does who empties the trash."""
        self.version += 1
        del (self.items if kind == "items" else self.collections)[key]
        self.gone[kind][key] = self.version

    def add(self, key: str, **data: Any) -> dict[str, Any]:
        """Put an item in, as a person does in Zotero."""
        self.version += 1
        made = {
            "itemType": "journalArticle",
            "creators": [],
            "tags": [],
            "collections": [],
            "relations": {},
            **data,
        }
        if "parentItem" in data:
            made.pop("collections")
            made.pop("creators")
        self.items[key] = {"dateAdded": "2020-01-01T00:00:00Z", **made, "key": key, "version": self.version}
        return self.items[key]

    def edit(self, key: str, **data: Any) -> None:
        """Change an item, as a person does in Zotero."""
        self.version += 1
        self.items[key].update(data, version=self.version)

    def merge(self, survivor: str, other: str) -> None:
        """Merge two items as Zotero does: the other goes into the trash, its children and lists to the survivor."""
        kept, gone = self.items[survivor], self.items[other]
        uris = kept["relations"].get("dc:replaces", [])
        uris = [uris] if isinstance(uris, str) else list(uris)
        more = gone["relations"].get("dc:replaces", [])
        uris += [f"http://zotero.org/users/1/items/{other}", *([more] if isinstance(more, str) else more)]
        relations = {**kept["relations"], "dc:replaces": uris if len(uris) > 1 else uris[0]}
        tags = kept["tags"] + [tag for tag in gone["tags"] if tag not in kept["tags"]]
        filed = list(dict.fromkeys(kept["collections"] + gone["collections"]))
        self.edit(survivor, relations=relations, tags=tags, collections=filed)
        self.edit(other, deleted=1)
        for data in list(self.items.values()):
            if data.get("parentItem") == other:
                self.edit(data["key"], parentItem=survivor)


@dataclass
class Server:
    """The server: libraries by path, the requests it has seen, and the faults that it is to have.

    `faults` maps the number of a request (from 0) to what goes wrong: `drop` (the connection breaks before anything is
    done), `drop-after`, `half` (breaks after half of the objects), `500`, `502-after`, `429`, `503`, `slow` (no answer
    in time), `meanwhile` (somebody edits each item that is about to be written), `backoff`, `garbage`.
    """

    address: str = ""
    local: bool = False
    libraries: dict[str, Library] = field(default_factory=lambda: {"users/1": Library()})
    seen: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    rights: dict[str, Any] = field(
        default_factory=lambda: {
            "user": {"library": True, "notes": True, "write": True},
            "groups": {"all": {"library": True, "write": True}},
        }
    )
    page: int = 100
    answers: list[str] = field(default_factory=lambda: ["always"])
    keys: dict[str, bool] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    enabled: bool = True
    server_id: str = SERVER_ID
    imported: list[tuple[str, str, str]] = field(default_factory=list)
    selected: dict[str, Any] = field(
        default_factory=lambda: {"libraryName": "My Library", "name": "Reading", "editable": True}
    )
    slowness: float = 0.6

    @property
    def library(self) -> Library:
        """The library of the person."""
        return self.libraries["users/1"]

    def writes(self) -> list[tuple[str, str]]:
        """Return the requests that write to a library."""
        return [(method, path) for method, path in self.seen if method != "GET" and "/local/" not in path]


class Refusal(Exception):
    """An object or a request that is refused, with its status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@contextmanager
def zotero_server(*, local: bool = False) -> Iterator[Server]:
    """Serve on a free port of this machine; `local` for the API of Zotero itself, below `/api`."""
    server = Server(local=local)
    guard = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer_request(self) -> None:
            with guard:
                _Exchange(self, server).run()

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer_request

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{http.server_address[1]}" + ("/api" if local else "")
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


class _Exchange:
    """One request and its answer."""

    def __init__(self, handler: BaseHTTPRequestHandler, server: Server) -> None:
        self.http, self.server = handler, server
        parts = urlsplit(handler.path)
        self.path = parts.path.removeprefix("/api") if server.local else parts.path
        self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.sent = {name.lower(): value for name, value in handler.headers.items()}
        length = int(self.sent.get("content-length", 0))
        self.body = handler.rfile.read(length) if length else b""

    def run(self) -> None:
        self.http.close_connection = True
        number = len(self.server.seen)
        self.server.seen.append((self.http.command, self.path))
        self.server.headers.append(self.sent)
        self.server.bodies.append(self.body)
        fault = self.server.faults.get(number, "")
        if fault == "drop":
            return
        if fault == "slow":
            threading.Event().wait(self.server.slowness)
            return
        if fault in ("429", "503"):
            self.reply(int(fault), b"slow down", {"Retry-After": "3"})
            return
        if fault == "500":
            self.reply(500, b"An error occurred")
            return
        try:
            status, body, headers = self.route(fault)
        except Refusal as refusal:
            status, body, headers = refusal.status, str(refusal).encode(), {}
        if fault in ("drop-after", "half"):
            return
        if fault == "502-after":
            status, body, headers = 502, b"<html>bad gateway</html>", {}
        if fault == "garbage":
            body = b"<html>maintenance</html>"
        if fault == "backoff":
            headers = {**headers, "Backoff": "7"}
        self.reply(status, body, headers)

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        out = {"Content-Length": str(len(body)), "Connection": "close", **(headers or {})}
        if self.server.local:
            out |= {"Zotero-Server-ID": self.server.server_id, "X-Zotero-Version": "10.0.0"}
        try:
            self.http.send_response(status)
            for name, value in out.items():
                self.http.send_header(name, value)
            self.http.end_headers()
            self.http.wfile.write(body)
        except OSError:
            pass

    def route(self, fault: str) -> tuple[int, bytes, dict[str, str]]:
        if self.path.startswith("/connector/"):
            return self.connector(self.path.removeprefix("/connector/"))
        if not self.server.enabled:
            raise Refusal(403, "Local API is not enabled")
        if self.path == "/local/authorize":
            return self.authorise()
        if self.path == "/":
            return 200, b"Nothing to see here.", {}
        if self.path == "/itemFields":  # for everybody, without a key
            names = sorted(frozenset().union(*FIELDS.values()))
            return 200, json.dumps([{"field": name} for name in names]).encode(), {}
        if not self.server.local and self.key() != KEY:
            raise Refusal(403, "Invalid key")
        if self.path == "/keys/current":
            return 200, json.dumps({"key": KEY, "userID": 1, "access": self.server.rights}).encode(), {}
        kind, number, *rest = self.path.strip("/").split("/")
        if self.server.local and number == "0":
            number = "1"
        library = self.server.libraries.get(f"{kind}/{number}")
        if library is None:
            raise Refusal(404, "Not found")
        if self.http.command == "GET":
            return self.read(library, rest)
        self.may_write()
        return self.write(library, rest, fault)

    def key(self) -> str:
        return self.sent.get("zotero-api-key", "") or self.sent.get("authorization", "").removeprefix(
            "Bearer "
        )

    # what Zotero on this machine asks for

    def authorise(self) -> tuple[int, bytes, dict[str, str]]:
        assert json.loads(self.body)["appName"]
        answer = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        if answer == "deny":
            raise Refusal(403, "Denied")
        key = f"local-{len(self.server.keys)}"
        self.server.keys[key] = answer == "always"
        return 200, json.dumps({"key": key, "remember": answer == "always"}).encode(), {}

    def may_write(self) -> None:
        if not self.server.local:
            return
        if "zotero-server-id" not in self.sent:
            raise Refusal(428, "Zotero-Server-ID not provided")
        if self.sent["zotero-server-id"] != self.server.server_id:
            raise Refusal(412, "Zotero-Server-ID does not match")
        key = self.key()
        if key not in self.server.keys:
            raise Refusal(401, "A local API key is required")
        if not self.server.keys[key]:
            del self.server.keys[key]

    # reading

    def read(self, library: Library, rest: list[str]) -> tuple[int, bytes, dict[str, str]]:
        if rest[0] == "deleted":
            return self.deleted(library)
        objects = library.collections if rest[0] == "collections" else library.items
        headers = {"Last-Modified-Version": str(library.version), "Content-Type": "application/json"}
        if len(rest) == 2 and rest[1] != "top":
            if rest[1] not in objects:
                raise Refusal(404, "Item does not exist")
            return 200, json.dumps(self.envelope(objects[rest[1]])).encode(), headers
        rows = [
            data
            for data in objects.values()
            if (not data.get("deleted") or "includeTrashed" in self.query)
            and ("since" not in self.query or data["version"] > int(self.query["since"]))
            and not ("top" in rest and data.get("parentItem"))
        ]
        start, limit = (
            int(self.query.get("start", 0)),
            min(int(self.query.get("limit", 25)), self.server.page),
        )
        rows_here = rows[start : start + limit]
        headers[TOTAL] = str(len(rows))
        return 200, json.dumps([self.envelope(data) for data in rows_here]).encode(), headers

    def deleted(self, library: Library) -> tuple[int, bytes, dict[str, str]]:
        if self.server.local:
            raise Refusal(404, "Not found")
        since = int(self.query["since"])
        gone = {
            kind: sorted(key for key, version in keys.items() if version > since)
            for kind, keys in library.gone.items()
        }
        body = json.dumps({**gone, "searches": [], "tags": [], "settings": []}).encode()
        return 200, body, {"Last-Modified-Version": str(library.version), "Content-Type": "application/json"}

    def envelope(self, data: dict[str, Any]) -> dict[str, Any]:
        blank = dict.fromkeys(sorted(FIELDS.get(str(data.get("itemType", "")), ())), "")
        shown = {**blank, **data} if "itemType" in data and not data.get("parentItem") else data
        library = {"type": "user", "id": 1, "name": "somebody", "links": {}}
        return {
            "key": data["key"],
            "version": data["version"],
            "library": library,
            "links": {},
            "meta": {},
            "data": shown,
        }

    # writing

    def write(self, library: Library, rest: list[str], fault: str) -> tuple[int, bytes, dict[str, str]]:
        token = self.sent.get("zotero-write-token", "")
        if token and (token in self.server.tokens or not 5 <= len(token) <= 32):
            raise Refusal(412, "Write token already used")
        self.server.tokens.add(token)
        if self.http.command == "DELETE":
            return self.delete(library, rest)
        if len(rest) == 2:
            return self.single(library, rest)
        rows = json.loads(self.body)
        if not isinstance(rows, list):
            raise Refusal(400, "Uploaded data must be a JSON array")
        if len(rows) > 50:
            raise Refusal(413, "Cannot add more than 50 objects at a time")
        since = self.sent.get("if-unmodified-since-version")
        if since is not None and int(since) < library.version:
            raise Refusal(412, "Library has been modified since specified version")
        if fault == "meanwhile":
            for row in rows:
                if row.get("key") in library.items:
                    library.edit(row["key"], rights="somebody edits at the same time")
        result: dict[str, dict[str, Any]] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        library.version += 1
        for index, row in enumerate(rows[: len(rows) // 2] if fault == "half" else rows):
            try:
                data, changed = self.put(library, rest[0], row)
            except Refusal as refusal:
                reason = {"key": row.get("key"), "code": refusal.status, "message": str(refusal)}
                result["failed"][str(index)] = reason
                continue
            if changed:
                result["successful"][str(index)] = self.envelope(data)
                result["success"][str(index)] = data["key"]
            else:
                result["unchanged"][str(index)] = data["key"]
        headers = {"Last-Modified-Version": str(library.version), "Content-Type": "application/json"}
        return 200, json.dumps(result).encode(), headers

    def single(self, library: Library, rest: list[str]) -> tuple[int, bytes, dict[str, str]]:
        row = {**json.loads(self.body), "key": rest[1]}
        since = self.sent.get("if-unmodified-since-version")
        if since is not None:
            row["version"] = int(since)
        library.version += 1
        self.put(library, rest[0], row)
        return 204, b"", {"Last-Modified-Version": str(library.version)}

    def delete(self, library: Library, rest: list[str]) -> tuple[int, bytes, dict[str, str]]:
        objects = library.collections if rest[0] == "collections" else library.items
        since = self.sent.get("if-unmodified-since-version")
        if since is None:
            raise Refusal(428, "If-Unmodified-Since-Version not provided")
        keys = (
            [rest[1]]
            if len(rest) == 2
            else self.query.get("itemKey", self.query.get("collectionKey", "")).split(",")
        )
        library.version += 1
        for key in keys:
            if objects.pop(key, None) is not None:
                library.gone[rest[0]][key] = library.version
        return 204, b"", {"Last-Modified-Version": str(library.version)}

    def put(self, library: Library, kind: str, row: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Write one object: what it does not name stays as it is."""
        objects = library.collections if kind == "collections" else library.items
        key = row.get("key") or f"SRV{library.version:05d}".replace("0", "2").replace("1", "3")
        there = objects.get(key)
        if there is not None and "version" not in row:
            raise Refusal(428, "'version' property not provided")
        if there is not None and row["version"] != there["version"]:
            raise Refusal(
                412, f"Object has been modified since version {row['version']} ({there['version']})"
            )
        if there is None and row.get("version", 0) != 0:
            raise Refusal(404, f"Object {key} not found")
        if kind == "items":
            made = self.item(library, there, row)
        else:
            made = {**(there or {"parentCollection": False}), **row}
            parent = made["parentCollection"]
            if not made.get("name"):
                raise Refusal(400, "Collection name cannot be empty")
            if parent and parent not in library.collections:
                raise Refusal(409, f"Parent collection {parent} not found")
        if not made.get("deleted"):
            made.pop("deleted", None)
        made |= {"key": key}
        changed = there is None or {**made, "version": 0} != {**there, "version": 0}
        if changed:
            objects[key] = {**made, "version": library.version}
        return objects[key], changed

    def item(self, library: Library, there: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, Any]:
        kind = row.get("itemType") or (there or {}).get("itemType")
        if kind not in FIELDS:
            raise Refusal(400, f"'{kind}' is not a valid itemType")
        row = self.checked(library, kind, row, there)
        fresh: dict[str, Any] = {"tags": [], "relations": {}, "dateAdded": "2026-01-01T00:00:00Z"}
        if kind not in ("attachment", "note"):
            fresh |= {"collections": [], "creators": []}
        made = {**(there or fresh), **row}
        if there is not None and kind != there["itemType"]:
            made = {name: value for name, value in made.items() if name in FIELDS[kind] | GENERAL}
        return {name: value for name, value in made.items() if value != "" or name == "note"}

    def checked(
        self, library: Library, kind: str, row: dict[str, Any], there: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Return the fields of a row; raises Refusal for what the server does not take."""
        good: dict[str, Any] = {}
        for name, value in row.items():
            if name in FIELDS[kind] or name in GENERAL:
                good[name] = value
            elif self.server.local:  # not strict: what has no place goes to Extra
                good["extra"] = "\n".join(
                    filter(None, [good.get("extra", row.get("extra", "")), f"{name}: {value}"])
                )
            else:
                raise Refusal(400, f"'{name}' is not a valid field for type '{kind}'")
        parent = good.get("parentItem") or (there or {}).get("parentItem")
        if parent and parent not in library.items:
            raise Refusal(409, f"Parent item {parent} not found")
        if parent and good.get("collections"):
            raise Refusal(400, "Child items cannot be assigned to collections")
        for collection in good.get("collections", ()):
            if collection not in library.collections:
                raise Refusal(409, f"Collection {collection} not found")
        for tag in good.get("tags", ()):
            if len(tag["tag"]) > 255:
                raise Refusal(413, f"Tag '{tag['tag'][:20]}…' is too long")
        for creator in good.get("creators", ()):
            if creator["creatorType"] not in CREATORS[kind]:
                raise Refusal(
                    400, f"'{creator['creatorType']}' is not a valid creator type for item type '{kind}'"
                )
            if len(creator.get("name", creator.get("lastName", ""))) > 255:
                raise Refusal(413, "Creator name is too long")
            if ("name" in creator) == ("lastName" in creator):
                raise Refusal(400, "creator object must contain 'firstName'/'lastName' or 'name'")
        return good

    # what browsers use

    def connector(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        headers = {"X-Zotero-Version": "8.0.5"}
        if path == "ping":
            return 200, b"{}", headers
        if path == "getSelectedCollection":
            return 200, json.dumps(self.server.selected).encode(), headers
        session = self.query.get("session", "")
        if path != "import":
            raise Refusal(404, "No endpoint found")
        if any(session == seen for seen, _, _ in self.server.imported):
            raise Refusal(409, "SESSION_EXISTS")
        text = self.body.decode()
        if "<rdf:RDF" not in text:
            raise Refusal(400, "No translator found")
        self.server.imported.append((session, self.sent.get("content-type", ""), text))
        items: list[dict[str, str]] = [{}] * text.count("<rdf:Description ")
        return 201, json.dumps(items).encode(), headers
