"""Where the title of an entry stands: what each entry could mean, and what its neighbours agree on."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curabib.evidence import labels, people
from curabib.evidence.regex import regex
from curabib.evidence.text import word_count
from curabib.model import RawEntry
from curabib.normalise import before_colon
from curabib.normalise.cite import DASH
from curabib.normalise.journals import is_journal
from curabib.normalise.part import QUOTED, Part
from curabib.normalise.parts import Parts
from curabib.normalise.reference import leads_with_people
from curabib.normalise.sentences import sentences
from curabib.normalise.title_column import title_cell
from curabib.normalise.where import read_where

_WEIGHTS = {
    "column": 12.0,
    "heading": 11.0,
    "link": 6.0,
    "strong": 5.0,
    "quote": 4.0,
    "emphasis": 3.0,
    "text": 2.0,
}
_MORE = regex(r"\bet\.? al\b\.?")
_SHORT_RUN = 60
_NAME_WORDS = 2
_TITLE_WORDS = 3
# the form of entries and the headings above them, which may be any
_Group = tuple[str, tuple[str, ...] | None]
# the kind of place and the line
_Place = tuple[str, int]
_NO_AGREEMENT: tuple[_Place, float] = (("", 0), 0.0)
_AGREED = 3.0
_BEST_PLAIN = 3.5  # what a place in plain text reaches by itself
_AGAINST = -2.5
# what only the agreement of nearly all neighbours can make a title of
_NAME_ALONE = 0.5
_UNLIKELY = -1.0
_NEARLY_ALL = 0.85
_FEWEST_BOLD = 4
_MOST_WORDS = 45
_QUOTES, _QUOTES_END = ('"', "“", "«", "「", "《"), ('",', '".', '?"', "”", "»", "」", "》")
_INITIAL = regex(r"(?:^|\s)[^\W\d_]\.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the title may stand: the kind of place, and the parts (of one line) that would be it.

    `apart` when the entries of the section name people on a line of their own, `people_first` when they begin
    with them.
    """

    kind: str
    line: int
    parts: tuple[Part, ...]
    score: float
    apart: bool = False
    people_first: bool = False

    @property
    def text(self) -> str:
        """The text at that place."""
        return " ".join("".join(part.text for part in self.parts).split())


def choose(entries: Sequence[RawEntry], taken: Sequence[Parts]) -> list[Candidate | None]:
    """Return for each entry the place of its title, or None; entries of one form help each other.

    Each entry first votes for its best candidate; then a kind of place that most entries of the same form and section
    chose gains weight everywhere in that section.
    """
    options = [_places(entry, parts) for entry, parts in zip(entries, taken, strict=True)]
    votes: dict[_Group, Counter[_Place]] = defaultdict(Counter)
    unsure: dict[_Group, Counter[_Place]] = defaultdict(Counter)
    apart: dict[_Group, Counter[bool]] = defaultdict(Counter)
    first: dict[_Group, Counter[bool]] = defaultdict(Counter)
    for entry, parts, found in zip(entries, taken, options, strict=True):
        if found:
            named = any(
                names_people(parts.line_text(line)) for line in _lines(parts) if line != found[0].line
            )
            groups = _groups(entry)
            for key in groups:
                votes[key][found[0].kind, found[0].line] += found[0].score != _UNLIKELY
                unsure[key][found[0].kind, found[0].line] += found[-1].score == _UNLIKELY
                apart[key][named] += 1
            if found[0].kind == "text" and not named:
                leads = leads_with_people(found[0].text)
                if leads or not _may_lead(found[0].text):
                    first[groups[1]][leads] += 1
    agreements = _agreements(votes, unsure)
    chosen: list[Candidate | None] = []
    for entry, parts, found in zip(entries, taken, options, strict=True):
        if not found:
            chosen.append(None)
            continue
        groups = _groups(entry)
        agreed, weight = next((agreements[key] for key in groups if key in agreements), _NO_AGREEMENT)
        if agreed[0] == "text" and found[0].score > _BEST_PLAIN:
            found = _ranked([*found, *_plain(entry, parts)])
        best = max(
            found,
            key=lambda option: (option.score + _agreeing(option, agreed, weight), -option.line),
        )
        if best.score + _agreeing(best, agreed, weight) <= 0:
            chosen.append(None)
            continue
        counted, begins = apart[groups[0]], first[groups[1]]
        chosen.append(
            Candidate(
                best.kind,
                best.line,
                best.parts,
                best.score,
                apart=counted[True] > counted[False],
                people_first=begins[True] > begins[False],
            )
        )
    return chosen


def _may_lead(text: str) -> bool:
    """Whether one name alone stands before a sentence and another, or a colon: neither for people first nor against."""
    if before_colon.sureness(text) == 1:
        return True
    cut = sentences(text[:600])
    return len(cut) > 2 and people.evidence(cut[0]) == 1 and " " in cut[0]


def _agreements(
    votes: "Mapping[_Group, Counter[_Place]]", unsure: "Mapping[_Group, Counter[_Place]]"
) -> "dict[_Group, tuple[_Place, float]]":
    """Return the place that most entries of a group voted for, and what that weighs, of the groups that agree.

    Votes of entries that may have their title in bold as well count only where the others do not agree on that.
    """
    agreed: dict[_Group, tuple[_Place, float]] = {}
    for key, counted in votes.items():
        sure = counted - unsure[key] if key in unsure else counted
        bold = sure["strong", 0]
        counted = sure if bold >= _FEWEST_BOLD and bold >= _NEARLY_ALL * sure.total() else counted
        total = counted.total()
        if not total:
            continue
        place, count = counted.most_common(1)[0]
        if total >= 4 and count >= 0.6 * total:
            agreed[key] = place, _AGREED * (2 if count >= _NEARLY_ALL * total else 1)
    return agreed


def _agreeing(option: Candidate, agreed: tuple[str, int], weight: float) -> float:
    """Return what the agreement of its neighbours adds to a place: nothing where its own words speak against it."""
    return weight if (option.kind, option.line) == agreed and option.score > _AGAINST else 0.0


@lru_cache(maxsize=8192)
def names_people(line: str) -> bool:
    """Return whether a line is a list of people, perhaps with a venue in a sentence of its own behind it."""
    if people.evidence(line) == 2:
        return True
    cut = sentences(line[:3000])
    return len(cut) > 1 and people.evidence(cut[0]) == 2


def _lines(parts: Parts) -> list[int]:
    return sorted({part.line for part in parts.parts})


def _groups(entry: RawEntry) -> tuple[_Group, _Group, _Group]:
    return ((entry.form, entry.headings), (entry.form, entry.headings[:1]), (entry.form, None))


def _places(entry: RawEntry, parts: Parts) -> list[Candidate]:
    """Return the places where the title may stand, best first; those in plain text only where they can be the best."""
    found = _ranked(_marked(entry, parts))
    if found and found[0].score > _BEST_PLAIN:
        return found
    return _ranked([*found, *_plain(entry, parts)])


def _ranked(found: list[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda option: (-option.score, option.line))


def _marked(entry: RawEntry, parts: Parts) -> list[Candidate]:
    """Return the places that a column, a heading or markup shows."""
    found: list[Candidate] = []
    column = _title_column(entry, parts)
    if column:
        found.append(Candidate("column", 0, column, _WEIGHTS["column"]))
    if entry.form == "heading":
        inside = tuple(part for part in parts.line_parts(0) if part.markup != "gap")
        if inside:
            found.append(Candidate("heading", 0, inside, _WEIGHTS["heading"]))
    for line in _lines(parts)[:8]:
        found += _in_line(parts, line)
    if entry.form == "mention":
        return [option for option in found if option.kind in ("link", "strong")]
    return found


def _plain(entry: RawEntry, parts: Parts) -> list[Candidate]:
    """Return the places in plain text."""
    return _bare(entry, parts, _lines(parts)) if entry.form in ("item", "row", "block", "slot") else []


def _title_column(entry: RawEntry, parts: Parts) -> tuple[Part, ...]:
    """Return the parts in the column of titles, its title lines."""
    inside = title_cell(entry.columns, parts) if entry.columns else ()
    return _title_lines(inside) if inside else ()


def _title_lines(inside: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the first line of a cell, and those below it as long as they are a name before the title.

    Lines that only wrap are one by now: what is left says who, where, when or what the curator thinks.
    """
    taken: list[Part] = []
    for part in inside:
        if taken and part.line != taken[-1].line:
            text = "".join(one.text for one in taken)
            if len(text.split()) > _NAME_WORDS or (part.markup != "link" and _says_more(part.text)):
                break
            part.text = f" {part.text}"
        taken.append(part)
    return tuple(taken)


def _says_more(text: str) -> bool:
    """Whether a line below a name says who, where or when rather than what the title is."""
    where = read_where(text)
    return names_people(text.strip()) or (where is not None and (where.sure or where.date is not None))


def _in_line(parts: Parts, line: int) -> list[Candidate]:
    found = []
    inside = parts.line_parts(line)
    below = parts.kinds[line] in ("item", "block") if line < len(parts.kinds) else False
    for place, part in enumerate(inside):
        text = part.text.strip()
        count = len(text.split())
        if part.markup not in ("link", "strong", "emphasis") or text.startswith("@"):
            continue
        if place and part.markup != "link" and inside[place - 1].text.rstrip().endswith(" by"):
            continue
        if count < 2 and part.markup != "link" and (line or place == 0):
            if part.markup == "strong" and not line and len(inside) > 1 and _may_be_short(part, inside[1]):
                found.append(Candidate(part.markup, line, (part,), _UNLIKELY))
            continue
        run = [part]
        if part.markup != "link":
            for following in inside[place + 1 :]:
                if following.markup != part.markup or following.cell != part.cell:
                    break
                run.append(following)
        score = _WEIGHTS[part.markup] + _judge(text, part.markup) - 0.8 * line - (1.5 if below else 0.0)
        behind = inside[place + len(run)].text if place + len(run) < len(inside) else ""
        if part.markup == "emphasis" and is_journal(text, behind):
            score -= 6.0
        if part.markup == "emphasis" and line == 0 and place == 0 and count >= 3:
            score += 1.0
        if score > 0:
            found.append(Candidate(part.markup, line, tuple(run), score))
        elif part.markup == "strong" and not line and not place and _are_words(text):
            found.append(Candidate(part.markup, line, tuple(run), _UNLIKELY))
    return found


def _may_be_short(part: Part, behind: Part) -> bool:
    """Whether one word in bold at the start may be a whole title: no number, and no name before a colon and more."""
    if not part.text.strip(" .").isalpha() or labels.line_label(f"{part.text}: x") is not None:
        return False
    return not part.text.rstrip().endswith(":") and behind.text.lstrip()[:1] not in (":", "：", "-", "–", "—")


def _are_words(text: str) -> bool:
    """Whether what may be names of people are single words, as in the title "Whistles and Bells"."""
    return people.evidence(text) == 2 and all(" " not in name for name in people.split(text).names)


def _judge(text: str, markup: str) -> float:
    """Return what the words themselves say for or against a title."""
    count = word_count(text)
    score = 0.0
    if count >= 3:
        score += 1.0
    if count == 1:
        score -= 1.5
    if count > _MOST_WORDS:
        return score - 4.0
    evidence = people.evidence(text) if markup != "text" or len(sentences(text)) < 2 else 0
    if evidence == 2:
        score -= 6.0
    elif evidence == 1 and markup != "link":
        score -= 8.0 if _INITIAL.search(text) else 2.0
    if text.startswith("(") and text.endswith(")"):
        score -= 4.0
    more = _MORE.search(text) if " al" in text else None
    if more is not None and more.start() <= _SHORT_RUN and people.evidence(text[: more.end()]) == 2:
        score -= 6.0
    if markup != "link":
        where = read_where(text)
        if where is not None and (where.sure or where.date):
            score -= 5.0 if count <= 12 else 1.0
    if text.endswith(":") and count <= 4:
        score -= 5.0
    if labels.link_label(text.strip("[]()")):
        score -= 8.0
    return score


def _bare(entry: RawEntry, parts: Parts, lines: Sequence[int]) -> list[Candidate]:
    """Return the candidates in plain text: a quotation, a cell, or a line of its own."""
    found: list[Candidate] = []
    cells = sorted({part.cell for part in parts.parts})
    if len(cells) > 1:
        return _in_cells(entry, parts, cells)
    names = [line for line in lines if _is_run_of_names(parts.line_text(line))]
    if len(names) == 1 and len(lines) > 1 and _quotes_title(parts, names[0]):
        names = []
    for order, line in enumerate(lines[:6]):
        inside = _until_link(parts.line_parts(line))
        text = " ".join("".join(part.text for part in inside).split())
        if not inside or not any(char.isalpha() for char in text):
            continue
        score = _WEIGHTS["text"] + 1.0 - 0.8 * order - 6.0 * _leads_to_title(inside)
        if line in names and entry.form == "slot":
            continue
        if line in names and len(lines) > 1:
            score -= 6.0
        elif len(lines) > 1 and order:
            where = read_where(text)
            if where is not None and (where.sure or where.date):
                score -= 5.0
        if len(text.split()) == 1:
            score -= 0.5
        if entry.form == "slot" and names and line > names[0]:
            score -= 9.0
        if line and line < len(parts.kinds) and parts.kinds[line] == "item":
            score -= 3.0
        found.append(Candidate("text", line, inside, score))
    return found


def _leads_to_title(inside: Sequence[Part]) -> bool:
    """Whether one name and a comma or colon stand before a title in markup: "Ann Lee: [Gears for all](…)"."""
    if len(inside) < 2 or inside[0].markup != "text" or inside[1].markup not in ("link", "emphasis"):
        return False
    lead, title = inside[0].text.strip(), inside[1].text
    if lead[-1:] not in (",", ":", "：") or len(title.split()) < _TITLE_WORDS or " " not in lead:
        return False
    journal = inside[1].markup != "link" and is_journal(title, inside[2].text if len(inside) > 2 else "")
    return not journal and people.evidence(lead[:-1]) == 1


def _in_cells(entry: RawEntry, parts: Parts, cells: Sequence[int]) -> list[Candidate]:
    """Return the candidates in the cells of a row, but for those of people, venues and years."""
    found: list[Candidate] = []
    for cell in cells:
        if cell < len(entry.columns) and _is_of_people_or_place(entry.columns[cell]):
            continue
        inside = tuple(
            part
            for part in parts.parts
            if part.cell == cell and part.markup in ("text", "strong", "emphasis", "code")
        )
        text = " ".join("".join(part.text for part in inside).split())
        if len(text.split()) >= 2 and any(char.isalpha() for char in text):
            score = _WEIGHTS["text"] + 0.5 + _judge(text, "text") - 0.1 * cell
            if any("\u4e00" <= char <= "\u9fff" for char in text):
                score -= 1.0
            found.append(Candidate("text", inside[0].line, inside, score))
    first = parts.line_parts(0)[:1]
    if not found and entry.form == "item" and first and first[0].text.strip().isalpha():
        # the name of a thing in front of what is said of it: "GearNet | Python | [Code](…)"
        found.append(Candidate("text", 0, tuple(first), _NAME_ALONE))
    return found


def _is_of_people_or_place(column: str) -> bool:
    """Whether a column is headed by what no title stands below: "Authors", "Venue", "Year"."""
    label = labels.line_label(f"{column}: x")
    return label is not None and label[0] in ("authors", "venue", "year") and "itle" not in column


def _is_run_of_names(text: str) -> bool:
    """Whether a line is people from its start on, and no title before a dash and people."""
    return people.evidence(text) == 2 and len(DASH.split(text.partition(",")[0])) == 1


def _quotes_title(parts: Parts, line: int) -> bool:
    """Whether a title in quotation marks stands in a line, and no word in the others."""
    if any(part.text.strip() for part in parts.parts if part.line != line):
        return False
    text = parts.line_text(line)
    return ('"' in text or "“" in text) and QUOTED.search(text) is not None


def _may_tag(before: Sequence[Part]) -> bool:
    """Whether what stands before code ends, so that code behind it is a tag: in a bracket, or behind a quotation."""
    last = before[-1].text.rstrip()
    quoted = last.endswith(",") and before[0].text.lstrip()[:1] in _QUOTES
    return last.endswith(")") or (quoted and any(quote in last for quote in _QUOTES_END))


def _until_link(inside: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a line before its first link that is no title, label or venue."""
    taken: list[Part] = []
    for part in inside:
        if part.markup in ("gap", "where", "aside", "tag") and any(one.text.strip() for one in taken):
            break
        if part.markup == "code" and taken and _may_tag(taken):
            break
        if part.markup in ("text", "strong", "emphasis", "code", "link"):
            taken.append(part)
    return tuple(taken)
