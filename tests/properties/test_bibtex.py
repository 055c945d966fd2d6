"""What holds of the BibTeX language for any text at all."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from curabib.bibtex.document import Document, Field
from curabib.bibtex.latex import decode, encode, encode_address, protect_title, unencodable
from curabib.bibtex.latex.source import to_ascii, to_unicode
from curabib.bibtex.layout import FormatOptions, format_document, print_entry
from curabib.bibtex.mapping import from_bibtex, to_bibtex
from curabib.bibtex.names import parse_names, print_names
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES
from curabib.model import Entry, Fields, Name, Names, Work

TOKENS = st.sampled_from(
    ["@a{", "@article{k,", "t={x}", ",", "}", "{", '"', "#", "\n", "\n\n", "%", " ", "@", "@string{a = {b}}\n", "foo",
     "@comment{", "=", "y = 2020", "(", ")", "@b(z,", "jan", "crossref={k}", "\r\n", '@preamble{"x"}', "\\", "\ufeff",
     "@misc{zz}\n", '@misc{aa, t = "q" # a}\n', "@c{a,b=\n {c}}", "\t", "\x0b", "\x85", "é", "\x00", "abstract={\n x}"]
)  # fmt: skip
BIB = st.lists(TOKENS, max_size=30).map("".join) | st.text(max_size=60)
TITLES = st.lists(
    st.sampled_from(
        ["Deep", "BERT", "GANs", "a", "A", "I", " ", " ", ": ", "? ", "-", "{", "}", "{X}", "$x$", "$", "\\'e", "É",
         "{\\'E}", "{\\L}", "Markov", "markov's", "3D", "the", "networks", "learning", ". ", " -- ", "’s", "\\", "x_1"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
WORDS = st.text(
    st.characters(categories=("Lu", "Ll", "Lo", "Mn", "Pd", "Po", "Sm", "Nd")), min_size=1, max_size=10
)


def brace_balance(text: str) -> int:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        assert depth >= 0, text
    return depth


@given(BIB)
def test_parsing_loses_no_character(text: str) -> None:
    blocks = parse(text).blocks
    assert "".join(block.raw for block in blocks) == text
    line = 1
    for block in blocks:
        assert block.line == line
        line = block.line + block.raw.count("\n") + block.raw.count("\r") - block.raw.count("\r\n")
        for field in block.fields:
            assert block.line <= field.line <= block.end_line


@given(BIB, st.booleans(), st.booleans(), st.sampled_from(["keep", "ascii", "unicode"]))
def test_formatting_twice_is_formatting_once(text: str, sort: bool, spaced: bool, encoding: str) -> None:
    options = FormatOptions(sort=sort, blank_lines=spaced, encoding=encoding)  # type: ignore[arg-type]
    once = format_document(parse(text), options).value
    assert format_document(parse(once), options).value == once


@given(BIB)
def test_formatting_keeps_every_value(text: str) -> None:
    before = parse(text)
    after = parse(format_document(before).value)
    if any(block.kind in ("failed", "comment") for block in before.blocks):
        return

    def said(document: Document) -> list[tuple[str, str, list[tuple[str, str]]]]:
        macros = before.macros()
        return sorted(
            (
                block.type.lower(),
                block.key,
                [(f.name.lower(), f.resolve(macros)) for f in _sorted(block.fields)],
            )
            for block in document.entries
        )

    assert said(after) == said(before)


def _sorted(fields: tuple[Field, ...]) -> list[Field]:
    return sorted(fields, key=lambda field: field.name.lower())


@given(st.text(max_size=80), st.booleans())
def test_encoded_text_is_inert_and_balanced(text: str, ascii: bool) -> None:
    printed = encode(text, ascii=ascii)
    assert brace_balance(printed) == 0
    assert "\n" not in printed
    assert "^^" not in printed
    assert "@" in text or "@" not in printed
    bare = printed.replace("\\%", "").replace("\\$", "")
    assert "%" not in bare
    if ascii and not unencodable(text):
        assert printed.isascii()


@given(st.text(st.characters(codec="latin-1", categories=("Lu", "Ll", "Nd", "Po", "Sm", "Sc")), max_size=30))
def test_decoding_undoes_encoding(text: str) -> None:
    wanted = unicodedata.normalize("NFC", text)
    if "''" in wanted or "µ" in wanted or unencodable(wanted):
        return
    assert decode(encode(wanted, math=False)) == wanted.strip()


@given(st.text(max_size=60))
def test_decoding_never_fails_and_gives_nfc(text: str) -> None:
    decoded = decode(text)
    assert decoded == unicodedata.normalize("NFC", decoded)


@given(TITLES)
def test_protecting_twice_is_protecting_once(title: str) -> None:
    once = protect_title(title)
    assert protect_title(once) == once
    assert once.replace("{", "").replace("}", "") == title.replace("{", "").replace("}", "")


@given(TITLES)
def test_protecting_encoded_titles_keeps_braces_balanced(title: str) -> None:
    printed = protect_title(encode(title))
    assert brace_balance(printed) == 0
    assert decode(printed) == decode(encode(title))


@given(st.text(max_size=60))
def test_addresses_are_printable_ascii_without_braces(text: str) -> None:
    printed = encode_address(text)
    assert printed.isascii()
    assert not set(printed) & set('{}\\"\n\r\t ^`<>|')


@given(st.text(max_size=60))
def test_letters_one_way_or_the_other_decode_alike(text: str) -> None:
    assert to_ascii(to_ascii(text)) == to_ascii(text)
    assert to_unicode(to_unicode(text)) == to_unicode(text)


NAME = st.builds(
    Name,
    family=st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    given=st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    prefix=st.sampled_from(["", "van der", "de", "von"]),
    suffix=st.sampled_from(["", "Jr.", "III"]),
) | st.builds(Name, literal=st.lists(WORDS, min_size=1, max_size=3).map(" ".join))


@given(st.lists(NAME, min_size=1, max_size=4), st.booleans())
def test_names_come_back_as_they_were(people: list[Name], truncated: bool) -> None:
    names = Names(tuple(people), truncated)
    printed = print_names(names, ascii=False)
    assert brace_balance(printed) == 0
    back = parse_names(printed)
    assert back.truncated == truncated
    assert [_bare(name) for name in back] == [_bare(name) for name in names]


def _bare(name: Name) -> str:
    """Return a name for comparison: what encoding may change (quotes, marks, ligatures) left out."""
    text = unicodedata.normalize(
        "NFKD", f"{name.literal}|{name.given}|{name.prefix} {name.family}|{name.suffix}"
    )
    return "".join(c for c in text if c.isalnum() or c == "|").casefold()


@given(st.text(max_size=40))
def test_any_name_list_can_be_read(text: str) -> None:
    parse_names(text)


FIELD_NAMES = st.sampled_from(
    ["title", "note", "abstract", "publisher", "url", "pages", "file", "x-own", "volume"]
)


@given(st.dictionaries(FIELD_NAMES, st.text(max_size=40), max_size=6), st.sampled_from(sorted(PROFILES)))
def test_entries_read_back_as_they_were_meant(values: dict[str, str], profile: str) -> None:
    fields = Fields(dict(values))
    work = Work(id="w", entry_type="misc", fields=fields, records=())
    meant = to_bibtex(Entry(key="key", work=work), PROFILES[profile]).value
    assert meant is not None
    text = print_entry(meant)
    document = parse(text)
    assert [block.kind for block in document.blocks if block.raw.strip()] == ["entry"]
    assert tuple((n, " ".join(v.split())) for n, v in document.entries[0].pairs()) == tuple(
        (n, " ".join(v.split())) for n, v in meant.fields
    )
    from_bibtex(document.entries[0], {})
    assert format_document(document).value == text
