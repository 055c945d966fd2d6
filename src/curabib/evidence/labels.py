"""Words that lists print on links and in front of lines, and the headings that stand above no entries."""

import re
from functools import lru_cache

from curabib.evidence import dates
from curabib.evidence.data import rows
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk, squash

_UNCOLONED = frozenset(("digest", "authorlist", "abstract"))
_MISSPELT_LENGTH, _KEY_LENGTH = 6, 24
_SIGNED_WORDS = 3
_LABEL_WORDS = 4
_ROWS = rows("labels.tsv")


def _table(where: str) -> dict[str, str]:
    return {squash(name): label for kind, label, name in _ROWS if kind == where}


# what people print, compared without blanks, case and punctuation -> what it means
_LINK_BY_KEY = _table("link")
_LABEL_LENGTH = max(map(len, _LINK_BY_KEY))
_LINE_BY_KEY = _table("line")
_LONG_BY_INITIAL = {
    initial: [key for key in _LINE_BY_KEY if key[0] == initial and len(key) >= _MISSPELT_LENGTH]
    for initial in {key[0] for key in _LINE_BY_KEY}
}
_HEADINGS = _table("heading")
_ELSEWHERE = _table("elsewhere")
_SIGNS = {name: label for kind, label, name in _ROWS if kind == "sign"}
_MODIFIERS = frozenset(
    (
        "academic",
        "scientific",
        "relevant",
        "related",
        "useful",
        "other",
        "important",
        "major",
        "main",
        "more",
        "external",
        "key",
        "our",
        "top",
        "distinguishable",
        "distinguished",
        "famous",
        "leading",
        "notable",
    )
)
_JOINED = regex(r"\s+(?:&|and)\s+")
# a word or two, what stands in brackets behind them ("Paper(Oral)"), and a colon
_COLON = regex(
    r"\s*([^\s:：,;.()\[\]][^:：,;.()\[\]]{0,30}?)\s*(?:[(（][^\W\d_][^()（）\d:：]{0,20}[)）]\s*)?[:：]\s*(.*)",
    re.DOTALL,
)
_WORD_LABEL = regex(r"(?P<label>Digest|Author List|Abstract)\s+(?=[^\s:])")
_LONGEST_ROLE = 60
_FARTHEST_COLON = 80
# before a role, they make it what a title is about: "Deep Learning for Teachers"
_SPEAKS_OF = frozenset(("of", "for", "from", "in", "with", "on", "to", "by", "as", "how"))
_ROLE = regex(
    r"\b(?:co-?chairs?|chairs?|committees?|members?|students?|staff|organi[sz]ers?|organi[sz]ation|speakers?|faculty|alumni|"
    r"alumnae|post-?docs?|advisors?|advisers?|supervisors?|editors?|reviewers?|instructors?|assistants?|fellows?|"
    r"professors?|interns?|volunteers?|panell?ists?|team|people|investigators?|PIs?|collaborators?|visitors?|guests?|"
    r"lecturers?|contributors?|sponsors?|researchers?|scientists?|participants?|winners?|judges?|mentors?|authors?|"
    r"graduates?|undergraduates?|admins?|administrators?|developers?|maintainers?|partners?|teachers?|coordinators?)"
    r"\s*(?:(?:[(\[:,–—-]|(?:of|from|for|at|in|and)\s).*)?$",
    re.IGNORECASE,
)
# what a list was made after, before its address
_MODELS = regex(
    r"\b(?:inspired|motivated|adapted|borrowed|modified|derived)\s+(?:by|from)\s*[:：]\s*\Z", re.IGNORECASE
)
_BETWEEN_WORDS = regex(r"[\s/()\[\]:,&+\-_.]+|and")
_DECORATION = regex(r"[^\w\s&+/'’.\-]|_|:[a-z0-9_+\-]+:", re.UNICODE)
_BRACKETS = regex(r"[\[\]【】()]")
_HEADING_HEAD = regex(r"[(\[:：|–—]|\s-\s")
_HEADING_NUMBER = regex(r"^\s*(?:\d+(?:\.\d+)*[.)]\s+|[IVX]+\.\s+|\[\s*\]\s*)")
EMOJI_CODE = regex(r":[a-z0-9_+\-]+:")
_BACK = regex(
    r"\s*[(\[]*\b(?:back to (?:the )?(?:top|toc|contents|table of contents))\b[)\]]*|[⬆🔝↑▲]+", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def link_label(text: str) -> str:
    """Return the canonical label (`paper`, `code`, `video`, ...) that a link's text prints, or the empty string.

    Signs, emoji, brackets and trailing numbers do not matter; a link with no letters at all has no label.
    """
    if len(text) > 60:
        return ""
    sign = "" if text.isascii() else next((char for char in text if char in _SIGNS), "")
    emoji = _SIGNS.get(sign, "")
    code = EMOJI_CODE.search(text)
    plain = EMOJI_CODE.sub(" ", text)
    if not sign and code is None and ":" not in text and _says_more(text):
        return ""
    key = squash(plain)
    if not key:
        return emoji or (
            _LINK_BY_KEY.get(squash(code.group()), "video" if "movie" in code.group() else "other")
            if code
            else ""
        )
    found = _LINK_BY_KEY.get(key) or _LINK_BY_KEY.get(key.rstrip("0123456789"))
    if found:
        return found
    head, colon, _ = plain.partition(":")
    if (
        colon
        and "://" not in plain
        and len(plain.split()) <= 4
        and squash(head) in _LINK_BY_KEY
        and len(plain) <= 40
    ):
        return _LINK_BY_KEY[squash(head)]
    head, bracket, inside = plain.partition(" (")
    if bracket and _LINK_BY_KEY.get(squash(head)) == "code" and not any(map(str.isdigit, inside)):
        return "code"
    words = [squash(word) for word in _BETWEEN_WORDS.split(plain) if squash(word)]
    if 1 < len(words) <= _LABEL_WORDS:
        labels = [_LINK_BY_KEY.get(word) or _LINK_BY_KEY.get(word.rstrip("0123456789")) for word in words]
        if labels[0] and all(
            label or word.isdigit() or word in _FILLERS for label, word in zip(labels, words, strict=True)
        ):
            return labels[0]
        if labels[-1] and all(word in _FILLERS or word in _ADJECTIVES for word in words[:-1]):
            return labels[-1]
    return emoji if len(words) <= _SIGNED_WORDS else ""


def _says_more(text: str) -> bool:
    """Whether a text has more words than labels have: cheap, and true of most titles."""
    words = [word for word in text.split() if word.isalpha() and word != "and"]
    return len(words) > _LABEL_WORDS and sum(map(len, words)) > _LABEL_LENGTH


_FILLERS = frozenset(
    (
        "version",
        "the",
        "official",
        "unofficial",
        "of",
        "for",
        "in",
        "by",
        "part",
        "v",
        "link",
        "page",
        "full",
        "long",
        "short",
        "draft",
        "icon",
    )
)
_ADJECTIVES = frozenset(
    (
        "official",
        "unofficial",
        "full",
        "long",
        "short",
        "original",
        "my",
        "author",
        "authors",
        "extended",
        "accompanying",
        "companion",
        "blog",
        "arxiv",
        "reading",
    )
)


@lru_cache(maxsize=8192)
def line_label(text: str) -> tuple[str, str, str] | None:
    """Return (canonical label, label as printed, rest) of a line such as `Key Word: pruning; sparsity`, or None.

    A label may be misspelt: at most one wrong, missing or swapped letter in five. Only "Digest", "Abstract" and
    "Author List" are labels without a colon, and only in front of more text.
    """
    start = text.lstrip()[:_FARTHEST_COLON]
    match = _COLON.match(text) if ":" in start or "：" in start else None
    if match is not None:
        printed = match[1].strip(" *_`[]【】")
        key = squash(printed)
        label = _LINE_BY_KEY.get(key) or _nearest(key)
        if not label and "/" in printed:
            label, printed = _in_two_languages(printed)
        if label:
            return label, printed, match[2].strip(" *_")
    match = _WORD_LABEL.match(text.lstrip())
    if match is not None and squash(match["label"]) in _UNCOLONED:
        return _LINE_BY_KEY[squash(match["label"])], match["label"], text.lstrip()[match.end() :].strip()
    return None


def _in_two_languages(printed: str) -> tuple[str, str]:
    """Return the label that two words around a stroke both are, and the last of them ("论文/Paper"), or nothing."""
    words = [word.strip() for word in printed.split("/")]
    said = {_LINE_BY_KEY.get(squash(word), "") for word in words}
    return (said.pop(), words[-1]) if len(said) == 1 else ("", printed)


def is_label(text: str) -> bool:
    """Return whether a text is a label of a link or a line, and nothing else."""
    key = squash(text)
    return key in _LINK_BY_KEY or key in _LINE_BY_KEY


def is_known_line_label(printed: str, label: str) -> bool:
    """Return whether `printed` is spelt as people do spell `label`."""
    found = _LINE_BY_KEY.get(squash(printed), "")
    return found == label or {found, label} == {"title", "link"}


def _nearest(key: str) -> str:
    """Return the label whose key differs from `key` by few letters: only labels of six letters or more."""
    if not _MISSPELT_LENGTH <= len(key) <= _KEY_LENGTH or is_cjk(key):
        return ""
    for known in _LONG_BY_INITIAL.get(key[0], ()):
        if abs(len(known) - len(key)) <= 1 and _close(known, key):
            return _LINE_BY_KEY[known]
    return ""


def _close(left: str, right: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours turns one into the other."""
    if len(left) == len(right):
        wrong = [place for place in range(len(left)) if left[place] != right[place]]
        if len(wrong) <= 1:
            return True
        first, second = wrong[0], wrong[-1]
        return (
            len(wrong) == 2
            and second == first + 1
            and left[first] == right[second]
            and left[second] == right[first]
        )
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


@lru_cache(maxsize=1024)
def heading_kind(text: str) -> str:
    """Return what stands under a heading: `contents`, `about the list`, `no works`, or else nothing."""
    key = squash(_DECORATION.sub(" ", EMOJI_CODE.sub(" ", text)))
    found = _HEADINGS.get(key)
    if found is None and key.endswith("s"):
        found = _HEADINGS.get(key[:-1])
    if found is None and " " in text.strip():
        first, _, rest = text.strip().partition(" ")
        if first.casefold() in _MODIFIERS:
            found = _HEADINGS.get(squash(_DECORATION.sub(" ", rest)))
    if found is None:
        head = _HEADING_HEAD.split(text, maxsplit=1)[0]
        found = _HEADINGS.get(squash(_DECORATION.sub(" ", head)))
        if found == "about the list" and head.strip() and len(text) > 2 * len(head) + 12:
            found = found if not dates.find_year(text) else None
    if found is None and (" & " in text or " and " in text):
        kinds = {heading_kind(part) for part in _JOINED.split(text[:_LONGEST_ROLE])}
        found = kinds.pop() if len(kinds) == 1 else None
    return found or ""


def points_elsewhere(text: str) -> bool:
    """Return whether a heading or a line only announces what stands elsewhere: "Other Resources", "Inspired by:"."""
    if len(text) > _LONGEST_ROLE:
        return False
    return squash(_DECORATION.sub(" ", EMOJI_CODE.sub(" ", text))) in _ELSEWHERE or bool(_MODELS.search(text))


def names_role(text: str) -> bool:
    """Return whether a heading says what the people below it do: "Area Chairs", "Former PhD Students (2010-)"."""
    match = _ROLE.search(text) if len(text) <= _LONGEST_ROLE else None
    return match is not None and _SPEAKS_OF.isdisjoint(text[: match.start()].casefold().split())


def heading_text(text: str) -> str:
    """Return a heading as a topic is named: without emoji, emoji codes, numbering and "back to top"."""
    text = EMOJI_CODE.sub(" ", text)
    text = _BACK.sub(" ", text) if not text.isascii() or "back" in text.lower() else text
    text = text if text.isascii() else "".join(char for char in text if not is_emoji(char))
    text = _HEADING_NUMBER.sub("", text)
    text = " ".join(text.split()).strip(" :：#|")
    inside = text[1:-1] if text[:1] + text[-1:] in ("[]", "【】", "()") else ""
    return inside.strip() if inside and not _BRACKETS.search(inside) else text


def is_emoji(char: str) -> bool:
    """Return whether a character is an emoji or a sign that emoji are put together of."""
    return (
        "\U0001f000" <= char <= "\U0001faff"
        or "\u2600" <= char <= "\u27bf"
        or char in "\u2b50\u2b06\u200d\ufe0f\u20e3"
    )
