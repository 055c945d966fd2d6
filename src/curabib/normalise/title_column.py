"""Which column of a table holds the titles."""

from collections.abc import Sequence
from functools import lru_cache

from curabib.evidence import people
from curabib.evidence.regex import regex
from curabib.evidence.text import squash
from curabib.normalise import whole
from curabib.normalise.part import Part
from curabib.normalise.parts import Parts

# what is printed over titles; over names of works, which may be their titles; over citations, which may hold titles;
# and over what has a paper, where nothing else in a row could be its title
_HEADED = {
    "title": "title; paper; paper title; paper name; papers; article; title of paper; publication; "
    "标题; 题目; 论文; 论文名; 论文标题; 제목; 논문; 논문명; タイトル; 論文; 論文名",
    "name": "name; project; tool; work; book; course; dataset; resource",
    "reference": "reference; references; ref; citation; source; associated paper; original paper; paper link; 参考文献",
    "thing": "model; models; method; methods; algorithm; approach; architecture; network; benchmark; corpus; "
    "模型; 方法",
}
_ROLES = {squash(name): role for role, names in _HEADED.items() for name in names.split(";")}
_INTRODUCED = frozenset(("dataset", "tool", "benchmark", "corpus"))
_TITLES = ("title", "name")
_TITLE_WORDS = 4
_HEADING_END = regex(r"\s*(?:[(（/&,+|]|\band\b)")
_LONGEST_HEADING = 80
_SHORT_CITATION = regex(r"\bet\.? al\b|(?:19|20)\d\d\W{0,3}\Z")


def title_cell(columns: Sequence[str], parts: Parts) -> tuple[Part, ...]:
    """Return the parts in the column of titles, or nothing: the first of several that holds two words, else any.

    A citation, or a title on a link, in the column of papers or references is preferred to the name of what it
    introduces.
    """
    cells: dict[str, list[tuple[str, tuple[Part, ...]]]] = {"title": [], "reference": [], "thing": []}
    for place, column in enumerate(columns):
        role = _role(column)
        if role:
            inside = tuple(
                part for part in parts.parts if part.cell == place and part.markup not in ("gap", "where")
            )
            if inside:
                cells["title" if role in _TITLES else role].append((role, inside))
    titled = cells["title"]
    if cells["reference"] or len(titled) > 1:
        cites = (inside for _, inside in (*titled, *cells["reference"]) if whole.cites(_text(inside)))
        if (cited := next(cites, None)) is not None:
            return cited
    role, chosen = next(
        (cell for cell in titled if any(" " in part.text.strip() for part in cell[1])),
        next(iter(titled), ("", ())),
    )
    if role != "title":
        beside = [inside for role, inside in (*titled, *cells["reference"]) if role != "name"]
        chosen = next((inside for inside in beside if _links_a_title(inside)), chosen)
    if not chosen and cells["thing"] and not any(map(_is_long, parts.parts)):
        chosen = cells["thing"][0][1]
    return chosen


@lru_cache(maxsize=256)
def _role(column: str) -> str:
    """Return what stands below a heading of a table; "Paper Title and Our Notes" is that of titles, first of all."""
    role = _ROLES.get(squash(column), "")
    if role or "itle" not in column[:_LONGEST_HEADING]:
        return role
    first = _HEADING_END.split(column[:_LONGEST_HEADING], maxsplit=1)[0]
    return "title" if _ROLES.get(squash(first)) == "title" else ""


def names_what_is_introduced(key: str) -> bool:
    """Return whether a column, by its squashed heading, holds what a work introduces: a data set, a tool."""
    return key in _INTRODUCED


def _text(inside: Sequence[Part]) -> str:
    return " ".join("".join(part.text for part in inside).split())


def _links_a_title(inside: Sequence[Part]) -> bool:
    """Whether a cell is a link with the words of a title."""
    said = [part for part in inside if part.text.strip()]
    return (
        len(said) == 1
        and said[0].markup == "link"
        and _is_long(said[0])
        and people.evidence(said[0].text) == 0
        and _SHORT_CITATION.search(said[0].text) is None
    )


def _is_long(part: Part) -> bool:
    return len(part.text.split()) >= _TITLE_WORDS
