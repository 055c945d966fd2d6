"""What the languages share: a walk over inlines that asks a language for each kind, and one over a list's groups."""

from collections.abc import Callable, Iterable, Mapping

from curabib.writers.references.reference import Reference, ReferenceList
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


_LONGEST_BOOKMARK = 40


def bookmarks(references: Iterable[Reference]) -> Mapping[str, str]:
    """Return a name for each citation key as word processors take them, and no two alike.

    Those are letters, digits and `_`, at most 40, the first a letter (ECMA-376, part 1, section 17.13.6.2).
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for number, reference in enumerate(references, 1):
        key = reference.entry.key
        name = "".join(c if c.isalnum() and c.isascii() else "_" for c in key)
        name = (name if name[:1].isalpha() else f"ref_{name}")[:_LONGEST_BOOKMARK]
        if name.lower() in taken:
            name = f"{name[: _LONGEST_BOOKMARK - 8]}_{number}"
        taken.add(name.lower())
        names[key] = name
    return names


def under_headings(
    references: ReferenceList, heading: Callable[[int, str], str], item: Callable[[Reference], str]
) -> str:
    """Return a list of text whose title (level 1) and headings (level 2) stand on lines of their own.

    `heading` prints the text of a level, `item` a reference with its line end.
    """
    parts = [f"{heading(1, references.title)}\n"] if references.title else []
    for group in references.groups:
        lines = [f"{heading(2, group.heading)}\n\n"] if group.heading else []
        lines += [item(reference) for reference in group.references]
        parts.append("".join(lines))
    return "\n".join(parts)
