"""Settings: what a `curabib.yaml` may say, and what is reported where it says something else."""

from pathlib import Path

import pytest

import curabib.project
from curabib.diagnostics import CurabibError, Result
from curabib.model import Date, Venue
from curabib.project import Project
from curabib.project.config import parse_config

FULL = """\
title: Deep phenomena
sources:
  deep:
    url: https://example.org/list.md
  notes:
    file: ../notes/icml.txt
    reader: notes
    states: {venue: ICML, year: 2021}
  old:
    git: {repository: ., revision: v1.0, path: README.md}
topics:
  rename:
    "Double Decent": Double Descent
outputs:
  - path: library.bib
    format: bibtex
  - path: topics/{topic}.bib
    format: biblatex
    split-by: topic
    title: Reading list
  - path: refs.md
    style: plain
    to: markdown
    query: year:2019..
keys:
  pattern: "[family][year]"
ignore: [CB104, CB2]
"""


def parse(text: str, tmp_path: Path) -> Result[Project]:
    home = tmp_path / "bib"
    home.mkdir(exist_ok=True)
    return parse_config(text, root=tmp_path, home=home, path="bib/curabib.yaml")


def test_every_setting_is_read(tmp_path: Path) -> None:
    result = parse(FULL, tmp_path)
    project = result.value
    assert result.diagnostics == ()
    assert [source.id for source in project.sources] == ["deep", "notes", "old"]
    notes = project.source("notes")
    assert notes is not None
    assert (notes.file, notes.reader) == ("notes/icml.txt", "notes")
    assert notes.states.venue == Venue(name="ICML")
    assert notes.states.date == Date(2021)
    assert notes.location.line == 5 or notes.location.line == 6
    old = project.source("old")
    assert old is not None and old.git is not None
    assert (old.git.repository, old.git.revision, old.git.path) == ("", "v1.0", "README.md")
    assert old.place == "README.md@v1.0"
    assert project.topic_names == {"Double Decent": "Double Descent"}
    assert [output.path for output in project.outputs] == [
        "bib/library.bib",
        "bib/topics/{topic}.bib",
        "bib/refs.md",
    ]
    assert project.outputs[1].split_by == "topic"
    assert (project.outputs[2].style, project.outputs[2].to) == ("plain", "markdown")
    assert project.key_pattern == "[family][year]"
    assert project.ignore == ("CB104", "CB2")


def test_an_empty_file_is_an_empty_project(tmp_path: Path) -> None:
    assert parse("", tmp_path).diagnostics == ()
    assert parse("# nothing\n", tmp_path).value.sources == ()


WRONG = {
    "unknown": ("soruces: {}\n", "CB002", 1, "sources"),
    "unknown in a source": ("sources:\n  a:\n    file: x\n    raeder: y\n", "CB002", 4, "reader"),
    "twice": ("title: a\ntitle: b\n", "CB004", 2, ""),
    "twice a source": ("sources:\n  a: {file: x}\n  a: {file: y}\n", "CB004", 3, ""),
    "syntax": ("title: [a\n", "CB001", 2, ""),
    "tab": ("sources:\n\ta: b\n", "CB001", 2, ""),
    "anchor": ("title: &a x\n", "CB001", 1, ""),
    "alias": ("title: *a\n", "CB001", 1, ""),
    "tag": ("title: !!python/object:os.system x\n", "CB001", 1, ""),
    "two documents": ("title: a\n---\ntitle: b\n", "CB001", 2, ""),
    "key of a list": ("? [a]\n: b\n", "CB001", 1, ""),
    "sources a list": ("sources: [a]\n", "CB001", 1, ""),
    "title a list": ("title: [a]\n", "CB001", 1, ""),
    "no place": ("sources:\n  a: {reader: x}\n", "CB001", 2, "url"),
    "two places": ("sources:\n  a: {file: x, url: 'https://x.org'}\n", "CB001", 2, "url"),
    "id": ("sources:\n  ../a: {file: x}\n", "CB001", 2, ""),
    "javascript": ("sources:\n  a: {url: 'javascript:alert(1)'}\n", "CB001", 2, "https"),
    "file url": ("sources:\n  a: {url: 'file:///etc/passwd'}\n", "CB001", 2, "https"),
    "absolute": ("sources:\n  a: {file: /etc/passwd}\n", "CB003", 2, ""),
    "home": ("sources:\n  a: {file: ~/x}\n", "CB003", 2, ""),
    "outside": ("sources:\n  a: {file: ../../x}\n", "CB003", 2, ""),
    "outside by a detour": ("sources:\n  a: {file: b/../../../x}\n", "CB003", 2, ""),
    "control": ('sources:\n  a: {file: "x\\ty"}\n', "CB003", 2, ""),
    "repository outside": ("sources:\n  a: {git: {repository: ../.., path: x}}\n", "CB003", 2, ""),
    "git option": ("sources:\n  a: {git: {revision: --output=x, path: x}}\n", "CB001", 2, ""),
    "git path": ("sources:\n  a: {git: {path: ../x}}\n", "CB001", 2, ""),
    "year": ("sources:\n  a: {file: x, states: {year: soon}}\n", "CB001", 2, "2019"),
    "output outside": ("outputs:\n  - {path: ../../x.bib, format: bibtex}\n", "CB003", 2, ""),
    "output is the lock": ("outputs:\n  - {path: curabib.lock, format: bibtex}\n", "CB003", 2, ""),
    "output is a record": ("outputs:\n  - {path: records/a.jsonl, format: json}\n", "CB003", 2, ""),
    "output is a hook": ("outputs:\n  - {path: ../.git/hooks/pre-commit, format: bibtex}\n", "CB003", 2, ""),
    "output twice": (
        "outputs:\n  - {path: x.bib, format: bibtex}\n  - {path: X.bib, format: acm}\n",
        "CB001",
        3,
        "",
    ),
    "output without format": ("outputs:\n  - {path: x.bib}\n", "CB001", 2, ""),
    "format and style": ("outputs:\n  - {path: x, format: a, style: b}\n", "CB001", 2, ""),
    "split by half": (
        "outputs:\n  - {path: x.bib, format: bibtex, split-by: topic}\n",
        "CB001",
        2,
        "{topic}",
    ),
    "split by what": (
        "outputs:\n  - {path: '{topic}', format: bibtex, split-by: topics}\n",
        "CB001",
        2,
        "topic",
    ),
    "target": ("outputs:\n  - {path: x, style: plain, to: pdf}\n", "CB001", 2, "text"),
    "ignored": ("ignore: [everything]\n", "CB001", 1, "CB564"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_reported_at_its_line(name: str, tmp_path: Path) -> None:
    text, code, line, help = WRONG[name]
    diagnostics = parse(text, tmp_path).diagnostics
    assert diagnostics, "nothing was reported"
    first = diagnostics[0]
    assert (first.code, first.location and first.location.line) == (code, line)
    assert first.location is not None and first.location.path == "bib/curabib.yaml"
    assert help in first.help
    assert first.message[:1] == first.message[:1].lower() or first.message.startswith("`")
    assert not first.message.endswith(".")


def test_a_symbolic_link_does_not_lead_out_of_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "bib").mkdir(parents=True)
    (root / "bib" / "link").symlink_to(tmp_path)
    result = parse("sources:\n  a: {file: link/secret.md}\n", root)
    assert [d.code for d in result.diagnostics] == ["CB003"]
    assert result.value.sources == ()


def test_deep_nesting_and_size_are_bounded(tmp_path: Path) -> None:
    deep = "[" * 5_000 + "]" * 5_000
    assert [d.code for d in parse(f"title: {deep}\n", tmp_path).diagnostics] == ["CB001"]
    large = "title: " + "x" * 9_000_000
    assert [d.code for d in parse(large, tmp_path).diagnostics] == ["CB001"]


def test_load_finds_both_places_and_says_where_none_is(tmp_path: Path) -> None:
    with pytest.raises(CurabibError, match=r"no `curabib\.yaml`"):
        curabib.project.load(tmp_path)
    (tmp_path / "curabib.yaml").write_text("title: one\n")
    assert curabib.project.load(tmp_path).value.home == tmp_path
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "curabib.yaml").write_bytes(b"\xef\xbb\xbftitle: two\r\n")
    project = curabib.project.load(tmp_path).value
    assert (project.title, project.root, project.home) == ("two", tmp_path, tmp_path / "bib")
    assert curabib.project.load(tmp_path / "bib").value.root == tmp_path


def test_a_file_that_is_not_utf8_is_an_error_with_its_byte(tmp_path: Path) -> None:
    (tmp_path / "curabib.yaml").write_bytes(b"title: a\nx: \xe9\n")
    with pytest.raises(CurabibError, match="byte 12 in line 2 is 0xe9"):
        curabib.project.load(tmp_path)


@pytest.mark.parametrize(
    ("setting", "name", "help"),
    [
        ("precedence: [list, crosref]", "crosref", "did you mean `crossref`?"),
        ("precedence: [list, nobody-at-all]", "nobody-at-all", "known are `arxiv`, `authority`, "),
        ("from: [list]", "list", ""),
    ],
)
def test_a_provider_that_is_not_known_is_told(setting: str, name: str, help: str, tmp_path: Path) -> None:
    (problem,) = parse(f"enrich:\n  {setting}\n", tmp_path).diagnostics
    assert problem.code == "CB001"
    assert f"there is no provider `{name}`" in problem.message
    assert problem.help.startswith(help)


def test_providers_that_are_known(tmp_path: Path) -> None:
    text = "enrich:\n  from: ['authority:mine', dblp]\n  precedence: ['authority:x', authority, list, preprint]\n"
    result = parse(text, tmp_path)
    assert result.diagnostics == ()
    assert result.value.precedence == ("authority:x", "authority", "list", "preprint")
