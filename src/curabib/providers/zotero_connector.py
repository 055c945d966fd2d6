"""The connector server of Zotero on this machine, which imports whole files (Zotero 7 and later, port 23119)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curabib.diagnostics import CurabibError
from curabib.providers.http import Answer, Client, ServiceError
from curabib.providers.zotero_access import reason_of

CONNECTOR = "http://127.0.0.1:23119/connector"
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}(?:[.\w-]{0,30})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where an import goes: the library and the collection that are selected in Zotero, for people."""

    library: str
    collection: str
    editable: bool

    def __str__(self) -> str:
        """Return `My Library > Reading`."""
        return (
            self.library if self.collection in ("", self.library) else f"{self.library} > {self.collection}"
        )


class Connector:
    """Zotero as browsers talk to it."""

    def __init__(self, client: Client, address: str = CONNECTOR) -> None:
        """Take the client and the address of the server."""
        self._client, self._address = client, address

    def version(self) -> str:
        """Return the version of Zotero; raises CurabibError where none answers."""
        try:
            answer = self._client.get(f"{self._address}/ping", keep=False)
        except ServiceError as error:
            raise CurabibError("no Zotero answers on this machine", hint="start Zotero") from error
        match = _VERSION.fullmatch(answer.headers.get("x-zotero-version", ""))
        if not answer.ok or match is None:
            raise CurabibError("what answers at Zotero's port on this machine is no Zotero")
        return match[0]

    def target(self) -> Target:
        """Return where an import would go."""
        answer = self._send("getSelectedCollection", b"{}", "application/json")
        form = answer.json() if answer.ok else None
        if not isinstance(form, dict):
            raise CurabibError("Zotero does not say which collection is selected")
        return Target(
            library=str(form.get("libraryName", ""))[:200],
            collection=str(form.get("name", ""))[:200],
            editable=form.get("editable") is not False,
        )

    def import_files(self, texts: Sequence[str], session: str) -> int:
        """Import files one after the other; return how many items they have become.

        `session` names this import among all others. Raises CurabibError where Zotero does not take one.
        """
        count = 0
        for number, text in enumerate(texts, 1):
            # as JSON, the body would reach the translators in pieces; as text, as it is
            answer = self._send(
                f"import?session={session}-{number}", text.encode("utf-8", "replace"), "text/plain"
            )
            if answer.status == 409:
                raise CurabibError("Zotero has imported this file before")
            if not answer.ok:
                reason = reason_of(answer)
                raise CurabibError(
                    f"Zotero does not import the file ({answer.status}{reason and ': ' + reason})",
                    hint="the first files may have been imported" if number > 1 else "",
                )
            items = answer.json()
            count += len(items) if isinstance(items, list) else 0
        return count

    def _send(self, path: str, body: bytes, kind: str) -> Answer:
        headers = {"Content-Type": kind, "X-Zotero-Connector-API-Version": "3"}
        return self._client.send(
            "POST", f"{self._address}/{path}", body=body, headers=headers, limit=256 << 20
        )
