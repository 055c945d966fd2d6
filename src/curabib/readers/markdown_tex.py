"""TeX inside Markdown: mathematics and accents, which Markdown's own escapes and emphasis would take apart."""

import re

from markdown_it.rules_inline import StateInline

# as pandoc reads them: no blank inside the dollars, no digit behind; and only what shows that it is mathematics
_MATH = re.compile(r"\$(?=[^\s$])(?=[^$\n]{0,80}[\\^_{}])(?:\\.|(?!\*\*|\]\()[^$\\\n]){1,80}(?<!\s)\$(?!\d)")
# {\"o}, \"{o}, and \"o between letters, but no escaped quotation mark or apostrophe: it\'s, \"so-called\"
_ACCENT = re.compile(
    r"\\[\"'`^~=.]\{\\?[^\W\d_]\}|(?<=\{)\\[\"'`^~=.]\\?[^\W\d_]\}|"
    r"(?<=[^\W\d_])\\(?:[\"^][aeiouyAEIOU]|'(?!(?:re|ve|ll|[stdm])\b)[aeiouycnsz]|~[nao]|`[aeiou])"
)


def tex(state: StateInline, silent: bool) -> bool:
    """Push a formula, or an accent in TeX, as the text that it is: a rule for markdown-it's inline parser."""
    char = state.src[state.pos]
    if char == "$":
        match = _MATH.match(state.src, state.pos, state.posMax)
    elif char == "\\":
        match = _ACCENT.match(state.src, state.pos, state.posMax)
    else:
        return False
    if match is None:
        return False
    if not silent:
        token = state.push("text", "", 0)
        token.content = match.group()
    state.pos = match.end()
    return True
