"""Labels of links, and of lines, that are known labels with a letter wrong."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from curabib.checks.anchors import Anchor
from curabib.checks.written import Written
from curabib.diagnostics.diagnostic import Diagnostic, Edit, Fix, diagnose
from curabib.evidence.labels import is_known_line_label, line_label, link_label
from curabib.model import Location, RawEntry

_BRACKETS = "[](){}「」【】 "
_SHORTEST = 3
_LONGEST = 20
_FARTHEST = 2
# from so many letters on, a word is its own even with two of them wrong
_LONG = 7
# below so many, another letter makes another word (`core`, `node`), but not letters swapped, doubled or left out
_SHORT = 5
# words that people do write as labels
_LABELS = (
    "arxiv",
    "blog",
    "code",
    "dataset",
    "demo",
    "github",
    "page",
    "paper",
    "pdf",
    "poster",
    "project",
    "slides",
    "supplementary",
    "talk",
    "video",
    "website",
)
_WORD_LIST = """
age coda coded coder codex coed cod database foster gist glides log ode pager papel paler papery papier papyri peg
posted porter posters potter postern poser proceed projekt projet progetto projeto protect proyecto roster sides slices
slider supplemental supplements tall taper talky videos vlog webpage webseite wideo
"""
_IN_BRACKETS = re.compile(r"(?<!\[)\[([A-Za-z]{3,20})\]")
_WORDS = re.compile(r"[\W_]+")
_MOST_OWN = 2
_OTHER_WORDS = frozenset(_WORD_LIST.split())
"""Words, in this and other languages, that are no label with a letter wrong."""
_BARE = re.compile(
    r"(?<![\w\]!\\])\[([A-Za-z]{3,20})\](?=[ \t]*(?:$|\[|\||<|https?:|[ \t]\())(?![\[(:])", re.MULTILINE
)


def misspelt_labels(
    entries: Sequence[tuple[Written, Sequence[Anchor]]], used: Counter[str]
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link behind a title whose text is a letter away from a label, and no word itself.

    So too for words in brackets that are no link, where a label would be. `used` counts what the links of the list
    print, in lower case: what it prints more often than the right label is its own. The fix is certain where the list
    has the label elsewhere, or where letters are only swapped.
    """
    for written, links in entries:
        starts = {link.start for link in links}
        for link in links:
            if link.behind and not _is_in_address(link.label, link.target):
                yield from _misspelt(written, link.label, link.start, used)
        for match in _BARE.finditer(written.text) if any(used[label] for label in _LABELS) else ():
            before = written.text[max(match.start() - 200, 0) : match.start()]
            if any(map(str.isalpha, before)) and match.start(1) not in starts:
                yield from _misspelt(written, match[1], match.start(1), used)


def _misspelt(written: Written, word: str, start: int, used: Counter[str]) -> Iterator[Diagnostic]:
    meant = _meant(word.lower()) if _SHORTEST <= len(word) <= _LONGEST else ""
    if not meant or used[word.lower()] > used[meant] + _MOST_OWN:
        return
    right = _in_case_of(word, meant)
    fix = written.fix(f"write `{right}`", start, start + len(word), right)
    certain = bool(used[meant]) or sorted(word.lower()) == sorted(meant)
    yield diagnose(
        "CB589",
        f"the label `{word}` is hardly one",
        written.place(start, start + len(word)),
        fix=fix if certain else replace(fix, safe=False),
        help=f"did you mean `{right}`?",
    )


def _is_in_address(word: str, target: str) -> bool:
    """Return whether a word is the name of what its link leads to: `[core](https://example.org/core)`."""
    return word.lower() in _WORDS.split(target.lower())


def labels_of_links(entries: Sequence[RawEntry]) -> frozenset[str]:
    """Return the labels, in lower case, that links of these entries print."""
    printed = (
        piece.text.strip(_BRACKETS).lower()
        for entry in entries
        for piece in entry.pieces
        if entry.form != "fields"
        and piece.kind == "link"
        and len(piece.text) <= _LONGEST
        and piece.href.strip(" #")
    )
    return frozenset(word for word in printed if link_label(word))


def misspelt_line_labels(entries: Sequence[RawEntry], lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each line of an entry whose label (`Keywords: …`) is one letter wrong.

    The right spelling is the nearest of those that the list itself uses for that label, else the usual one.
    """
    said = [
        (entry, number, found)
        for entry in entries
        if entry.form != "fields"
        for number in range(entry.location.line, max(entry.location.end_line, entry.location.line) + 1)
        if number <= len(lines) and (found := _line_label(lines[number - 1]))
    ]
    known: dict[str, Counter[str]] = {}
    for _, _, (label, printed) in said:
        if is_known_line_label(printed, label):
            known.setdefault(label, Counter())[printed] += 1
    for entry, number, (label, printed) in said:
        column = lines[number - 1].find(printed) + 1
        if is_known_line_label(printed, label) or not column:
            continue
        used = known.get(label) or Counter({_in_case_of(printed, label): 1})
        right = min(used, key=lambda form: (OSA.distance(printed, form), -used[form], form))
        end = column + len(printed)
        at = Location(path=entry.location.path, line=number, column=column, end_line=number, end_column=end)
        near = OSA.distance(printed.lower(), right.lower()) <= _FARTHEST
        fix = Fix(title=f"write `{right}`", edits=(_edit(at, right),), safe=True) if near else None
        yield diagnose("CB105", f"`{printed}` is read as the label `{label}`", at, fix=fix)


def _line_label(line: str) -> tuple[str, str] | None:
    found = line_label(line[:200].lstrip(" \t-*+>")) if ":" in line[:60] or "：" in line[:60] else None
    return found[:2] if found else None


def printed_labels(entries: Sequence[RawEntry]) -> Counter[str]:
    """Return how often links of these entries print a short text, in lower case."""
    return Counter(
        piece.text.strip(_BRACKETS).lower()
        for entry in entries
        if entry.form != "fields"
        for piece in entry.pieces
        if piece.kind == "link" and len(piece.text) <= _LONGEST + 4
    )


def labels_in_brackets(entries: Sequence[tuple[Written, Sequence[Anchor]]]) -> Counter[str]:
    """Return how often labels of links stand in brackets in these entries, in lower case, links or not."""
    words = (match[1].lower() for written, _ in entries for match in _IN_BRACKETS.finditer(written.text))
    return Counter(word for word in words if link_label(word))


def _meant(word: str) -> str:
    """Return the label that a word is hardly different from, or the empty string."""
    if not (word.isascii() and word.isalpha()) or link_label(word) or word in _OTHER_WORDS:
        return ""
    return next((label for label in _LABELS if _is_slip(word, label)), "")


def _is_slip(word: str, label: str) -> bool:
    """Return whether a word is a label with letters swapped, left out, doubled or, in longer ones, wrong."""
    farthest = _FARTHEST if len(label) >= _LONG else 1
    apart = OSA.distance(word, label, score_cutoff=farthest)
    if not 0 < apart <= farthest:
        return False
    if len(label) >= _SHORT or sorted(word) == sorted(label):
        return True
    doubled = len(word) > len(label) and {*word} == {*label}
    return doubled or (len(word) < len(label) and len(label) > _SHORTEST)


def _in_case_of(word: str, label: str) -> str:
    if word.isupper():
        return label.upper()
    return label.capitalize() if word[:1].isupper() else label


def _edit(at: Location, replacement: str) -> Edit:
    return Edit(
        path=at.path,
        line=at.line,
        column=at.column,
        end_line=at.line,
        end_column=at.end_column,
        replacement=replacement,
    )
