r"""Brackets that a list escapes in a title (`**Engines \[extended version\]**`): text, and no label without a link."""

import re

from markdown_it.rules_inline import StateInline

_PAIR = re.compile(r"\\\[((?:[^\[\]\\`*_<>!$\n]|\\[^\w\s\[\]]){1,80})\\\](?!\()")
_ESCAPE = re.compile(r"\\(\W)")
_MARK = "[\u2060"
_ALL = re.compile(r"\s*\[\u2060[^\]]*\]\W*")


def escaped_brackets(state: StateInline, silent: bool) -> bool:
    """Push an escaped pair of brackets and what it holds, marked by a word joiner: a rule for markdown-it's parser."""
    match = _PAIR.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "\\" else None
    if match is None:
        return False
    if not silent:
        token = state.push("text", "", 0)
        token.content = _MARK + _ESCAPE.sub(r"\1", match[1]) + "]"
    state.pos = match.end()
    return True


def plain_brackets(text: str, *, of_title: bool = False) -> str:
    """Return text without the marks: outside of a title people escape the brackets of labels and venues too.

    What is all in brackets is no title either.
    """
    if of_title and not _ALL.fullmatch(text):
        return text
    return text.replace(_MARK, "[")
