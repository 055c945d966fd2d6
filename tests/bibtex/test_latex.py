from itertools import pairwise

import pytest

from curabib.bibtex.latex import decode, encode, encode_address, protect_title, unencodable
from curabib.bibtex.latex.source import to_ascii, to_unicode
from tests.bibtex.cases import lines


@pytest.mark.parametrize(("text", "expected"), lines("latex/encode.txt"))
def test_encode(text: str, expected: str) -> None:
    assert encode(text) == expected


@pytest.mark.parametrize(("text", "expected"), lines("latex/decode.txt"))
def test_decode(text: str, expected: str) -> None:
    assert decode(text) == expected


@pytest.mark.parametrize(("title", "expected"), lines("protect/titles.txt"))
def test_protect_title(title: str, expected: str) -> None:
    assert protect_title(title) == expected
    assert protect_title(expected) == expected


def test_own_words_are_protected_like_the_built_in_ones() -> None:
    assert protect_title("Learning from Smithville Data") == "Learning from Smithville Data"
    words = frozenset({"Smithville"})
    assert protect_title("Learning from Smithville Data", words=words) == "Learning from {Smithville} Data"


def test_utf8_keeps_letters_and_still_escapes_tex() -> None:
    assert encode("Łódź 王 100% α", ascii=False) == "Łódź 王 100\\% {$\\alpha$}"


def test_names_keep_no_mathematics() -> None:
    assert encode("$x$", math=False) == "\\$x\\$"


def test_controls_vanish_and_only_letters_count_as_lost() -> None:
    text = "a\u202eb\u200bc\x00d\ufeff"
    assert encode(text) == "abcd"
    assert encode(text, ascii=False) == "abcd"
    assert unencodable(text) == ()


def test_what_cannot_be_encoded_is_named() -> None:
    assert unencodable("Thảo 王 \U0001f4a5 é ½ α") == ("ả", "王", "\U0001f4a5")
    assert unencodable("王", ascii=False) == ()


def test_what_is_left_out_leaves_one_blank() -> None:
    assert encode("a \x1b b \u200b c  d") == "a b c d"


def test_pictures_stay() -> None:
    assert encode("\U0001f4a5 boom") == "{\\relax{}\U0001f4a5} boom"
    assert encode("\U0001f4a5") == "{\\relax{}\U0001f4a5}"


def test_what_unicode_may_name_one_day_stays_and_what_it_never_will_goes() -> None:
    assert encode("a\U000323b0b") == "a{\\relax{}\U000323b0}b"
    for ascii in (True, False):
        assert encode("a\ufffeb\ufdd0c\U0001ffffd", ascii=ascii) == "abcd"


def test_every_latin_letter_survives_a_round_trip() -> None:
    for first, last in ((0xC0, 0x17F), (0x1CD, 0x1DC), (0x218, 0x21B), (0x1EA0, 0x1EF9)):
        for code in range(first, last + 1):
            letter = chr(code)
            if unencodable(letter) or letter in "×÷ŉŀĿſĲĳ":
                continue
            printed = encode(f"x{letter}y")
            assert printed.isascii()
            assert decode(printed) == f"x{letter}y", printed


def test_every_ascii_string_of_two_signs_prints_itself() -> None:
    signs = [chr(code) for code in range(33, 127)]
    text = "x".join(a + b for a, b in pairwise(signs * 2))
    assert decode(encode(text, math=False)) == text.replace("`", "`")


def test_addresses_keep_percent_signs_and_lose_what_ends_values() -> None:
    assert encode_address("https://x.org/a%20b?c=1&d=_~#e") == "https://x.org/a%20b?c=1&d=_~#e"
    assert encode_address('https://x.org/{a}\\b c\n"<ü>^`|') == (
        "https://x.org/%7Ba%7D%5Cb%20c%0A%22%3C%C3%BC%3E%5E%60%7C"
    )


@pytest.mark.parametrize(
    ("source", "ascii_source", "unicode_source"),
    [
        ('J{\\"u}rgen Öst', 'J{\\"u}rgen {\\"O}st', "Jürgen Öst"),
        ("{\\L}ukasz \\v{Z} \\'{\\i} \\ss{}", "{\\L}ukasz \\v{Z} \\'{\\i} \\ss{}", "Łukasz Ž í ß"),
        ("{{\\'E}}cole", "{{\\'E}}cole", "{É}cole"),
        ("line\\\\'e $\\'a$ \\emph{x}", "line\\\\'e $\\'a$ \\emph{x}", "line\\\\'e $\\'a$ \\emph{x}"),
        ("$α$ 王 \U0001f4a5", "$\\alpha $ 王 \U0001f4a5", "$α$ 王 \U0001f4a5"),
    ],
)
def test_source_is_written_in_other_letters(source: str, ascii_source: str, unicode_source: str) -> None:
    assert to_ascii(source) == ascii_source
    assert to_unicode(source) == unicode_source
    assert decode(to_unicode(to_ascii(source))) == decode(source)


def test_decoding_deep_nesting_takes_no_recursion() -> None:
    assert decode("{" * 50_000 + "x" + "}" * 50_000) == "x"
    assert decode("\\'{" * 20_000 + "e").endswith("\u0301")
