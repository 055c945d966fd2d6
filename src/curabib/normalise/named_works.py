"""The name that stands before the title or citation of a work: "**Scanpy** Wolf FA …", "[I3D](…): Quo Vadis, …"."""

from curabib.evidence import cutting, people
from curabib.normalise.parts import Parts
from curabib.normalise.quoted import OPENING_QUOTES
from curabib.normalise.reference import leads_with_people, read_reference
from curabib.normalise.shape import Candidate
from curabib.normalise.titles import clean_title
from curabib.normalise.understood import Understood, take

_NAME_WORDS = 2
_LONGEST_NAME = 4
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
    set_off = chosen.parts[1].text.lstrip()[:1] in (":", "：", "-", "–", "—")
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
    if not text.startswith((":", "：", "-", "–", "—")) or not leads_with_people(text.lstrip(_SIGNS)):
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
    """Take the title behind a linked name and a colon, where venue and year end it ("[I3D](…): Quo …, CVPR 2017")."""
    words = len(chosen.text.split())
    if chosen.kind != "link" or words > _LONGEST_NAME:
        return
    place = next((at for at, part in enumerate(parts.parts) if part is chosen.parts[-1]), -1)
    if (place >= 0 and _citation_behind(found, parts, place)) or words > _NAME_WORDS:
        return
    behind = parts.parts[place + 1] if 0 <= place < len(parts.parts) - 1 else None
    if behind is None or behind.markup != "text" or behind.text.lstrip()[:1] not in (":", "："):
        return
    cited = read_reference(behind.text.lstrip(" :："))
    sure = any(where.sure and where.date is not None for where in cited.wheres)
    if sure and len(cited.title.split()) > _NAME_WORDS:
        found.title = clean_title(cited.title)
        take(found, cited)
        parts.parts.remove(behind)
