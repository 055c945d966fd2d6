"""Labels of links that are known labels with one letter wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from curabib.diagnostics.diagnostic import Diagnostic, Edit, Fix, diagnose
from curabib.evidence.labels import is_known_line_label, line_label, link_label
from curabib.model import Location, Piece, RawEntry

_BRACKETS = "[](){}「」【】 "
_SHORTEST = 4
_LONGEST = 20
_FARTHEST = 2
# words that people do write as labels; one letter away from them is a mistake
_LABELS = (
    "arxiv",
    "blog",
    "code",
    "dataset",
    "demo",
    "github",
    "page",
    "paper",
    "poster",
    "project",
    "slides",
    "supplementary",
    "talk",
    "video",
    "website",
)


def misspelt_labels(entries: Sequence[RawEntry], lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link whose text is one letter away from a label and is no label or word itself.

    It must stand in brackets of its own, or the list must use that label elsewhere; `lines` are those of the list.
    """
    used = Counter(_printed(piece).lower() for entry in entries for piece in _labels(entry))
    for entry in entries:
        for piece in _labels(entry):
            word = _printed(piece)
            meant = _meant(word.lower())
            if (
                meant
                and (piece.text.strip() != word or used[meant])
                and used[word.lower()] <= used[meant] + 1
            ):
                at = _place(piece, word, lines)
                if at is not None:
                    right = _in_case_of(word, meant)
                    fix = Fix(title=f"write `{right}`", edits=(_edit(at, right),), safe=True)
                    yield diagnose(
                        "CB589",
                        f"the label `{word}` is hardly one",
                        at,
                        fix=fix,
                        help=f"did you mean `{right}`?",
                    )


def labels_of_links(entries: Sequence[RawEntry]) -> frozenset[str]:
    """Return the labels, in lower case, that links of these entries print."""
    printed = (
        _printed(piece).lower()
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


def _labels(entry: RawEntry) -> Iterator[Piece]:
    for piece in entry.pieces if entry.form != "fields" else ():
        if piece.kind == "link" and _SHORTEST <= len(_printed(piece)) <= _LONGEST:
            yield piece


def _printed(piece: Piece) -> str:
    return piece.text.strip(_BRACKETS)


def _meant(word: str) -> str:
    """Return the label that a word is one insertion, deletion, change or swap away from, or the empty string."""
    if not word.isalpha() or link_label(word):
        return ""
    return next((label for label in _LABELS if OSA.distance(word, label, score_cutoff=1) == 1), "")


def _in_case_of(word: str, label: str) -> str:
    if word.isupper():
        return label.upper()
    return label.capitalize() if word[:1].isupper() else label


def _place(piece: Piece, word: str, lines: Sequence[str]) -> Location | None:
    number = piece.location.line
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    start = line.find(f"[{word}]")
    if start < 0:
        return None
    column = start + 2
    return Location(
        path=piece.location.path, line=number, column=column, end_line=number, end_column=column + len(word)
    )


def _edit(at: Location, replacement: str) -> Edit:
    return Edit(
        path=at.path,
        line=at.line,
        column=at.column,
        end_line=at.line,
        end_column=at.end_column,
        replacement=replacement,
    )
