r"""Unicode to LaTeX.

Nothing of the text survives as TeX: each of the ten special characters is written as the sign it is. The one
exception is short mathematics between dollars, made of a list of harmless commands only. An accented letter
always becomes a BibTeX "special character" (`{\'E}`; Patashnik, "Designing BibTeX Styles", section 4), as
styles cut and fold bare accents wrongly.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

from curabib.bibtex.latex.symbols import (
    ACCENTS,
    FOLDED,
    GREEK,
    LETTERS,
    MATH,
    PLAIN,
    SAFE_MATH,
    SIGNS,
)
from curabib.model.text import nfc

_MARKS = "\u0300-\u036f"
_UNSAFE = re.compile(r"[^ !\"'()*+,\-./0-9:;=?@A-Z\[\]a-z]")
_MATHS = re.compile(r"\$([^$\s](?:[^$]{0,200}[^$\s])?)\$(?![0-9])")
_MATH_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[{}^_']|[A-Za-z]+|[^\\]", re.DOTALL)
_NO_MATH = re.compile(r"[^ !'()*+,\-./0-9:;<=>?A-Z\[\\\]^_a-z{|}]|\^\^|\\\Z")
_CLUSTER = re.compile(
    rf"[\\{{}}$&#%^_~`<>|]|[^\S ]\s*| \s+|[\x00-\x1f\x7f]|[\u0370-\u03ff\u1f00-\u1fff]+"
    rf"|[A-Za-z][{_MARKS}]+|[^\x00-\x7f][{_MARKS}]*"
)
_SPACES = re.compile(r" {2,}")
_LIGATURE = re.compile(r"(?<=[?!])`")
_LOW_QUOTE = re.compile(r",(?=,)")  # two commas are a quotation mark in T1
_ADDRESS_SAFE = "!#$%&'()*+,-./:;=?@[]_~"
_BARE_ACCENTS = frozenset("`'^~=.\"")
_MOST_MARKS = 5
_DOTTED = {"i": "\\i", "j": "\\j"}
_KEPT_JOINERS = frozenset("\u200c\u200d")
_LEFT_OUT = frozenset({"Cc", "Cf", "Cs"})
_LOOSE_MARKS = frozenset(chr(code) for code in (*range(0x300, 0x370), *range(0xFE00, 0xFE10)))
# BibTeX takes a group that begins with a command for one letter; biber sees the letters behind the empty braces
_WHOLE = "{\\relax{}"
_WHOLES = re.compile(r"(?:\{\\relax\{\}[^{}\\]*\})+")


def encode(text: str, *, ascii: bool = True, math: bool = True) -> str:
    """Return `text` as LaTeX that prints it, and nothing else.

    With `ascii` every character that has a LaTeX form gets it; else letters stay as they are and only TeX's
    own special characters and mathematical signs are written as commands. `math` keeps `$..$` that is
    plausible mathematics made of harmless commands, in braces. White space becomes single spaces; control and
    bidirectional-control characters are left out. The result is balanced in braces, even in prefixes.
    """
    if not _UNSAFE.search(text) and "  " not in text and ",," not in text:
        return text
    text = nfc(text)
    table = _ASCII if ascii else _UNICODE
    if not math or "$" not in text:
        return _encode_text(text, table) or _kept(text)
    parts: list[str] = []
    end = 0
    for match in _MATHS.finditer(text):
        if match.start() >= end and _is_math(match[1]):
            parts.append(_encode_text(text[end : match.start()], table))
            parts.append(f"{{${match[1]}$}}")
            end = match.end()
    parts.append(_encode_text(text[end:], table))
    return "".join(parts)


def _kept(text: str) -> str:
    """Return a text of nothing but loose marks as it is, since leaving them out would leave nothing."""
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    return f"{_WHOLE}{kept}}}" if kept.strip() else ""


def encode_address(text: str) -> str:
    r"""Return a URL, DOI or other verbatim value such that TeX's `\url` prints it.

    What could end the value or the line, and what is not ASCII, is percent-encoded; a `%` stays as it is, as
    styles hand such fields to `\url`.
    """
    return quote(nfc(text).strip(), safe=_ADDRESS_SAFE, errors="replace")


def unencodable(text: str, *, ascii: bool = True) -> tuple[str, ...]:
    """Return the characters of `text`, sorted, that `encode` cannot write as they are.

    Those are kept as UTF-8, inside a group that BibTeX takes for one letter.
    """
    if not ascii or text.isascii():
        return ()
    found: set[str] = set()
    for match in _CLUSTER.finditer(nfc(text)):
        cluster = match[0]
        if not cluster.isascii() and exact(cluster) is None and cluster not in _KEPT_JOINERS:
            found.add(cluster)
    return tuple(sorted(found))


def _encode_text(text: str, table: "_Table") -> str:
    encoded = _CLUSTER.sub(lambda match: table[match[0]], text)
    if "`" in encoded:
        encoded = _LIGATURE.sub("{}`", encoded)
    if ",," in encoded:
        encoded = _LOW_QUOTE.sub(",{}", encoded)
    if _WHOLE in encoded:
        encoded = _WHOLES.sub(_joined, encoded)
    return _SPACES.sub(" ", encoded) if "  " in encoded else encoded


def _joined(match: re.Match[str]) -> str:
    """Return letters side by side as one, and nothing of joiners that join none of them."""
    letters = match[0][:-1].replace(f"}}{_WHOLE}", "").removeprefix(_WHOLE)
    return "" if _KEPT_JOINERS.issuperset(letters) else f"{_WHOLE}{letters}}}"


class _Table(dict[str, str]):
    """The forms of clusters, found once each; bounded, as the text is not ours."""

    __slots__ = ("_find",)
    _LIMIT = 20_000

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, cluster: str) -> str:
        form = self._find(cluster)
        if len(self) < self._LIMIT and len(cluster) < 40:
            self[cluster] = form
        return form


def _special(cluster: str) -> str | None:
    """Return the form of a sign that neither mode can leave alone."""
    if cluster.isspace():
        return "~" if cluster in "\u00a0\u202f" else " "
    if cluster in SIGNS and cluster.isascii():
        return f"{{\\{SIGNS[cluster]}}}"
    if cluster in PLAIN and cluster.isascii():
        return PLAIN[cluster]
    if cluster in MATH:
        return f"{{${MATH[cluster]}$}}"
    if len(cluster) <= 2 and all(letter in GREEK for letter in cluster):
        return "".join(f"{{${GREEK[letter]}$}}" for letter in cluster)
    return None


def _encode_unicode(cluster: str) -> str:
    form = _special(cluster)
    if form is not None:
        return form
    return cluster[1:] if _is_left_out(cluster[0]) else cluster


def _is_left_out(character: str) -> bool:
    """Return whether nothing of a character is to be seen: controls, and what is for ever none in Unicode."""
    if character in _KEPT_JOINERS:
        return False
    code = ord(character)
    return unicodedata.category(character) in _LEFT_OUT or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _encode_ascii(cluster: str) -> str:
    form = _special(cluster) or exact(cluster)
    if form is not None:
        return form
    if _is_left_out(cluster[0]) or cluster[0] in _LOOSE_MARKS:
        return "" if len(cluster) == 1 else _encode_text(cluster[1:], _ASCII)
    return f"{_WHOLE}{cluster}}}"


def exact(cluster: str) -> str | None:
    """Return the LaTeX form of a non-ASCII cluster that loses nothing, or None."""
    if cluster in PLAIN:
        return PLAIN[cluster]
    command = LETTERS.get(cluster) or SIGNS.get(cluster)
    if command is not None:
        return f"{{\\{command}}}"
    if _special(cluster) is not None:
        return _special(cluster)
    accented = _accented(cluster)
    if accented is not None:
        return f"{{{accented}}}"
    if _is_left_out(cluster[0]) or cluster[0].isspace():
        return ""
    if cluster[0] in _KEPT_JOINERS:
        return None
    compatible = unicodedata.normalize("NFKC", cluster).replace("\u2044", "/")
    if compatible != cluster and compatible.isascii():
        return _encode_text(compatible, _ASCII)
    return None


def _accented(cluster: str) -> str | None:
    """Return the accent commands for a letter and its marks, without the outer braces."""
    base, *marks = list(unicodedata.normalize("NFD", cluster))
    if not marks or not ((base.isascii() and base.isalpha()) or base in LETTERS):
        return None
    form = base if base.isascii() else f"\\{LETTERS[base]}"
    for position, mark in enumerate(marks):
        command = ACCENTS.get(mark)
        if command is None:
            return None
        if position == 0 and command not in ("d", "c", "k", "b", "textcommabelow") and command not in "`'^\"":
            form = _DOTTED.get(form, form)
        if position or (len(form) > 1 and form not in ("\\i", "\\j")):
            form = f"\\{command}{{{form}}}"
        elif command in _BARE_ACCENTS or form[0] == "\\":
            form = f"\\{command}{form}"
        else:
            form = f"\\{command} {form}"
    return form


def folded(cluster: str) -> str:
    """Return the ASCII letters that stand in for a Latin letter, or the empty string."""
    letters = unicodedata.normalize("NFKD", FOLDED.get(cluster[0], cluster))
    kept = "".join(FOLDED.get(c, c) for c in letters if not unicodedata.combining(c))
    return kept if kept.isascii() and kept.isalnum() else ""


def _is_math(content: str) -> bool:
    """Return whether the text between two dollars is mathematics that TeX sets without harm or error.

    Every command is known and has its arguments, braces are balanced, a script has one base and one value, and
    there are no two words in a row, as in "between $5 and 10$".
    """
    if _NO_MATH.search(content):
        return False
    scripts: list[set[str]] = [set()]  # of the present atom, one set for each open group
    due = [0]  # groups that must come next, likewise
    script_due = False
    words = 0
    for atom in _MATH_TOKEN.findall(content):
        if atom.isspace():
            continue
        arguments = SAFE_MATH.get(atom[1:], -1) if atom[0] == "\\" else 0
        if arguments < 0 or (due[-1] and atom != "{") or (script_due and (arguments or atom in "}^_'")):
            return False
        words += len(atom) > 3 and atom.isalpha()
        if atom == "{":
            if due[-1]:
                due[-1] -= 1
            elif not script_due:
                scripts[-1].clear()
            scripts.append(set())
            due.append(0)
        elif atom == "}":
            scripts.pop()
            due.pop()
            if not due:
                return False
        elif atom in "^_'":
            script = atom if atom == "_" else "^"
            if script in scripts[-1]:
                return False
            scripts[-1].add(script)
        elif not script_due:
            scripts[-1].clear()
            due[-1] = arguments
        script_due = atom in ("^", "_")
    return len(due) == 1 and not due[0] and not script_due and words < 2


_ASCII = _Table(_encode_ascii)
_UNICODE = _Table(_encode_unicode)
