"""What stands in lists and Markdown would take apart: TeX, brackets escaped in titles, several URLs in a link, tildes.

Signs in such places give way to characters that the text does not hold before it is parsed, and come back in what was
parsed, be it text, code or an address.
"""

import re
from itertools import islice

from curabib.evidence.regex import regex
from curabib.readers import wiki_links

# as pandoc reads them: no blank inside the dollars, no digit behind; and only what shows that it is mathematics
_FORMULA = r"\$(?=[^\s$])(?=[^$\n]{0,80}[\\^_{}])(?:\\.|(?!\*\*|\]\()[^$\\\n]){1,80}(?<!\s)\$(?!\d)"
# {\"o}, \"{o}, and \"o between letters, but no escaped quotation mark or apostrophe: it\'s, \"so-called\"
_ACCENT = (
    r"[\"'`^~=.]\{\\?[^\W\d_]\}|(?<=\{\\)[\"'`^~=.]\\?[^\W\d_]\}|"
    r"(?<=[^\W\d_]\\)(?:[\"^][aeiouyAEIOU]|'(?!(?:re|ve|ll|[stdm])\b)[aeiouycnsz]|~[nao]|`[aeiou])"
)
# `**Engines \[extended version\]**`: text, and no label without a link
_PAIR = r"\[(?:[^\[\]\\`*_<>!$\n]|\\[^\w\s\[\]]){1,80}\\\](?!\()"
# the last is any other escape, which is passed over
_TAKEN = regex(rf"{_FORMULA}|\\(?:(?P<accent>{_ACCENT})|(?P<pair>{_PAIR})|[^\w\s])")
# GitHub strikes out between two of them, people write "about" with one, and TeX a blank; two of them strike out
_LONE_TILDE = regex(r"~(?<![~\\]~)(?!~)")
_TWO_URLS = regex(r"\]\((https?://[^\s()<>]{1,500}+(?: https?://[^\s()<>]{1,500}+){1,4}) ?\)")
# a link whose bracket nobody closed, at the end of its block
_UNCLOSED = regex(
    r"(\]\(https?://[^\s()<>]{1,500}+)(?=[ \t]*(?:\Z|\r?\n[ \t]*(?:\Z|\r?\n|[*+-][ \t]|\d{1,3}[.)][ \t]|\#)))"
)
_SIGNS = "\\_*[]<&~`"
# editors' marks that hardly a text holds: punctuation to Markdown, as the signs are
_STAND_INS = tuple(chr(code) for code in range(0x2E00, 0x2E50) if code != 0x2E2F)
_JOINER = "\u2060"
_ALL_IN_BRACKETS = regex(r"\s*\[\u2060[^\]]*\]\W*")


class Source:
    """A text as the parser gets it (`text`), and the way back for what it finds there."""

    def __init__(self, text: str) -> None:
        """Put stand-ins in the place of signs, or none where the text holds too many of these characters itself."""
        text = wiki_links.read(text)
        text = _UNCLOSED.sub(r"\1)", text) if "](http" in text else text
        self.text = _TWO_URLS.sub(_join_urls, text) if " http" in text else text
        self._back: dict[int, int | None] = {}
        self._mark = ""
        if any(sign in text for sign in "\\$~"):
            free = [*islice((char for char in _STAND_INS if char not in text), len(_SIGNS) + 1)]
            if len(free) > len(_SIGNS):
                self._set_aside(free)

    def _set_aside(self, free: list[str]) -> None:
        self._mark = free.pop()
        there = str.maketrans(_SIGNS, "".join(free))
        # a formula has no need of grave accents, and code that begins or ends between two dollars has
        of_formula = {sign: char for sign, char in there.items() if sign != ord("`")}

        def put_aside(match: re.Match[str]) -> str:
            whole = match.group()
            if whole[0] == "$":
                return whole.translate(of_formula)
            if match["accent"]:
                return whole.translate(there)
            return f"\\[{self._mark}{whole[2:]}" if match["pair"] else whole

        if "$" in self.text or "\\" in self.text:
            self.text = _TAKEN.sub(put_aside, self.text)
        if "~" in self.text:
            self.text = _LONE_TILDE.sub(chr(there[ord("~")]), self.text)
        self._back = {char: sign for sign, char in there.items()} | {ord(self._mark): None}

    def plain(self, found: str) -> str:
        """Return what the parser found as the list has it."""
        return found if found.isascii() or not self._back else found.translate(self._back)

    def title(self, found: str) -> str:
        """Return what was found in bold or italics, a word joiner behind a bracket that the list escapes.

        It says that the bracket belongs to a title. What is all in brackets is no title; and elsewhere people escape
        the brackets of labels and venues too.
        """
        if self._mark and self._mark in found:
            marked = found.replace(self._mark, _JOINER)
            if not _ALL_IN_BRACKETS.fullmatch(marked):
                found = marked
        return self.plain(found)


def _join_urls(match: re.Match[str]) -> str:
    """Several URLs in one target are no link in Markdown: join them by an escaped blank, which makes them one."""
    return match.group().replace(" ", "%20")
