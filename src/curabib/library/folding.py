"""Letters of citation keys: any text as words of `a-z` and `0-9`, by a table that never changes.

A library that transliterates would give other proposals after an update; this table is ours and has a version.
Keys that were issued are read from the lock and do not depend on it.
"""

import unicodedata
from functools import lru_cache

VERSION = 1

_LATIN = """
æ:ae œ:oe ø:o ł:l đ:d ð:d þ:th ß:ss ı:i ħ:h ŧ:t ŋ:n ə:e ĸ:k ƒ:f ɓ:b ɗ:d ƙ:k ɛ:e ɔ:o
"""
_GREEK = """
α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f
χ:ch ψ:ps ω:o
"""
_CYRILLIC = """
а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts
ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya ђ:dj є:ye і:i ј:j љ:lj њ:nj ћ:c џ:dz ґ:g ѕ:dz
"""
_SILENT = dict.fromkeys("'’‘ʼ`´ʹʻ", "")
_TABLE = str.maketrans({**_SILENT, **dict(pair.split(":") for pair in (_LATIN + _GREEK + _CYRILLIC).split())})
_SILENT_ASCII = str.maketrans(dict.fromkeys("'`", ""))
_SEPARATORS = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()})


@lru_cache(maxsize=4096)
def key_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` in the letters of keys.

    Accents are dropped (`ü` gives `u` in every language), Latin, Greek and Cyrillic letters are spelled by the
    pinned table, apostrophes vanish, every other sign separates words; letters of other scripts are left out.
    """
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.lower().translate(_TABLE))
        bare = "".join(c for c in apart if not unicodedata.combining(c))
        text = "".join(c if c.isascii() else " " for c in bare.lower().translate(_TABLE))
    else:
        text = text.translate(_SILENT_ASCII)
    return tuple(text.lower().translate(_SEPARATORS).split())
