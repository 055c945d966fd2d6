"""Looking for words in the texts of entries."""

from collections.abc import Callable, Iterable

from curabib.library.select_terms import Term
from curabib.model import Entry, Name, fold

Texts = Callable[[Entry], Iterable[str]]
"""The texts of an entry that a field asks about."""

# Blocks of scripts that put no blanks between words: Thai to Lao, Myanmar, Khmer, CJK to Yi, Hangul, CJK again.
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)  # fmt: skip
_APOSTROPHES = str.maketrans("", "", "'`")


class EntryTexts:
    """The texts of the entry at hand, read and folded once for all terms that ask for the same in turn."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._entry: Entry | None = None
        self._plain: dict[Texts, str | None] = {}
        self._folded: dict[Texts, tuple[str, ...]] = {}

    def plain(self, texts: Texts, entry: Entry) -> str | None:
        """Return the texts as one, in lower case without apostrophes; None where folding would change more than signs.

        A word that does not stand in it does not stand in the folded texts.
        """
        self._turn_to(entry)
        if texts not in self._plain:
            joined = "\n".join(texts(entry))
            self._plain[texts] = joined.lower().translate(_APOSTROPHES) if joined.isascii() else None
        return self._plain[texts]

    def folded(self, texts: Texts, entry: Entry) -> tuple[str, ...]:
        """Return the texts folded, each between blanks."""
        self._turn_to(entry)
        found = self._folded.get(texts)
        if found is None:
            found = self._folded[texts] = tuple(f" {fold(text)} " for text in texts(entry) if text)
        return found

    def _turn_to(self, entry: Entry) -> None:
        if entry is not self._entry:
            self._entry = entry
            self._plain.clear()
            self._folded.clear()


def searchable(term: Term) -> str:
    """Return the folded value of a term; raises QueryError where it holds no letter or digit."""
    wanted = fold(term.value)
    if not wanted:
        raise term.error(f"`{term.value}` has no letter or digit to search for")
    return wanted


def finder(term: Term, texts: Texts, at_hand: EntryTexts) -> Callable[[Entry], bool]:
    """Return the test of whether the value of `term` stands in one of the texts of an entry.

    Words that begin so; quoted, whole words; with `=`, the whole text; in scripts without blanks, anywhere.
    """
    wanted = searchable(term)
    longest = max(wanted.split(), key=len)
    unspaced = not wanted.isascii() and any(_is_unspaced(character) for character in wanted)
    part = wanted if unspaced else f" {wanted} " if term.quoted else f" {wanted}"

    def holds(entry: Entry) -> bool:
        plain = at_hand.plain(texts, entry)
        if plain is not None and longest not in plain:
            return False
        folded = at_hand.folded(texts, entry)
        if term.comparison == "=":
            return f" {wanted} " in folded
        return any(part in text for text in folded)

    return holds


def name_texts(names: Iterable[Name]) -> Iterable[str]:
    """Yield each name in the two orders in which people write it."""
    for name in names:
        yield str(name)
        if name.given:
            yield f"{name.prefix} {name.family} {name.given}"


def _is_unspaced(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _UNSPACED)
