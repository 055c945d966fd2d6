"""The title above a formatted reference list that is a file of its own."""

from collections.abc import Mapping

from curabib.writers.references import Target
from curabib.writers.references.pybtex_backends import BACKENDS
from curabib.writers.references.pybtex_text import one_line

# LaTeX puts its own title over a bibliography.
_FORMS: Mapping[Target, str] = {
    "text": "{}\n\n",
    "markdown": "# {}\n\n",
    "html": "<h1>{}</h1>\n",
}


def heading(title: str, to: Target) -> str:
    """Return the lines that put `title` above a list in that form; empty where there is no title, and for LaTeX."""
    title = one_line(title).strip()
    form = _FORMS.get(to, "")
    return form.format(BACKENDS[to]().format_str(title)) if title and form else ""
