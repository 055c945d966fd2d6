"""bibtexparser 2 as an independent reader: of what people write, and of what we print."""

import re

import pytest
from _pytest.mark import ParameterSet
from benchmarks.bib_files import generate
from bibtexparser.entrypoint import parse_string

from curabib.bibtex.layout import format_document, print_file
from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES
from tests.bibtex.cases import cases
from tests.bibtex.works import EXAMPLES

Entries = list[tuple[str, str, list[tuple[str, str]]]]


def theirs(text: str) -> Entries:
    library = parse_string(text, parse_stack=[])
    return [
        (
            entry.key,
            entry.entry_type.lower(),
            sorted((f.key.lower(), _value(str(f.value))) for f in entry.fields),
        )
        for entry in library.entries
    ]


def ours(text: str) -> Entries:
    return [
        (
            block.key,
            block.type.lower(),
            sorted((name.lower(), _value(value)) for name, value in block.pairs()),
        )
        for block in parse(text).entries
    ]


def _value(value: str) -> str:
    if "#" in value:
        value = re.sub(r'"([^"{}]*)"', r"{\1}", value)
    inner = value[1:-1] if value[:1] + value[-1:] in ("{}", '""') and "#" not in value else value
    return " ".join(inner.split())


@pytest.mark.parametrize("seed", range(5))
def test_both_read_the_same_from_generated_files(seed: int) -> None:
    text = "".join(generate(200, seed))
    assert ours(text) == theirs(text)
    printed = format_document(parse(text)).value
    assert sorted(theirs(printed)) == sorted(theirs(text))
    assert ours(printed) == theirs(printed)


@pytest.mark.parametrize("name", PROFILES)
def test_it_reads_what_we_print(name: str) -> None:
    entries = [entry for e in EXAMPLES if (entry := to_bibtex(e, PROFILES[name]).value) is not None]
    text = print_file(entries)
    library = parse_string(text, parse_stack=[])
    assert not library.failed_blocks
    assert ours(text) == theirs(text)
    assert [(key, kind) for key, kind, _ in theirs(text)] == sorted((e.key, e.type) for e in entries)


def readable() -> list[ParameterSet]:
    """Return the round-trip cases that bibtexparser can read, before and after."""
    return [
        case
        for case in cases("bibtex/round_trip.md")
        if not any(parse_string(str(form), parse_stack=[]).failed_blocks for form in case.values)
    ]


@pytest.mark.parametrize(("text", "expected"), readable())
def test_it_finds_the_same_entries_before_and_after(text: str, expected: str) -> None:
    assert sorted(theirs(text)) == sorted(theirs(expected))
