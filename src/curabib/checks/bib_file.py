"""How a .bib file is written: its keys, and fields that are misspelt or hold what cannot be.

Unlike the other checks, which judge a library, these judge the text of one file, as `curabib.checks.writing` does that
of a list.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from curabib.bibtex.document import Field
from curabib.bibtex.layout import format_document
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import FIELD_RANK
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.evidence.links import is_web
from curabib.model import Location, Snapshot

_SAID_BY_READING = frozenset({"CB500", "CB506"})
_LONGEST_NAME = 20
# fields that are in nearly every file, so that a name one letter away from them is a misspelling
_USUAL = (
    "author",
    "booktitle",
    "editor",
    "institution",
    "journal",
    "keywords",
    "number",
    "pages",
    "publisher",
    "school",
    "title",
    "volume",
    "year",
)
_NOTHING = re.compile(
    r"(?:todo|tbd|tba|fixme|x{3,10}|\?{1,10}|n/?a|none|null|-{1,3})[.!?]{0,3}", re.IGNORECASE
)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/\S", re.ASCII)
_ASKED = frozenset({"author", "title", "journal", "booktitle", "year", "doi", "url", "eprint"})


def check_bib(snapshot: Snapshot) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the keys, macros and fields of a .bib file, in their order.

    Keys that are used twice, empty keys, repeated fields and undefined macros are CB501 to CB505, as `curabib fmt` says
    them; fields that hold what cannot be are CB594, misspelt ones CB595. Broken entries are left to the reader.
    """
    document = parse(snapshot.text, snapshot.path)
    found = [d for d in format_document(document).diagnostics if d.code not in _SAID_BY_READING]
    macros = document.macros()
    for block in document.entries:
        names = {field.name.lower() for field in block.fields}
        for field in block.fields:
            at = Location(path=snapshot.path, line=field.line)
            found += _misspelt(field, names, at)
            found += _impossible(field.name.lower(), field.resolve(macros), at)
    return tuple(found)


def _misspelt(field: Field, names: set[str], at: Location) -> Iterator[Diagnostic]:
    name = field.name.lower()
    if name in FIELD_RANK or len(name) > _LONGEST_NAME:
        return
    near = [right for right in _USUAL if OSA.distance(name, right, score_cutoff=1) == 1]
    if len(near) == 1 and near[0] not in names:
        help = f"did you mean `{near[0]}`?"
        yield diagnose("CB595", f"`{field.name}` is no field that is ever printed", at, help=help)


def _impossible(name: str, value: str, at: Location) -> Iterator[Diagnostic]:
    bare = value.strip('{} "')
    if name not in _ASKED or not bare:
        return
    if _NOTHING.fullmatch(bare):
        yield diagnose("CB594", f"the field `{name}` holds `{bare}`, which says nothing", at)
    elif name == "year" and bare.isdecimal() and not _YEAR.fullmatch(bare):
        yield diagnose("CB594", f"the year `{bare[:20]}` is none", at)
    elif name == "doi" and not _DOI.search(bare):
        yield diagnose("CB594", f"the field `doi` holds `{bare[:80]}`, which is no DOI", at)
    elif name == "url" and not is_web(bare) and "." not in bare:
        yield diagnose("CB594", f"the field `url` holds `{bare[:80]}`, which is no address", at)
