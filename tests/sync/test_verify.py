"""Reading back: a text that says something else than was meant is not written."""

from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string

from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.profile import Profile
from curabib.diagnostics import CurabibError
from curabib.model import Entry
from curabib.sync import reuse, update
from curabib.sync import verify as verifying
from curabib.sync.files import Content
from curabib.sync.pipeline import build
from curabib.sync.render import Rendered, render
from curabib.sync.verify import verify
from tests.sync.projects import CONFIG, Box, codes


@pytest.fixture
def rendered(tmp_path: Path) -> Rendered:
    box = Box(tmp_path)
    box.sync()
    return render(box.project(), build(box.project()).value.library).value["bib/library.bib"]


def problem(item: Rendered, text: Content) -> str:
    found = verify({"x.bib": item}, {"x.bib": text})
    assert all(d.code == "CB041" for d in found)
    return found[0].message if found else ""


def test_what_is_meant_reads_back(rendered: Rendered) -> None:
    assert problem(rendered, rendered.text) == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Lottery tickets", "Lottery tickets }{", "frank2019lottery"),
        ("Lottery tickets", "Pottery tickets", "the field `title` of `frank2019lottery`"),
        ("@inproceedings{frank2019", "@article{frank2019", "is a `article`"),
        ("@inproceedings{frank2019lottery", "@inproceedings{frank2019", "`frank2019lottery` is not found"),
        ("year          = {2019},", "", "the field `year`"),
    ],
)
def test_what_says_something_else_is_refused(rendered: Rendered, old: str, new: str, message: str) -> None:
    assert old in str(rendered.text)
    assert message in problem(rendered, str(rendered.text).replace(old, new, 1))


def test_an_unsafe_text_blocks_the_update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Box(tmp_path)
    real = render

    def broken(*arguments: object) -> object:
        from dataclasses import replace

        result = real(*arguments)  # type: ignore[arg-type]
        value = {
            path: replace(item, text=str(item.text).replace("Lottery", "{Lottery"))
            for path, item in result.value.items()
        }
        return replace(result, value=value)

    monkeypatch.setattr(update, "render", broken)
    before = box.state()
    result = box.sync()
    assert "CB041" in codes(result)
    assert result.value.blocked
    assert box.state() == before


def test_json_is_read_back_too(tmp_path: Path) -> None:
    box = Box(tmp_path, config=CONFIG + "  - {path: all.json, format: csl-json}\n")
    box.sync()
    item = render(box.project(), build(box.project()).value.library).value["bib/all.json"]
    assert problem(item, item.text) == ""
    assert problem(item, item.text[:-5]) != ""


def test_an_unknown_format_or_style_names_its_place(tmp_path: Path) -> None:
    box = Box(tmp_path, config=CONFIG + "  - {path: x.bib, format: bibtxe}\n")
    with pytest.raises(CurabibError, match=r"bib/curabib\.yaml:7: `bib/x\.bib`: there is no writer `bibtxe`"):
        box.sync()
    box = Box(tmp_path / "2", config=CONFIG + "  - {path: x.md, style: plian}\n")
    with pytest.raises(CurabibError, match="there is no style `plian`"):
        box.sync()


def test_a_source_that_was_never_read_is_reported_by_what_needs_it(tmp_path: Path) -> None:
    box = Box(tmp_path)
    assert [d.code for d in build(box.project()).diagnostics] == ["CB013"]


def test_the_second_parser_reads_so_much_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Box(tmp_path, config=CONFIG + "  - {path: other.bib, format: bibtex}\n")
    box.sync()
    items = render(box.project(), build(box.project()).value.library).value
    bibs = {path: item for path, item in items.items() if path.endswith(".bib")}
    texts = {path: item.text for path, item in bibs.items()}
    read: list[str] = []

    def watched(text: str, **rest: object) -> object:
        read.append(text)
        return parse_string(text, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(verifying, "parse_string", watched)
    assert verify(bibs, texts) == ()
    assert "bib/other.bib" in texts
    assert read == [
        text for path, text in texts.items() if path != "bib/other.bib"
    ]  # its entries stand in others
    monkeypatch.setattr(verifying, "SECOND_PARSER_LIMIT", sum(map(len, read)) - 1)
    read.clear()
    assert verify(bibs, texts) == ()
    assert len(read) == len(texts) - 2


def test_an_entry_in_several_files_is_printed_once_in_each_dialect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box(tmp_path, config=CONFIG + "  - {path: other.bib, format: bibtex}\n")
    printed: list[tuple[str, bool]] = []

    def watched(entry: Entry, profile: Profile) -> object:
        printed.append((entry.key, profile.classic))
        return to_bibtex(entry, profile)

    monkeypatch.setattr(reuse, "to_bibtex", watched)
    box.sync()
    assert printed
    assert len(printed) == len(set(printed))
    first, second = (tmp_path / "bib" / name for name in ("library.bib", "other.bib"))
    assert first.read_bytes() == second.read_bytes()
