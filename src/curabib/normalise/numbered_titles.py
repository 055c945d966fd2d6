"""What most entries of a list have in front of their titles: numbers, years, venues behind years ("2017-CVPR - T")."""

from collections import defaultdict
from collections.abc import Sequence

from curabib.evidence import dates
from curabib.evidence.regex import regex
from curabib.model import RawEntry
from curabib.normalise.part import Part
from curabib.normalise.parts import Labelled, Parts

_NUMBER = regex(
    r"\s*(?:#(\d{1,5})[:.)]?|(\d{1,5})(?:[-_](?P<venue>[^\W\d_][\w&+]{1,14}))?(?::|\s+[-–—|]))\s+(?=\S)"
)
_FEWEST = 3
_MOST = 0.6
_FIRST_YEAR, _LAST_YEAR = 1900, 2049
_BEGIN = frozenset("#123456789")
_MARKUP = frozenset(("text", "strong", "link"))


def take_numbers(entries: Sequence[RawEntry], taken: Sequence[Parts]) -> None:
    """Take what only numbers or dates an entry off its text, where three of a form and most of them begin so.

    A year is stated as if it had a label, but where the entry states another one. Numbers are all different, as those
    of submissions are.
    """
    forms: dict[str, list[Parts]] = defaultdict(list)
    for entry, parts in zip(entries, taken, strict=True):
        if entry.form not in ("mention", "row") and parts.parts:
            forms[entry.form].append(parts)
    for form in forms.values():
        fewest = max(_FEWEST, _MOST * len(form))
        begun = [parts for parts in form if parts.parts[0].text.lstrip()[:1] in _BEGIN]
        if len(begun) >= fewest:
            _take(begun, fewest)


def _take(begun: Sequence[Parts], fewest: float) -> None:
    numbered = [
        (parts, match, int(match[1] or match[2]))
        for parts in begun
        if parts.parts[0].markup in _MARKUP and (match := _NUMBER.match(parts.parts[0].text)) is not None
    ]
    numbers = [number for _, _, number in numbered]
    years = all(_FIRST_YEAR <= number <= _LAST_YEAR for number in numbers)
    if len(numbered) < fewest or (len(set(numbers)) < len(numbers) and not years):
        return
    for parts, match, number in numbered:
        if match["venue"] and not years:
            continue
        first = parts.parts[0]
        first.text = first.text[match.end() :]
        stated = {
            "venue": match["venue"],
            "year": str(number) if years and _agrees(parts.parts, number) else "",
        }
        parts.labelled += [
            Labelled(label, label, text, first.number, 1) for label, text in stated.items() if text
        ]


def _agrees(parts: Sequence[Part], year: int) -> bool:
    """Whether the text of an entry states no other year."""
    return {dates.find_year(part.text) for part in parts} <= {None, year}
