"""The pages that explain the codes."""

from importlib.resources import files

from curabib.diagnostics.code import CODES

SECTIONS = ("What", "Why", "Example", "Instead")


def find_code(text: str) -> str:
    """Return the code that `text` names (`CB560`, `cb560` or `title-missing`), or the empty string."""
    if text.upper() in CODES:
        return text.upper()
    return next((row.code for row in CODES.values() if row.name == text.lower()), "")


def page(code: str) -> str:
    """Return the page of a code in Markdown; raises KeyError for an unknown code."""
    return (files("curabib.diagnostics") / "pages" / f"{CODES[code].code}.md").read_text(encoding="utf-8")
