"""A title as the list prints it, without what is no part of it."""

import re

from curabib.evidence import labels, people
from curabib.evidence.regex import regex
from curabib.evidence.text import clean, is_cjk, unescape
from curabib.normalise.tex import from_tex

_QUOTES = (
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ("„", '"'),
    ('"', '"'),
    ("‘", "’"),
    ("«", "»"),
    ("「", "」"),
    ("《", "》"),
    ("``", "''"),
    ("'", "'"),
)
_QUOTE_SIGNS = frozenset(left[0] for left, _ in _QUOTES)
_WITHOUT_STARS = dict.fromkeys(map(ord, "⭐★☆✨🔥🌟💎👍✅📌🆕🎉❗‼️\ufe0f🔴🟠🟡🟢🔵🟣🟤⚫⚪"))
_NUMBER = regex(
    r"^\s*(?:\(?\d{1,3}[.)]\s+|（\d{1,3}）\s*|\d{1,3}、\s*|\d{1,3}．\s*|\[\d{1,3}\]\s+|\d{1,3}\s*[-–]\s*(?:Spotlight|Oral|Poster)\s*[:：]\s*|No\.\s*\d+[:.]?\s+|#\d{1,4}[.:]?\s+)"
)
_CIRCLED = " " + "".join(map(chr, range(ord("①"), ord("⑳") + 1)))
_EDITION = regex(
    r"\s*\((?:\d+(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Rr]evised)\s+(?:ed\.?|edition)\)\s*$"
)
_BADGE = regex(r"^\s*(?:\[(?:NEW|New|new|HOT|Hot)\]|(?:NEW|HOT)!)\s*")
EMOJI_CODE = regex(r":(?<!\w:)[a-z0-9_+\-]{3,}:(?!\w)")
_BOOK_MARK = regex(
    r"^\s*\((?:book|thesis|phd thesis|survey|review|tutorial|ebook)\)\s*|\s*\((?:book|ebook)\)\s*$",
    re.IGNORECASE,
)
_ARXIV_PREFIX = regex(
    r"^\s*(?:\[(?:\d{4}\.\d{4,5}(?:v\d+)?|[a-z\-]+/\d{7})\]|arxiv:\s*\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.\-]+\])?[\s,:;–-]|"
    r"doi:\s*10\.\d{4,9}/\S+\s)\s*[,:;–-]?\s*",
    re.IGNORECASE,
)
# a method's name before the title: "[T5] Exploring …", "XLNet) XLNet: …", "ELECTRA - ELECTRA: …"; "[Re] …" is a title
_TAG = regex(
    r"^【[^【】]{1,30}】\s*(?=\S)|^\[(?!Re\])[^\[\]]{1,30}\]\s+(?=\S)|^[\w\-+.]{1,20}\)\s+(?=[^()]*$)"
)
_TWICE = regex(
    r"^[(\[]?(?P<name>[^\W\d][\w\-+. ]{1,29}?)[)\]]?(?:\s*[:：|]\s*|\s+[-–—]\s+|(?<=\))\s+)(?=(?P=name)\b)"
)
_TRACK_END = regex(r"\s*[(\[](?:spotlight|oral|poster|highlight)(?: presentation)?[)\]]\s*$", re.IGNORECASE)
_TRACK = regex(r"^\s*(?:Spotlight|Oral|Poster|Best Paper(?: Award)?)\s*[:：]\s*")


# where the authors work, and the title in another language, in brackets at the end: "Title(@MIT etc)", "Title（标题）"
_WORKPLACE = regex(r"\s*[(（]@[^()（）]{2,80}[)）]\s*$")
_TRANSLATION = regex(r"([\x00-\x7f‐-”]{8,}?)\s*[(（]([^()（）]{2,80})[)）]\s*$")
_ABBREVIATION_END = regex(r"\b(?:et al|Inc|Jr|etc|vs|St|U\.S|[A-Z]\.[A-Z])\.$")
_FILE = regex(r"[\w\-./~%]+\.(?:pdf|html?|ps|org|com|net|io|cc|edu)")
# what is no part of a title, and the signs without which it is not there: what it begins with ("" for anything, 0 for
# any digit), and one of those that stand in it
_EXTRAS = (
    (_EDITION, "", frozenset("(")),
    (_NUMBER, "0(（[N#", frozenset(".)]:：）、．#")),
    (_BADGE, "[NH", frozenset("]!")),
    (_ARXIV_PREFIX, "[aAdD", frozenset("[:")),
    (_TRACK, "SOPB", frozenset(":：")),
    (_TRACK_END, "", frozenset(")]")),
    (_BOOK_MARK, "", frozenset("(")),
    (_TAG, "", frozenset("])】")),
)
_BETWEEN_TWICE = frozenset(":：|-–—)")


def clean_title(text: str) -> str:
    """Return a title without outer quotes, list numbers, stars, an arXiv number in front, and the final full stop.

    Inner punctuation, question and exclamation marks, spelling and capitals stay as printed. HTML character
    references and TeX become Unicode.
    """
    text = from_tex(clean(unescape(text)))
    if not text.isascii():
        text = _without_translation(text.translate(_WITHOUT_STARS).lstrip(_CIRCLED))
    if "@" in text:
        text = _WORKPLACE.sub("", text)
    before = None
    while before != text:
        before = text
        text = EMOJI_CODE.sub(" ", text).strip() if ":" in text else text.strip()
        for pattern, begins, signs in _EXTRAS:
            first = "0" if text[:1].isdecimal() else text[:1]
            if (not begins or first in begins) and not signs.isdisjoint(text):
                text = pattern.sub("", text)
        name = text[1:3] if text[:1] in "([" else text[:2]
        if name and text.find(name, 2) > 0 and not _BETWEEN_TWICE.isdisjoint(text):
            text = _TWICE.sub("", text)
        text = text.strip(" |*_~,;，；:：-–—·\\").rstrip("[(（【 ")
        text = _unquote(text)
    if text[:1] == "[" and text[-1:] == "]" and " " in text and "[" not in text[1:]:
        text = text[1:-1]
    return " ".join(_final(text).split())


def _without_translation(text: str) -> str:
    """Return a title in Latin letters without its translation into Chinese, Japanese or Korean behind it."""
    match = _TRANSLATION.fullmatch(text) if text.rstrip()[-1:] in ")）" else None
    if match is None or not is_cjk(match[2]) or " " not in match[1] or people.evidence(match[2]):
        return text
    return match[1]


def _final(text: str) -> str:
    """Drop one final full stop (not an ellipsis, not that of an abbreviation such as "Inc." or "et al.")."""
    if text.endswith(("。", "．")):
        return text[:-1]
    if (
        text.endswith(".")
        and not text.endswith(("..", "…"))
        and not _ABBREVIATION_END.search(text, max(0, len(text) - 8))
    ):
        return text[:-1].rstrip()
    return text


def _unquote(text: str) -> str:
    if text[:1] not in _QUOTE_SIGNS:
        return text
    for left, right in _QUOTES:
        for tail in ("", ".", ","):
            if (
                text.startswith(left)
                and text.endswith(right + tail)
                and len(text) > len(left) + len(right) + 1
            ):
                inner = text[len(left) : len(text) - len(right) - len(tail)]
                if right not in inner and left not in inner:
                    return inner.strip(" ,")
    return text


def is_link_word(text: str) -> bool:
    """Return whether a would-be title is only a label ("paper", "here"), a file name or a URL."""
    stripped = text.strip()
    if not stripped or labels.link_label(stripped) or "://" in stripped:
        return True
    return " " not in stripped and _FILE.fullmatch(stripped) is not None
