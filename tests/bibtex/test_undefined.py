import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.bibtex.latex.cyrillic import LETTERS
from curabib.bibtex.latex.encode import encode
from curabib.bibtex.latex.undefined import preamble, shown, undeclared
from curabib.bibtex.layout import format_document, is_preamble, print_texts
from curabib.bibtex.parse import parse


def test_what_the_kernel_declares_needs_nothing() -> None:
    text = "Łódź, Şaban, Erdős, Đurić – “x” € № † ŋ"
    assert undeclared(text) == ()
    assert preamble(text) == ""
    assert print_texts([text]) == print_texts([text], for_tex=False)


@pytest.mark.parametrize(
    ("sign", "form"),
    [
        ("ễ", "{\\~{\\^e}}"),
        ("ẫ", "{\\~{\\^a}}"),
        ("ơ", "o"),
        ("Ə", "E"),
        ("ά", "\\ensuremath{\\acute{\\alpha}}"),
        ("ΐ", "\\ensuremath{\\acute{\\ddot{\\iota}}}"),
        ("中", "\\curabibeastern{gbsn}{中}{4E2D}"),
        ("體", "\\curabibeastern{bsmi}{體}{9AD4}"),
        ("か", "\\curabibeastern{min}{か}{304B}"),
        ("한", "\\curabibeastern{mj}{한}{D55C}"),
        ("ע", "\\allowbreak[U+05E2]"),
        ("\U0001f4a5", "\\allowbreak[U+1F4A5]"),
        ("\ufe0f", ""),
        ("\u200d", ""),
        ("①", "1"),
    ],
)
def test_what_pdflatex_shows(sign: str, form: str) -> None:
    assert shown(sign) == form


def test_every_letter_of_the_slavic_alphabets_has_its_own_place_and_latin_form() -> None:
    small = [letter for sign, letter in LETTERS.items() if sign.islower()]
    capitals = [letter for sign, letter in LETTERS.items() if sign.isupper()]
    assert len(small) == len(capitals) == 45
    for letters in (small, capitals):
        assert len({letter.slot for letter in letters}) == len({letter.latin for letter in letters}) == 45
    assert (LETTERS["щ"].command, LETTERS["Щ"].command) == ("cyrshch", "CYRSHCH")
    assert unicodedata.normalize("NFC", LETTERS["Ж"].latin) == "Ž"
    assert set("абвгдежзийклмнопрстуфхцчшщъыьэюяё") <= set(LETTERS)


def test_a_preamble_declares_each_sign_once_in_order_and_holds_no_quote() -> None:
    text = preamble("b 王 中 王 ǟ ж")
    (block,) = (block for block in parse(text).blocks if block.kind != "text")
    assert block.kind == "preamble"
    assert is_preamble(block.raw)
    assert not is_preamble('@preamble{"\\newcommand{\\noop}[1]{}"}')
    assert text.count('"') == 2
    assert text.isprintable() or text.count("\n") == len(text.splitlines())
    declared = [line[:40] for line in text.splitlines() if line.startswith("  \\curabib")]
    assert [next(c for c in line if ord(c) > 127) for line in declared] == ["ǟ", "ж", "中", "王"]
    assert preamble("中 ж ǟ 王") == text


def test_only_what_is_there_brings_its_commands() -> None:
    assert "larm1000" not in preamble("中")
    assert "curabibCJK" not in preamble("ж")


def test_formatting_leaves_a_preamble_alone() -> None:
    text = print_texts(["@misc{b,\n  title = {{\\relax{}ж} and {\\relax{}中}},\n}\n"])
    assert "@preamble" in text
    assert format_document(parse(text)).value == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_is_encoded_is_declared_and_balanced(text: str) -> None:
    for ascii in (True, False):
        encoded = encode(text, ascii=ascii)
        head = preamble(encoded)
        assert head.count("{") == head.count("}")
        assert all(f"{{{sign}}}" in head for sign in undeclared(encoded))
        outside = head.replace("{", "").replace("}", "")
        assert not set(outside) & set("%&~")
        assert not set(undeclared(encoded)) & set(string.printable)


def test_whatever_is_undeclared_is_looked_for() -> None:
    for code in (*range(0x3200), 0xD7FF, 0xE000, *range(0x1F000, 0x1FA00), 0x2B740, 0xE0001, 0x10FFFF):
        text = chr(code)
        assert ("@preamble" in print_texts([text])) == bool(undeclared(text)), hex(code)
