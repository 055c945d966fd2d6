"""Lists that several tests format: hostile entries, and one of every type."""

import subprocess
from pathlib import Path
from typing import Any

from curabib.model import Entry, Name, Names, Venue, View
from curabib.project.renderings import Renderings
from curabib.writers.references import Options, Place, Target, pandoc, printed, style, typeset
from tests.library.shelf import conference, entry, people

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<b onclick="x()">bold</b> <i>it</i> <sub>2</sub>',
    "\\input{/etc/passwd} \\write18{ls} \\def\\x{}",
    "{\\rtf1 \\field{\\*\\fldinst HYPERLINK x}}",
    "*bold* _under_ `code` ~~gone~~ [a](javascript:alert(1))",
    '#link("javascript:x")[a] #import "x": * $x$ @ref <label> // gone',
    "{{ 7*7 }} {% for x in y %} {# c #}",
    "red \x1b[31m \x9b0m \x07 bell",
    "turned \u202egnp.exe\u2066 end",
    "]]> &lt; &amp; &#60; <!-- -->",
    "$\\input{x}$ and $5 for 10$ % # ~ ^ & _",
    "javascript:alert(1)",
    "C:\\new\\table {brace",
    "\ufeffx\u200b\ufffe\U000f0000 y",
)
"""Titles and names that would do something in some language."""


def hostile() -> tuple[Entry, ...]:
    """Return an entry for each hostile text: as title, names, venue, keyword, link and address."""
    return tuple(
        entry(
            f"hostile{number}",
            f"T{text}",
            Names((Name(literal=f"G{text}"), Name(family=f"F{text}", given="Ann"))),
            2020 + number % 3,
            Venue(name=f"V{text}"),
            type="inproceedings",
            links=(
                (text, "javascript:alert(1)"),
                (f"L{text}", f"https://example.org/{number}?a=<b>&c=\"'}}{{\\"),
            ),
            topics=(f"Z{text}",),
            keywords=(f"K{text}",),
            fields={"url": "javascript:alert(1)", "note": text, "doi": f'10.1000/<{number}>"}}'},
        )
        for number, text in enumerate(HOSTILE)
    )


def of_every_type() -> tuple[Entry, ...]:
    """Return one entry of every type that the mapping to CSL tells apart."""
    rows: tuple[tuple[str, dict[str, Any]], ...] = (
        (
            "article",
            {
                "venue": conference("JMLR", "journal"),
                "fields": {"volume": "9", "number": "86", "pages": "2579--2605"},
            },
        ),
        (
            "inproceedings",
            {"venue": conference("ICML"), "fields": {"pages": "1--10", "series": "Series", "volume": "3"}},
        ),
        (
            "book",
            {
                "fields": {
                    "publisher": "Press",
                    "location": "Town",
                    "edition": "Second",
                    "isbn": "9780387310732",
                }
            },
        ),
        (
            "incollection",
            {"fields": {"booktitle": "A Book", "editor": people("Ed|Itor"), "chapter": "8", "pages": "3--4"}},
        ),
        ("inbook", {"fields": {"booktitle": "A Book", "pages": "3--4", "publisher": "Press"}}),
        ("thesis", {"kind": "thesis", "fields": {"institution": "Some University", "type": "phdthesis"}}),
        ("report", {"fields": {"institution": "Lab", "number": "TR-7"}}),
        ("online", {"identifiers": ("arxiv:2101.00001",)}),
        ("misc", {"kind": "blog", "links": (("", "https://example.org/post"),)}),
        ("misc", {"fields": {"howpublished": "Handed out", "note": "Accessed: 2024-01-02"}}),
        ("software", {"fields": {"version": "4.0", "publisher": "Makers"}}),
        ("dataset", {"fields": {"version": "1.0", "publisher": "Makers"}}),
        ("unpublished", {}),
        ("proceedings", {"fields": {"publisher": "ACM", "volume": "2"}}),
        ("video", {"kind": "video", "links": (("", "https://example.org/v"),)}),
    )
    return tuple(
        entry(
            f"type{number:02d}{type}",
            f"A Title for {type}: With Names Like BERT",
            people("Ann|Byron", "Herke|van|Hoof"),
            2021,
            type=type,
            **row,
        )
        for number, (type, row) in enumerate(rows)
    )


def document(
    entries: tuple[Entry, ...], name: str, to: Target, options: Options | None = None, *, title: str = ""
) -> bytes:
    """Return the document of a list; nothing is kept."""
    found = style(name, options, Place(kept=Renderings(None)))
    return printed(typeset(View(title=title, entries=entries), found, headed=True).value, to, found.options)


def text(entries: tuple[Entry, ...], name: str, options: Options | None = None) -> str:
    """Return a list as text."""
    return document(entries, name, "text", options).decode()


def read_by_pandoc(data: bytes, format: str, to: str, folder: Path) -> str:
    """Return what pandoc, which had no part in writing it, reads in a document."""
    path = folder / f"list.{format}"
    path.write_bytes(data)
    done = subprocess.run(
        [str(pandoc.program()), f"--from={format}", f"--to={to}", "--wrap=none", "--sandbox", str(path)],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.decode()
