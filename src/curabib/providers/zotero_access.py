"""How one gets into a library of Zotero: with a key of zotero.org, or with the permission of whoever sits before it."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Protocol

from curabib.diagnostics import CurabibError
from curabib.providers.http import Answer, Client

WEB = "https://api.zotero.org"
LOCAL = "http://127.0.0.1:23119/api"
_LONGEST_REASON = 300


class Access(Protocol):
    """What a server wants to see before it answers."""

    @property
    def prefix(self) -> str:
        """What makes the paths of this server's libraries different from those of zotero.org."""
        ...

    @property
    def tells_deleted(self) -> bool:
        """Whether the server says what was deleted since a version (`/deleted`)."""
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


class WebAccess:
    """zotero.org, with the API key of a person."""

    prefix = ""
    tells_deleted = True

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
        return _refused("zotero.org", answer, hints)


def _refused(who: str, answer: Answer, hints: Mapping[int, str]) -> CurabibError:
    reason = reason_of(answer)
    return CurabibError(
        f"{who} refuses the request ({answer.status}{reason and ': ' + reason})",
        hint=hints.get(answer.status, "what is pushed already stays; pushing again goes on from there"),
    )


class LocalAccess:
    """Zotero on this machine, which asks its user for permission before anything is written."""

    tells_deleted = False

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
        return _refused("Zotero", answer, hints)

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


def reason_of(answer: Answer) -> str:
    """Return what a server says in the body of a refusal: one short line."""
    text = answer.text()[:_LONGEST_REASON]
    return "" if "<" in text else " ".join("".join(c if c.isprintable() else " " for c in text).split())
