r"""Commands that BibTeX styles leave to a package, written out in commands that `bbl` reads.

`apacite` and REVTeX print little but such commands. What a `.bbl` file defines itself (`\urldef`) is read from it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_CONDITION = re.compile(r"\?(\d)")
_PLACE = re.compile(r"#(\d)")
_COMMENT = r"\s*(?:%[^\n]*\n\s*)*"
_URLDEF = re.compile(rf"{_COMMENT}\\([A-Za-z@]+){_COMMENT}\\(?:url|path){_COMMENT}(?=\{{)")


@dataclass(frozen=True, slots=True)
class Macro:
    """A command with `count` arguments: pieces of LaTeX, printed where their arguments (`#1`, `?1`) are not empty.

    Arguments stand in braces, the first perhaps `first_in_brackets`.
    """

    count: int
    pieces: tuple[str, ...]
    first_in_brackets: bool = False

    def expanded(self, arguments: list[str]) -> str:
        """Return what the command stands for with these arguments."""
        return "".join(
            _PLACE.sub(lambda place: arguments[int(place[1]) - 1], _CONDITION.sub("", piece))
            for piece in self.pieces
            if all(arguments[int(n) - 1].strip() for n in re.findall(r"[#?](\d)", piece))
        )


def _word(text: str) -> Macro:
    return Macro(0, (text,))


MACROS: Mapping[str, Macro] = {
    # apacite (manual of version 6.03, section 8.4)
    "APACrefYear": Macro(1, ("(#1)",)),
    "APACrefYearMonthDay": Macro(3, ("(#1", ", #2", "?2 ", "?3#3", ")")),
    "APACrefatitle": Macro(2, ("#2",)),
    "APACrefbtitle": Macro(2, (r"\emph{#2}",)),
    "APACrefaetitle": Macro(2, ("[#2]",)),
    "APACrefbetitle": Macro(2, ("[#2]",)),
    "APACjournalVolNumPages": Macro(4, (r"\emph{#1}", r", \emph{#2}", "(#3)", ", #4")),
    "APACaddressPublisher": Macro(2, ("#1", "?1?2: ", "#2")),
    "APACaddressPublisherEqAuth": Macro(2, ("#1", "?1?2: ", "#2")),
    "APACaddressInstitution": Macro(2, ("#1", "?1?2: ", "#2")),
    "APACaddressSchool": Macro(2, ("#1", "?1?2: ", "#2")),
    "APACtypeAddressSchool": Macro(3, ("#1", "?1?2, ", "#2", "?3, #3")),
    "APACbVolEdTR": Macro(2, ("(", "#1", "?1?2, ", "#2", ")")),
    "APACbVolEdTRpgs": Macro(3, ("(", "#1", "?1?2, ", "#2", "?3, #3", ")")),
    "APAChowpublished": Macro(1, ("#1",)),
    "APACrefnote": Macro(1, ("(#1)",)),
    "APACorigyearnote": Macro(2, ("(#2)",)),
    "APACinsertmetastar": Macro(1, ()),
    "PrintBackRefs": Macro(1, ()),
    "BPBI": _word(".~"),
    "BHBI": _word(".-"),
    "BBA": _word(r"\&"),
    "BBAA": _word(r"\&"),
    "BBAB": _word("and"),
    "BCBT": _word(","),
    "BCBL": _word(","),
    "BIn": _word("In"),
    "BED": _word("Ed."),
    "BEDS": _word("Eds."),
    "BTRANS": _word("Trans."),
    "BTRANSS": _word("Trans."),
    "BVOL": _word("Vol."),
    "BVOLS": _word("Vols."),
    "BEd": _word("ed."),
    "BCHAP": _word("chap."),
    "BPG": _word("p."),
    "BPGS": _word("pp."),
    "BTR": _word("Tech. Rep."),
    "BNUM": _word("No."),
    "BNUMS": _word("Nos."),
    "BUPhD": _word("Doctoral dissertation"),
    "BUMTh": _word("Master's thesis"),
    "BAvailFrom": _word("Retrieved from "),
    "BRetrieved": Macro(1, ("Retrieved #1, from ",)),
    "BRetrievedFrom": _word("Retrieved from "),
    # REVTeX (auxiliary commands of its .bbl files), elsarticle, IEEEtran
    "BibitemShut": Macro(1, ()),
    "BibitemOpen": _word(""),
    "Eprint": Macro(2, (r"\href{#1}{#2}",)),
    "href@noop": Macro(2, ("#2",)),
    "showeprint": Macro(1, ("arXiv:#1",)),
    "urlprefix": _word("URL "),
    "newline": _word(" "),
    # harvard
    "harvardand": _word(r"\&"),
    "harvardyearleft": _word("("),
    "harvardyearright": _word(")"),
    "harvardurl": Macro(1, (r" URL: \url{#1}",)),
    # mnras
    "mn@doi": Macro(2, (r"\href{https://doi.org/#2}{#1}",), first_in_brackets=True),
    "mn@eprint": Macro(2, ("?1#1:", "#2")),
}  # fmt: skip


def url_definition(latex: str, at: int) -> tuple[str, int] | None:
    r"""Return the name that a `\urldef`, which ends at a place, gives to an address, and where the address opens."""
    found = _URLDEF.match(latex, at)
    return (found[1], found.end()) if found else None
