"""Records files: what a source said, kept line by line."""

from dataclasses import replace

from curabib.model import Date, Fields, Identifier, Link, Location, Name, Names, Origin, Record, Venue
from curabib.project.records import Header, SourceRecords, parse_records, print_records

RECORD = Record(
    id="deep#0123456789ab",
    origin=Origin(kind="list", name="deep"),
    location=Location(path="https://example.org/list.md", line=12, end_line=15),
    entry_type="inproceedings",
    fields=Fields(
        {
            "title": "A \u2028 title \x85 of three lines",
            "author": Names((Name(family="Łukasz", given="Ö."), Name(literal="OpenAI")), True),
            "venue": Venue(name="ICLR", abbreviation="ICLR", kind="conference"),
            "date": Date(2019, 5),
            "note": "x",
        }
    ),
    year_source="stated",
    topics=("One", "Two"),
    keywords=("k",),
    links=(Link("paper", "https://arxiv.org/abs/1803.03635"),),
    identifiers=(Identifier("arxiv", "1803.03635"),),
)
HEADER = Header(
    source="deep", path="https://example.org/list.md", sha256="ab", revision='W/"x"', reader="markdown"
)


def test_what_is_printed_comes_back() -> None:
    kept = SourceRecords(header=HEADER, records=(RECORD,))
    text = print_records(kept)
    assert text.count("\n") == len(text.splitlines()) == 2
    result = parse_records(text, source="deep", path="bib/records/deep.jsonl")
    assert result.diagnostics == ()
    assert result.value == kept
    assert print_records(result.value) == text


def test_damaged_lines_are_reported_and_the_others_kept() -> None:
    text = print_records(SourceRecords(header=HEADER, records=(RECORD,)))
    lines = text.splitlines(keepends=True)
    parts = [
        lines[0],
        "garbage\n",
        lines[1],
        '{"id": 1}\n[]\n',
        lines[1],
        lines[1][:50] + "\n",
        "[" * 100_000,
    ]
    result = parse_records("".join(parts), source="deep", path="r.jsonl")
    assert result.value.records == (RECORD,)
    assert [(d.code, d.location.line if d.location else 0) for d in result.diagnostics] == [
        ("CB020", line) for line in (2, 4, 5, 6, 7, 8)
    ]
    assert "twice" in result.diagnostics[3].message


def test_two_branches_joined_by_git_keep_the_records_of_both() -> None:
    other = replace(RECORD, id="deep#ba9876543210")
    mine = print_records(SourceRecords(header=HEADER, records=(RECORD,))).splitlines(keepends=True)
    head = replace(HEADER, sha256="cd")
    theirs = print_records(SourceRecords(header=head, records=(RECORD, other))).splitlines(keepends=True)
    marked = ["<<<<<<< HEAD\n", *mine, "=======\n", *theirs, ">>>>>>> other\n"]
    for lines in (marked, [*mine, *theirs]):
        result = parse_records("".join(lines), source="deep", path="r.jsonl")
        assert [d.code for d in result.diagnostics if d.code != "CB020"] == ["CB021"]
        assert result.value.header.sha256 == ""
        assert {record.id for record in result.value.records} == {RECORD.id, other.id}


def test_a_header_of_another_source_or_schema_is_reported() -> None:
    for head in (
        '{"schema": "curabib.records/9", "source": "deep"}',
        '{"schema": "curabib.records/1", "source": "x"}',
    ):
        codes = [d.code for d in parse_records(head + "\n", source="deep", path="r").diagnostics]
        assert codes == ["CB020"]
    assert [d.code for d in parse_records("", source="deep", path="r").diagnostics] == ["CB020"]
