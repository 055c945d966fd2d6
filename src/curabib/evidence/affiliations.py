"""Where people work, as programmes of conferences print it behind their names."""

from functools import lru_cache

from curabib.evidence.regex import regex

# words that name an institution wherever they stand in it
_WORD = regex(
    r"\b(?:Universit\w*|Université|Uni|Universidade?|Instituto?|Institute?s?|Istituto|Institut|College|Polytechnic\w*|"
    r"Politecnico|École|Ecole|Academy|Academia|Research|Labs?|Laborator\w+|Corporation|Corp\.?|Inc\.?|GmbH|Hospital|"
    r"School|Foundation|Cent(?:er|re)|Department|Dept\.?|Faculty)(?=[\s,.;)\-]|$)"
)
# letters alone: "MIT CSAIL", "KAUST", "UC Berkeley", "NII and PFI"
_LETTERS = regex(r"[A-Z][A-Z&]{1,6}(?:[\s\-][A-Z]\w*){0,2}")
# the beginning of each of them, whatever stands before it
_BEGINS = regex(
    r"[UILCPAÉERGHSFD](?:ni|nstitu|stitut|oll|oly|oli|cole|cad|ese|ab|orp|nc|mbH|osp|cho|ound|ent|ep|acu)"
)
_PRESS = regex(r"\bPress\b|\d")
_AND = regex(r"^(?:and|&)\s+|\s+(?:and|&)\s+")
_LONGEST = 3000
_MOST_WORDS = 9


def is_institution(text: str) -> bool:
    """Return whether a text surely is where somebody works: a word such as "University" says so, and none against."""
    return len(text.split()) <= _MOST_WORDS and _WORD.search(text) is not None and _PRESS.search(text) is None


def may_print(text: str) -> bool:
    """Return whether names with institutions behind commas may be in a text: cheap, and never wrongly no."""
    return (
        "," in text
        and "(" not in text
        and len(text) <= _LONGEST
        and (";" in text or _BEGINS.search(text) is not None)
    )


def _joins(text: str) -> bool:
    """Whether "and" stands between two names, or before one."""
    return ("and" in text or "&" in text) and _AND.search(text) is not None


@lru_cache(maxsize=2048)
def groups(text: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return (names, institution) of each group of a run "A, B, and C, University; D, Company", or nothing.

    Semicolons part the groups. In each, "and" stands before the last name, and without one there is a single name.
    At least half of the institutions show by a word or by their letters that they are, the only one by a word.
    """
    parts = [part.strip(" .") for part in text.split(";") if part.strip(" .")]
    found: list[tuple[tuple[str, ...], str]] = []
    sure = 0
    for part in parts:
        chunks = [chunk.strip() for chunk in part.split(",")]
        end = next((place for place, chunk in enumerate(chunks) if is_institution(chunk)), len(chunks))
        last = next((place for place, chunk in enumerate(chunks[:end]) if _joins(chunk)), 0)
        where = ", ".join(chunks[last + 1 :])
        names = tuple(
            name
            for chunk in chunks[: last + 1]
            for name in (_AND.split(chunk) if _joins(chunk) else (chunk,))
            if name
        )
        if not where or not names or _PRESS.search(where) or not all(" " in name for name in names):
            return ()
        found.append((names, where))
        sure += is_institution(chunks[last + 1]) or (
            len(parts) > 1 and _LETTERS.fullmatch(chunks[last + 1]) is not None
        )
    return tuple(found) if parts and sure >= 0.5 * len(parts) else ()
