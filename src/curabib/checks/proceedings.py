"""Where identifiers and addresses say that a paper was published: a venue of the table, a year, or both.

Publishers write both into what they number: paths of proceedings, slugs of conferences, the letters and years of DOIs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curabib.evidence.links import host_of
from curabib.model import Identifier, Record
from curabib.venues import find, volumes_of_series

_OWN = frozenset({"paper", "arxiv", "pdf", ""})
"""Labels of links that lead to the paper itself; others lead to talks, code, other versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What an identifier or address, `shown` so in messages, says of where its paper was published.

    `venue` is of the venue table, or empty; `year` is 0 where nothing is said; `late` is by how many years the stated
    year may be greater.
    """

    shown: str
    venue: str = ""
    year: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern with the groups `venue` and `year`, both optional; `base` is added to a year that is a volume."""

    pattern: re.Pattern[str]
    venue: str = ""
    base: int = 0
    late: int = 0

    def says(self, text: str, shown: str) -> Published | None:
        match = self.pattern.search(text)
        if match is None:
            return None
        groups = match.groupdict()
        named = groups.get("venue")
        venue, conference = _tabled(named) if named and not self.venue else (self.venue, True)
        year = _year(groups.get("year") or "", self.base) if conference else 0
        return Published(shown=shown, venue=venue, year=year, late=self.late) if venue or year else None


def _rule(pattern: str, venue: str = "", base: int = 0, late: int = 0) -> _Rule:
    return _Rule(re.compile(pattern, re.ASCII | re.IGNORECASE), venue, base, late)


_PMLR = re.compile(r"v(\d{1,4})/", re.ASCII)
_ACL_OLD = re.compile(r"([A-Z])(\d\d)-(\d)\d{3}", re.ASCII)
_ACL_LETTERS = {"P": "ACL", "N": "NAACL", "D": "EMNLP", "E": "EACL", "C": "COLING", "Q": "TACL"}
_ACL_VENUES = "acl|emnlp|naacl|eacl|aacl|coling|tacl"
_ACL_DOI = re.compile(r"10\.18653/v1/(.+)", re.ASCII)

_NATURE_CODES = (
    ("s41586", "Nature"),
    ("s41467", "NatCommun"),
    ("s42256", "NatMachIntell"),
    ("s41592", "NatMethods"),
    ("s41593", "NatNeurosci"),
    ("s41567", "NatPhys"),
    ("s41598", "Scientific Reports"),
    ("s41587", "Nature Biotechnology"),
    ("s41588", "Nature Genetics"),
    ("s41591", "Nature Medicine"),
    ("s41562", "Nature Human Behaviour"),
)

# scheme -> what its values say
_SCHEMES: dict[str, tuple[_Rule, ...]] = {
    "neurips": (_rule(r"\A(?P<year>\d{4})/", "NeurIPS"),),
    "jmlr": (
        _rule(r"\Av(?P<year>[12])/", "JMLR", 1999, late=1),
        _rule(r"\Av(?P<year>\d{1,3})/", "JMLR", 1999),
    ),
    "cvf": (
        _rule(r"_(?P<venue>CVPR|ICCV|WACV|ACCV)_(?P<year>\d{4})"),
        _rule(r"_(?P<year>\d{4})_(?P<venue>CVPR|ICCV)\Z"),
        _rule(r"W_(?P<year>\d{4})"),
    ),
    "acl": (
        _rule(rf"\A(?P<year>\d{{4}})\.(?P<venue>{_ACL_VENUES})-(?:long|short|main|1)\b"),
        _rule(r"\A(?P<year>\d{4})\.[a-z0-9]+-"),
    ),
    "nature": (
        *(_rule(rf"\A{code}-0(?P<year>\d\d)-", venue, late=1) for code, venue in _NATURE_CODES),
        _rule(r"\Anature\d{5}\Z", "Nature"),
        _rule(r"\Ancomms\d{4,5}\Z", "NatCommun"),
        _rule(r"\Anmeth\.\d{4}\Z", "NatMethods"),
        _rule(r"\Asrep\d{5}\Z", "Scientific Reports"),
    ),
    # what stands in front of a year is an acronym; journals write the year in which a paper was handed in or accepted
    "doi": (
        _rule(r"\A10\.\d{4,9}/(?P<venue>[a-z]{3,14})\d{0,6}\.(?P<year>(?:19|20)\d\d)[./-]"),
        _rule(r"\A10\.1609/(?P<venue>aaai)\.v(?P<year>\d\d)i", base=1986),
        _rule(r"\A10\.(?:1126|7554|1073|1103)/(?P<venue>[a-z]{4,14})\."),
        _rule(r"\A10\.1371/journal\.pcbi\.", "PLOSCB"),
        _rule(r"\A10\.1371/journal\.pone\.", "PLOS ONE"),
        _rule(r"\A10\.1371/journal\.pbio\.", "PLOS Biology"),
    ),
}
# host, what an address there says; what `identify` makes an identifier of needs no row
_HOSTS: tuple[tuple[str, _Rule], ...] = (
    ("neurips.cc", _rule(r"/paper(?:_files/paper)?/(?P<year>\d{4})/", "NeurIPS")),
    ("nips.cc", _rule(r"/paper(?:_files/paper)?/(?P<year>\d{4})/", "NeurIPS")),
    ("nips.cc", _rule(r"/paper/\d{1,5}-[a-z]", "NeurIPS")),
    ("neurips.cc", _rule(r"\.cc/(?:virtual|conferences)/(?P<year>\d{4})/", "NeurIPS")),
    ("icml.cc", _rule(r"\.cc/(?:virtual|conferences)/(?P<year>\d{4})/", "ICML")),
    ("iclr.cc", _rule(r"\.cc/(?:virtual|conferences)/(?P<year>\d{4})/", "ICLR")),
    ("ecva.net", _rule(r"/papers/eccv_(?P<year>\d{4})/", "ECCV")),
    ("ijcai.org", _rule(r"\.org/proceedings/(?P<year>(?:19|20)\d\d)/", "IJCAI")),
    ("ijcai.org", _rule(r"\.org/proceedings/(?P<year>\d\d)/", "IJCAI")),
    ("aaai.org", _rule(r"/index\.php/(?P<venue>AAAI|ICWSM|HCOMP|AIES)/")),
    ("usenix.org", _rule(r"/conference/usenixsecurity(?P<year>\d\d)/", "USENIX Security")),
    ("usenix.org", _rule(r"/conference/(?P<venue>nsdi|osdi|fast|atc)(?P<year>\d\d)/")),
    ("roboticsproceedings.org", _rule(r"/rss(?P<year>\d\d)/", "RSS", 2004)),
    ("isca-speech.org", _rule(r"/archive/(?:pdfs/)?interspeech_(?P<year>\d{4})/", "Interspeech")),
    ("bmva-archive.org.uk", _rule(r"/bmvc/(?P<year>\d{4})/", "BMVC")),
)
# what is printed in the proceedings or the journal of each other, or held together
_TOGETHER = tuple(
    frozenset(pair.split("/"))
    for pair in (
        "ACL/IJCNLP",
        "AACL/IJCNLP",
        "EMNLP/IJCNLP",
        "EMNLP/CoNLL",
        "ACL/COLING",
        "LREC/COLING",
        "TACL/ACL",
        "TACL/EMNLP",
        "TACL/NAACL",
        "TACL/EACL",
        "JAIR/IJCAI",
        "ECML/ECML-PKDD",
        "ICDM/ICDMW",
        "CVPR/CVPRW",
        "ICCV/ICCVW",
        "ECCV/ECCVW",
        "VLDB/PVLDB",
        "POPL/PACMPL",
        "ICFP/PACMPL",
        "OOPSLA/PACMPL",
        "PLDI/PACMPL",
        "SIGGRAPH/TOG",
        "SIGGRAPH Asia/TOG",
        "ICRA/RA-L",
        "IROS/RA-L",
        "VIS/TVCG",
    )
)


def goes_with(one: str, other: str) -> bool:
    """Return whether a paper of one venue of the table may be found among those of the other."""
    return one == other or any(one in pair and other in pair for pair in _TOGETHER)


def published(identifier: Identifier) -> Published | None:
    """Return what an identifier says of where and when its paper was published, or None."""
    shown = str(identifier)
    if identifier.scheme == "pmlr":
        return _pmlr(identifier.value, shown)
    if identifier.scheme == "acl":
        old = _acl_old(identifier.value, shown)
        if old is not None:
            return old
    if identifier.scheme == "doi":
        return _doi(identifier.value, shown)
    return _first(_SCHEMES.get(identifier.scheme, ()), identifier.value, shown)


@lru_cache(maxsize=4096)
def at_address(url: str) -> Published | None:
    """Return what the address of a paper says of where and when it was published, or None."""
    host = host_of(url)
    rules = [rule for suffix, rule in _HOSTS if host == suffix or host.endswith(f".{suffix}")]
    return _first(rules, url[:500], url[:120]) if rules else None


def said_by(record: Record) -> Iterator[Published]:
    """Yield what the identifiers and the paper links of a record say, one for each that says something."""
    for identifier in record.identifiers:
        said = published(identifier)
        if said is not None:
            yield said
    known = {identifier.scheme for identifier in record.identifiers}
    for link in record.links:
        said = at_address(link.url) if link.label in _OWN else None
        if said is not None and not (said.venue == "NeurIPS" and "neurips" in known):
            yield said


def _first(rules: tuple[_Rule, ...] | list[_Rule], text: str, shown: str) -> Published | None:
    return next((said for rule in rules if (said := rule.says(text, shown)) is not None), None)


def _pmlr(value: str, shown: str) -> Published | None:
    match = _PMLR.match(value)
    found = volumes_of_series("Proceedings of Machine Learning Research").get(match[1]) if match else None
    return Published(shown=shown, venue=found[0], year=found[1]) if found else None


def _acl_old(value: str, shown: str) -> Published | None:
    """Return what a number such as `P18-1001` says.

    From volume 4 on, where demonstrations and workshops are, that is a year only.
    """
    match = _ACL_OLD.match(value)
    if match is None:
        return None
    letter, digits, volume = match.groups()
    year = int(digits) + (1900 if int(digits) >= 60 else 2000)
    return Published(shown=shown, venue="" if volume >= "4" else _ACL_LETTERS.get(letter, ""), year=year)


def _doi(value: str, shown: str) -> Published | None:
    match = _ACL_DOI.match(value)
    if match is not None:
        return published(Identifier("acl", match[1] if match[1][:1].isdigit() else match[1].upper()))
    if value.startswith("10.1038/"):
        return _first(_SCHEMES["nature"], value.removeprefix("10.1038/"), shown)
    return _first(_SCHEMES["doi"], value, shown)


def _tabled(word: str) -> tuple[str, bool]:
    """Return the venue of the table that a word names, and whether the years beside it may be taken at their word."""
    venue = find(word)
    return (venue.abbreviation, venue.kind == "conference") if venue is not None else ("", False)


def _year(digits: str, base: int) -> int:
    if not digits:
        return 0
    if base:
        return base + int(digits)
    return int(digits) if len(digits) == 4 else 2000 + int(digits) - 100 * (int(digits) > 70)
