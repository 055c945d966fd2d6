"""`curabib authority`: official records in files of this machine."""

import json
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curabib.cli.counted import counted
from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible, visible_json

if TYPE_CHECKING:
    from curabib.providers.authority import Registry
    from curabib.providers.authority.registry import Added
    from curabib.providers.http import Answer

_LARGEST = 4 << 30
_CHUNK = 1 << 20
_STDIN = "-"
_WEB = ("http://", "https://")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE | re.ASCII)


@click.group("authority")
def command() -> None:
    r"""Keep official records on this machine.

    Works are looked up in them without network. An authority is a file of records: a .bib (the ACL Anthology's, a
    PMLR volume's), CSL-JSON, the XML of DBLP, or JSON lines, each perhaps gzipped. It is read once, into an index in
    your cache folder.

    \b
    Examples:
      curabib authority add anthology.bib.gz
      curabib authority list
      curabib authority remove anthology
    """


@command.command("add")
@click.argument("place", metavar="FILE|URL|-")
@click.option("--name", default="", help="Call it so; by default it is called after the file.")
@click.pass_obj
def add(session: Session, place: str, name: str) -> None:
    r"""Read a file of official records into an index.

    An authority of the same name is replaced; of an address nothing is fetched again where its server says that it is
    as it was. Parts of the file that are no records are counted and the first of them shown; they stop nothing. What
    comes on standard input (`-`) needs a name.

    \b
    Examples:
      curabib authority add icml24.bib --name icml
      curabib authority add https://aclanthology.org/anthology.bib.gz
      curabib authority add dblp.xml.gz
      xz -dc dblp.xml.xz | curabib authority add - --name computer-science
    """
    _check_place(place, name)
    registry = registry_of()
    with tempfile.TemporaryDirectory() as folder:
        path, etag = Path(place), ""
        copy = Path(folder) / "records"
        if place.lower().startswith(_WEB):
            before = registry.added_from(place, name)
            answer = _download(session, place, copy, before.etag if before else "")
            if before is not None and answer.status == 304:
                session.say(
                    f"`{before.name}` is as it was: {counted(before.records, 'record')} ({before.form})"
                )
                return
            path, etag = copy, answer.headers.get("etag", "")
        elif place == _STDIN or path.is_fifo():
            _copy(place, copy)
            path = copy
        said = "standard input" if place == _STDIN else place
        added = registry.add(path, name, said, _counting(session, "records"), etag=etag)
    _say(session, added)


def _check_place(place: str, name: str) -> None:
    """Raise CurabibError for a place that is neither file nor address, or that tells no name."""
    if not place.strip():
        raise CurabibError("no file is named, and no address", hint="name a file, a web address, or `-`")
    if place == _STDIN and not name:
        raise CurabibError(
            "records from standard input have no name", hint="call them something with `--name`"
        )
    if not place.lower().startswith(_WEB) and _SCHEME.match(place) and not Path(place).exists():
        scheme = place.partition(":")[0]
        raise CurabibError(
            f"`{place[:200]}`: addresses of `{scheme}` are not read, only those of `https` and `http`",
            hint="fetch it with another program, and name the file",
        )


def _copy(place: str, copy: Path) -> None:
    """Copy what comes through a pipe to a file, which can be read more than once."""
    try:
        source = nullcontext(sys.stdin.buffer) if place == _STDIN else Path(place).open("rb")  # noqa: SIM115 - closed below
        with source as pipe, copy.open("wb") as file:
            while (room := _LARGEST - file.tell()) >= 0 and (data := pipe.read(min(_CHUNK, room + 1))):
                file.write(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CurabibError(f"`{place}` cannot be read: {reason}") from error
    if room < 0:
        raise CurabibError(f"`{place}` gives more than {_LARGEST} bytes")


def _say(session: Session, added: "Added") -> None:
    session.say(f"added `{added.name}`: {counted(added.records, 'record')} ({added.form})")
    for part in added.unread[:5]:
        session.say(f"  no record at {part.place}: {visible(part.reason)}")
    if added.skipped:
        parts = counted(added.skipped, "part")
        session.say(
            f"  {parts} of the file {'is no record' if added.skipped == 1 else 'are no records'} with a title"
        )
    for shared in added.names:
        session.say(f"  `{visible(shared[:80])}` names more than one record")
    if added.repeated:
        session.say(
            f"  names that are not unique: {added.repeated}; their records are found, but no decision in overrides.yaml"
            " tells them apart"
        )


@command.command("list")
@text_or_json
@click.pass_obj
def list_(session: Session, format_: str) -> None:
    r"""List the authorities of this machine.

    \b
    Examples:
      curabib authority list
      curabib authority list --format json | jq -r '.[].name'
    """
    found = registry_of().list()
    if format_ == "json":
        shown = ("name", "records", "form", "place", "sha256")
        rows = [{name: getattr(added, name) for name in shown} for added in found]
        session.write(visible_json(json.dumps(rows, ensure_ascii=False, indent=2)) + "\n")
        return
    width = max((len(a.name) for a in found), default=0)
    session.write(
        "".join(f"{a.name:<{width}}  {a.records:>9}  {a.form:<10}  {visible(a.place)}\n" for a in found)
    )
    if not found:
        session.say("no authorities yet; `curabib authority add FILE` adds one")


@command.command("remove")
@click.argument("name")
@click.pass_obj
def remove(session: Session, name: str) -> None:
    r"""Forget an authority; the records found with it stay in the project.

    \b
    Examples:
      curabib authority remove icml
    """
    removed = registry_of().remove(name)
    session.say(f"removed `{removed.name}`")


def registry_of() -> "Registry":
    """Return the authorities in the cache folder of the user."""
    from curabib.cli.services import cache_folder
    from curabib.providers.authority import Registry

    return Registry(cache_folder() / "authorities")


def _download(session: Session, place: str, path: Path, etag: str) -> "Answer":
    from curabib.cli.services import client_of

    come = _counting(session, "MB")
    with client_of(offline=False) as client:
        session.say(f"fetching {place}")
        return client.download(
            place, path, limit=_LARGEST, etag=etag, tell=lambda size: come(size // 1_000_000)
        )


def _counting(session: Session, unit: str) -> Callable[[int], None]:
    """Return what tells people at a terminal how far something is."""
    last = -1

    def count(number: int) -> None:
        nonlocal last
        if number != last and sys.stderr.isatty() and not session.quiet:
            sys.stderr.write(f"\r... {number} {unit} ")
            sys.stderr.flush()
        last = number

    return count
