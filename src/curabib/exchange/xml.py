"""XML of strangers as a tree: no document types, no entities, no more of it than is promised here.

Extensible Markup Language 1.0 allows entities that unfold into gigabytes and that name files; a text with a document
type declaration is refused, so there are none. What is refused raises `XmlRefused` with its line.
"""

from collections.abc import Iterator
from xml.parsers import expat

MOST_ELEMENTS = 1_000_000
DEEPEST = 64


class XmlRefused(Exception):
    """A text is no XML, or none that is read; `message` says why, at `line` and `column`, both 1-based."""

    def __init__(self, message: str, line: int, column: int = 1, *, big: bool = False) -> None:
        """Keep the message and the place; `big` where the text is only too much."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.big = big


class Element:
    """One element: its name as `URI LOCAL` (or `LOCAL` without a namespace), attributes likewise, lines, content."""

    __slots__ = ("attributes", "content", "end_line", "line", "name")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Begin an element without content."""
        self.name = name
        self.attributes = attributes
        self.line = line
        self.end_line = line
        self.content: list[Element | str] = []

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(" ")[2]

    @property
    def children(self) -> "list[Element]":
        """The elements directly inside."""
        return [part for part in self.content if isinstance(part, Element)]

    def all(self, local: str) -> "list[Element]":
        """Return the elements directly inside that have this local name."""
        return [child for child in self.children if child.local == local]

    def first(self, *path: str) -> "Element | None":
        """Return the first element on a path of local names, or None."""
        found: Element | None = self
        for local in path:
            found = next(iter(found.all(local)), None) if found is not None else None
        return found

    def walk(self) -> "Iterator[Element]":
        """Iterate over everything inside, in the order of the document."""
        stack = [iter(self.children)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            yield child
            stack.append(iter(child.children))

    def text(self) -> str:
        """Return all text inside, in order, without outer blanks."""
        pieces: list[str] = []
        stack = [iter(self.content)]
        while stack:
            part = next(stack[-1], None)
            if part is None:
                stack.pop()
            elif isinstance(part, str):
                pieces.append(part)
            else:
                stack.append(iter(part.content))
        return "".join(pieces).strip()


def parse(text: str) -> Element:
    """Return the root element of an XML text; raises XmlRefused.

    Refused are texts that are not well-formed, that declare a document type, that nest deeper than 64 elements or
    have more than a million of them.
    """
    builder = _Builder()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.doctype
    builder.parser = parser
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise XmlRefused(f"the XML is broken: {reason}", error.lineno, error.offset + 1) from error
    if builder.root is None:
        raise XmlRefused("the XML holds no element", 1)
    return builder.root


class _Builder:
    """Builds the tree from the events of the parser."""

    parser: expat.XMLParserType

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self.parser.CurrentLineNumber
        if self._count > MOST_ELEMENTS:
            raise XmlRefused(f"the XML has more than {MOST_ELEMENTS} elements", line, big=True)
        if len(self._open) >= DEEPEST:
            raise XmlRefused(f"the XML nests deeper than {DEEPEST} elements", line, big=True)
        element = Element(name, attributes, line)
        if self._open:
            self._open[-1].content.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, name: str) -> None:
        self._open.pop().end_line = self.parser.CurrentLineNumber

    def characters(self, text: str) -> None:
        if self._open:
            self._open[-1].content.append(text)

    def doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        message = "the XML declares a document type, which can make it unfold without end, and is not read"
        raise XmlRefused(message, self.parser.CurrentLineNumber)
