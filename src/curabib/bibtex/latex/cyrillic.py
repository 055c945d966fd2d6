r"""Cyrillic letters: their command in LaTeX, their place in the encoding T2A, and their Latin form.

Commands and places are those of "t2aenc.def", the Latin letters those of ISO 9:1995 (system A), one for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter: `command` without its backslash, `slot` in a T2A font, `latin` in Unicode."""

    command: str
    slot: int
    latin: str


# letter, end of the command, place, Latin form of the small letter; the alphabet, then those of other languages
_CAPITALS = (
    "А:A:192:a Б:B:193:b В:V:194:v Г:G:195:g Д:D:196:d Е:E:197:e Ж:ZH:198:ž З:Z:199:z И:I:200:i Й:ISHRT:201:j "
    "К:K:202:k Л:L:203:l М:M:204:m Н:N:205:n О:O:206:o П:P:207:p Р:R:208:r С:S:209:s Т:T:210:t У:U:211:u "
    "Ф:F:212:f Х:H:213:h Ц:C:214:c Ч:CH:215:č Ш:SH:216:š Щ:SHCH:217:ŝ Ъ:HRDSN:218:″ Ы:ERY:219:y Ь:SFTSN:220:′ "
    "Э:EREV:221:è Ю:YU:222:û Я:YA:223:â Ґ:GUP:128:g̀ Ђ:DJE:130:đ Ћ:TSHE:131:ć Љ:LJE:135:l̂ Ї:YI:136:ï "
    "Ѕ:DZE:143:ẑ Ў:USHRT:146:ŭ Џ:DZHE:150:d̂ Є:IE:153:ê Њ:NJE:155:n̂ Ё:YO:156:ë І:II:73:ì Ј:JE:74:ǰ"
)
_TO_SMALL = 32  # from a capital's place to that of its small letter, in all of T2A's alphabets


def _letters() -> Iterator[tuple[str, Letter]]:
    for row in _CAPITALS.split():
        capital, name, slot, latin = row.split(":")
        yield capital, Letter(command=f"CYR{name}", slot=int(slot), latin=latin.upper())
        small = Letter(command=f"cyr{name.lower()}", slot=int(slot) + _TO_SMALL, latin=latin)
        yield capital.lower(), small


LETTERS: Final[dict[str, Letter]] = dict(_letters())
"""The letters of the Slavic alphabets in use, by themselves."""
