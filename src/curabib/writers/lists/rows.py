"""Lists that are tables: what stands in which column, and a row written so."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curabib.writers.lists.facts import Located
from curabib.writers.lists.shape import LINK, LINKS, Template

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*\|?[\s:|+-]*-[\s:|+-]*\|?\s*\Z")
_LONGEST_HEADER = 2_000
_DASHES = re.compile(r"-{4,}")
_BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShape:
    """The head of a table, and for each column the ways in which its cells are written, the usual one first."""

    header: tuple[str, ...]
    columns: tuple[tuple[Template, ...], ...]

    @property
    def slots(self) -> frozenset[str]:
        """All slots that some cell has."""
        return frozenset(slot for column in self.columns for template in column for slot in template.slots)


def header_above(lines: Sequence[str], line: int) -> tuple[str, ...]:
    """Return the head of the table that the row on a line (1-based) stands in, none where it is no row of one."""
    first = line - 1
    if "|" not in lines[first]:
        return ()
    for above in range(first - 1, 0, -1):
        if "|" not in lines[above]:
            return ()
        if _RULE.match(lines[above]) and "|" in lines[above - 1]:
            head = (lines[above - 1].strip(), lines[above].strip())
            short = (_BLANKS.sub(" ", head[0]), _DASHES.sub("---", head[1]))
            return short if max(map(len, short)) <= _LONGEST_HEADER else ()
    return ()


def row_shape(rows: Sequence[Located], header: tuple[str, ...]) -> RowShape | None:
    """Return the shape of a table of which these rows are located, or None where no column holds titles."""
    seen: dict[int, Counter[Template]] = {}
    for row in rows:
        for number, template in enumerate(_cells(row)):
            if template.slots:
                seen.setdefault(number, Counter())[template] += 1
    width = len(list(_parts(header[0]))) if header else 0
    columns = tuple(
        tuple(sorted(seen.get(number, ()), key=lambda template: (-seen[number][template], template.joins)))
        for number in range(width)
    )
    shape = RowShape(header=header, columns=columns)
    return shape if "title" in shape.slots else None  # `links` never is one: each link of a row has its own


def _parts(line: str) -> Iterable[tuple[int, int]]:
    """Yield where the cells of a row begin and end."""
    inner = line.rstrip()
    bars = [match.start() for match in _BAR.finditer(inner)]
    starts = [0, *(bar + 1 for bar in bars)]
    ends = [*bars, len(inner)]
    if inner.lstrip().startswith("|"):
        starts, ends = starts[1:], ends[1:]
    if bars and bars[-1] == len(inner) - 1:
        starts, ends = starts[:-1], ends[:-1]
    return zip(starts, ends, strict=True)


def _cells(row: Located) -> Iterable[Template]:
    """Yield each cell of a row as its slots and what stands around them, without words of its own."""
    for start, end in _parts(row.text.split("\n")[0]):
        inside = [span for span in row.spans if start <= span.start and span.end <= end]
        joins: list[str] = []
        at = start
        for span in inside:
            joins.append(row.text[at : span.start])
            at = span.end
        joins.append(row.text[at:end])
        joins[0], joins[-1] = joins[0].lstrip(), joins[-1].rstrip()
        if not inside or len(joins[-1]) > len(joins[0]) + 6 or any(len(join) > 24 for join in joins):
            yield Template(slots=(), joins=("",))
        else:
            yield Template(slots=tuple(span.slot for span in inside), joins=tuple(joins))


def write_row(
    values: Mapping[str, str], keywords: Sequence[str], separator: str, shape: RowShape
) -> str | None:
    """Return a row with all the values, empty cells where there are none, or None where one has no column.

    Each column of keywords holds one, the last of them the rest; more links than have columns stand in the last cell
    that holds one.
    """
    left = dict(values)
    words = list(keywords)
    columns = sum(_holds_keywords(column) for column in shape.columns)
    cells: list[str] = []
    of_links: int | None = None
    for column in shape.columns:
        if _holds_keywords(column):
            columns -= 1
            taken = len(words) if columns == 0 else 1
            cells.append(separator.join(words[:taken]))
            words = words[taken:]
            continue
        fitting = [
            template for template in column if template.slots and all(slot in left for slot in template.slots)
        ]
        best = max(fitting, key=lambda template: len(template.slots), default=None)
        parts: list[str] = []
        for join, slot in zip(best.joins, (*best.slots, ""), strict=True) if best is not None else ():
            parts += [join, left.pop(slot, "")]
        cells.append("".join(parts))
        if best is not None and all(slot.startswith(LINK) for slot in best.slots):
            of_links = len(cells) - 1
    if of_links is not None and LINKS in left:
        cells[of_links] += f" {left.pop(LINKS)}"
    return None if left or words else f"| {' | '.join(cells)} |"


def _holds_keywords(column: Sequence[Template]) -> bool:
    return bool(column) and column[0].slots == ("keywords",)
