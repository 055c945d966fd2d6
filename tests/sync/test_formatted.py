"""Formatted reference lists as outputs of a project."""

from pathlib import Path

import pytest

from curabib.writers.references import csl_engine, pandoc
from curabib.writers.references.stamp import read_stamp
from tests.cli.running import Runner
from tests.writers.references.lists import read_by_pandoc

CONFIG = """\
title: Lists
sources:
  deep: {file: ../deep.md}
outputs:
  - {path: plain.md, style: plain, to: markdown}
  - {path: ieee.html, style: ieee, to: html, standalone: true, group-by: year, with: [links, key], highlight: Frank}
  - {path: apa.txt, style: apa}
  - {path: mine.rtf, style: ../styles/mine.csl, to: rtf, locale: de}
  - {path: paper.bbl, style: unsrt, to: bbl}
  - {path: apa.typ, style: apa}
  - {path: ieee.docx, style: ieee, to: docx, title: "A & B"}
"""
LIST = """\
# Papers

## Tickets

- Lottery tickets in small networks [[paper](https://arxiv.org/abs/1803.03699)]
  - Jonathan Frank, Michael Carb. ICLR 2019
- Double descent in plain sight [[paper](https://arxiv.org/abs/1912.02299)]
  - Preetum Nakk, Gal Kapl. ICLR 2020
"""
FILES = ("plain.md", "ieee.html", "apa.txt", "mine.rtf", "paper.bbl", "apa.typ", "ieee.docx")


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    (tmp_path / "bib").mkdir()
    (tmp_path / "styles").mkdir()
    (tmp_path / "bib" / "curabib.yaml").write_text(CONFIG)
    (tmp_path / "deep.md").write_text(LIST)
    source = Path(str(csl_engine.__file__)).parents[4] / "styles" / "neurips.csl"
    (tmp_path / "styles" / "mine.csl").write_bytes(source.read_bytes())
    return Runner(tmp_path, monkeypatch)


def test_they_are_written_and_held_to(runner: Runner) -> None:
    assert runner("sync").status == 0
    made = {name: (runner.folder / "bib" / name).read_bytes().decode("utf-8", "replace") for name in FILES}
    assert "by pandoc " in made["apa.txt"]
    assert "by pybtex " in made["plain.md"]
    assert "<strong>J. Frank</strong>" in made["ieee.html"]
    assert made["ieee.html"].index("2020</h2>") < made["ieee.html"].index("2019</h2>")
    assert "Frank, J., &amp; Carb, M. (2019)" not in made["apa.txt"]
    assert "Frank, J., & Carb, M. (2019)" in made["apa.txt"]
    assert made["mine.rtf"].startswith("{\\rtf1")
    assert made["apa.typ"].startswith("#[")
    assert made["ieee.docx"].startswith("PK")
    assert runner("sync", "--locked").status == 0
    (runner.folder / "bib" / "apa.txt").write_text("touched\n")
    ran = runner("sync", "--locked")
    assert ran.status == 1
    assert "CB623" not in ran.err


def test_the_same_project_gives_the_same_bytes_with_and_without_a_cache(runner: Runner) -> None:
    assert runner("sync").status == 0
    first = {name: (runner.folder / "bib" / name).read_bytes() for name in FILES}
    for name in FILES:
        (runner.folder / "bib" / name).unlink()
    assert runner("sync").status == 0
    assert {name: (runner.folder / "bib" / name).read_bytes() for name in FILES} == first
    (runner.folder / "bib" / ".curabib" / "renderings.sqlite").write_bytes(b"damaged")
    for name in FILES:
        (runner.folder / "bib" / name).unlink()
    assert runner("sync").status == 0
    assert {name: (runner.folder / "bib" / name).read_bytes() for name in FILES} == first


def test_another_version_of_the_engine_is_said_to_be_all_that_differs(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert runner("sync").status == 0
    monkeypatch.setattr(pandoc, "version", lambda: "99.1")
    path = runner.folder / "bib" / "plain.md"
    path.write_text(path.read_text() + "\n")  # so that there is something to look at
    ran = runner("sync", "--locked")
    assert ran.status == 1
    assert "CB623" in ran.err
    assert "only the version of the engine differs, here it is pandoc 99.1" in ran.err
    (runner.folder / "deep.md").write_text(LIST.replace("Lottery", "Raffle"))
    assert "CB623" not in runner("sync", "--locked").err


def test_a_docx_is_read_by_others_and_held_to(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert runner("sync").status == 0
    path = runner.folder / "bib" / "ieee.docx"
    made = path.read_bytes()
    assert "Lottery tickets in small networks" in read_by_pandoc(made, "docx", "plain", runner.folder)
    stamp = read_stamp(made)
    assert stamp is not None
    assert stamp.maker.startswith("pandoc ")
    monkeypatch.setattr(pandoc, "version", lambda: "99.1")
    (runner.folder / "bib" / "plain.md").write_text("")  # so that there is something to look at
    ran = runner("sync", "--locked")
    assert ran.status == 1
    assert "`bib/ieee.docx` was made by pandoc" in ran.err
    monkeypatch.undo()
    monkeypatch.chdir(runner.folder)
    (runner.folder / "deep.md").write_text(LIST.replace("Lottery", "Raffle"))
    assert runner("sync").status == 0
    assert path.read_bytes() != made
    assert "Raffle tickets" in read_by_pandoc(path.read_bytes(), "docx", "plain", runner.folder)
    settings = runner.folder / "bib" / "curabib.yaml"
    settings.write_text(settings.read_text().replace("path: ieee.docx", "path: new.docx"))
    (runner.folder / "bib" / "new.docx").write_bytes(b"PK\x03\x04 of somebody")
    ran = runner("sync")
    assert "CB039" in ran.err
    assert "`bib/new.docx` was not written by curabib" in ran.err
    assert (runner.folder / "bib" / "new.docx").read_bytes() == b"PK\x03\x04 of somebody"


def test_lists_by_topic_as_docx_go_with_their_topic(runner: Runner) -> None:
    settings = runner.folder / "bib" / "curabib.yaml"
    settings.write_text(
        "sources:\n  deep: {file: ../deep.md}\noutputs:\n"
        "  - {path: 'lists/{topic}.docx', style: unsrt, split-by: topic}\n"
    )
    assert runner("sync").status == 0
    assert (runner.folder / "bib" / "lists" / "tickets.docx").read_bytes().startswith(b"PK")
    (runner.folder / "deep.md").write_text(LIST.replace("## Tickets", "## Draws"))
    assert runner("sync").status == 0
    assert [path.name for path in (runner.folder / "bib" / "lists").iterdir()] == ["draws.docx"]


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        ("{path: a.md, style: aap}", "there is no style `aap`"),
        ("{path: a.md, style: ../../outside.csl}", "outside the project"),
        ("{path: a.md, style: apa, locale: xx}", "there is no locale `xx`"),
        ("{path: a.md, style: apa, to: docx}", "`bib/a.md` would not hold docx"),
        ("{path: a.docx, style: apa, to: html}", "`bib/a.docx` would not hold html"),
        ("{path: a.md, style: apa, to: pdf}", "`outputs.to` cannot be `pdf`"),
        ("{path: a.md, style: apa, group-by: colour}", "`outputs.group-by` cannot be `colour`"),
        ("{path: a.md, style: apa, with: [all]}", "`outputs.with` cannot be `all`"),
        ("{path: a.md, style: apa, standalone: true}", "makes an HTML page"),
        ("{path: a.bib, format: bibtex, highlight: X}", "`highlight` is for formatted lists"),
    ],
)
def test_what_cannot_be_is_reported(runner: Runner, output: str, problem: str) -> None:
    settings = runner.folder / "bib" / "curabib.yaml"
    settings.write_text(f"sources:\n  deep: {{file: ../deep.md}}\noutputs:\n  - {output}\n")
    ran = runner("sync")
    assert ran.status in (1, 2)
    assert problem in ran.err
