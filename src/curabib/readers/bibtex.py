"""BibTeX and biblatex files as sources: each entry is one raw entry with named fields."""

from collections.abc import Iterator, Mapping

from curabib.bibtex.document import Block, Document
from curabib.bibtex.parse import parse
from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.exchange.bib_entry import GROUPS, groups_of
from curabib.exchange.jabref import Group, Grouping, read_groups
from curabib.model import Location, Piece, RawEntry, Reading, Skipped, Snapshot
from curabib.readers.broken import listed

MACRO = "@string "
_GENERATIONS = 3  # of parents that have parents


def read_entries(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each entry of a .bib file; what cannot be parsed is skipped and reported.

    The entry's own text is its first piece, those of the entries that its `crossref` names follow; its `fields` are the
    macros of the file that they use, each named `@string NAME`;
    its headings the names on the paths of the JabRef groups that it is in.
    """
    document = parse(snapshot.text, snapshot.path)
    macros = document.macros()
    entries: list[RawEntry] = []
    skipped: list[Skipped] = []
    groups, diagnostics = _groups(document, snapshot.path)
    grouping = Grouping(groups)
    by_key = {block.key.lower(): block for block in reversed(document.entries)}
    for block in document.blocks:
        place = Location(path=snapshot.path, line=block.line, end_line=block.end_line)
        if block.kind == "failed":
            skipped.append(Skipped(line=block.line, end_line=block.end_line, reason="broken entry"))
            named = f"the entry `{block.key[:60]}`" if block.key else "an entry"
            diagnostics.append(diagnose("CB130", f"{named} cannot be parsed: {block.error}", place))
        elif block.kind == "entry":
            family = (block, *_parents(block, by_key))
            used = {
                piece.text.lower()
                for member in family
                for field in member.fields
                for piece in field.pieces
                if piece.kind == "macro"
            }
            entries.append(
                RawEntry(
                    source=snapshot.source,
                    headings=_topics(block, macros, groups, grouping),
                    pieces=tuple(_piece(member, snapshot.path) for member in family),
                    location=place,
                    form="fields",
                    fields=tuple((MACRO + name, macros[name]) for name in sorted(used) if name in macros),
                    language="bibtex",
                )
            )
    return Result(
        Reading(reader="bibtex", entries=tuple(entries), skipped=tuple(skipped)), listed(diagnostics)
    )


def _piece(block: Block, path: str) -> Piece:
    place = Location(path=path, line=block.line, end_line=block.end_line)
    return Piece(kind="code", text=block.raw, location=place)


def _parents(block: Block, by_key: Mapping[str, Block]) -> Iterator[Block]:
    """Yield the entry that `crossref` names, and the one that that one names, as far as the file has them."""
    seen = {block.key.lower()}
    while len(seen) <= _GENERATIONS and "crossref" in block.raw.lower():
        named = next((field for field in block.fields if field.name.lower() == "crossref"), None)
        key = named.resolve({}).strip().lower() if named else ""
        if key in seen or key not in by_key:
            return
        seen.add(key)
        block = by_key[key]
        yield block


def _groups(document: Document, path: str) -> tuple[tuple[Group, ...], list[Diagnostic]]:
    """Return the groups that the file describes, and a diagnostic for each that only JabRef can fill."""
    found: list[Group] = []
    said: list[Diagnostic] = []
    for block in document.blocks:
        if block.kind == "comment" and "jabref-meta" in block.raw[:200]:
            place = Location(path=path, line=block.line, end_line=block.end_line)
            groups = read_groups(block.raw)
            found += groups
            for group in groups:
                if group.search:
                    message = f"the group `{' > '.join(group.path)[:120]}` is a search, and its entries are not known"
                    said.append(diagnose("CB132", message, place))
    return tuple(found), said


def _topics(
    block: Block, macros: dict[str, str], groups: tuple[Group, ...], grouping: Grouping
) -> tuple[str, ...]:
    if not groups and not any(name in block.raw for name in GROUPS):
        return ()
    fields = {field.name.lower(): field.resolve(macros) for field in reversed(block.fields)}
    return grouping.topics(block.key, fields, groups_of(fields))
