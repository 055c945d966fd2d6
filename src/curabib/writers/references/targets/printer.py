"""What the languages share: a walk over inlines that asks a language for each kind."""

from collections.abc import Mapping

from curabib.writers.rich import Formula, Gap, Inline, Inlines, Link, Marked, Text


class Printer:
    """Prints inlines as text; a language overrides what it says otherwise."""

    marks: Mapping[str, tuple[str, str]] = {}
    line_end: str = "\n"
    gap: str = " "

    def inlines(self, inlines: Inlines) -> str:
        """Return inlines in the language."""
        return "".join([self.inline(inline) for inline in inlines])

    def inline(self, inline: Inline) -> str:
        """Return one inline in the language."""
        if isinstance(inline, Text):
            return self.text(inline.text)
        if isinstance(inline, Marked):
            return self.marked(inline)
        if isinstance(inline, Link):
            return self.link(inline)
        if isinstance(inline, Formula):
            return self.formula(inline)
        return self.gap if isinstance(inline, Gap) else self.line_end

    def text(self, text: str) -> str:
        """Return characters such that they mean themselves."""
        return text

    def marked(self, marked: Marked) -> str:
        """Return inlines under their mark; a mark that the language does not have prints what is under it."""
        before, after = self.marks.get(marked.mark, ("", ""))
        return f"{before}{self.inlines(marked.inlines)}{after}"

    def link(self, link: Link) -> str:
        """Return a link."""
        return self.inlines(link.inlines)

    def formula(self, formula: Formula) -> str:
        """Return a formula."""
        return self.inlines(formula.inlines)
