"""Links and dates of note-taking programs in Markdown: `[[@key|Doe et al. (2020)]]`, `[[A Title]]`, `📅 2023-03-01`."""

import re

from curabib.evidence import labels
from curabib.evidence.regex import regex

_TARGET = r"[^\[\]|\\\n]{1,200}"
_NAMED = regex(rf"\[\[{_TARGET}\\?\|({_TARGET})\]\](?![(\[:])")
_KEY = regex(r"\[\[@[\w:.\-]{1,80}\]\][ \t]?(?![(\[:])")
_FIRST = regex(
    rf"^([ \t]*(?:[-*+]|\d{{1,3}}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)\[\[({_TARGET})\]\](?![(\[:])", re.MULTILINE
)
_SEVERAL = regex(rf"\[\[{_TARGET}\]\](?:(?:, | and | & |; )\[\[{_TARGET}\]\]){{1,60}}(?![(\[:])")
_YEAR = regex(r"(?:19|20)\d\d")
# when a task is due, was done, made, begun or given up, as the programs write it at the end of its line
_TASK_DATE = regex(r"(?:[ \t]*[📅✅➕⏳🛫❌]\ufe0f?[ \t]?\d{4}-\d\d-\d\d){1,6}[ \t]*$", re.MULTILINE)
_TASK_SIGNS = "📅✅➕⏳🛫❌"
_TITLE_WORDS = 3


def read(text: str) -> str:
    """Return a text with the links of a wiki as what they show, and without the dates of tasks; its lines stay.

    A link shows its name behind the bar, or else what it leads to. Without a bar, one is a title where it begins an
    item, and people are several in a row; all others stay in brackets, as labels and venues are written.
    """
    if "[[" in text:
        text = _KEY.sub("", _NAMED.sub(_name, text))
        text = _SEVERAL.sub(_people, _FIRST.sub(_title, text))
    if not text.isascii() and any(sign in text for sign in _TASK_SIGNS):
        text = _TASK_DATE.sub("", text)
    return text


def _name(match: re.Match[str]) -> str:
    return match[1].strip()


def _title(match: re.Match[str]) -> str:
    """Return a title in bold; a label, a venue with its year and a word or two stay as they are."""
    words = match[2].strip()
    is_title = len(words.split()) >= _TITLE_WORDS and _YEAR.search(words) is None and "*" not in words
    return f"{match[1]}**{words}**" if is_title and not labels.link_label(words) else match.group()


def _people(match: re.Match[str]) -> str:
    """Return several links that stand in a row without brackets, where all have the words of a name or a title."""
    said = match.group()
    shown = said.replace("[[", "").replace("]]", "")
    names = [name.split() for name in re.split(r", | and | & |; ", shown)]
    return shown if all(len(name) > 1 for name in names) and _YEAR.search(shown) is None else said
