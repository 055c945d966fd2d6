"""The sentences of a citation."""

from curabib.evidence.regex import regex
from curabib.evidence.rhythm import end_of_people

# what must stand before comes behind the first sign: so it is searched for fast
_SENTENCE = regex(
    r"[.。\s,;](?:(?:(?<=[^\W\d_]{2}[.。])|(?<=[\d)\]”\"'’?!]\.)|(?<=/[A-Z]\.)|(?<=\bal\.[,;]))\s+|"
    r"(?<=[a-z]{2}[?!]\s)\s*(?=[A-Z])|(?<=\bal\.\s)\s*|"
    r"(?<=[A-Z]\.\s)\s*(?=[A-Z][\w'’\-]*[a-z][\w'’\-]* (?:[a-z]|[A-Z])))"
)
_STOP = regex(r"[.。?!]")
_ABBREVIATIONS = regex(
    r"(?<!/)(?:\b(?:vol|no|art|p|vs|et al|Proc|Conf|Int|Trans|Symp|J|Vol|No|pp|Eds?|St|Dr|Univ|Dept|Inc|Jr|cf|"
    r"e\.g|i\.e|Comput|Sci|Res|Lett|Rev|Phys|Math|Mach|Learn|Artif|Intell|Assoc|Soc|Nat|Commun|Natl|Acad|"
    r"Anal|Mach|Recognit|Vis|Graph|Appl|Eng|Technol|Netw|Syst|Inf|Magn|Electron|Med|Biol|Chem|Neurosci|"
    r"Psychol|Econ|Stat|Statist|Adv|Annu|Mag|Softw|Secur|Manag|Oper|Mech|Ann|Bull|Rep|Lect|Notes|Bioinf|"
    r"Genet|Cogn|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|[a-z][A-Z])\.$"
)
# "Levine S, Finn C." ends a run of people, and no abbreviation
_VANCOUVER = regex(
    r"(?:[^\W\d_][\w'’\-]{1,30}(?: [^\W\d_][\w'’\-]{1,30})? [A-Z]{1,3}, ){1,200}[^\W\d_][\w'’\- ]{1,40} [A-Z]{1,3}\."
)
_FEWEST_TITLE = 3
_LONGEST_ABBREVIATION = 12
_QUOTES = ("“", '"', "‘")


def sentences(text: str) -> list[str]:
    """Return the sentences of a citation: cut at full stops that end neither an initial nor an abbreviation."""
    if _STOP.search(text, 0, len(text) - 1) is None:
        return [text.strip()] if text.strip() else []
    found: list[str] = []
    start = _end_of_names(text)
    if start:
        found.append(text[:start])
    for match in _SENTENCE.finditer(text, start):
        head = text[start : match.start()].rstrip() + (
            "." if text[match.start() : match.start() + 1] == "." else ""
        )
        if (
            _ABBREVIATIONS.search(head, max(0, len(head) - _LONGEST_ABBREVIATION))
            and not head.endswith(" al.")
            and not _VANCOUVER.fullmatch(head)
        ):
            continue
        piece = text[start : match.start()].strip()
        if piece:
            found.append(piece)
        start = match.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return found


def _end_of_names(text: str) -> int:
    """Return where names with initials end that a text begins with, if a sentence of some words follows, or 0."""
    end = end_of_people(text)
    end += text[end : end + 1] == "." if end else 0
    follows = text[end + 1 : end + 2]
    goes_on = text[end : end + 1] == " " and (follows.isupper() or follows.isdigit() or follows in _QUOTES)
    return end if end and goes_on and text.count(" ", end) >= _FEWEST_TITLE else 0
