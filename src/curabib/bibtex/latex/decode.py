"""LaTeX to Unicode.

Understands what people write in bibliographies: accents in every spelling, letters and signs by name, font
commands, ties, dashes and quotation marks. Mathematics stays as it is, between dollars, but for a single sign
that has a character. A command that is not known stays visible.
"""

import re

from curabib.bibtex.latex.symbols import GREEK, LETTERS, MARKS, MATH, SIGNS
from curabib.model.text import nfc

UNSEEN = "\\kern0pt"
"""What names have in front of a sign, for biber's sake (`curabib.bibtex.names`); it prints nothing."""

_NEEDS = re.compile(r"[\\{}$~`%\r\n\t]|--|''|  ")
_TOKEN = re.compile(
    r"\\([A-Za-z]+)\s*|\\(\s|.|\Z)|([{}])|(\$(?:[^$\\]|\\.)*\$)|(~)|(---?|``|''|`)|(%[^\n]*\n?)|(\s+)|([^\\{}$~`%\-'\s]+)|(.)",
    re.DOTALL,
)
_SPACE = re.compile(r"\s+")
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘"}
_NAMED = (
    {command: letter for letter, command in LETTERS.items()}
    | {command: sign for sign, command in SIGNS.items()}
    | {"ldots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteleft": "‘"}
    | {"textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'"}
    | {"textquotedbl": '"', "slash": "/", "textasteriskcentered": "*", "textdollar": "$", "euro": "€"}
    | {"textunderscore": "_", "textsterling": "£", "textdagger": "†", "textmu": "µ", "textpm": "±"}
    | {"texttimes": "×", "textonehalf": "½", "texttwosuperior": "²", "textthreesuperior": "³", "space": " "}
    | {"texttildelow": "~", "lq": "‘", "rq": "’", "glqq": "„", "grqq": "“", "TeX": "TeX", "LaTeX": "LaTeX"}
    | {"BibTeX": "BibTeX", "aa": "å", "AA": "Å", "cprime": "’", "Cprime": "’", "Dj": "Đ", "i": "ı", "j": "ȷ"}
)
_SILENT = frozenset(
    "emph textbf textit textsl textsc textrm textsf texttt textup textmd textnormal mbox hbox em bf it sl sc rm "  # noqa: SIM905
    "sf tt bfseries itshape slshape scshape rmfamily sffamily ttfamily upshape mdseries normalfont relax protect "
    "noopsort uppercase MakeUppercase url path small footnotesize nobreak unskip ignorespaces boldmath ensuremath "
    "textsuperscript textsubscript underline selectlanguage foreignlanguage href penalty break allowbreak".split()
)
_CHARACTERS = {"-": "", "/": "", ",": " ", ";": " ", ":": " ", "!": "", "(": "", ")": "", "@": "", "\\": " "}
_MATH_SIGNS = {f"${form}$": sign for sign, form in (MATH | GREEK).items()} | {
    "$\\le$": "≤", "$\\ge$": "≥", "$\\to$": "→", "$\\sim$": "∼", "$-$": "−", "$\\mu$": "μ", "$\\epsilon$": "ϵ",
    "$\\sigma$": "σ",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}


def decode(text: str) -> str:
    """Return the Unicode text (NFC) that the LaTeX `text` prints, with white space collapsed.

    Braces vanish, `$..$` stays. Works in time proportional to the length, without recursion.
    """
    if UNSEEN in text:
        text = text.replace(UNSEEN, "")
    if not _NEEDS.search(text):
        return text.strip() if text.isascii() else nfc(text.strip())
    return _SPACE.sub(" ", nfc(_Decoder(text).run())).strip()


def _formula(math: str) -> str:
    """Return a formula with its dollars, or the one character that it is."""
    inner = math[1:-1].strip()
    if len(inner) == 1 and not inner.isascii():
        return inner
    return _MATH_SIGNS.get(f"${inner}$", math)


class _Decoder:
    """One pass over the tokens; `pending` holds accents that wait for their letter, innermost last."""

    __slots__ = ("out", "pending", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.pending: list[str] = []

    def run(self) -> str:
        for match in _TOKEN.finditer(self.text):
            word, character, brace, math, tie, ligature, comment, space, plain, other = match.groups()
            if plain is not None:
                self._letter(plain)
            elif word is not None:
                self._command(word)
            elif character is not None:
                self._character(character)
            elif brace is not None:
                if brace == "}" and self.pending:
                    self._flush()
            elif math is not None:
                self._flush()
                self.out.append(_formula(math))
            elif ligature is not None:
                self._letter(_LIGATURES[ligature])
            elif tie is not None or space is not None:
                if not self.pending:
                    self.out.append(" ")
            elif comment is not None:
                self._letter(comment)
            else:
                self._letter(other)
        self._flush()
        return "".join(self.out)

    def _letter(self, text: str) -> None:
        if self.pending:
            base = _DOTLESS.get(text[0], text[0])
            self.out.append(base + "".join(reversed(self.pending)) + text[1:])
            self.pending.clear()
        else:
            self.out.append(text)

    def _flush(self) -> None:
        if self.pending:
            self.out.append(nfc(" " + "".join(reversed(self.pending))))
            self.pending.clear()

    def _command(self, word: str) -> None:
        mark = MARKS.get(word)
        if mark is not None:
            self.pending.append(mark)
        elif word in _NAMED:
            self._letter(_NAMED[word])
        elif word not in _SILENT:
            form = "$\\" + word + "$"
            self._letter(_MATH_SIGNS.get(form, f"\\{word} "))

    def _character(self, character: str) -> None:
        mark = MARKS.get(character)
        if mark is not None:
            self.pending.append(mark)
        elif character.isspace() or not character:
            self._letter(" " if character else "\\")
        else:
            self._letter(_CHARACTERS.get(character, character))
