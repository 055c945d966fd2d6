r"""Characters that pdfLaTeX stops at, and the `@preamble` that says what it prints instead.

A .bib file may hold letters of any script and pictures: LuaLaTeX and XeLaTeX print them in a font that has them.
pdfLaTeX knows only what an encoding of its fonts declares ("utf8.def", `ltoutenc.dtx`) and ends with an error at
anything else. So a file with such characters begins with definitions for just these. They only count in pdfLaTeX, and
only where the paper has not defined the character itself, by a package or `\DeclareUnicodeCharacter`.

BibTeX writes a preamble into the .bbl file, which is read where the bibliography stands. The labels of citations are
printed before that, so the definitions go into the .aux file too, which LaTeX reads first in its next run.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from curabib.bibtex.latex.cyrillic import LETTERS
from curabib.bibtex.latex.encode import exact, folded
from curabib.bibtex.latex.symbols import GREEK

# what LaTeX's kernel declares for the encodings T1, TS1 and OMS ("t1enc.dfu" and its kin, 2022)
_DECLARED = (
    "\x00-\x7f\xa0-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e\u0192\u01cd-\u01d4\u01e6-\u01eb"
    "\u01f0\u0218-\u021b\u0237\u02c6\u02c7\u02d8-\u02dd\u1e02\u1e03\u1e9e\u200c\u2010-\u2016\u2018-\u201a"
    "\u201c-\u201e\u2020-\u2022\u2026\u2030\u2031\u2039-\u203b\u203d\u2044\u20ac\u2116\u2117\u2120\u2122\u2126"
    "\u2190-\u2193\u27e8\u27e9\ufb00-\ufb06"
)
_UNDECLARED = re.compile(f"[^{_DECLARED}]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]")
_CJK = re.compile("[\u2e80-\u31bf\u31f0-\u9fff\uac00-\ud7ff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
# the fonts that the package CJK uses for each script have the characters of that script's old standard
_EASTERN_FAMILIES = {"gb2312": "gbsn", "big5": "bsmi", "shift_jis": "min", "euc_kr": "mj"}
# the accents of Greek as mathematics has them
_GREEK_ACCENTS = {"\u0301": "acute", "\u0300": "grave", "\u0308": "ddot", "\u0342": "tilde"}

_OUT: Final = "\\immediate\\write\\csname @auxout\\endcsname"
_DECLARATION: Final = "\\csname u8:\\detokenize{#1}\\endcsname"
_OURS: Final = f"\\csname curabib\\expandafter\\string{_DECLARATION}\\endcsname"
_STOP: Final = "\\csname UTFviii@undefined@err\\endcsname"
# LaTeX's error for a character without declaration asks us first; once, however many files there are
_ASKED: Final = (
    "\\ifcsname curabib@stop\\endcsname\\else\\global\\expandafter\\let\\csname curabib@stop\\expandafter\\endcsname"
    f"{_STOP}\\expandafter\\gdef{_STOP}#1{{\\ifcsname curabib\\string#1\\endcsname"
    "\\csname curabib\\string#1\\endcsname\\else\\csname curabib@stop\\endcsname{#1}\\fi}\\fi"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command:
    r"""A command that the preamble defines: in the .aux file by `body`; in the .bbl file it also writes `note` there.

    One without a note is used by what others define, so that no other engine than pdfLaTeX ever sees it.
    """

    name: str
    count: int
    body: str
    note: str = ""

    @property
    def parameters(self) -> str:
        return "".join(f"#{number}" for number in range(1, self.count + 1))


_SIGN: Final = _Command(
    name="\\curabibsign",
    count=2,
    body=f"\\expandafter\\gdef{_OURS}{{#2}}",
    note=f"{_OUT}{{\\string\\curabibsign{{\\detokenize{{#1}}}}{{\\detokenize{{#2}}}}}}",
)
_CYRILLIC: Final = _Command(
    name="\\curabibcyrillic",
    count=4,
    body=f"\\expandafter\\gdef{_DECLARATION}{{\\curabibletter#2{{#3}}{{#4}}}}",
    note=f"{_OUT}{{\\string\\curabibcyrillic{{\\detokenize{{#1}}}}{{\\string#2}}{{#3}}{{\\detokenize{{#4}}}}}}",
)
# the letter in the font at hand; else in T2A, where the paper has loaded that; else in the font of T2A; else in Latin
_LETTER: Final = _Command(
    name="\\curabibletter",
    count=3,
    body="\\ifcsname\\csname cf@encoding\\endcsname\\string#1\\endcsname#1\\else\\ifcsname T@T2A\\endcsname"
    "\\UseTextSymbol{T2A}#1\\else\\IfFileExists{t2acmr.fd}"
    "{{\\font\\curabibfont=larm1000 at\\csname f@size\\endcsname pt\\curabibfont\\char#2 }}{#3}\\fi\\fi",
)
# as the paper says, where it does, given the family of the package CJK that has the sign; else the number in Unicode
_EASTERN: Final = _Command(
    name="\\curabibeastern",
    count=3,
    body="\\allowbreak\\ifcsname curabibCJK\\endcsname\\curabibCJK{#1}{#2}\\else[U+#3]\\fi",
)
_COMMAND = re.compile(r"\\([A-Za-z]+)( ?)|#")


def preamble(text: str) -> str:
    """Return the `@preamble` that a .bib file of these entries begins with, or nothing where all is declared.

    The text ends with an empty line. It is the same for the same characters; time is linear in the length of `text`.
    """
    signs = undeclared(text)
    if not signs:
        return ""
    commands = [_SIGN]
    if any(sign in LETTERS for sign in signs):
        commands += [_LETTER, _CYRILLIC]
    if any(_eastern_family(sign) for sign in signs):
        commands.append(_EASTERN)
    lines = "\n".join(f"  {_definition(sign)}" for sign in signs)
    # in quotes, as Typst wants it; so none may stand inside, and TeX reads ^^22 as one
    inside = f"{_machinery(commands)}\n{lines}".replace('"', "^^22")
    return f'@preamble{{"{inside}"}}\n\n'


def undeclared(text: str) -> tuple[str, ...]:
    """Return the characters of `text`, sorted, that pdfLaTeX knows nothing of."""
    return () if text.isascii() else tuple(sorted(set(_UNDECLARED.findall(text))))


def shown(sign: str) -> str:
    """Return what pdfLaTeX prints for a character that it has no glyph for, as LaTeX.

    Other forms of a Latin letter become that letter with the accents there are, accented Greek mathematics, what has
    no width nothing, and all else its number in Unicode: `[U+4E2D]`.
    """
    if _UNSEEN.match(sign):
        return ""
    number = f"{ord(sign):04X}"
    family = _eastern_family(sign)
    if family:
        return f"{_EASTERN.name}{{{family}}}{{{sign}}}{{{number}}}"
    return exact(sign) or _greek(sign) or folded(sign) or f"\\allowbreak[U+{number}]"


def _definition(sign: str) -> str:
    if sign in LETTERS:
        letter = LETTERS[sign]
        latin = exact(letter.latin) or letter.latin
        return f"{_CYRILLIC.name}{{{sign}}}{{\\{letter.command}}}{{{letter.slot}}}{{{latin}}}"
    return f"{_SIGN.name}{{{sign}}}{{{shown(sign)}}}"


def _eastern_family(sign: str) -> str:
    """Return the family of the package CJK that has a Chinese, Japanese or Korean sign, or nothing."""
    if not _CJK.match(sign):
        return ""
    if _KANA.match(sign):
        return "min"
    return next((family for standard, family in _EASTERN_FAMILIES.items() if _has(standard, sign)), "")


def _has(standard: str, sign: str) -> bool:
    try:
        return bool(sign.encode(standard))
    except UnicodeEncodeError:
        return False


def _greek(sign: str) -> str:
    base, *marks = list(unicodedata.normalize("NFD", sign))
    accents = [_GREEK_ACCENTS.get(mark, "") for mark in marks]
    if base not in GREEK or not all(accents):
        return ""
    form = GREEK[base]
    for accent in accents:
        form = f"\\{accent}{{{form}}}"
    return f"\\ensuremath{{{form}}}"


def _machinery(commands: Sequence[_Command]) -> str:
    """Return the definitions of our own commands: for pdfLaTeX here and in the .aux file, for other engines of none."""
    ours = [_ASKED, _written(_ASKED)]
    ours += [
        line
        for command in commands
        for line in (
            f"\\gdef{command.name}{command.parameters}{{{command.body}{command.note}}}",
            _written(f"\\gdef{command.name}{command.parameters}{{{command.body}}}"),
        )
    ]
    others = "".join(f"\\gdef{c.name}{c.parameters}{{}}" for c in commands if c.note)
    lines = "\n  ".join(["\\ifcsname UTFviii@undefined@err\\endcsname", *ours])
    return f"{lines}\n  \\else{others}\\fi"


def _written(definition: str) -> str:
    """Return the command that writes a definition into the .aux file, word by word."""
    return f"{_OUT}{{{_COMMAND.sub(_literally, definition)}}}"


def _literally(match: re.Match[str]) -> str:
    if match[0] == "#":
        return "\\string#"
    blank = "\\space " if match[2] else ""
    return f"\\string\\{match[1]}{blank}"
