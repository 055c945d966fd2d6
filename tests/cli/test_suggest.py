"""`curabib suggest`, as the curator of a list meets it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.sync.web import serving

LIST = """\
# Engines

## Wheels

- Turning wheels in engines [[paper]](https://arxiv.org/abs/2005.00001)
  - Ada Berg, Cleo Dorn. *ICLR 2021*
- Phases of training of large wheels [[paper]](https://arxiv.org/abs/2005.00002)
  - Ada Berg, Cleo Dorn. *ICML 2021*
- Über Räder und Riemen im Betrieb [[paper]](https://arxiv.org/abs/2005.00003)
  - Žofie Čapek, Łukasz Żak.
"""
OFFICIAL = [
    {"title": "Turning Wheels in Engines", "authors": ["Ada Berg", "Cleo Dorn"], "source_id": "a"},
    {"title": "Phases of Training of Large Wheels", "authors": ["Ada Berg", "Cleo Dorn"], "source_id": "b"},
    {"title": "Über Räder und Riemen im Betrieb", "authors": ["Žofie Čapek", "Łukasz Żak"], "source_id": "c"},
]
MENDED = LIST.replace("ICLR", "ICML").replace("Żak.", "Żak. *ICML 2021*")


@pytest.fixture
def listed(tmp_path: Path, curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a list, in which an authority is known."""
    monkeypatch.setenv("CURABIB_CACHE", str(tmp_path / "cache"))
    more = {"year": "2021", "venue": "icml", "venue_type": "conference"}
    others = [
        {"title": f"Number {number}", "source_id": f"i{number}", "venue": "iclr", "authors": ["Ada Kay"]}
        for number in range(100)  # so many that it has all of ICLR 2021
    ]
    lines = "".join(json.dumps(more | form) + "\n" for form in (*OFFICIAL, *others))
    (tmp_path / "official.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    assert curabib("authority", "add", "official.jsonl").status == 0
    return tmp_path


@pytest.fixture
def enriched(listed: Path, curabib: Runner) -> Path:
    """The folder of a project with that list, about which the authority has spoken."""
    for command in (["init"], ["add", "engines", "README.md"], ["sync"], ["enrich"]):
        assert curabib(*command).status == 0
    return listed


def applied(folder: Path, patch: str, name: str = "README.md") -> str:
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    subprocess.run(["git", "apply", "-"], cwd=folder, check=True, input=patch.encode())
    return (folder / name).read_bytes().decode()


def test_problems_are_data_without_a_patch(enriched: Path, curabib: Runner) -> None:
    ran = curabib("suggest", "README.md")
    assert ran.status == 0
    assert "README.md:6:27: warning CB201 the list says `ICLR 2021`" in ran.out
    assert "README.md: 2 to mend" in ran.err
    form = json.loads(curabib("--output-format", "json", "suggest", "README.md").out)
    fixes = [d["fix"]["edits"] for d in form["diagnostics"] if d["fix"]]
    assert [edit["replacement"] for edits in fixes for edit in edits] == ["ICML", " *ICML 2021*"]


def test_a_patch_of_a_source(enriched: Path, curabib: Runner) -> None:
    ran = curabib("suggest", "--patch", "README.md")
    assert ran.status == 0
    assert ran.out.startswith("--- a/README.md\n+++ b/README.md\n@@ ")
    assert "CB201" in ran.err
    by_name = curabib("suggest", "--patch", "engines")
    assert by_name.out.replace(str(enriched).lstrip("/") + "/", "") == ran.out
    assert applied(enriched, ran.out) == MENDED
    assert curabib("sync").status == 0
    assert curabib("suggest", "README.md", "--patch").out == ""


def test_a_copy_whose_lines_have_moved(enriched: Path, curabib: Runner) -> None:
    moved = LIST.replace("## Wheels\n", "Some words.\n\nMore words.\n\n## Wheels\n").replace("\n", "\r\n")
    (enriched / "copy.md").write_bytes(moved.encode())
    ran = curabib("suggest", "copy.md", "-o", "out.patch")
    assert (ran.status, ran.out) == (0, "")
    patch = (enriched / "out.patch").read_bytes().decode()
    assert patch.count("\r\n") > 4
    expected = MENDED.replace("## Wheels\n", "Some words.\n\nMore words.\n\n## Wheels\n").replace(
        "\n", "\r\n"
    )
    assert applied(enriched, patch, "copy.md") == expected


def test_without_the_authority_less_is_sure(enriched: Path, curabib: Runner) -> None:
    for index in (enriched / "cache").rglob("*.sqlite"):
        index.unlink()
    ran = curabib("suggest", "--patch", "README.md")
    assert ran.status == 0
    assert "1 to mend; --all tries 1 more that are not sure" in ran.err
    assert applied(enriched, ran.out) == LIST.replace("Żak.", "Żak. *ICML 2021*")


def test_without_a_project(listed: Path, curabib: Runner) -> None:
    ran = curabib("suggest", "--patch", "README.md")
    assert (ran.status, applied(listed, ran.out)) == (0, MENDED)
    (listed / "README.md").write_text(LIST, encoding="utf-8")
    ran = curabib("suggest", "README.md", "--from", "authority:official", "--apply", "--only", "venue")
    assert ran.status == 0
    assert "README.md: 1 mended" in ran.err
    assert (listed / "README.md").read_text(encoding="utf-8") == LIST.replace("ICLR", "ICML")
    piped = curabib("suggest", "-", "--from", "authority", "--patch", stdin=LIST)
    assert piped.out.startswith("--- a/-\n")


def test_bytes_stay_that_are_not_mended(listed: Path, curabib: Runner) -> None:
    data = ("\ufeff" + LIST.replace("  - ", "\t- ").replace("\n", "\r\n")).encode().rstrip(b"\r\n")
    (listed / "README.md").write_bytes(data)
    assert curabib("suggest", "README.md", "--apply").status == 0
    expected = ("\ufeff" + MENDED.replace("  - ", "\t- ").replace("\n", "\r\n")).encode().rstrip(b"\r\n")
    assert (listed / "README.md").read_bytes() == expected


def test_what_is_refused(listed: Path, curabib: Runner) -> None:
    (listed / "old.md").write_bytes("- Räder. Ada Berg. ICML 2021\n".encode("latin-1"))
    ran = curabib("suggest", "old.md", "--patch")
    assert (ran.status, ran.out) == (2, "")
    assert "UTF-8" in ran.err
    assert "is no code and none of" in curabib("suggest", "README.md", "--only", "nonsense").err
    assert curabib("suggest", "README.md", "--apply", "--patch").status == 2
    assert curabib("suggest", "-", "--apply").status == 2
    assert curabib("suggest", "nothing.md").status == 2
    (listed / "empty.md").write_text("")
    ran = curabib("suggest", "empty.md", "--patch")
    assert (ran.status, ran.out) == (0, "")


def test_a_list_that_the_project_does_not_know(enriched: Path, curabib: Runner) -> None:
    (enriched / "other.md").write_text(
        "- Gears and boats [[paper]](https://example.org/x)\n  - Zoe Kay. *ICML 2020*\n"
    )
    ran = curabib("suggest", "other.md")
    assert ran.status == 2
    assert "the project knows no entry of this list" in ran.err


def test_nobody_has_spoken_yet(listed: Path, curabib: Runner) -> None:
    for command in (["init"], ["add", "engines", "README.md"], ["sync"]):
        assert curabib(*command).status == 0
    ran = curabib("suggest", "engines", "--patch")
    assert (ran.status, ran.out) == (0, "")
    assert (
        "no record of an authority is kept about any work; `curabib enrich` asks, or has found none"
        in ran.err
    )


def test_a_list_whose_works_nobody_knows(enriched: Path, curabib: Runner) -> None:
    (enriched / "more.md").write_text(
        "# Gears\n\n- Gears and boats [[paper]](https://arxiv.org/abs/2005.00009)\n  - Zoe Kay. *ICML 2020*\n"
    )
    for command in (["add", "more", "more.md"], ["sync"], ["enrich"]):
        assert curabib(*command).status == 0
    ran = curabib("suggest", "more.md")
    assert "no authority that was asked has a record of this list's works" in ran.err


def test_what_gets_no_edit_is_counted(listed: Path, curabib: Runner) -> None:
    entry = "@inproceedings{a, title={Turning wheels in engines}, author={Berg, Ada and Dorn, Cleo},\n"
    (listed / "a.bib").write_text(entry + "booktitle={ICLR}, year=2021}\n")
    ran = curabib("suggest", "--from", "authority", "a.bib")
    assert "warning CB201" in ran.out
    assert "a.bib: 0 to mend; 1 only told: a list of fields (BibTeX, RIS, ...) gets no edits" in ran.err


def test_offers_are_told_of_in_words_that_hold_without_a_project(listed: Path, curabib: Runner) -> None:
    (listed / "b.md").write_text(
        "- Phases of early training of large wheels. Ada Berg, Cleo Dorn. ICML 2021\n"
    )
    ran = curabib("suggest", "--from", "authority", "b.md")
    assert "CB210" in ran.out
    assert "`curabib review` shows them" not in ran.out
    ran = curabib("suggest", "--from", "nobody", "b.md")
    assert ran.status == 2
    assert "`authority`" in ran.err


def test_dead_links_lead_to_the_record(
    listed: Path, curabib: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curabib.providers.http.addresses_of", lambda host: ("93.184.216.34",))
    form = OFFICIAL[0] | {"year": "2021", "venue": "icml", "venue_type": "conference"}
    page = "https://proceedings.mlr.press/v139/berg21a.html"
    (listed / "pages.jsonl").write_text(json.dumps(form | {"venue_url": page}), encoding="utf-8")
    curabib("authority", "add", "pages.jsonl")
    with serving() as site:
        text = (
            LIST.partition("- Phases")[0].replace("ICLR", "ICML").replace("https://arxiv.org", site.address)
        )
        (listed / "old.md").write_text(
            text + f"- Belts [[paper]]({site.address}/belts)\n  - Zoe Kay. *ICML 2020*\n"
        )
        ran = curabib(
            "suggest", "old.md", "--from", "authority:pages", "--links", "--only", "link", "--apply"
        )
    assert ran.status == 0
    assert ran.err.count("CB213") == 2
    expected = text.replace(f"{site.address}/abs/2005.00001", page)
    assert (listed / "old.md").read_text().startswith(expected)
