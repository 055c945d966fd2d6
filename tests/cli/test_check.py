"""`curabib check`."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.conftest import REPOSITORY
from tests.sync.web import serving

LIST = (REPOSITORY / "tests" / "cases" / "cli" / "engines.md").read_text(encoding="utf-8")


@pytest.fixture
def engines(tmp_path: Path) -> Path:
    path = tmp_path / "engines.md"
    path.write_text(LIST, encoding="utf-8")
    return path


class TestList:
    """A list without a project."""

    def test_problems_are_data_with_line_and_column(self, curabib: Runner, engines: Path) -> None:
        ran = curabib("--output-format", "concise", "check", "engines.md")
        assert ran.status == 0
        rows = ran.out.splitlines()
        assert (
            "engines.md:22:5: CB575 `On Computable Engines` is listed twice under `2019`, `Difference`"
            in rows
            or "engines.md:22:5: CB575 `On Computable Engines` is listed twice under `Steam`, `Difference`"
            in rows
        )
        assert any(row.startswith("engines.md:17:44: CB567 year `2018` at `NeurIPS`") for row in rows)
        assert any(": CB574 keyword " in row for row in rows)

    def test_what_no_entry_has_is_said_once(self, curabib: Runner) -> None:
        entries = [
            f"- [On the Engine Number {n} and Its Uses](https://arxiv.org/abs/1901.{n:05d})"
            for n in range(1, 21)
        ]
        text = "# A\n\n" + "\n".join(entries) + "\n"
        rows = curabib("--output-format", "concise", "check", "-", stdin=text).out.splitlines()
        assert [row for row in rows if "CB561" in row] == [
            "-:3:1: CB561 no author is stated by 20 of 20 entries, the first being this"
        ]
        few = "# A\n\n" + "\n".join(entries[:4]) + "\n"
        rows = curabib("--output-format", "concise", "check", "-", stdin=few).out.splitlines()
        assert len([row for row in rows if "CB561" in row]) == 4

    @pytest.mark.parametrize(("without", "messages"), [(4, 4), (5, 5), (6, 1)])
    def test_a_list_in_which_many_entries_have_no_link_is_told_so_once(
        self, curabib: Runner, without: int, messages: int
    ) -> None:
        entry = "- **On the Engine Number {} and Its Uses.** Ada Lovelace, James Watt. *ICML 2019*."
        link = " [[paper]](https://arxiv.org/abs/1901.{:05d})"
        lines = [entry.format(n) + (link.format(n) if n >= without else "") for n in range(20)]
        rows = curabib("--output-format", "concise", "check", "-", stdin="\n".join(lines)).out.splitlines()
        told = [row for row in rows if "CB107" in row]
        assert len(told) == messages
        assert (f"no link is given by {without} of 20 entries" in told[0]) == (messages == 1)

    def test_strict_counts_warnings(self, curabib: Runner, engines: Path) -> None:
        assert curabib("check", "engines.md", "--strict").status == 1
        ran = curabib("check", "engines.md", "--strict", "--ignore", "CB5")
        assert (ran.status, ran.out, ran.err) == (0, "", "no problems\n")

    def test_annotations_for_a_pull_request(self, curabib: Runner, engines: Path) -> None:
        ran = curabib("--output-format", "github", "check", "engines.md")
        assert "::notice file=engines.md,line=22,col=5," in ran.out
        assert "::warning file=engines.md,line=17,col=44," in ran.out

    def test_a_list_that_cannot_be_read_is_an_annotation_too(self, curabib: Runner, engines: Path) -> None:
        ran = curabib("--output-format", "github", "check", "nowhere.md", "engines.md")
        assert ran.status == 2
        assert "::error file=nowhere.md,line=1,col=1,title=curabib (CB010)::" in ran.out
        assert "file=engines.md" in ran.out
        assert "CB010" not in curabib("check", "nowhere.md").out

    def test_strict_passes_what_may_be_right(self, curabib: Runner) -> None:
        usual = (
            "# L\n\n## Steam\n\n- **On the Uses of Engines.** Ada Lovelace. *ICML 2019*. [[paper]](https://a.org/1.pdf)\n"
            "- **Boilers That Learn.** [[paper]](https://a.org/2.pdf)\n\n"
            "## Rails\n\n- **On the Uses of Engines.** Ada Lovelace. *ICML 2019*. [[paper]](https://a.org/1.pdf)\n"
        )
        ran = curabib("--output-format", "concise", "check", "--strict", "-", stdin=usual)
        assert ran.status == 0
        assert {"CB575", "CB562"} <= {row.split()[1] for row in ran.out.splitlines()}
        again = usual.replace("## Rails\n\n", "")
        assert curabib("check", "--strict", "-", stdin=again).status == 1

    def test_a_bib_file_is_looked_at_as_it_is_written(self, curabib: Runner) -> None:
        text = "@misc{ab, title={On Engines}, doi={TODO}}\n@misc{ab, titel={On Boilers}}\n"
        ran = curabib("--output-format", "concise", "check", "--reader", "bibtex", "-", stdin=text)
        assert ran.status == 1
        rows = {tuple(row.split()[:2]) for row in ran.out.splitlines()}
        assert {("-:1:31:", "CB594"), ("-:2:7:", "CB501"), ("-:2:11:", "CB595")} <= rows

    def test_a_link_for_two_papers_is_told_as_that(self, curabib: Runner) -> None:
        text = (
            "# L\n\n- [Engines That Learn to Drive](https://arxiv.org/abs/1901.00001)\n"
            "- [A Theory of Boilers and Steam](https://arxiv.org/abs/1901.00001)\n"
        )
        ran = curabib("check", "-", stdin=text)
        assert "warning CB304 `arxiv:1901.00001` joins two titles" in ran.out
        assert "CB575" not in ran.out

    def test_family_names_may_stand_twice_and_tools_have_no_authors(self, curabib: Runner) -> None:
        text = (
            "# L\n\n| Year | Title | Authors | Venue |\n|---|---|---|---|\n"
            "| 2014 | [Flipping Bits in Boilers](https://a.org/1.pdf) | Kim, Daly, Kim, Lee, Lee | ISCA |\n"
            "| 2015 | [On the Uses of Engines](https://a.org/2.pdf) | Lovelace, Watt, Byron | ISCA |\n"
            "| 2016 | [On the Speed of Trains](https://a.org/3.pdf) | Watt, Carnot, Byron | ISCA |\n\n"
            "## Simulators\n\n- **A Simulator of Steam.** [[site]](https://steam.example.org/)\n"
        )
        ran = curabib("--output-format", "concise", "check", "-", stdin=text)
        assert not {"CB103", "CB572", "CB102", "CB561", "CB562", "CB564"} & {
            row.split()[1] for row in ran.out.splitlines()
        }

    def test_the_name_of_a_file_is_no_line_of_its_own(self, curabib: Runner, tmp_path: Path) -> None:
        (tmp_path / "x\n::error::pwned.md").write_text(LIST, encoding="utf-8")
        for command in (("check", "--diff"), ("read",)):
            ran = curabib(*command, "x\n::error::pwned.md")
            assert not [row for row in (ran.out + ran.err).splitlines() if row.startswith("::error")]

    def test_an_option_of_the_root_has_its_place(self, curabib: Runner) -> None:
        ran = curabib("check", "x.md", "--output-format", "github")
        assert ran.status == 2
        assert "hint: it goes in front of the command: `curabib --output-format … check`" in ran.err

    def test_sarif_is_one_document_for_all_lists(
        self, curabib: Runner, engines: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "other.md").write_text(LIST, encoding="utf-8")
        ran = curabib("--output-format", "sarif", "check", "engines.md", "other.md")
        log = json.loads(ran.out)
        uris = {
            r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for r in log["runs"][0]["results"]
        }
        assert uris == {"engines.md", "other.md"}

    def test_text_shows_the_line(self, curabib: Runner, engines: Path) -> None:
        ran = curabib("check", "engines.md")
        assert "   22 | - **On Computable Engines.**" in ran.out
        assert "  note: engines.md:13:1: listed here too" in ran.out

    def test_what_reading_says_is_not_said_again(self, curabib: Runner) -> None:
        text = LIST.replace(" [[paper]](https://arxiv.org/abs/2002.00002)", "")
        rows = curabib("--output-format", "concise", "check", "-", stdin=text).out.splitlines()
        about = [row for row in rows if row.startswith("-:16:")]
        assert len([row for row in about if "CB107" in row or "CB577" in row]) == 1

    @pytest.mark.parametrize(
        ("title", "said"),
        [
            ("Cranes (Lifting Bounds", ["CB585"]),
            (r"Escapes \[sic\] \( here", ["CB581"]),
            ("Learning on (0,1] Intervals", []),
            (r"Boilers $[0,1)$ and $\{x : x > 0$", []),
            ("Bogies on :) Manifolds :(", []),
            ("Trains: 1) Thought 2) Rails", []),
        ],
    )
    def test_a_bracket_without_partner_is_said_once(
        self, curabib: Runner, title: str, said: list[str]
    ) -> None:
        text = f"{LIST}- **{title}.** James Watt. *ICML 2019*. [[paper]](https://arxiv.org/abs/1901.00009)\n"
        shown = json.loads(curabib("--output-format", "json", "check", "-", stdin=text).out)["diagnostics"]
        codes = [row["code"] for row in shown if row["location"]["line"] == text.count("\n")]
        assert codes == said

    @pytest.mark.parametrize(
        ("links", "said"),
        [
            ("[[paper]](papers/mills.pdf)", []),
            ("see [above](#on-computable-engines)", []),
            ("[[paper]](TODO)", ["CB120"]),
            ("[paper][nowhere]", ["CB120"]),
            ("[paper](coming soon)", ["CB120"]),
            ("[paper] (https://arxiv.org/abs/1901.00009)", ["CB586"]),
            ("[[paper]]", ["CB120"]),
            ("[papers lost]", ["CB107"]),
        ],
    )
    def test_an_entry_is_without_link_where_it_has_nothing(
        self, curabib: Runner, links: str, said: list[str]
    ) -> None:
        text = f"{LIST}- **On Mills.** {links}\n  - Ada Lovelace, Charles Babbage. *ICML 2019*\n"
        shown = json.loads(curabib("--output-format", "json", "check", "-", stdin=text).out)["diagnostics"]
        codes = [row["code"] for row in shown if row["location"]["line"] >= text.count("\n") - 1]
        assert codes == said

    def test_lost_labels_are_told_of_at_their_lines(self, curabib: Runner) -> None:
        entry = "{}. On Mills, Part {}. Ada Lovelace, James Watt. ICML 2019. [paper] [code]\n"
        entry += "   [Summary] Mills go round.\n"
        text = "Papers\n\n" + "".join(entry.format(n, n) for n in range(1, 4))
        rows = curabib(
            "--output-format", "concise", "check", "-", "--reader", "text", stdin=text
        ).out.splitlines()
        assert [row for row in rows if "CB106" in row] == [
            f"-:{line}:{column}: CB106 the label `[{label}]` has no link"
            for line in (3, 5, 7)
            for column, label in ((59, "paper"), (67, "code"))
        ]

    def test_a_list_that_has_lost_all_labels_is_told_so_once(self, curabib: Runner) -> None:
        text = "Papers\n\n" + "".join(
            f"{n}. On Mills, Part {n}. Ada Lovelace. ICML 2019. [paper]\n" for n in range(1, 40)
        )
        rows = curabib(
            "--output-format", "concise", "check", "-", "--reader", "text", stdin=text
        ).out.splitlines()
        (row,) = [row for row in rows if "CB106" in row]
        assert row.startswith("-:3:")
        assert "39 labels such as `[paper]`" in row

    def test_one_list_that_fails_does_not_hide_the_others(self, curabib: Runner, engines: Path) -> None:
        ran = curabib("--output-format", "concise", "check", "missing.md", "engines.md")
        assert ran.status == 2
        assert "missing.md" in ran.err
        assert "CB575" in ran.out

    def test_a_bib_file_is_a_list_too(self, curabib: Runner) -> None:
        rows = (
            ("a", "Engines", "Ada Lovelace"),
            ("b", "Engines", "Lovelace, Ada"),
            ("c", "Steam", "Watt_2, James"),
        )
        text = "".join(
            f"@article{{{key},\n  title = {{On {subject}}},\n  author = {{{author}}},\n  year = 2019,\n}}\n"
            for key, subject, author in rows
        )
        ran = curabib("--output-format", "concise", "check", "-", stdin=text)
        assert ran.status == 0
        assert "-:7:12: CB575 `On Engines` is listed twice\n" in ran.out
        assert "-:11:1: CB569 name `James Watt_2` holds an underscore\n" in ran.out

    def test_lists_are_never_edited(self, curabib: Runner, engines: Path) -> None:
        assert curabib("check", "--fix", "engines.md").status == 2
        assert engines.read_text(encoding="utf-8") == LIST


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    ' xmlns:z="http://www.zotero.org/namespaces/export#">\n{}</rdf:RDF>'
)
ITEM = (
    '<rdf:Description rdf:about="#{}"><z:itemType>preprint</z:itemType><dc:title>On Computable Engines</dc:title>'
    "<z:archiveID>arXiv:1901.00001</z:archiveID></rdf:Description>\n"
)
ENTRY = "Ada Lovelace. On Computable Engines. ICML 2019. "
URL = "https://arxiv.org/abs/1901.00001"
TWICE = {
    "x.ris": "TY  - JOUR\nTI  - On Computable Engines\nUR  - https://arxiv.org/abs/1901.00001\nER  - \n" * 2,
    "x.enw": "%0 Journal Article\n%T On Computable Engines\n%U https://arxiv.org/abs/1901.00001\n\n" * 2,
    "x.bib": "".join(
        f"@misc{{k{n}, title={{On Computable Engines}}, eprint={{1901.00001}}}}\n" for n in range(2)
    ),
    "x.json": json.dumps([{"type": "article", "title": "On Computable Engines", "URL": URL}] * 2, indent=1),
    "x.yaml": "references:\n" + f"- title: On Computable Engines\n  URL: {URL}\n" * 2,
    "x.rdf": RDF.format(ITEM.format(1) + ITEM.format(2)),
    "x.xml": "<xml><records>\n"
    + f"<record><titles><title>On Computable Engines</title></titles><urls><related-urls><url>{URL}</url>"
    "</related-urls></urls></record>\n" * 2 + "</records></xml>",
    "x.md": f"# A\n\n- **On Computable Engines.** Ada Lovelace. ICML 2019. [[paper]]({URL})\n" * 2,
    "x.rst": "Engines\n=======\n\n"
    + f"- Ada Lovelace. *On Computable Engines*. ICML 2019. `paper <{URL}>`__\n" * 2,
    "x.org": "* Engines\n" + f"- Ada Lovelace. /On Computable Engines/. ICML 2019. [[{URL}][paper]]\n" * 2,
    "x.html": "<html><body><ul>\n"
    + f"<li><b>On Computable Engines</b>. Ada Lovelace. <a href='{URL}'>paper</a></li>\n" * 2
    + "</ul></body></html>",
}


class TestFormats:
    """Lists in every format that is read."""

    @pytest.mark.parametrize("name", sorted(TWICE))
    def test_a_work_that_is_listed_twice(self, curabib: Runner, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text(TWICE[name], encoding="utf-8")
        ran = curabib("--output-format", "concise", "check", name, "--strict")
        rows = [row for row in ran.out.splitlines() if " CB575 " in row]
        assert len(rows) == 1, ran.out + ran.err
        assert int(rows[0].split(":")[1]) > 1
        assert ran.status == 1


class TestPatch:
    """What mends a list, as a patch."""

    WRONG = LIST + "\n- **On Mills.** James Watt. *ICML 2018*. [[papre]](htps://arxiv.org/abs/1801.00001)\n"

    def test_a_patch_is_data_and_problems_are_talk(self, curabib: Runner, tmp_path: Path) -> None:
        (tmp_path / "list.md").write_text(self.WRONG, encoding="utf-8")
        ran = curabib("check", "list.md", "--diff")
        assert ran.status == 1
        assert ran.out.startswith("--- a/list.md\n+++ b/list.md\n@@ ")
        assert (
            "+- **On Mills.** James Watt. *ICML 2018*. [[paper]](https://arxiv.org/abs/1801.00001)\n"
            in ran.out
        )
        assert "warning CB587" in ran.err
        assert "list.md: 2 to mend" in ran.err
        assert (tmp_path / "list.md").read_text(encoding="utf-8") == self.WRONG

    @pytest.mark.parametrize("end", ["\n", "\r\n", ""])
    def test_git_applies_it(self, curabib: Runner, tmp_path: Path, end: str) -> None:
        text = self.WRONG.replace("\n", "\r\n") if end == "\r\n" else self.WRONG.rstrip("\n") + end
        (tmp_path / "list.md").write_bytes(text.encode())
        (tmp_path / "list.patch").write_bytes(curabib("check", "list.md", "--diff").out.encode())
        for arguments in (["init", "-q"], ["apply", "list.patch"]):
            subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)
        assert (tmp_path / "list.md").read_bytes() == text.replace("papre", "paper").replace(
            "htps", "https"
        ).encode()
        ran = curabib("check", "list.md", "--diff")
        assert (ran.status, ran.out) == (0, "")

    def test_codes_that_are_left_out_mend_nothing(self, curabib: Runner, tmp_path: Path) -> None:
        (tmp_path / "list.md").write_text(self.WRONG, encoding="utf-8")
        ran = curabib("check", "list.md", "--diff", "--ignore", "CB58")
        assert (ran.status, ran.out) == (0, "")

    def test_a_patch_is_for_lists(self, curabib: Runner, engines: Path) -> None:
        assert "--diff is for lists" in curabib("check", "--diff").err
        assert "--diff prints a patch" in curabib("check", "--fix", "engines.md").err


class TestProject:
    """A project."""

    def test_outside_one_there_is_nothing_to_check(self, curabib: Runner) -> None:
        ran = curabib("check")
        assert ran.status == 2
        assert "no project here" in ran.err

    def test_a_fresh_project_has_the_problems_of_its_list(self, curabib: Runner, project: Path) -> None:
        ran = curabib("--output-format", "concise", "check")
        assert ran.status == 0
        assert "README.md:16:1: CB567 year `2018` at `NeurIPS`" in ran.out
        assert "CB582" not in ran.out

    def test_a_stale_output_is_reported_and_fixed(self, curabib: Runner, project: Path) -> None:
        library = project / "bib" / "library.bib"
        text = library.read_text(encoding="utf-8")
        (project / "bib" / "overrides.yaml").write_text(
            "corrections:\n  menabrea2018sketch:\n    date: 2020\n", encoding="utf-8"
        )
        ran = curabib("--output-format", "concise", "check")
        assert "bib/library.bib:1:1: CB582 `bib/library.bib` is not up to date" in ran.out
        assert curabib("check", "--strict").status == 1
        assert library.read_text(encoding="utf-8") == text
        fixed = curabib("--output-format", "concise", "check", "--fix")
        assert "wrote bib/library.bib" in fixed.err
        assert "CB582" not in fixed.out
        assert "2020" in library.read_text(encoding="utf-8")
        assert "CB582" not in curabib("check").out
        assert (project / "README.md").read_text(encoding="utf-8") == LIST

    def test_edits_by_hand_are_left_to_sync(self, curabib: Runner, project: Path) -> None:
        library = project / "bib" / "library.bib"
        edited = library.read_text(encoding="utf-8").replace("Sketch", "Drawing")
        library.write_text(edited, encoding="utf-8")
        ran = curabib("check", "--fix")
        assert "curabib sync" in ran.err
        assert "CB031 the field `title`" in ran.out
        assert "overrides.yaml` is missing" not in ran.out
        assert library.read_text(encoding="utf-8") == edited

    def test_a_name_for_a_topic_that_is_not_there(self, curabib: Runner, project: Path) -> None:
        config = project / "bib" / "curabib.yaml"
        with config.open("a", encoding="utf-8") as stream:
            stream.write("topics:\n  rename:\n    Differnce: Subtraction\n    Steam: Hot air\n")
        ran = curabib("check")
        assert "CB583 `bib/curabib.yaml` renames the topic `Differnce`, which no record has" in ran.out
        assert "help: did you mean `Difference`?" in ran.out
        assert "`Steam`" not in ran.out

    def test_ignored_codes_are_not_shown(self, curabib: Runner, project: Path) -> None:
        with (project / "bib" / "curabib.yaml").open("a", encoding="utf-8") as stream:
            stream.write("ignore: [CB56, CB57]\n")
        assert "CB56" not in curabib("check").out

    def test_former_keys_in_overrides_are_brought_up_to_date(self, curabib: Runner, project: Path) -> None:
        overrides = project / "bib" / "overrides.yaml"
        text = "# why\ncorrections:\n  menabrea2018sketch:   # the translator\n    note: Read it.\n"
        overrides.write_text(text, encoding="utf-8")
        assert curabib("sync").status == 0
        assert curabib("key", "rename", "menabrea2018sketch", "menabrea1842sketch").status == 0
        overrides.write_text(text, encoding="utf-8")
        ran = curabib("check")
        assert "bib/overrides.yaml:3:3: info CB591 `menabrea2018sketch` is a former key of" in ran.out
        assert "fix: write `menabrea1842sketch`" in ran.out
        fixed = curabib("check", "--fix")
        assert "mended bib/overrides.yaml in 1 place" in fixed.err
        assert "CB591" not in fixed.out
        assert overrides.read_text(encoding="utf-8") == text.replace(
            "menabrea2018sketch", "menabrea1842sketch"
        )
        assert curabib("sync", "--locked").status == 0

    def test_nothing_is_mended_where_both_keys_are_named(self, curabib: Runner, project: Path) -> None:
        assert curabib("key", "rename", "menabrea2018sketch", "menabrea1842sketch").status == 0
        overrides = project / "bib" / "overrides.yaml"
        text = "corrections:\n  menabrea2018sketch: {note: A}\n  menabrea1842sketch: {volume: 2}\n"
        overrides.write_text(text, encoding="utf-8")
        ran = curabib("check", "--fix")
        assert "CB591" in ran.out
        assert overrides.read_text(encoding="utf-8") == text


def test_links_are_looked_at_when_asked_for(
    curabib: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURABIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("curabib.providers.http.addresses_of", lambda host: ("93.184.216.34",))
    with serving() as site:
        site.text("/good.pdf", b"%PDF")
        entries = f"- Wheels and belts [[paper]({site.address}/good.pdf)]\n  - Ada Berg. ICML 2021\n"
        entries += f"- Boilers in the north [[paper]({site.address}/gone.pdf)]\n  - Zoe Kay. ICML 2020\n"
        (tmp_path / "list.md").write_text(entries, encoding="utf-8")
        ran = curabib("check", "list.md", "--links")
        assert "CB213" not in curabib("check", "list.md").out
        for command in (["init"], ["add", "engines", "list.md"], ["sync"]):
            assert curabib(*command).status == 0
        assert "CB213" in curabib("check", "--links", "--offline").out
        (tmp_path / "list.md").write_text(entries.replace("gone", "new"), encoding="utf-8")
        unasked = curabib("check", "list.md", "--links", "--offline")
        assert "1 link was not looked at: no answer is kept, and --offline asks nobody" in unasked.err
    assert (
        f"list.md:3:33: warning CB213 `{site.address}/gone.pdf` leads nowhere: there is no such page"
        in ran.out
    )
    assert ran.out.count("CB213") == 1
