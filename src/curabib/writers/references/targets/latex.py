"""LaTeX: a `thebibliography` that compiles by itself; `hyperref` or `url` make its addresses links."""

import re
from collections.abc import Iterator, Mapping

from curabib.bibtex.latex import encode, encode_address
from curabib.model import Entry, Name
from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.references.targets.printer import Printer
from curabib.writers.rich import Formula, Link, Marked, Text

_NO_KEY = re.compile(r"[{}\\%#~^&$,\s]")


class LatexPrinter(Printer):
    """Prints inlines as ASCII LaTeX that prints them and runs nothing."""

    line_end = "\\newline "
    gap = "\n\\newblock "
    marks: Mapping[str, tuple[str, str]] = {
        "emphasis": ("\\emph{", "}"),
        "strong": ("\\textbf{", "}"),
        "superscript": ("\\textsuperscript{", "}"),
        "subscript": ("\\textsubscript{", "}"),
        "small-caps": ("\\textsc{", "}"),
        "code": ("\\texttt{", "}"),
    }

    def text(self, text: str) -> str:
        """Return text with its blanks at the ends, which `encode` would leave out; `$` is a dollar."""
        body = encode(text.strip(), math=False) if text.strip() else ""
        before = " " if text[:1].isspace() else ""
        return f"{before}{body}{' ' if body and text[-1:].isspace() else ''}"

    def formula(self, formula: Formula) -> str:
        """Return the formula as it was written; it is known to be harmless."""
        return f"${formula.tex}$"

    def marked(self, marked: Marked) -> str:
        r"""Return the command of the mark; what is in its argument has been read before `\\url` could look at it."""
        before, after = self.marks.get(marked.mark, ("", ""))
        return f"{before}{_ARGUMENT_PRINTER.inlines(marked.inlines)}{after}"

    def link(self, link: Link) -> str:
        r"""Return `\url`, which reads its argument letter by letter, or `\href`, of which that is not sure."""
        address = encode_address(link.url)
        if link.inlines == (Text(link.url),):
            return self.address(address)
        return rf"\href{{{_escaped(address)}}}{{{_ARGUMENT_PRINTER.inlines(link.inlines)}}}"

    def address(self, address: str) -> str:
        r"""Return `\url` outside of any argument."""
        return rf"\url{{{address}}}"


class _ArgumentPrinter(LatexPrinter):
    """Prints what becomes an argument of a command."""

    def address(self, address: str) -> str:
        r"""Return the address as text under a link, for `\url` is unsafe here."""
        return rf"\href{{{_escaped(address)}}}{{\texttt{{{encode(address)}}}}}"


def _escaped(address: str) -> str:
    return address.replace("%", r"\%").replace("#", r"\#")


_PRINTER = LatexPrinter()
_ARGUMENT_PRINTER = _ArgumentPrinter()


def write(references: ReferenceList) -> str:
    r"""Return the environment, with stand-ins for the commands that `hyperref` would define.

    References without labels hang, and have `Author(Year)` for `\cite`, as natbib reads it. What a BibTeX
    style printed is returned as it is. A title takes the place of the heading that the document's class prints.
    """
    title = _PRINTER.text(references.title)
    if title:
        named = f"\\begingroup\n\\def\\refname{{{title}}}\n\\def\\bibname{{{title}}}\n"
        return f"{named}{_environment(references)}\\endgroup\n"
    return _environment(references)


def _environment(references: ReferenceList) -> str:
    if references.own_latex:
        return f"{references.own_latex.rstrip()}\n"
    listed = references.references
    bare = bool(listed) and not references.labelled
    widest = "" if bare else max((_label(r) for r in listed), key=len, default="9")
    return (
        f"{_URL}"
        "\\providecommand{\\href}[2]{#2}\n"
        f"{_NO_LABELS if bare else ''}"
        f"\\begin{{thebibliography}}{{{encode(widest)}}}\n{''.join(_items(references, bare))}\n"
        f"\\end{{thebibliography}}\n{_END if bare else ''}"
    )


# Reads every sign of an address as it stands, `%` and `#` among them, as the packages do.
_URL = r"""\ifx\url\undefined
\def\url{\begingroup\let\do\urlsign\dospecials\catcode`\{=1\catcode`\}=2\relax\urlprinted}
\def\urlsign#1{\catcode`#1=12\relax}
\def\urlprinted#1{\texttt{#1}\endgroup}
\fi
"""
_NO_LABELS = "\\begingroup\n\\makeatletter\\def\\@biblabel#1{}\\makeatother\n"
_END = "\\endgroup\n"


def _items(references: ReferenceList, bare: bool) -> Iterator[str]:
    for group in references.groups:
        if group.heading:
            yield f"\n\\item[]\\hspace*{{-\\leftmargin}}\\textbf{{{encode(group.heading)}}}\n"
        for reference in group.references:
            yield _item(reference, bare)


def _item(reference: Reference, bare: bool) -> str:
    if bare:
        option = f"[{{{encode(_cited_as(reference.entry))}}}]"
    else:
        option = "" if reference.number else f"[{{{encode(_label(reference))}}}]"
    key = _NO_KEY.sub("", reference.entry.key)
    extras = "".join(f"\\newline\n{_PRINTER.inlines(extra)}\n" for extra in reference.extras)
    hang = "\\hangindent=1.5em\\hangafter=1\n" if bare else ""
    return f"\n\\bibitem{option}{{{key}}}\n{hang}{_PRINTER.inlines(reference.body)}\n{extras}"


def _label(reference: Reference) -> str:
    return str(reference.number) if reference.number else reference.label.strip("[]")


def _cited_as(entry: Entry) -> str:
    r"""Return what `\cite` prints for an entry: `Frankle and Carbin(2019)`."""
    fields = entry.work.fields
    people = list(fields.authors if len(fields.authors) else fields.editors)
    names = [_family(name) for name in people]
    if len(names) > 2 or (names and fields.authors.truncated):
        who = f"{names[0]} et al."
    else:
        who = " and ".join(names) or fields.title or entry.key
    return f"{who}({fields.date.year if fields.date else 'n.d.'})".replace("[", "").replace("]", "")


def _family(name: Name) -> str:
    return name.literal or f"{name.prefix} {name.family or name.given}".strip()
