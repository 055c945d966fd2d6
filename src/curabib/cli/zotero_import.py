"""`curabib zotero push --via connector`: handing files to a Zotero that can only import."""

import hashlib
import os
from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING, cast

from curabib.cli.counted import counted
from curabib.cli.selection import report_printed
from curabib.diagnostics import CurabibError
from curabib.model import Entry, View
from curabib.project import plugins
from curabib.providers.zotero_connector import CONNECTOR, Connector
from curabib.sync.zotero.push import state_path
from curabib.sync.zotero.state import read_state, write_state

if TYPE_CHECKING:
    from curabib.cli.session import Session
    from curabib.project import Project
    from curabib.providers.http import Client
    from curabib.writers import Writer

ADDRESS = "CURABIB_ZOTERO_CONNECTOR"
_PART = 500
"""Entries a file: Zotero's time for one grows faster than their number."""
_NAME = "connector"


def push(
    session: "Session",
    project: "Project",
    client: "Client",
    entries: tuple[Entry, ...],
    *,
    again: bool,
    dry_run: bool,
) -> None:
    """Import entries into the collection that is selected in Zotero; what was imported before needs `again`.

    Raises CurabibError where Zotero does not answer, or has imported from this project before.
    """
    connector = Connector(client, os.environ.get(ADDRESS, CONNECTOR).rstrip("/"))
    version, target = connector.version(), connector.target()
    path = state_path(project, _NAME)
    state = read_state(path, _NAME)
    if not target.editable:
        raise CurabibError(
            f"`{target}`, which is selected in Zotero, cannot be written to",
            hint="select another collection there",
        )
    if state.imported and not again and not dry_run:
        raise CurabibError(
            "this project was imported into Zotero before: every item would come a second time",
            hint="Zotero 10 and zotero.org can be updated; --again imports once more all the same",
        )
    texts = _texts(session, entries)
    count = len(entries)
    if dry_run:
        session.say(f"would import {counted(count, 'entry', 'entries')} into `{target}` of Zotero {version}")
        return
    digest = hashlib.sha256("".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
    write_state(path, replace(state, imported=digest))  # an import cannot be asked what became of it
    imported = connector.import_files(texts, f"curabib-{token_hex(8)}")
    session.say(f"imported {imported} items into `{target}` of Zotero {version}")


def _texts(session: "Session", entries: tuple[Entry, ...]) -> list[str]:
    writer = cast("Writer", plugins.load("writers", "zotero-rdf"))
    texts: list[str] = []
    for start in range(0, len(entries), _PART):
        printed = writer.write(View(title="", entries=entries[start : start + _PART]))
        report_printed(session, printed.diagnostics)
        texts.append(printed.value)
    return texts
