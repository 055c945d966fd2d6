"""People by family name and initials at the start of a reference: where their rhythm ends, the title begins."""

from curabib.evidence.regex import regex

_PARTICLE = r"(?:(?:van|von|de|der|den|del|di|da|la|le|el|al|ter|ten|dos) ){0,3}"
_WORD = r"[^\W\d_a-z][\w'’\-]{1,30}"
_FAMILY = rf"{_PARTICLE}{_WORD}(?: {_WORD}){{0,2}}"
_DOTTED = r"(?:[^\W\d_a-z]\.[ \-]?){1,4}"
_MORE = r"(?:,? (?:et al|и др)\.?)"
# "Family, I. J.; Family, K." (ABNT, ACS), "Family, I. J., Family, K. & Family, L." (Nature, APA)
_COMMAS = rf"{_FAMILY}, {_DOTTED}(?<! )"
# what a family name and initials end with, and no title does
_MANNERS = (
    regex(rf"(?:{_COMMAS} ?; ){{1,200}}(?:& |and )?{_COMMAS}{_MORE}?"),
    regex(rf"(?:{_COMMAS}, ){{0,200}}{_COMMAS}(?:,? (?:&|and|und|et|y|e) {_COMMAS}|{_MORE})"),
    regex(rf"(?:{_FAMILY} {_DOTTED}(?<! ), ){{1,200}}{_FAMILY} {_DOTTED}(?<! ){_MORE}?"),
    regex(rf"(?:{_FAMILY} [A-Z]{{1,3}}, ){{1,200}}(?:{_FAMILY} [A-Z]{{1,3}}|et al)(?=\.)"),
)
_SIGN = regex(r"[A-Z]\.|[A-Z][,.]|[^\W\d_a-z]\.")
# the last initial before a word in small letters is rather the title's: "Lund, O. E. coli sleep"
_OF_TITLE = regex(r"[A-Z]\. [A-Z]\. [a-z]")
_LONGEST = 3000
_HEAD = 60


def end_of_people(text: str) -> int:
    """Return where the people end that a text begins with, or 0: two of them, or one and others, all with initials."""
    if _SIGN.search(text, 0, _HEAD) is None:
        return 0
    head = text[:_LONGEST]
    end = max((match.end() for manner in _MANNERS if (match := manner.match(head)) is not None), default=0)
    return end - 3 if _OF_TITLE.match(head, max(end - 5, 0)) is not None else end
