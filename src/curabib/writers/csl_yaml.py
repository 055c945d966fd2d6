"""CSL-YAML, the `references` of Pandoc and Quarto: the items of CSL-JSON, with texts in Pandoc's Markdown.

Pandoc reads the texts of such a file as Markdown (manual, "Specifying bibliographic data"), so every sign that could
mean something there is escaped, and CSL-JSON's few tags become the Markdown that says the same.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from curabib.diagnostics import Result
from curabib.model import View
from curabib.writers.csl_json import entry_to_csl, lost_in_csl
from curabib.writers.losses import Losses
from curabib.writers.yaml_form import HEADER, Value, print_yaml

_TAG = re.compile(r"<(?P<close>/?)(?P<name>i|b|sup|sub|sc|span)\b(?P<rest>[^<>]*)>")
# quotes stay, so that Pandoc makes them typographic, as it does for CSL-JSON
_SIGN = re.compile(r"([!#$&(-+.<-@\[-`{-~-])")
_MARKS: Final[Mapping[str, tuple[str, str]]] = {
    "i": ("*", "*"),
    "b": ("**", "**"),
    "sup": ("^", "^"),
    "sub": ("~", "~"),
    "sc": ("[", "]{.smallcaps}"),
    "span": ("[", "]{.nocase}"),
}
_NO_BLANKS = ("sup", "sub")
_QUOTE = re.compile("[\"']")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CslYamlWriter:
    """Prints a mapping with `references`, one item for each entry, under its citation key."""

    name: str = "csl-yaml"
    extension: str = "yaml"

    def write(self, view: View) -> Result[str]:
        """Return the file's text in UTF-8, and what CSL has no variable for."""
        losses = Losses("CSL-YAML")
        items: list[Value] = []
        for entry in view.entries:
            item = entry_to_csl(entry)
            lost_in_csl(entry, item, losses)
            items.append(_item(item))
        return Result(f"{HEADER}\n{print_yaml({'references': items})}", losses.diagnostics())


def _item(item: Mapping[str, Any]) -> Mapping[str, Value]:
    return {
        name: _VALUES.get(name, _marked)(value)
        for name, value in item.items()
        if name != "custom"  # Pandoc has no use for it
    }


def _as_it_is(value: Any) -> Value:
    return str(value)


def _address(value: Any) -> Value:
    return _QUOTE.sub(r"\\\g<0>", markdown_of(str(value)))


def _marked(value: Any) -> Value:
    """Return a value with all its texts in Markdown."""
    if isinstance(value, str):
        return markdown_of(value)
    if isinstance(value, Mapping):
        return {name: _marked(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_marked(item) for item in value]
    number: int = value
    return number


def markdown_of(text: str) -> str:
    """Return a text of CSL-JSON, tags and all, as the Markdown that prints the same.

    A tag that never closes, or closes nothing, is text.
    """
    parts: list[str] = []
    open_tags: list[tuple[str, int]] = []
    position = 0
    for tag in _TAG.finditer(text):
        parts.append(_escaped(text[position : tag.start()], open_tags))
        position = tag.end()
        name = tag["name"]
        if not tag["close"]:
            open_tags.append((name, len(parts)))
            parts.append(_SIGN.sub(r"\\\1", tag[0]))
        elif open_tags and open_tags[-1][0] == name:
            _, start = open_tags.pop()
            parts[start] = _MARKS[name][0]
            parts.append(_MARKS[name][1])
        else:
            parts.append(_SIGN.sub(r"\\\1", tag[0]))
    parts.append(_escaped(text[position:], open_tags))
    return "".join(parts)


def _escaped(text: str, open_tags: Sequence[tuple[str, int]]) -> str:
    plain = _SIGN.sub(r"\\\1", _BLANKS.sub(" ", text).replace("<\N{WORD JOINER}", "<"))
    return plain.replace(" ", "\\ ") if any(name in _NO_BLANKS for name, _ in open_tags) else plain


_VALUES: Final[Mapping[str, Callable[[Any], Value]]] = {
    "id": _as_it_is,
    "type": _as_it_is,
    "URL": _address,
    "DOI": _address,
}

WRITER = CslYamlWriter()
