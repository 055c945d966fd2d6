"""BibTeX styles (.bst), run by pybtex in a process of its own; what they print is read as references."""

import re
from dataclasses import replace
from importlib.metadata import version

from curabib.diagnostics import CurabibError, Result
from curabib.model import View
from curabib.project.style_files import read_style_file
from curabib.writers.bibtex import BIBTEX
from curabib.writers.references import Style
from curabib.writers.references.bbl import Item, items
from curabib.writers.references.limited import asked
from curabib.writers.references.reference import Group, Layout, Reference, ReferenceList
from curabib.writers.references.written import with_whole_names

PATIENCE = 300.0
"""Seconds that a style may take."""
_SORT = re.compile(r"^\s*SORT\b", re.MULTILINE | re.IGNORECASE)
_END_OF_INPUT = re.compile(r"^\\endinput\b", re.MULTILINE)  # docstrip's, which BibTeX never comes to
_AUTHOR_YEAR = re.compile(
    r"\((?:[^()]*\D)?(?:\d{4}|n\.d\.)[^()]{0,20}\)|citeauthoryear|citename|\\citeauthor", re.IGNORECASE
)


def maker() -> str:
    """Return `pybtex` and its version."""
    return f"pybtex {version('pybtex')}"


def sorts(style: Style) -> bool:
    """Return whether the style has an order of its own."""
    return _SORT.search(_text(style)) is not None


def format(view: View, style: Style) -> Result[ReferenceList]:
    """Return the reference list of a view; raises CurabibError where the style fails or does not end."""
    if style.options.locale:
        raise CurabibError(
            "a BibTeX style has one language", hint="--locale is for CSL styles, see `curabib styles`"
        )
    if style.options.keep_order and sorts(style):
        raise CurabibError(
            f"the BibTeX style `{style.found.name}` has an order of its own, which cannot be changed",
            hint="`unsrt` and CSL styles keep the order asked for",
        )
    library = BIBTEX.write(replace(view, entries=tuple(map(with_whole_names, view.entries))))
    entries = {entry.key: entry for entry in view.entries}
    bbl = _run(_text(style), library.value, list(entries), style.found.name)
    found = [item for item in items(bbl) if item.key in entries]
    layout = _layout(found)
    references = tuple(
        Reference(
            entry=entries[item.key],
            label=f"[{number}]" if layout == "numeric" else f"[{item.label}]" if layout == "label" else "",
            number=number if layout == "numeric" else 0,
            body=item.body,
        )
        for number, item in enumerate(found, 1)
    )
    if len(references) < len(entries):
        lost = next(key for key in entries if key not in {item.key for item in found})
        raise CurabibError(
            f"the style `{style.found.name}` prints nothing for `{lost}`", hint="choose another style"
        )
    listed = ReferenceList(groups=(Group(references=references),), layout=layout, own_latex=bbl)
    said = tuple(found for found in library.diagnostics if found.code != "CB600")  # said of what is printed
    return Result(listed, said)


def _text(style: Style) -> str:
    """Return the text of the style: UTF-8, else Latin-1, in which older ones are written."""
    if style.found.path is None:
        raise CurabibError(f"the style `{style.found.name}` has no file")
    data = read_style_file(style.found.path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return _END_OF_INPUT.split(text, maxsplit=1)[0]


def _run(style: str, library: str, keys: list[str], name: str) -> str:
    answer = asked("bst_program", {"style": style, "library": library, "keys": keys}, PATIENCE)
    if answer is None:
        raise CurabibError(f"the style `{name}` did not end within {PATIENCE:.0f} seconds")
    if "error" in answer:
        raise CurabibError(f"the style `{name}` cannot be run: {str(answer['error'])[:200]}")
    return str(answer["bbl"])


def _layout(found: list[Item]) -> Layout:
    """Return how the references are told apart: by numbers, by labels, or by author and year (natbib and its like)."""
    labels = [item.label for item in found if item.label]
    if not labels:
        return "numeric"
    author_year = sum(_AUTHOR_YEAR.search(label) is not None or len(label) > 24 for label in labels)
    return "author-date" if author_year * 2 >= len(labels) else "label"
