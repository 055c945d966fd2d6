r"""RTF 1.9 ("Rich Text Format Specification", Microsoft 2008): ASCII, every other character as `\u`."""

from collections.abc import Mapping

from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.references.targets.printer import Printer, bookmarks
from curabib.writers.rich import Inlines, Link

_HEAD = (
    "{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1"
    "{\\fonttbl{\\f0\\froman Times New Roman;}{\\f1\\fmodern Courier New;}}"
    "{\\colortbl;\\red5\\green80\\blue160;}"
    "{\\stylesheet{\\s0\\fs24 Normal;}{\\s1\\sb240\\sa120\\keepn\\b\\fs32\\outlinelevel0 heading 1;}"
    "{\\s2\\sb240\\sa120\\keepn\\b\\fs28\\outlinelevel1 heading 2;}{\\s3\\sa120\\fs24 Bibliography;}}\n"
)
_TWIPS = 120
_HANGING = 480


class RtfPrinter(Printer):
    """Prints inlines as RTF groups."""

    line_end = "\\line "
    marks: Mapping[str, tuple[str, str]] = {
        "emphasis": ("{\\i ", "}"),
        "strong": ("{\\b ", "}"),
        "superscript": ("{\\super ", "}"),
        "subscript": ("{\\sub ", "}"),
        "small-caps": ("{\\scaps ", "}"),
        "code": ("{\\f1 ", "}"),
    }

    def text(self, text: str) -> str:
        """Return ASCII in which nothing is a control word."""
        if text.isascii() and text.isalnum():
            return text
        return "".join(_ESCAPES.get(character) or _character(character) for character in text)

    def link(self, link: Link) -> str:
        """Return a hyperlink field."""
        address = "".join(
            c if c.isascii() and c not in '"\\{}' else "".join(f"%{byte:02X}" for byte in c.encode())
            for c in link.url
        )
        inner = self.inlines(link.inlines)
        return f'{{\\field{{\\*\\fldinst{{HYPERLINK "{address}"}}}}{{\\fldrslt{{\\cf1\\ul {inner}}}}}}}'


_ESCAPES: Mapping[str, str] = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\u00a0": "\\~", "\n": " ", "\t": " "}


def _character(character: str) -> str:
    if " " <= character <= "~":
        return character
    if character < " ":
        return ""
    units = character.encode("utf-16-le", "replace")
    codes = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "".join(f"\\u{code}\\'3f" for code in codes)


_PRINTER = RtfPrinter()


def write(references: ReferenceList) -> str:
    """Return a document: title and headings, and a paragraph with a hanging indent for each reference.

    Each begins with a bookmark of the citation key.
    """
    width = max((len(reference.label) for reference in references.references), default=0)
    indent = max(_HANGING, (width + 1) * _TWIPS)
    parts = [_HEAD]
    if references.title:
        parts.append(f"{{\\pard\\s1\\sb240\\sa120\\keepn\\b\\fs32 {_PRINTER.text(references.title)}\\par}}\n")
    names = bookmarks(references.references)
    for group in references.groups:
        if group.heading:
            parts.append(
                f"{{\\pard\\s2\\sb240\\sa120\\keepn\\b\\fs28 {_PRINTER.text(group.heading)}\\par}}\n"
            )
        parts += (_paragraph(reference, indent, names[reference.entry.key]) for reference in group.references)
    return "".join((*parts, "}\n"))


def _paragraph(reference: Reference, indent: int, name: str) -> str:
    mark = f"{{\\*\\bkmkstart {name}}}{{\\*\\bkmkend {name}}}"
    label = f"{_PRINTER.text(reference.label)}\\tab " if reference.label else ""
    body: list[Inlines] = [reference.body, *reference.extras]
    text = "\\line ".join(_PRINTER.inlines(part) for part in body)
    return f"{{\\pard\\s3\\fi-{indent}\\li{indent}\\tx{indent}\\sa120\\fs24 {mark}{label}{text}\\par}}\n"
