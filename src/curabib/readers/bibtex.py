"""BibTeX and biblatex files as sources: each entry is one raw entry with named fields."""

from curabib.bibtex.parse import parse
from curabib.diagnostics import Result, diagnose
from curabib.model import Location, Piece, RawEntry, Reading, Skipped, Snapshot

MACRO = "@string "


def read_entries(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each entry of a .bib file; what cannot be parsed is skipped and reported.

    The entry's own text is its one piece; its `fields` are the macros of the file it uses, each named `@string NAME`.
    """
    document = parse(snapshot.text, snapshot.path)
    macros = document.macros()
    entries: list[RawEntry] = []
    skipped: list[Skipped] = []
    diagnostics = []
    for block in document.blocks:
        place = Location(path=snapshot.path, line=block.line, end_line=block.end_line)
        if block.kind == "failed":
            skipped.append(Skipped(line=block.line, end_line=block.end_line, reason="broken entry"))
            diagnostics.append(diagnose("CB109", f"an entry cannot be parsed: {block.error}", place))
        elif block.kind == "entry":
            used = {
                piece.text.lower()
                for field in block.fields
                for piece in field.pieces
                if piece.kind == "macro"
            }
            entries.append(
                RawEntry(
                    source=snapshot.source,
                    headings=(),
                    pieces=(Piece(kind="code", text=block.raw, location=place),),
                    location=place,
                    form="fields",
                    fields=tuple((MACRO + name, macros[name]) for name in sorted(used) if name in macros),
                )
            )
    return Result(
        Reading(reader="bibtex", entries=tuple(entries), skipped=tuple(skipped)), tuple(diagnostics)
    )
