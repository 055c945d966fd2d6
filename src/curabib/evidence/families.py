"""Short citations by family names alone, and what stands among people and is none."""

from curabib.evidence import people
from curabib.evidence.data import read
from curabib.evidence.regex import regex

_INSTITUTIONS = frozenset(read("institutions.txt").split())
_PARTS_OF_THEM = frozenset(
    ["AI", "Brain", "Research", "OCW", "Labs", "Lab", "Tech", "University", "Press", "Team"]
)
# what universities that are called after a place begin with: "UC Berkeley"
_CAMPUSES = frozenset(("UC", "UT", "TU", "SUNY", "CUNY", "IIT", "NIT"))
_FAMILY = regex(
    r"(?:(?:van|von|de|del|della|di|le|la|der|den|dos|da) ){0,3}"
    r"(?:Mc|Mac|De|Di|La|Le|Van|O['’])?[^\W\d_a-z][^\W\d_A-Z]{1,20}(?:[-'’][^\W\d_]{1,20})?"
)
_BETWEEN = regex(r",? +(?:and|&) +|, *")
_MOST = 12


def is_institution(text: str) -> bool:
    """Return whether a text names a company, a university, or what else a list puts beside people ("MIT OCW")."""
    words = text.strip(" .").split()
    if len(words) > 1 and (words[-1] in _PARTS_OF_THEM or words[0] in _CAMPUSES):
        return True
    return bool(words) and words[0] in _INSTITUTIONS and all(word in _PARTS_OF_THEM for word in words[1:])


def is_family(text: str) -> bool:
    """Return whether a text could be one family name and nothing else: "Leroy", "van der Berg"."""
    name = text.strip(" .,;:")
    return _FAMILY.fullmatch(name) is not None and people.looks_like_name(name) and not is_institution(name)


def are_families(text: str) -> bool:
    """Return whether a text is two family names or more and nothing else: "Xu, Hu, Leskovec", "Gilmer and Dahl"."""
    names = _BETWEEN.split(text.strip(" .,;:"), maxsplit=_MOST)
    return 2 <= len(names) <= _MOST and all(map(is_family, names))
