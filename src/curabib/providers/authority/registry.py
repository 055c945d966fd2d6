"""Which authorities this user has added, and where their indexes are.

In the cache folder, for each authority `NAME.json` says what was added, and `DIGEST.sqlite` is the index of a file
with that content. The same content is indexed once, under however many names. The folder may be deleted; then the
authorities are to be added again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curabib.diagnostics import CurabibError
from curabib.model import Origin, Record
from curabib.model.nearest import nearest
from curabib.project import plugins
from curabib.providers.authority.forms import Unread, form_of, read_records
from curabib.providers.authority.index import SCHEMA, Authority, Built, build

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z", re.ASCII)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")
_SUFFIXES = (".gz", ".bib", ".json", ".jsonl", ".xml")
_MOST_UNREAD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An authority: its name, the file or address it came from, the digest and form of the content, its records.

    `unread` are the first of the parts that are no records, `skipped` is how many there are; `etag` is what the server
    of an address called this content, empty where it did not say. `repeated` names stand at more than one record,
    `names` are the first of these.
    """

    name: str
    place: str
    sha256: str
    form: str
    records: int
    skipped: int = 0
    etag: str = ""
    repeated: int = 0
    unread: tuple[Unread, ...] = field(default=())
    names: tuple[str, ...] = field(default=())

    @property
    def origin(self) -> Origin:
        """Who speaks in its records."""
        return Origin(kind="provider", name=f"authority:{self.name}")


@dataclass(frozen=True, slots=True)
class Registry:
    """The authorities in a folder."""

    folder: Path

    def add(
        self,
        path: Path,
        name: str = "",
        place: str = "",
        progress: Callable[[int], None] | None = None,
        *,
        etag: str = "",
    ) -> Added:
        """Add the records of a file as the authority `name` (default: after the file), in the place of any before.

        `place` is what to call the file, `etag` what its server calls its content. Raises CurabibError for a name that
        cannot be one, and where the file cannot be read or holds no record.
        """
        name = name or name_of(place or str(path))
        _check_name(name)
        digest = _digest(path)
        form = form_of(path)
        skipped = 0
        unread: list[Unread] = []

        def records() -> Iterator[Record]:
            nonlocal skipped
            # whoever adds the same content under another name must get the same index
            for item in read_records(path, form, Origin(kind="provider", name="authority")):
                if isinstance(item, Record):
                    yield item
                    continue
                skipped += 1
                if len(unread) < _MOST_UNREAD:
                    unread.append(item)

        before = self._described(name)
        same = next((a for a in self.list() if a.sha256 == digest and self._index(a).is_file()), None)
        if same is not None:
            skipped = same.skipped
            built = Built(records=same.records, repeated=same.repeated, names=())
        else:
            built = build(self._path(digest), records(), progress)
        if not built.records:
            self._path(digest).unlink(missing_ok=True)
            raise CurabibError(f"`{place or path}` holds no record that has a title")
        added = Added(
            name=name,
            place=place or str(path.absolute()),
            sha256=digest,
            form=form,
            records=built.records,
            skipped=skipped,
            etag=etag,
            repeated=built.repeated,
            unread=tuple(unread),
            names=built.names,
        )
        self._describe(added)
        for index in self.folder.glob(f"{digest[:32]}-*.sqlite"):
            if index != self._path(digest):
                index.unlink(missing_ok=True)
        if before is not None and before.sha256 != digest:
            self._drop_index(before)
        return added

    def added_from(self, place: str, name: str = "") -> Added | None:
        """Return the authority `name` (default: after the place) if it came from this place and its index is there."""
        name = name or name_of(place)
        added = self._described(name) if _NAME.match(name) else None
        return added if added is not None and added.place == place and self._index(added).is_file() else None

    def list(self) -> tuple[Added, ...]:
        """Return the authorities, by name; a damaged description is left out."""
        found = (self._described(path.stem) for path in sorted(self.folder.glob("*.json")))
        return tuple(added for added in found if added is not None)

    def remove(self, name: str) -> Added:
        """Remove an authority, and its index where no other uses it; raises CurabibError for an unknown name."""
        added = self._known(name)
        (self.folder / f"{added.name}.json").unlink(missing_ok=True)
        self._drop_index(added)
        return added

    def open(self, name: str) -> Authority:
        """Return the index of an authority, to be closed; raises CurabibError where it is unknown or damaged."""
        added = self._known(name)
        return Authority.open(self._index(added), added.origin)

    def _known(self, name: str) -> Added:
        added = self._described(name) if _NAME.match(name) else None
        if added is None:
            known = [a.name for a in self.list()]
            guess = nearest(name, known, 1)
            hint = f"did you mean `{guess[0]}`?" if guess else "`curabib authority add FILE` adds one"
            raise CurabibError(f"there is no authority `{name[:60]}`", hint=hint)
        return added

    def _drop_index(self, added: Added) -> None:
        if not any(other.sha256 == added.sha256 for other in self.list()):
            self._index(added).unlink(missing_ok=True)

    def _index(self, added: Added) -> Path:
        return self._path(added.sha256)

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest[:32]}-{SCHEMA}.sqlite"

    def _describe(self, added: Added) -> None:
        form = {name: getattr(added, name) for name in _DESCRIBED}
        path = self.folder / f"{added.name}.json"
        temporary = path.with_suffix(".new")
        try:
            temporary.write_text(json.dumps(form, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            temporary.replace(path)
        except OSError as error:
            raise CurabibError(f"`{path}` cannot be written: {error.strerror or error}") from error

    def _described(self, name: str) -> Added | None:
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            form: Mapping[str, Any] = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
            values = {key: kind({"etag": "", "repeated": 0, **form}[key]) for key, kind in _DESCRIBED.items()}
            return Added(**(values | {"name": name}))
        return None


_DESCRIBED: Mapping[str, Callable[[Any], Any]] = {
    "name": str,
    "place": str,
    "sha256": str,
    "form": str,
    "records": int,
    "skipped": int,
    "etag": str,
    "repeated": int,
}


def _check_name(name: str) -> None:
    """Raise CurabibError for what cannot name an authority: a service would be taken for it, and it for a service."""
    if not _NAME.match(name):
        raise CurabibError(
            f"`{name[:80]}` cannot name an authority",
            hint="use lower-case letters, digits, `-`, `_` and `.`, at most 64",
        )
    if name in plugins.names("providers"):
        raise CurabibError(
            f"`{name}` cannot name an authority: a service is called so",
            hint="choose another `--name`",
        )


def name_of(place: str) -> str:
    """Return what to call the authority of a file or address: `https://x.org/a/Anthology.bib.gz` is `anthology`.

    A file that is called like a service does not take its name: `dblp.xml.gz` is `dblp-file`.
    """
    last = place.partition("?")[0].rstrip("/").replace("\\", "/").rpartition("/")[2].casefold()
    for suffix in _SUFFIXES:
        last = last.removesuffix(suffix)
    name = _NOT_IN_NAMES.sub("-", last).strip("-._")[:64] or "authority"
    return f"{name}-file" if name in plugins.names("providers") else name


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise CurabibError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from error
