"""Backends for pybtex that escape every sign their language knows, and make links of web addresses only."""

# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Iterable, Mapping
from html import escape

from pybtex.backends import BaseBackend

from curabib.bibtex.latex import encode, encode_address
from curabib.writers.publication import is_address
from curabib.writers.references import Target

Reference = tuple[str, str, str]
"""Citation key, label and rendered text of one reference."""


class TextBackend(BaseBackend):
    """Plain text, one line a reference."""

    symbols: Mapping[str, str] = {"ndash": "–", "newblock": " ", "nbsp": " "}

    def __init__(self) -> None:
        """Print UTF-8 on every machine."""
        super().__init__("utf-8")

    def format_str(self, str_: str) -> str:
        """Return text as it is printed."""
        return str_

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return emphasised text, which plain text cannot mark."""
        return text

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        """Return the text of a link."""
        return text

    def document(self, references: Iterable[Reference], numbered: bool) -> str:
        """Return the whole list; `numbered` says that the labels are 1, 2, 3, ..."""
        return "".join(f"[{label}] {text}\n" for _, label, text in references)


class MarkdownBackend(TextBackend):
    """CommonMark that GitHub reads alike: a list, numbered where the labels are numbers."""

    _special = re.compile(r"[\\`*_\[\]<>|~$&#{}^]|(?<=[a-z]):(?=//)|(?<=www)\.|(?<=\S)@", re.IGNORECASE)
    _begins_block = re.compile(r"(?=[-+=:])|(?<=\d)(?=[.)])")
    _address_special = re.compile(r"[<>\\`]|&(?=#|\w+;)")

    def format_str(self, str_: str) -> str:
        """Return text in which every sign that Markdown, HTML or GitHub's autolinks would read is escaped."""
        return self._special.sub(r"\\\g<0>", str_)

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return emphasised text."""
        return f"*{text}*" if text else ""

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        """Return an inline link, whose address cannot end it; no web address, no link."""
        if not text or not is_address(url):
            return text
        return f"[{text}](<{self._address_special.sub(lambda m: f'%{ord(m[0]):02X}', url)}>)"

    def document(self, references: Iterable[Reference], numbered: bool) -> str:
        """Return the whole list; what would begin a block of its own at the start of an item is escaped."""
        form = "{label}. {text}\n" if numbered else "- \\[{label}\\] {text}\n"
        return "".join(
            form.format(label=self.format_str(label), text=self._at_start(text) if numbered else text)
            for _, label, text in references
        )

    def _at_start(self, text: str) -> str:
        head = re.match(r"\d{0,9}", text)
        end = head.end() if head else 0
        return (
            f"{text[:end]}\\{text[end:]}"
            if text[end : end + 1] in (".", ")") or text[:1] in tuple("-+=:")
            else text
        )


class HtmlBackend(TextBackend):
    """An HTML list: `<ol>`, or `<ul>` with the labels printed; each item has the citation key as its `id`."""

    symbols: Mapping[str, str] = {"ndash": "–", "newblock": " ", "nbsp": "&nbsp;"}
    _tags: Mapping[str, str] = {
        "em": "em",
        "i": "i",
        "strong": "strong",
        "b": "b",
        "tt": "code",
        "sup": "sup",
        "sub": "sub",
    }

    def format_str(self, str_: str) -> str:
        """Return text with `& < > " '` escaped."""
        return escape(str_)

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return an element; a tag that is not in the table prints its text only."""
        tag = self._tags.get(tag_name)
        return f"<{tag}>{text}</{tag}>" if text and tag else text

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        """Return a link; no web address, no link."""
        return f'<a href="{escape(url)}">{text}</a>' if text and is_address(url) else text

    def document(self, references: Iterable[Reference], numbered: bool) -> str:
        """Return the whole list, a fragment of a page."""
        tag = "ol" if numbered else "ul"
        items = "".join(
            f'<li id="{escape(key)}">{"" if numbered else f"[{escape(label)}] "}{text}</li>\n'
            for key, label, text in references
        )
        return f'<{tag} class="references">\n{items}</{tag}>\n'


class LatexBackend(TextBackend):
    """A `thebibliography` that compiles by itself; `hyperref` or `url` make its addresses links."""

    symbols: Mapping[str, str] = {"ndash": "--", "newblock": "\n\\newblock ", "nbsp": "~"}
    _tags: Mapping[str, str] = {
        "em": "emph", "i": "textit", "strong": "textbf", "b": "textbf", "tt": "texttt",
        "sup": "textsuperscript", "sub": "textsubscript",
    }  # fmt: skip
    _no_key = re.compile(r"[{}\\%#~^&$,\s]")

    def format_str(self, str_: str) -> str:
        """Return text in ASCII LaTeX that prints it and runs nothing."""
        body = encode(str_.strip()) if str_.strip() else ""
        return f"{' ' if str_[:1].isspace() else ''}{body}{' ' if body and str_[-1:].isspace() else ''}"

    def format_tag(self, tag_name: str, text: str) -> str:
        """Return a font command around text."""
        tag = self._tags.get(tag_name)
        return rf"\{tag}{{{text}}}" if text and tag else text

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        r"""Return `\url` or `\href`; no web address, no link."""
        if not text or not is_address(url):
            return text
        address = encode_address(url).replace("%", r"\%").replace("#", r"\#")
        return rf"\url{{{address}}}" if text == self.format_str(url) else rf"\href{{{address}}}{{{text}}}"

    def document(self, references: Iterable[Reference], numbered: bool) -> str:
        """Return the environment, with stand-ins for the commands that `hyperref` would define."""
        listed = list(references)
        widest = max((label for _, label, _ in listed), key=len, default="9")
        items = "".join(
            f"\n\\bibitem{'' if numbered else f'[{{{encode(label)}}}]'}{{{self._no_key.sub('', key)}}}\n{text}\n"
            for key, label, text in listed
        )
        return (
            "\\providecommand{\\url}[1]{\\texttt{\\detokenize{#1}}}\n"
            "\\providecommand{\\href}[2]{#2}\n"
            f"\\begin{{thebibliography}}{{{encode(widest)}}}\n{items}\n\\end{{thebibliography}}\n"
        )


BACKENDS: Mapping[Target, type[TextBackend]] = {
    "text": TextBackend,
    "markdown": MarkdownBackend,
    "html": HtmlBackend,
    "latex": LatexBackend,
}
