"""The name that stands before the title or citation of a work: "**Scanpy** Wolf FA …", "[I3D](…): Quo Vadis, …"."""

from collections.abc import Sequence

from curabib.evidence import cutting, links, people
from curabib.evidence.text import squash
from curabib.normalise.parts import Parts
from curabib.normalise.quoted import OPENING_QUOTES
from curabib.normalise.reference import leads_with_people, read_reference
from curabib.normalise.shape import Candidate
from curabib.normalise.titles import clean_title
from curabib.normalise.understood import Understood, take
from curabib.normalise.where import is_titled

_NAME_WORDS = 2
_LONGEST_NAME = 4
_DASHES = ("-", "–", "—")
_SET_OFF = (":", "：", *_DASHES)
_MOST_WORDS = 25
_FEWEST_WHOLE, _WHOLE = 2, 0.25
_SIGNS = " .,;:-–—"
_CITING = frozenset(("text", "emphasis", "strong"))


def without_name(chosen: Candidate, text: str) -> str:
    """Return a reference without the method's name in bold before its people ("**Scanpy** Wolf FA, Angerer P. …")."""
    first = chosen.parts[0]
    name = first.text.strip(_SIGNS)
    if first.markup != "strong" or len(chosen.parts) == 1 or not 1 <= len(name.split()) <= _NAME_WORDS:
        return text
    behind = " ".join("".join(part.text for part in chosen.parts[1:]).split()).lstrip(" :-–—")
    own = chosen.parts[1].text.lstrip()[:1] in (",", ";", ".", "&") or cutting.is_initials(
        behind.split(",")[0]
    )
    set_off = chosen.parts[1].text.lstrip()[:1] in _SET_OFF
    family, _, given = behind.partition(",")
    turned_round = cutting.is_initials(given.partition(",")[0].partition(" et ")[0])
    own = own or (" " not in family and not set_off and not turned_round)
    if set_off and " " not in name and behind.startswith(OPENING_QUOTES):
        return behind
    return text if own or not leads_with_people(behind) else behind


def _citation_behind(found: Understood, parts: Parts, place: int) -> bool:
    """Read the citation behind a linked name and a dash or colon: "[Scanpy](…) - Wolf, F. A. et al. A title. …"."""
    line = parts.parts[place].line
    behind = [part for part in parts.parts[place + 1 :] if part.line == line and part.markup in _CITING]
    text = " ".join("".join(part.text for part in behind).split())
    if not text.startswith(_SET_OFF) or not leads_with_people(text.lstrip(_SIGNS)):
        return False
    cited = read_reference(text.lstrip(_SIGNS), people_first=True)
    named = len(parts.parts[place].text.split())
    longer = len(cited.title.split()) > (_NAME_WORDS if named <= _NAME_WORDS else 2 * named)
    if not cited.people or not longer or not cited.wheres or people.evidence(cited.title) == 2:
        return False
    found.title, found.title_href = clean_title(cited.title), ""
    take(found, cited)
    parts.parts = [part for part in parts.parts if part not in behind]
    return True


def take_behind_name(found: Understood, parts: Parts, chosen: Candidate) -> None:
    """Take what stands behind a linked name and a colon, or a dash, for the rest of the title.

    Where venue and year end it ("[I3D](…): Quo Vadis, …, CVPR 2017"), or where the link leads to a paper and the words
    are set as those of titles are ("[Alpa](…): Automating Parallelism | OSDI' 22"); behind a dash both must hold.
    """
    name = len(chosen.text.split())
    if chosen.kind != "link" or name > _LONGEST_NAME:
        return
    place = next((at for at, part in enumerate(parts.parts) if part is chosen.parts[-1]), -1)
    if (place >= 0 and _citation_behind(found, parts, place)) or name > _NAME_WORDS:
        return
    behind = parts.parts[place + 1] if 0 <= place < len(parts.parts) - 1 else None
    if behind is None or behind.markup != "text" or behind.text.lstrip()[:1] not in _SET_OFF:
        return
    cited = read_reference(behind.text.lstrip(" :：-–—"))
    words = cited.title.split()
    if len(words) <= _NAME_WORDS:
        return
    sure = any(where.sure and where.date is not None for where in cited.wheres)
    alone = not cited.people and not cited.rest and _leads_to_paper(chosen)
    if behind.text.lstrip()[:1] in _DASHES:
        whole = sure and _is_title(words) and behind.text[:1] == " "
    else:
        whole = sure or (alone and _is_title(words))
    if whole:
        found.title = clean_title(f"{chosen.text}: {cited.title}")
        found.named = clean_title(cited.title)
        take(found, cited)
        parts.parts.remove(behind)


def _leads_to_paper(chosen: Candidate) -> bool:
    return any(part.href and links.host_kind(part.href) == "paper" for part in chosen.parts)


def _is_title(words: Sequence[str]) -> bool:
    """Whether words are set as those of a title, and are no sentence."""
    return len(words) <= _MOST_WORDS and words[0][:1].isupper() and is_titled(words)


def part_names(said: Sequence[Understood]) -> None:
    """Take names off titles behind a colon where these are whole without them: "[SlowFast](…): SlowFast Networks".

    Where a quarter of those in a list begin with the name, or have a colon of their own, all of them are whole.
    """
    named = [found for found in said if found.named]
    everywhere = sum(map(_is_whole, named)) >= max(_FEWEST_WHOLE, _WHOLE * len(named))
    for found in named:
        if everywhere or _is_whole(found):
            found.title = found.named


def _is_whole(found: Understood) -> bool:
    name = squash(found.title.removesuffix(found.named))
    return ": " in found.named or squash(found.named).startswith(name)
