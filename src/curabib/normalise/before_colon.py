"""People with a colon behind them, before a title: DBLP's manner, Springer's, and that of many groups' pages."""

from typing import Literal

from curabib.evidence import joined, people
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk
from curabib.normalise.sentences import sentences

_TURNED_COLON = regex(r"\.:\s+(?=\S)")
_TURNED_RUN = regex(r"[^\W\d_][^,.]{1,40},\s(?:[^\W\d_]\.[\s\-]*)+")
_INITIAL = regex(r"(?:^|[\s\-])[^\W\d_]\.")
_LONGEST_RUN = 2000
_LONGEST_NAME = 4
_FEWEST_SURE = 4

Sureness = Literal[0, 1, 2, 3]


def cut(text: str, *, people_first: bool) -> tuple[str, str] | None:
    """Return the people that a reference begins with up to a colon, and what stands behind it, or None.

    What could be the first half of a title is believed where the references around it begin with people.
    """
    if ": " not in text:
        return None
    for match in list(_TURNED_COLON.finditer(text[:_LONGEST_RUN]))[:3]:
        run = text[: match.start() + 1]
        if people.evidence(run) == 2 and _TURNED_RUN.match(run):
            return run, text[match.end() :]
    sure = sureness(text)
    if not sure or (sure < 3 and not people_first):
        return None
    run, _, rest = text.partition(": ")
    return run, rest


def sureness(text: str) -> Sureness:
    """Return how sure a text begins with people before a colon: 3 surely, 2 several whole names, 1 one, 0 not at all.

    Surely are initials in a name, "et al.", "and" behind a comma, and four whole names.
    """
    first = text[:_LONGEST_RUN].partition(": ")[0] if ": " in text else ""
    if " " not in first or ";" in first:
        return 0
    evidence = people.evidence(first)
    if not evidence or len(sentences(first)) > 1:
        return 0
    if evidence == 1:
        alone = first.count(" ") < _LONGEST_NAME and people.looks_like_name(first)
        return 1 if alone and "(" not in first else 0
    said = people.split(first)
    if not all(map(people.looks_like_name, said.names)):
        return 0  # "Ann Lee, Reinforcement Learning: A Survey"
    if said.truncated:
        return 3
    if "," in first and (is_cjk(first) or joined.may_join(first.rpartition(",")[2])):
        return 3 if " " in said.names[-1] or is_cjk(said.names[-1]) else 0
    if any(" " not in name and not is_cjk(name) for name in said.names):
        return 0
    return 3 if len(said.names) >= _FEWEST_SURE or _INITIAL.search(first) else 2
