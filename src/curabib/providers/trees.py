"""XML from strangers, piece by piece: no entities but characters, no external files, bounded depth and size."""

from collections.abc import Iterable, Iterator, Mapping
from html.entities import html5
from xml.parsers import expat

_DEEPEST = 60
_LONGEST = 1_000_000


class BadXml(ValueError):
    """What is no XML, or XML that is meant to do harm; the argument says why, with its line."""


class Element:
    """A piece of a document: its name without namespace, its attributes, all text in it, the elements in it."""

    __slots__ = ("attributes", "children", "name", "parts")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element; what is in it comes later."""
        self.name = name
        self.attributes = attributes
        self.children: list[Element] = []
        self.parts: list[str] = []

    @property
    def text(self) -> str:
        """All text of the element and of what it holds, in order."""
        return "".join(self.parts)

    def all(self, name: str) -> list["Element"]:
        """Return the elements of that name right inside."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> str:
        """Return the text of the first element of that name right inside, trimmed; empty where there is none."""
        return next((child.text.strip() for child in self.children if child.name == name), "")


def elements(chunks: Iterable[bytes]) -> Iterator[Element]:
    """Yield the elements right inside the root of an XML document, each as soon as it is complete.

    Memory is that of the largest of them. Character references by name are those of HTML, so that documents whose
    DTD is elsewhere (DBLP's) can be read without it; the DTD is never fetched. Raises BadXml for what is not well
    formed, declares entities, nests deeper than 60 elements, or holds an element of more than a million characters.
    """
    reading = _Reading()
    for chunk in chunks:
        yield from reading.take(chunk, False)
    yield from reading.take(b"", True)


class _Reading:
    """A document while it is being read."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.UseForeignDTD(True)  # unknown references are told to us in place of an error
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.SkippedEntityHandler = self._skipped
        self.parser.EntityDeclHandler = self._declared
        self.parser.ExternalEntityRefHandler = lambda *_: 1  # nothing outside is read
        self.open: list[Element] = []
        self.depth = self.size = 0
        self.done: list[Element] = []

    def take(self, chunk: bytes, last: bool) -> Iterator[Element]:
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise BadXml(f"line {error.lineno} is no XML: {reason}") from error
        done, self.done = self.done, []
        yield from done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadXml(f"line {self.parser.CurrentLineNumber} nests deeper than {_DEEPEST} elements")
        if self.depth == 1:
            return
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], plain)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.size = 0
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.open:
            element = self.open.pop()
            if self.open:
                self.open[-1].parts.extend(element.parts)
            else:
                self.done.append(element)

    def _text(self, text: str) -> None:
        if self.open:
            self.size += len(text)
            if self.size > _LONGEST:
                raise BadXml(
                    f"line {self.parser.CurrentLineNumber} is in an element of over {_LONGEST} characters"
                )
            self.open[-1].parts.append(text)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._text(html5.get(f"{name};", f"&{name};"))

    def _declared(self, name: str, *_: object) -> None:
        raise BadXml(f"line {self.parser.CurrentLineNumber} declares the entity `{name[:40]}`")
