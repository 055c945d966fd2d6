"""Formulas of titles: TeX between dollars, as text with marks for whatever does not read TeX."""

import re
import unicodedata
from collections.abc import Mapping

from curabib.bibtex.latex import decode, encode
from curabib.writers.rich import Formula, Inline, Inlines, Mark, Marked, Text, joined, plain

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[{}^_']|[A-Za-z]+|[^\\]", re.DOTALL)
_WORD = re.compile(r"(?<![\\{A-Za-z])[A-Za-z]{3}")
_LONGEST = 300
_DEEPEST = 12

_SCRIPTS: Mapping[str, Mark] = {"^": "superscript", "_": "subscript"}
_SYMBOLS: Mapping[str, str] = {
    "\\ldots": "…", "\\dots": "…", "\\cdots": "⋯", "\\to": "→", "\\gets": "←", "\\le": "≤", "\\ge": "≥", "\\ne": "≠",
    "\\land": "∧", "\\lor": "∨", "\\langle": "⟨", "\\rangle": "⟩", "\\lfloor": "⌊", "\\rfloor": "⌋",
    "\\lceil": "⌈", "\\rceil": "⌉", "\\setminus": "∖", "\\top": "⊤", "\\bot": "⊥", "\\prime": "′", "\\,": "\u2009",
    "\\;": " ", "\\:": " ", "\\!": "", "\\quad": " ", "\\qquad": " ", "\\|": "‖", "\\ ": " ", "\\backslash": "\\",
    "\\triangle": "△", "\\models": "⊨", "\\vdash": "⊢", "\\oint": "∮", "\\bigcup": "⋃", "\\bigcap": "⋂",
}  # fmt: skip
_FONTS: Mapping[str, str] = {
    "\\mathbb": "DOUBLE-STRUCK", "\\mathcal": "SCRIPT", "\\mathfrak": "FRAKTUR", "\\mathsf": "SANS-SERIF",
}  # fmt: skip
_BY_COMPATIBILITY: Mapping[str, Mapping[str, str]] = {
    "\\mathbb": {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"},
    "\\mathcal": {"B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ"},
}
_UPRIGHT = frozenset({"\\mathrm", "\\mathtt", "\\text", "\\operatorname"})
_ACCENTS: Mapping[str, str] = {
    "\\hat": "\u0302", "\\widehat": "\u0302", "\\tilde": "\u0303", "\\widetilde": "\u0303", "\\bar": "\u0304",
    "\\overline": "\u0305", "\\vec": "\u20d7", "\\dot": "\u0307", "\\ddot": "\u0308", "\\underline": "\u0332",
}  # fmt: skip


def formula(tex: str) -> Formula | None:
    """Return the formula `$tex$`, or None where it is not short mathematics of harmless commands.

    Letters are italic, digits, functions and signs upright, scripts raised and lowered; a fraction is a slash.
    """
    if len(tex) > _LONGEST or _WORD.search(tex) or encode(f"${tex}$") != f"{{${tex}$}}":
        return None
    return Formula(tex, _Reading(tex).group(0))


class _Reading:
    """One pass over the tokens of a formula whose braces are balanced."""

    def __init__(self, tex: str) -> None:
        self.tokens = [token for token in _TOKEN.findall(tex) if not token.isspace()]
        self.at = 0

    def group(self, depth: int) -> Inlines:
        """Return the inlines up to the closing brace or the end."""
        found: list[Inline] = []
        while self.at < len(self.tokens):
            if self.tokens[self.at] == "}":
                self.at += 1
                break
            if self._is_word() and found and plain((found[-1],))[-1:].isalnum():
                found.append(Text("\u2009"))
            found += self.atom(depth)
        return joined(found)

    def _is_word(self) -> bool:
        r"""Return whether the next token is a function that is written as a word (`\log`)."""
        token = self.tokens[self.at]
        return token[0] == "\\" and token[1:].isalpha() and _symbol(token) == Text(token[1:])

    def atom(self, depth: int) -> Inlines:
        """Return the inlines of the next token with its arguments; what is nested too deep is its own TeX."""
        token = self.tokens[self.at]
        self.at += 1
        if depth > _DEEPEST:
            return (Text(token),)
        if token == "{":  # noqa: S105
            return self.group(depth + 1)
        if token in _SCRIPTS:
            return (Marked(_SCRIPTS[token], self.argument(depth + 1)),)
        if token[0] == "\\":
            return self.command(token, depth)
        if token == "'":  # noqa: S105
            return (Text("′"),)
        return (Marked("emphasis", (Text(token),)),) if token.isalpha() else (Text(_sign(token)),)

    def argument(self, depth: int) -> Inlines:
        """Return the inlines of one argument: a group or a token."""
        return self.atom(depth) if self.at < len(self.tokens) else ()

    def command(self, token: str, depth: int) -> Inlines:
        """Return the inlines of a command with its arguments."""
        if token == "\\frac":  # noqa: S105
            over, under = self.argument(depth + 1), self.argument(depth + 1)
            return (*_held(over), Text("/"), *_held(under))
        if token == "\\sqrt":  # noqa: S105
            return (Text("√"), *_held(self.argument(depth + 1)))
        if token in _FONTS:
            return _with_letters(self.argument(depth + 1), token)
        if token in _UPRIGHT:
            return (Text(_letters(self.argument(depth + 1))),)
        if token in ("\\mathbf", "\\boldsymbol"):
            return (Marked("strong", self.argument(depth + 1)),)
        if token == "\\mathit":  # noqa: S105
            return self.argument(depth + 1)
        if token in _ACCENTS:
            return (
                Marked("emphasis", (Text(_accented(_letters(self.argument(depth + 1)), _ACCENTS[token])),)),
            )
        sign = _symbol(token)
        follows = self.at < len(self.tokens) and self.tokens[self.at].isalnum()
        return (
            (sign, Text("\u2009")) if follows and token[1:].isalpha() and sign == Text(token[1:]) else (sign,)
        )


def _symbol(token: str) -> Inline:
    sign = _SYMBOLS.get(token)
    if sign is None:
        found = decode(f"${token}$")
        sign = token[1:] if found.startswith("$") else found
    is_greek = len(sign) == 1 and "α" <= sign <= "ϵ"
    return Marked("emphasis", (Text(sign),)) if is_greek else Text(sign)


def _sign(token: str) -> str:
    return {"-": "−", "*": "∗", "~": " "}.get(token, token)


def _held(inlines: Inlines) -> Inlines:
    return inlines if len(_letters(inlines)) < 2 else (Text("("), *inlines, Text(")"))


def _letters(inlines: Inlines) -> str:
    return "".join(
        inline.text
        if isinstance(inline, Text)
        else ""
        if not isinstance(inline, Marked)
        else _letters(inline.inlines)
        for inline in inlines
    )


def _with_letters(inlines: Inlines, font: str) -> Inlines:
    return (Text("".join(_letter(letter, font) for letter in _letters(inlines))),)


def _letter(letter: str, font: str) -> str:
    special = _BY_COMPATIBILITY.get(font, {}).get(letter)
    if special or not (letter.isascii() and letter.isalpha()):
        return special or letter
    case = "CAPITAL" if letter.isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"MATHEMATICAL {_FONTS[font]} {case} {letter.upper()}")
    except KeyError:
        return letter


def _accented(text: str, mark: str) -> str:
    return unicodedata.normalize("NFC", text[:1] + mark + text[1:])
