"""What a paper cites, from its text: LaTeX and what it writes for BibTeX and biber, Markdown, Quarto, Typst.

A stage: `cited` turns the text of one file into a `Manuscript`, `resolve` finds what a whole paper cites in a library,
`rewritten` puts other keys in the place of those that a text cites. None of them touches a file.
"""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, get_args

from curabib.citing.manuscript import Citation as Citation
from curabib.citing.manuscript import CiteCommand as CiteCommand
from curabib.citing.manuscript import Include as Include
from curabib.citing.manuscript import Language as Language
from curabib.citing.manuscript import Manuscript as Manuscript

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

GENERATED: Final[frozenset[Language]] = frozenset({"aux", "bcf"})
"""Languages that programs write, in which nobody changes a key."""

_SUFFIXES: Final[Mapping[str, Language]] = {
    ".tex": "tex",
    ".ltx": "tex",
    ".latex": "tex",
    ".sty": "tex",
    ".cls": "tex",
    ".rnw": "tex",
    ".tikz": "tex",
    ".aux": "aux",
    ".bcf": "bcf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".typ": "typst",
}
_READERS: Final[Mapping[Language, tuple[str, str]]] = {
    "tex": ("curabib.citing.tex", "read_tex"),
    "aux": ("curabib.citing.auxiliary", "read_aux"),
    "bcf": ("curabib.citing.auxiliary", "read_bcf"),
    "markdown": ("curabib.citing.markdown", "read_markdown"),
    "typst": ("curabib.citing.typst", "read_typst"),
}
_SIGNS: Final[tuple[tuple[Language, re.Pattern[str]], ...]] = (
    ("bcf", re.compile(r"\A\s*(?:<\?xml|<bcf:)")),
    ("aux", re.compile(r"^\\(?:relax|citation\{|bibdata\{|abx@aux@)", re.MULTILINE)),
    ("tex", re.compile(r"\\(?:documentclass|begin\s*\{|usepackage|section|[A-Za-z]*cite[a-z]*\*?\s*[\[{])")),
    (
        "typst",
        re.compile(r"^#(?:set|show|import|include|let|figure)\b|#(?:cite|bibliography)\(", re.MULTILINE),
    ),
)
_LOOKED_AT = 200_000


def language_of(path: str, text: str = "") -> Language:
    """Return the language of a paper's file: by the suffix of its path, else by what the text looks like."""
    name = path.rpartition("/")[2].lower()
    known = _SUFFIXES.get(f".{name.rpartition('.')[2]}") if "." in name else None
    if known is not None:
        return known
    start = text[:_LOOKED_AT]
    return next((language for language, sign in _SIGNS if sign.search(start)), "markdown")


def cited(
    text: str, path: str, language: Language, commands: Mapping[str, CiteCommand] | None = None
) -> Manuscript:
    """Return what the file says; `commands` are the citation commands that other files of a LaTeX paper define.

    Offsets and columns count code points of `text`, whose line ends are taken as they are. Never raises; time is
    linear in the length of `text`.
    """
    module, name = _READERS[language]
    read: Callable[..., Manuscript] = getattr(import_module(module), name)
    return read(text, path, commands) if language == "tex" else read(text, path)
