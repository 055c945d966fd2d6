"""`curabib explain`."""

import json
from pathlib import Path

import pytest

from curabib.diagnostics import CODES
from curabib.diagnostics.manual import page
from tests.cli.running import Runner


class TestCode:
    """Pages of codes."""

    @pytest.mark.parametrize("name", ["CB575", "cb575", "listed-twice"])
    def test_a_code_prints_its_page(self, curabib: Runner, name: str) -> None:
        ran = curabib("explain", name)
        assert (ran.status, ran.out, ran.err) == (0, page("CB575"), "")

    def test_json(self, curabib: Runner) -> None:
        form = json.loads(curabib("explain", "CB575", "--format", "json").out)
        assert form == {"code": "CB575", "name": "listed-twice", "severity": "warning", "page": page("CB575")}

    def test_an_unknown_code_suggests_the_nearest(self, curabib: Runner) -> None:
        assert "CB999" not in CODES
        ran = curabib("explain", "CB599")
        assert ran.status == 2
        assert "there is no code `CB599`" in ran.err


class TestKey:
    """The evidence behind an entry."""

    def test_each_field_has_who_states_it_and_where(self, curabib: Runner, project: Path) -> None:
        ran = curabib("explain", "lovelace2019computable")
        assert ran.status == 0
        text = ran.out
        assert text.startswith(
            "lovelace2019computable (inproceedings, active)\nkey: issued in generation 1 of the lock\n"
        )
        stated = "  stated by engines at README.md:13:1\n  stated by engines at README.md:22:1\n"
        assert f"title: On Computable Engines\n{stated}" in text
        assert "from the venue table:\n" in text
        assert "  Difference  [engines at README.md:22:1]\n" in text
        assert "  arxiv:1901.00001  [" in text

    def test_what_else_is_stated_is_shown(self, curabib: Runner, project: Path) -> None:
        readme = project / "README.md"
        text = readme.read_text(encoding="utf-8")
        head, _, tail = text.rpartition("Ada Lovelace, Charles Babbage.")
        readme.write_text(f"{head}Ada Lovelace.{tail}", encoding="utf-8")
        assert curabib("sync").status == 0
        form = json.loads(curabib("explain", "lovelace2019computable", "--format", "json").out)
        author = next(field for field in form["fields"] if field["field"] == "author")
        stated = {author["value"], *(other["value"] for other in author["others"])}
        assert stated == {"Ada Lovelace, Charles Babbage", "Ada Lovelace"}
        assert {s["location"] for s in (*author["stated_by"], *author["others"])} == {
            "README.md:13:1",
            "README.md:22:1",
        }

    def test_a_correction_is_a_statement_too(self, curabib: Runner, project: Path) -> None:
        (project / "bib" / "overrides.yaml").write_text(
            "corrections:\n  menabrea2018sketch:\n    date: 2020\n", encoding="utf-8"
        )
        form = json.loads(curabib("explain", "menabrea2018sketch", "--format", "json").out)
        date = next(field for field in form["fields"] if field["field"] == "date")
        assert date["value"] == "2020"
        assert [s["origin_kind"] for s in date["stated_by"]] == ["override"]
        assert date["stated_by"][0]["location"].startswith("bib/overrides.yaml:")
        assert [other["value"] for other in date["others"]] == ["2018"]

    def test_an_unknown_key_suggests_the_nearest(self, curabib: Runner, project: Path) -> None:
        ran = curabib("explain", "lovelace2019compute")
        assert (ran.status, ran.out) == (2, "")
        assert "there is no entry `lovelace2019compute`" in ran.err
        assert "`lovelace2019computable`" in ran.err

    def test_an_alias_leads_to_its_entry(self, curabib: Runner, project: Path) -> None:
        assert curabib("key", "rename", "lovelace2019computable", "ada2019").status == 0
        ran = curabib("explain", "lovelace2019computable")
        assert ran.status == 0
        assert "`lovelace2019computable` is an alias of `ada2019`" in ran.err
        assert "aliases: lovelace2019computable\n" in ran.out

    def test_a_merged_work_is_in_the_history(self, curabib: Runner, project: Path) -> None:
        assert curabib("key", "merge", "lovelace2019computable", "menabrea2018sketch").status == 0
        ran = curabib("explain", "menabrea2018sketch")
        assert ran.status == 0
        assert "key: issued in generation 1 of the lock\nmerged: `menabrea2018sketch`, issued in" in ran.out
        assert curabib("explain", "lovelace2019computable").out == ran.out
