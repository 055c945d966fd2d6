"""Stretches of plain text that hold several fields: people, title, venue and date, in the ways people cite."""

import re
from dataclasses import dataclass, field

from curabib.evidence import affiliations, dates, joined, people
from curabib.evidence.families import are_families, is_family, is_institution
from curabib.evidence.rhythm import end_of_people
from curabib.evidence.text import halve, letters, word_count
from curabib.model import Venue
from curabib.normalise.no_venue import tells_of_venue
from curabib.normalise.where import Where, journal_reference, read_where
from curabib.venues import find

_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{2})[.。]\s+|(?<=[\d)\]”\"'’?!])\.\s+|(?<=[a-z]{2}[?!])\s+(?=[A-Z])|(?<=\bal\.)[,;]?\s+|"
    r"(?<=[A-Z]\.)\s+(?=[A-Z][\w'’\-]*[a-z][\w'’\-]* (?:[a-z]|[A-Z]))|(?<=/[A-Z])\.\s+"
)
_HAN_OR_KANA = re.compile("[\u2e80-\u9fff]")
_STOP = re.compile(r"[.。?!]")
DASH = re.compile(r"\s+[-–—]+\s+|\s+—|—\s+")
_GROUP = re.compile(r"[(（\[]([^()（）\[\]]{2,160})[)）\]]")
_ABBREVIATIONS = re.compile(
    r"(?<!/)(?:\b(?:vol|no|art|p|vs|et al|Proc|Conf|Int|Trans|Symp|J|Vol|No|pp|Eds?|St|Dr|Univ|Dept|Inc|Jr|cf|"
    r"e\.g|i\.e|Comput|Sci|Res|Lett|Rev|Phys|Math|Mach|Learn|Artif|Intell|Assoc|Soc|Nat|Commun|Natl|Acad|"
    r"Anal|Mach|Recognit|Vis|Graph|Appl|Eng|Technol|Netw|Syst|Inf|Magn|Electron|Med|Biol|Chem|Neurosci|"
    r"Psychol|Econ|Stat|Statist|Adv|Annu|Mag|Softw|Secur|Manag|Oper|Mech|Ann|Bull|Rep|Lect|Notes|Bioinf|"
    r"Genet|Cogn|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|[a-z][A-Z])\.$"
)
# "Levine S, Finn C." ends a run of people, and no abbreviation
_VANCOUVER = re.compile(
    r"(?:[^\W\d_][\w'’\-]{1,30}(?: [^\W\d_][\w'’\-]{1,30})? [A-Z]{1,3}, ){1,200}[^\W\d_][\w'’\- ]{1,40} [A-Z]{1,3}\."
)
# volume, issue and year as the ACM prints them behind a journal
_ACM = re.compile(
    r"[^\W\d_][^,()\x00]{2,120} \d{1,4}, \d{1,4}(?:[-–]\d{1,4})? \([^()]{0,12}(?:19|20)\d\d\)(?:, [\d:–-]{1,20})?"
)
_TITLE_CASE = re.compile(r"(?:(?:[A-Z][\w.'’&\-]*|of|and|the|in|for|on|&|de|der|für|et)(?:\s|$)){1,7}$")
_BY = re.compile(
    r"[,;.)]?\s+(?=(?:(?:edited|written)\s+)?by\s+[A-Z]|par\s+[A-ZÀ-Þ]|from\s+[A-Z][^\s,;]{1,30}\s+et\.?\s*al\b)"
)
# "proposed by Brewer" says nothing of who wrote, "a book by Bailis about …" does, up to the word that goes on
_DONE_BY = re.compile(
    r"(?<!edited)(?<!written)(?<!authored)(?:(?<=\w\wed)|(?<=\w\wen)|(?<=\wade)|(?<=\wwn)|(?<=uilt))\Z",
    re.IGNORECASE,
)
# "N Engl J Med. 2001 Nov 8;345(19):1368-77", unmistakable whatever the journal
_YEAR_VOLUME = re.compile(
    r"(?:(?:(?<=[.?!] )|^|(?<=\x00))(?P<name>[^\W\d_a-z][\w&:,\-() ]{1,80})\.? +)?"
    r"\b(?P<year>(?:19|20)\d\d)(?: [A-Z][a-z]{2}(?: \d{1,2})?)?; ?\d{1,4}(?: ?\(\w[\w \-–]{0,15}\))?"
    r"(?:: ?\w{1,8}(?:[-–]\w{1,8})?)?\.?"
)
_INSTITUTIONS_END = re.compile(r"\s*(?:[,;&/]|\band\b)\s*")
_FAMILIES_AND_YEAR = re.compile(r"[a-z]\.? (?:19|20)\d\d\Z")
_GOES_ON = re.compile(
    r"\s+(?:about|on|for|at|from|in|that|which|who|where|covering|describing|explaining|showing|is|are|was|to|as|using|via|of)\s"
)
_FARTHEST_BY = 9
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[,.:;]\s+(?=[^\W\d_])")
_NAMES = re.compile(r"\S\s+\S|[^\W\d_]{3}-[^\W\d_]{3}|[\u2e80-\u9fff\uac00-\ud7af]{2}")
_ET_AL_END = re.compile(
    r"\bet\.? al\b\.?|\band others\b|等人?(?=\s*[,，])|(?:외|ら|ほか|他)(?=\s*[,，])|\bи\s+др\b\.?"
)
_SIGNS = " ,;:.-–—|/"
_DOT = re.compile(r"\s+[·•|]\s+")
_AMONG_NAMES = re.compile(r"\s*(?:[,;]\s*(?:and\s+|&\s*)?|(?:and|&)\s+)[^\W\d_]")
_LEADING_SIGNS = re.compile(r"^[\s,;:.\-–—|/·•\])】]+")
_TRAILING_AND = re.compile(r"[\s,;)]*\b(?:and|&)\s*(?:[Tt]he)?\s*$")
_AND_ENDS = ("and", "&", "the", "The")
_DIGIT = re.compile(r"\d")
_OTHERS = ("et al", "et al.")
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.")
_ET_AL = re.compile(r"\bet al\b")
_CUT = "\x00"
_MOST_CHUNKS = 8
_SENTENCE_WORDS = 12
_DIGEST, _DIGEST_WORDS = 90, 45
_SMALL_SHARE = 0.6
_VENUE_LENGTH = 40
_FEWEST_TITLE = 3
_QUOTES = ("“", '"', "‘")


@dataclass(slots=True)
class Cited:
    """What a stretch states; `people` is still one string. `rest` is what it left over."""

    title: str = ""
    people: str = ""
    wheres: list[Where] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


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
        if _ABBREVIATIONS.search(head) and not head.endswith(" al.") and not _VANCOUVER.fullmatch(head):
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


def read_tail(text: str) -> Cited:
    """Return people, venue and date from text that holds no title: what stands beside a title in markup."""
    cited = Cited()
    text = _outer(text)
    led = _YEAR_FIRST.match(text)
    if led is not None and people.evidence(text[led.end() :].strip(_SIGNS)):
        cited.wheres.append(Where(date=dates.find_date(led[1])))
        text = text[led.end() :]
    text = _without_institutions(_take_volume(_cut_at(_cut_by(text)), cited))
    named = people.evidence(text) == 2
    by = _CUT in text or people.led_by(text) != ""
    for sentence in (text, *sentences(text)) if "(" in text else ():
        acm = _ACM.match(sentence)
        volume = acm.group() if acm is not None else journal_reference(sentence)
        where = read_where(volume) if volume else None
        if where is not None and where.sure:
            cited.wheres.append(where)
            text = text.replace(volume, _CUT, 1)
    for match in [group for group in _GROUP.finditer(text) if not _says_nothing(group[1])]:
        if named and _AMONG_NAMES.match(text, match.end()) and dates.find_year(match[1]) is None:
            continue  # an affiliation, though there may be a venue of its name
        where = read_where(match[1])
        who = None if cited.people or named else _people_and_where(match[1])
        if who is not None and not (by and _is_one(who[0])):
            cited.people = who[0]
            cited.wheres += who[1]
            text = text.replace(match.group(), _CUT, 1)
        elif where is not None and (where.sure or where.date):
            cited.wheres.append(where)
            text = text.replace(match.group(), _CUT, 1)
            cited.rest += _family_before(match[1], where)
        elif where is None and (inner := _venue_at_end(match[1]) or _dated_remark(match[1])) is not None:
            cited.wheres.append(inner)
            text = text.replace(match.group(), _CUT, 1)
            cited.rest += _family_before(match[1], inner)
        elif (
            not cited.people
            and not named
            and (
                people.evidence(match[1]) == 2
                or (
                    people.evidence(match[1]) == 1
                    and _NAMES.search(match[1])
                    and not text[: match.start()].strip(_SIGNS)
                )
            )
        ):
            cited.people = match[1]
            text = text.replace(match.group(), _CUT, 1)
    dots = _DOT.split(text)
    if len(dots) > 1 and people.evidence(text) < 2:
        text = _CUT.join(dots)
    for stretch in text.split(_CUT):
        for sentence in sentences(stretch.strip(" ,;:|-–—")):
            whole = not cited.people and people.evidence(sentence) == 2
            for segment in [sentence] if whole else DASH.split(sentence):
                _segment(segment.strip(" ,;:|"), cited)
    return cited


def _take_volume(text: str, cited: Cited) -> str:
    """Read year, volume and page in the manner of Vancouver, and the journal before them, whoever knows it."""
    match = _YEAR_VOLUME.search(text) if ";" in text else None
    if match is None:
        return text
    name = (match["name"] or "").strip(_SIGNS)
    known = read_where(name) if name else None
    venue = known.venue if known is not None and known.venue is not None else None
    if venue is None and name and people.evidence(name) != 2:
        venue = Venue(name=name, kind="journal")
    cited.wheres.append(Where(venue=venue, date=dates.find_date(match["year"]), sure=venue is not None))
    return f"{text[: match.start()]}{_CUT}{text[match.end() :]}"


def _are_institutions(text: str) -> bool:
    """Whether a remark names where people work and nothing else: "MIT, ETH Zurich", "Google Research & CMU"."""
    parts = [part for part in _INSTITUTIONS_END.split(text) if part]
    known = sum(is_institution(part) or affiliations.is_institution(part) for part in parts)
    return not _DIGIT.search(text) and 2 * known >= len(parts) and _venue_at_end(text) is None


def _without_institutions(text: str) -> str:
    """Return a text without the places of work in brackets behind people."""
    for match in list(_GROUP.finditer(text)) if "(" in text else ():
        if _are_institutions(match[1]) and _behind_names(text[: match.start()]):
            text = text.replace(match.group(), "", 1)
            break
    return text


def _behind_names(text: str) -> bool:
    """Whether a text ends in people, perhaps in a sentence of their own."""
    run = text.rpartition(_CUT)[2].strip(_SIGNS)
    return people.evidence(run) == 2 or _is_one(run)


def _family_before(text: str, where: Where) -> list[str]:
    """Return the one word before a known venue that could be a family name: "Lamport, PODC 2001"."""
    head, comma, _ = text.partition(",")
    return [head] if comma and where.sure and is_family(head) else []


def _says_nothing(text: str) -> bool:
    """Whether a remark is in small letters, without a number or a word that tells of a venue."""
    return text.islower() and not _DIGIT.search(text) and not tells_of_venue(letters(text))


def _people_and_where(text: str) -> tuple[str, list[Where]] | None:
    """Return the people of a short citation and what stands behind them: "Zoph & Le, 2017", "Liu et al., ICML 2018"."""
    more = _ends_in_others(text)
    head, semicolon, tail = text.rpartition(";")
    if semicolon and more is None:
        behind = read_where(tail)
        named = are_families(head) or people.evidence(head) == 2 or _is_one(head)
        return (head, [behind]) if named and behind is not None and (behind.sure or behind.date) else None
    if more is not None:
        run, rest = text[: more.end()], text[more.end() :].strip(" ,.;:")
    else:
        run, where = split_where(text)
        named = people.evidence(run) == 2 or are_families(run) or (_is_one(run) and "," in text)
        return (run, [where]) if where is not None and named else None
    if people.evidence(run) < 2:
        return None
    where = read_where(rest) if rest else None
    return (run, [where] if where is not None else []) if where is not None or not rest else None


def _ends_in_others(text: str) -> re.Match[str] | None:
    """Return where a run of people says that there are more of them, or None."""
    return _ET_AL_END.search(text) if "al" in text or "others" in text or not text.isascii() else None


def _is_one(text: str) -> bool:
    """Whether a text is one whole name: "Leslie Lamport"."""
    return " " in text.strip() and people.evidence(text) == 1 and not is_institution(text)


def _venue_at_end(text: str) -> Where | None:
    """Return the venue that the table knows at the end of a remark such as "Google, RecSys", where no people are."""
    chunks = commas(text)
    if len(chunks) < 2 or people.evidence(", ".join(chunks[:-1])) == 2:
        return None
    where = read_where(chunks[-1])
    return where if where is not None and where.venue is not None and where.venue.abbreviation else None


def _dated_remark(text: str) -> Where | None:
    """Return the date of a short remark in brackets, and the venue it ends in ("Discussion of policy, ICLR 2020")."""
    if len(text.split()) > _MOST_CHUNKS or not (text[:1].isupper() or text[:1].isdigit()):
        return None
    date = dates.find_date(text)
    if date is None or people.evidence(text) == 2:
        return None
    _, where = split_where(text)
    return where if where is not None and where.sure and where.date is not None else Where(date=date)


def _cut_by(text: str) -> str:
    """Return a text cut before each "by" that names who wrote, and behind these names where a sentence goes on."""
    if "by " not in text and "from " not in text and "par " not in text:
        return text
    begin, parts = 0, []
    for match in _BY.finditer(text):
        before = text[begin : match.start()]
        if _DONE_BY.search(before) or len(DASH.split(before)[-1].rpartition(". ")[2].split()) > _FARTHEST_BY:
            continue
        parts.append(before)
        begin = match.end()
        on = _GOES_ON.search(text, begin)
        if on is not None and before and people.evidence(text[begin : on.start()]) == 2:
            parts.append(text[begin : on.start()])
            begin = on.end()
    return _CUT.join([*parts, text[begin:]])


def _cut_at(text: str) -> str:
    """Return a text cut before the "@" that stands between people and a venue: "by Ann Lee @ PLDI '05"."""
    head, at, _ = text.partition(" @ ")
    if not at or not people.evidence(head.rpartition(_CUT)[2].strip(_SIGNS)):
        return text
    return text.replace(at, _CUT, 1)


def _segment_of_people(text: str, cited: Cited) -> bool:
    """Read people, perhaps with venue and date behind them, and return whether a segment is that."""
    who = _people_and_where(text) if ";" in text or _ends_in_others(text) else None
    if who is not None:
        cited.people = who[0]
        cited.wheres += who[1]
        return True
    if people.evidence(text) < 2 or (_DIGIT.search(text, 0, _VENUE_LENGTH) and _venue_first(text)):
        return False
    cited.people, where = split_where(text)
    cited.wheres += [where] if where is not None else []
    return True


def _venue_first(text: str) -> tuple[Where, str] | None:
    """Return the dated venue that the table knows before people, and them: "PLDI 2005, Ann Lee, Bo Chen"."""
    head, comma, rest = text.partition(", ")
    if not comma or _DIGIT.search(head) is None or not _names_several(rest):
        return None
    where = read_where(head)
    known = where is not None and where.venue is not None and where.venue.abbreviation
    return (where, rest) if where is not None and known and where.date is not None else None


def _names_several(text: str) -> bool:
    """Whether a text is whole names of people and none of places: two of them, or "et al."."""
    return people.evidence(text) == 2 and all(" " in chunk for chunk in commas(text))


def _outer(text: str) -> str:
    """Return a text without signs and remarks around it, and of a digest the first sentence and the last.

    No sentence between them says who wrote, where or when.
    """
    text = people.without_remarks(_LEADING_SIGNS.sub("", halve(text)).rstrip(" [(【"))
    text = _TRAILING_AND.sub("", text) if text.endswith(_AND_ENDS) else text
    parts = sentences(text) if len(text) > _DIGEST else ()
    if len(parts) <= 2 or word_count(text) <= _DIGEST_WORDS or people.evidence(parts[0]) == 2:
        return text
    return f"{parts[0]}{_CUT}{parts[-1]}"


def _cut_digest(text: str) -> tuple[str, str]:
    """Return prose apart from what else there is: what is cited in Latin letters behind Chinese or Japanese.

    A sentence is prose that goes on and on without a number, most of its words in small letters.
    """
    words = text.split()
    long = len(words) > _SENTENCE_WORDS and _DIGIT.search(text) is None
    if long and sum(map(str.islower, words)) > _SMALL_SHARE * len(words):
        return text, ""
    if text.isascii():
        return "", text
    runs = _HAN_OR_KANA.split(text)
    end = runs[-1] if runs[-1][:1].isspace() or runs[-1][:1] in _SIGNS else ""
    digest = text.removesuffix(end)
    if len(runs) <= 2 * _SENTENCE_WORDS or people.evidence(digest) == 2:
        return "", text
    return digest, end.strip(_SIGNS)


def _leads_elsewhere(text: str, cited: Cited) -> bool:
    """Read families with a year behind them, or a venue with people behind it, and return whether a segment is that."""
    if not cited.people and _FAMILIES_AND_YEAR.search(text) and are_families(run := text[:-4]):
        cited.rest.append(run)
        cited.wheres.append(Where(date=dates.find_date(text[-4:])))
        return True
    led = _venue_first(text) if _DIGIT.search(text, 0, _VENUE_LENGTH) else None
    if led is None:
        return False
    cited.wheres.append(led[0])
    _segment(led[1], cited)
    return True


def _segment(text: str, cited: Cited) -> None:
    text = text.strip(" .,;:") if not people.ends_with_initial(text) else text.strip(" ,;:")
    digest, text = _cut_digest(text)
    cited.rest += [digest] if digest else []
    if not text:
        return
    if not cited.people and _segment_of_people(text, cited):
        return
    if _leads_elsewhere(text, cited):
        return
    whole = read_where(text) if len(text.split()) <= 30 else None
    if whole is not None and whole.sure and _ET_AL.search(text) is None:
        cited.wheres.append(whole)
        behind = text.partition(", ")[2]
        cited.rest += [behind] if whole.date is not None and _is_one(behind) else []
        return
    if whole is not None and whole.venue is None and whole.date is not None:
        cited.wheres.append(whole)
        return
    if not cited.people and people.led_by(text):
        names = leading_names(commas(people.led_by(text)), habit=True)
        if names:
            chunks = commas(people.led_by(text))
            cited.people = ", ".join(chunks[:names])
            _segment(", ".join(chunks[names:]), cited)
            return
    before, where = split_where(text)
    if (
        where is not None
        and whole is not None
        and whole.venue is not None
        and whole.date is not None
        and not people.evidence(before)
    ):
        cited.wheres.append(whole)
        return
    if where is not None:
        cited.wheres.append(where)
        if before and not cited.people and (people.evidence(before) or are_families(before)):
            cited.people = before
            return
        if before:
            cited.rest.append(before)
        return
    if not cited.people and people.evidence(text) == 1 and " " in people.strip_affiliation(text)[0].strip():
        cited.people = text
        return
    if whole is not None and whole.venue is not None and whole.date is not None and len(text.split()) <= 8:
        cited.wheres.append(whole)
        return
    cited.rest.append(text)


def split_where(text: str) -> tuple[str, Where | None]:
    """Return a text cut into what comes first and the venue or date at its end.

    The end is the longest run of comma-separated chunks that reads as a venue or date, else the last words of
    the last chunk
    ("Michael Carbin ICLR 2019") when the venue table knows them.
    """
    chunks = commas(text)
    if not chunks or _ends_in_people(chunks):
        return text, None
    doubtful: tuple[str, Where] | None = None
    for start in range(max(0 if len(chunks) == 1 else 1, len(chunks) - _MOST_CHUNKS), len(chunks)):
        tail = ", ".join(chunks[start:])
        where = read_where(tail)
        if where is None or people.evidence(tail) == 2:
            continue
        if where.venue is not None and not where.venue.abbreviation and people.looks_like_name(chunks[start]):
            continue
        if where.sure and _begins_too_early(chunks[start:], where):
            continue
        before = ", ".join(chunks[:start])
        if where.sure or (where.venue is None and doubtful is None):
            return before, where
        if where.venue is None and doubtful is not None:
            break
        if (
            doubtful is None
            and where.date is not None
            and start
            and where.venue is not None
            and _TITLE_CASE.match(where.venue.name)
        ):
            doubtful = before, where
    words = chunks[-1].split()
    for start in range(1, min(len(words), 8)):
        name = " ".join(words[:start])
        where = read_where(" ".join(words[start:])) if people.looks_like_name(name) else None
        if where is not None and where.venue is not None and where.venue.abbreviation and _glued(where):
            return ", ".join([*chunks[:-1], name]), where
    return doubtful or (text, None)


def _begins_too_early(chunks: list[str], where: Where) -> bool:
    """Whether the end of a title stands before a venue: "…, and Beyond, ACM Queue 2013"."""
    if len(chunks) < 2 or (where.venue is not None and where.venue.abbreviation):
        return False
    first, rest = read_where(chunks[0]), read_where(", ".join(chunks[1:]))
    return (first is None or not first.sure) and rest is not None and rest.venue is not None and rest.sure


def _ends_in_people(chunks: list[str]) -> bool:
    """Whether the last chunk is a name of several words that no venue has, so that none can stand behind the people."""
    last = chunks[-1]
    if len(chunks) < 2 or " " not in last or any(char.isdigit() for char in last):
        return False
    names = [name for name in joined.split(joined.without_first(last), last=True) if name]
    words = names[-1].split()
    return (
        len(words) > 1
        and all(map(people.looks_like_name, names))
        and not any(find(" ".join(words[start:])) for start in range(len(words)))
    )


def _glued(where: Where) -> bool:
    """Return whether a venue behind other words of a chunk is one: dated, or an acronym.

    "Trainable Neural Networks" ends in the name of a journal too.
    """
    name = where.venue.name if where.venue else ""
    return where.date is not None or (" " not in name and sum(char.isupper() for char in name) > 1)


def commas(text: str) -> list[str]:
    """Return the stretches between the commas that stand outside brackets."""
    return [chunk.strip() for chunk in people.split_outside(text, ",") if chunk.strip()]


def leading_names(chunks: list[str], *, habit: bool) -> int:
    """Return how many chunks at the start are names, when they are sure to be a list of people.

    A single name is believed where it is the `habit` of the references around to begin with people.
    """
    count = 0
    for place, chunk in enumerate(chunks[:-1]):
        head = joined.without_first(chunk.strip())
        joins = joined.may_join(head) and " with " not in head  # which stands in titles too
        pieces = joined.split(head, last=True) if joins else (head,)
        if not all(people.looks_like_name(piece) or piece in _OTHERS for piece in pieces):
            if head.endswith(_OTHERS) and people.evidence(head) == 2:
                count = place + 1
            break
        count = place + 1
    run = ", ".join(chunks[:count])
    if count >= 1 and people.evidence(run) == 2:
        return count
    if count == 1 and " " in run and (habit or _INITIAL.search(run)):
        return count
    return 0
