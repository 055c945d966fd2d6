"""Plain text: one reference a line, but where the style itself begins new lines."""

from collections.abc import Mapping

from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.references.targets.printer import Printer, under_headings
from curabib.writers.rich import Link, Marked, plain

_SUPERSCRIPTS: Mapping[int, int] = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS: Mapping[int, int] = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
)


class TextPrinter(Printer):
    """Prints inlines without marks, but for scripts, which change what a formula says."""

    line_end = "\n    "

    def text(self, text: str) -> str:
        """Return the text, with plain blanks only."""
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def marked(self, marked: Marked) -> str:
        """Return marked inlines; scripts as the signs that Unicode has for them, else behind `^` or `_`."""
        table = {"superscript": _SUPERSCRIPTS, "subscript": _SUBSCRIPTS}.get(marked.mark)
        if table is None:
            return self.inlines(marked.inlines)
        text = plain(marked.inlines)
        if text and all(ord(character) in table for character in text):
            return text.translate(table)
        sign = "^" if marked.mark == "superscript" else "_"
        return f"{sign}{text}" if len(text) < 2 else f"{sign}({text})"


class _ExtrasPrinter(TextPrinter):
    """Prints lines below references, in which a link without its address would say nothing."""

    def link(self, link: Link) -> str:
        """Return what leads to an address, and the address."""
        return f"{self.inlines(link.inlines)} <{link.url}>"


_PRINTER = TextPrinter()
_EXTRAS_PRINTER = _ExtrasPrinter()


def write(references: ReferenceList) -> str:
    """Return the list: its title and headings on lines of their own, each reference in a line after its label."""
    return under_headings(references, lambda level, text: text, _line)


def _line(reference: Reference) -> str:
    label = f"{reference.label} " if reference.label else ""
    extras = "".join(f"    {_EXTRAS_PRINTER.inlines(extra)}\n" for extra in reference.extras)
    return f"{label}{_PRINTER.inlines(reference.body)}\n{extras}"
