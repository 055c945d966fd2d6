"""What speaks for the name of a venue, and what stands where one may and is none."""

import re
from collections.abc import Sequence

from curabib.evidence.regex import regex
from curabib.evidence.text import letters
from curabib.venues import find

_STRONG_WORDS = regex(
    r"\b(?:conference|conf\.|proceedings|proc\.|symposium|symp\.|workshops?|journal|j\.\s(?=[A-Z][a-z]*\.)|"
    r"transactions o[nf]|trans\.|letters|lett\.|annals|magazine|bulletin|"
    r"quarterly|review of|reviews|advances in|lecture notes in|lncs|ieee|acm|usenix|aaai|springer|congress|"
    r"colloquium|meeting of|annual meeting|arxiv|"
    r"biorxiv|medrxiv|chemrxiv|psyarxiv|preprints?|technical report|tech\.? report|techreport|"
    r"white ?paper|proceedings of|communications|nature|frontiers in|"
    r"plos|pnas|(?<!-)cell(?!-)|acta|archives? of|encyclopedia|handbook|research letters|bmc|bmj|jmir|jama|nejm|lancet|"
    r"elife)\b",
    re.IGNORECASE,
)
# the words that these begin with
_FIRST_WORDS = frozenset(
    (
        *(
            "conference",
            "conf",
            "proceedings",
            "proc",
            "symposium",
            "symp",
            "workshop",
            "workshops",
            "congress",
        ),
        *(
            "journal",
            "j",
            "transactions",
            "trans",
            "letters",
            "lett",
            "annals",
            "magazine",
            "bulletin",
            "colloquium",
        ),
        *(
            "quarterly",
            "review",
            "reviews",
            "advances",
            "lecture",
            "lncs",
            "ieee",
            "acm",
            "usenix",
            "aaai",
            "springer",
        ),
        *(
            "meeting",
            "annual",
            "arxiv",
            "biorxiv",
            "medrxiv",
            "chemrxiv",
            "psyarxiv",
            "preprint",
            "preprints",
        ),
        *("technical", "tech", "techreport", "white", "whitepaper", "communications", "nature", "frontiers"),
        *("plos", "pnas", "cell", "acta", "archive", "archives", "encyclopedia", "handbook", "research"),
        *("ws", "bmc", "bmj", "jmir", "jama", "nejm", "lancet", "elife"),
    )
)
_PUBLISHER = regex(
    r"(?:[^\W\d_][\w .,&]{1,30}:\s*)?"
    r"(?:(?:springer|elsevier|wiley|mit press|(?:cambridge|oxford|princeton|harvard|stanford|"
    r"yale)(?: univ(?:ersity|\.))? press|crc press|academic press|"
    r"o['’]reilly(?: media)?(?:, inc)?|mcgraw[- ]hill|addison[- ]wesley|prentice hall|morgan kaufmann|packt|manning|"
    r"apress|pearson|routledge|"
    r"chapman (?:&|and) hall|birkh[aä]user|de gruyter|world scientific|now publishers|morgan (?:&|"
    r"and) claypool|curran associates|"
    r"association for computing machinery|pmlr|lncs|lnai|acm press|ieee press|"
    r"openreview\.net)(?:[ -](?:verlag|publications?|publishing|inc\.?|nature))?|"
    r"acm, new york.*|new york.*)",
    re.IGNORECASE,
)
# what stands where a venue may, and is none: a season, a language, a university
_SEASON = regex(r"(?:spring|summer|fall|autumn|winter)(?: (?:term|semester|quarter|school))?", re.IGNORECASE)
_LANGUAGES = regex(
    r"(?:(?:in )?(?:english|german|french|spanish|italian|portuguese|dutch|russian|chinese|japanese|korean|arabic|"
    r"hebrew|polish|swedish|turkish|persian|hindi)(?:,? and |, | or |$))+",
    re.IGNORECASE,
)
_UNIVERSITY = regex(r"\buniversit|\bcollege\b|\binstitut|\bécole\b|\bpolytechn|\bschool of\b", re.IGNORECASE)
_UNIVERSITIES = frozenset(
    (
        *("MIT", "CMU", "UCL", "UCB", "UCLA", "UCSD", "USC", "NYU"),
        *("ETH", "EPFL", "KAIST", "NUS", "NTU", "HKUST", "CUHK", "UNSW"),
        *("KTH", "TUM", "UIUC", "UW", "UBC", "Caltech", "Stanford", "Harvard"),
        *("Princeton", "Cornell", "Oxford", "Cambridge", "Yale", "Tsinghua", "Berkeley"),
    )
)
_THINGS = frozenset(
    (
        *("book", "books", "book chapter", "code", "dataset", "video", "slides", "course", "lecture notes"),
        *("notes", "project", "blog", "faq"),
    )
)


def names_venue(name: str) -> re.Match[str] | None:
    """Return the first word in a name that those of venues are made of (conference, journal, letters, …), or None."""
    return _STRONG_WORDS.search(name) if tells_of_venue(letters(name)) else None


def tells_of_venue(words: Sequence[str]) -> bool:
    """Return whether one of the words, in lower case, may begin what `names_venue` finds: never wrongly no."""
    return not _FIRST_WORDS.isdisjoint(words)


def is_publisher(text: str) -> bool:
    """Return whether a text names a publisher that is no venue."""
    return _PUBLISHER.fullmatch(text.strip(" .,")) is not None or text.endswith("出版社")


def is_no_venue(name: str) -> bool:
    """Return whether a name surely is none of a venue: a publisher, a season, a language, a university."""
    if _SEASON.fullmatch(name) or _LANGUAGES.fullmatch(name) or name in _UNIVERSITIES:
        return True
    if is_publisher(name) or name.casefold() in _THINGS:
        return True
    return _UNIVERSITY.search(name) is not None and find(name) is None and names_venue(name) is None
