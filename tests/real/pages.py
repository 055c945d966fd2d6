"""What a PDF shows, and what a library says, in a form in which the two can be compared."""

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from curabib.model import Entry
from curabib.writers.title import stretches

# what TeX and pandoc set for what people type: quotes, dashes, ligatures that survive, and marks set beside a letter
_SET = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "´": "", "`": "", "¨": "", "ˇ": "", "˘": "", "˙": "", "˚": "", "˛": "",
     "˜": "", "¸": "", "˝": "", "ˆ": "", "¯": "", "ı": "i", "ȷ": "j", "…": "...", "∼": "~", "·": "", "′": "'"}
)  # fmt: skip
_LEFT_OUT = re.compile(r"[\s'\"\-\u00ad\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def shown(text: str) -> str:
    """Return the characters of a text without case, marks, blanks, quotes and hyphens, which styles change."""
    plain = unicodedata.normalize("NFKD", text.translate(_SET)).translate(_SET)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _LEFT_OUT.sub("", plain.casefold())


def pdf_text(pdf: Path, program: str) -> str:
    """Return the text of a PDF in the order in which it was printed."""
    done = subprocess.run(
        [program, "-q", "-raw", str(pdf), "-"], capture_output=True, timeout=120, check=True
    )
    return done.stdout.decode("utf-8", "replace").replace("\f", "\n")


def lost(entries: Iterable[Entry], text: str) -> list[str]:
    """Return the titles and names of `entries` that the text of a PDF does not show, formulas apart."""
    page = shown(text)
    return [said for entry in entries for said in _said(entry) if shown(said) not in page]


def _said(entry: Entry) -> Iterator[str]:
    for part, kept in stretches(entry.work.fields.title):
        if not (kept and part.startswith("$")):
            yield part
    for name in entry.work.fields.authors:
        yield from filter(None, (name.literal, name.family, name.given, name.prefix, name.suffix))
