"""CSL styles through pandoc."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from curabib.diagnostics import CurabibError
from curabib.model import View
from curabib.project.renderings import Renderings
from curabib.writers.references import Options, Place, csl_engine, pandoc, printed, style, typeset
from curabib.writers.references.csl_style import read_style
from curabib.writers.references.pandoc_tree import references
from curabib.writers.references.targets.html import PRINTER
from curabib.writers.rich import Text
from tests.library.shelf import conference, entry, people
from tests.writers.references.lists import document, of_every_type, text

TWO_OF_2020 = tuple(
    entry(f"byron2020{letter}", f"{letter.upper()} Title", people("Ada|Byron"), 2020, conference("ICML"))
    for letter in "abc"
)
ONE = entry(
    "zhou2021heat",
    "Heat in $O(n^2)$ Steps",
    people("Li|Zhou", truncated=True),
    2021,
    type="online",
    identifiers=("arxiv:2101.00001",),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ieee", "[1] L. Zhou et al., “Heat in O(n²) Steps,” 2021, arXiv:2101.00001. [Online]. Available: https://arxiv.org/abs/2101.00001"),
        ("apa", "Zhou, L. et al. (2021). Heat in O(n²) Steps (arXiv:2101.00001). arXiv. https://arxiv.org/abs/2101.00001"),
        ("chicago", "Zhou, Li et al. 2021. “Heat in O(n²) Steps.” arXiv:2101.00001. Preprint, arXiv. https://arxiv.org/abs/2101.00001."),
        ("neurips", "Li Zhou et al. Heat in O(n²) steps. arXiv preprint arXiv:2101.00001, 2021."),
        ("nature", "1. Zhou, L. et al. Heat in O(n²) Steps. Preprint at https://arxiv.org/abs/2101.00001 (2021)."),
        ("acm", "[1] Li Zhou et al. 2021. Heat in O(n²) Steps. Retrieved from https://arxiv.org/abs/2101.00001"),
    ],
)  # fmt: skip
def test_a_preprint_with_a_formula_and_authors_cut_short(name: str, expected: str) -> None:
    assert text((ONE,), name).strip() == expected


def test_formulas_are_markup_or_tex_as_the_output_has_it() -> None:
    assert "<em>O</em>(<em>n</em><sup>2</sup>)" in document((ONE,), "ieee", "html").decode()
    assert "$O(n^2)$" in document((ONE,), "ieee", "latex").decode()
    assert "*Heat in O(n<sup>2</sup>) Steps*" in document((ONE,), "apa", "markdown").decode()


def test_years_are_told_apart_in_author_date_styles() -> None:
    assert re.findall(r"\((\d{4}\w?)\)", text(TWO_OF_2020, "apa")) == ["2020a", "2020b", "2020c"]


def test_the_order_is_the_styles_or_the_views() -> None:
    backwards = tuple(reversed(TWO_OF_2020))
    assert text(backwards, "apa") == text(TWO_OF_2020, "apa")
    assert re.findall(r"“(\w) Title", text(backwards, "ieee")) == ["C", "B", "A"]
    assert style("apa").sorts
    assert not style("ieee").sorts


@pytest.mark.parametrize(
    "name", ["ieee", "apa", "acm", "chicago", "mla", "vancouver", "nature", "lncs", "neurips", "annotated"]
)
def test_every_type_is_printed_with_its_title_and_people(name: str) -> None:
    entries = of_every_type()
    made = text(entries, name)
    titles = re.findall(r"a title for (\w+)", made.casefold())
    assert sorted(titles) == sorted(e.work.entry_type for e in entries)
    assert made.count("Byron") + made.count("BYRON") + made.count("———") >= len(entries)
    assert "None" not in made
    assert ".." not in made.replace("...", "")


@pytest.mark.parametrize("name", ["ieee", "nature", "vancouver", "aps"])
def test_entries_that_are_known_are_not_formatted_again(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = of_every_type()
    found = style(name, None, Place(kept=Renderings(tmp_path)))
    sizes: list[int] = []
    cite = pandoc.cite

    def counted(items: bytes, source: bytes, locale: str) -> bytes:
        sizes.append(len(json.loads(items)))
        return cite(items, source, locale)

    monkeypatch.setattr(pandoc, "cite", counted)
    fresh = text(entries, name)
    sizes.clear()
    for part in (entries[:4], entries, tuple(reversed(entries)), entries):
        made = printed(typeset(View(title="", entries=part), found).value, "text").decode()
        assert made == text(part, name)
    assert made == fresh
    kept = [sizes[0], sizes[2]]  # between them, the same part without a cache
    assert kept == [4, len(entries) - 4]
    assert sizes[3:] == [len(entries)] * 3


def test_a_list_that_depends_on_itself_is_kept_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = style("apa", None, Place(kept=Renderings(tmp_path)))
    first = typeset(View(title="", entries=TWO_OF_2020), found).value

    def refuse(items: bytes, source: bytes, locale: str) -> bytes:
        raise AssertionError("pandoc was run again")

    monkeypatch.setattr(pandoc, "cite", refuse)
    assert typeset(View(title="", entries=TWO_OF_2020), found).value == first
    with pytest.raises(AssertionError):
        typeset(View(title="", entries=TWO_OF_2020[:2]), found)


def test_a_damaged_cache_is_begun_anew_and_an_unwritable_one_is_none(tmp_path: Path) -> None:
    (tmp_path / "renderings.sqlite").write_bytes(b"damaged" * 1000)
    kept = Renderings(tmp_path)
    assert kept.find(["a"]) == {}
    kept.keep({"a": "b"})
    assert kept.find(["a", "c"]) == {"a": "b"}
    (tmp_path / "file").write_text("")
    Renderings(tmp_path / "file" / "below").keep({"a": "b"})
    assert Renderings(None).find(["a"]) == {}


def test_which_styles_print_each_entry_alone() -> None:
    folder = Path(str(style("apa").found.path)).parent
    names = ("ieee", "nature", "nlm-citation-sequence", "apa", "association-for-computing-machinery")
    alone = {name: read_style((folder / f"{name}.csl").read_bytes(), name).independent for name in names}
    assert [name for name, independent in alone.items() if independent] == [
        "ieee",
        "nature",
        "nlm-citation-sequence",
    ]


def test_two_repairs_are_made_where_pandoc_reads_styles_otherwise() -> None:
    chapter = entry(
        "c",
        "A Title",
        people("A|Byron"),
        2020,
        type="incollection",
        fields={"booktitle": "A Book", "editor": people("E|Itor", "F|Itor")},
    )
    assert "In: Itor E, Itor F, editors. A Book" in text((chapter,), "vancouver")
    web = entry(
        "w", "A Title", people("A|Byron"), 2020, conference("ICML"), links=(("", "https://example.org/x"),)
    )
    assert "[Online]. Available: https://example.org/x" in text((web,), "ieee")


def test_dependent_and_renamed_styles_lead_to_their_parents() -> None:
    physics = style("nature-physics")
    assert physics.found.path == style("nature").found.path
    assert physics.found.title == "Nature Physics"
    assert text((ONE,), "nature-physics") == text((ONE,), "nature")
    assert style("mla").found.path == style("modern-language-association").found.path


def test_the_locale_changes_the_words() -> None:
    german = text(TWO_OF_2020[:1], "ieee", Options(locale="de"))
    web = entry("w", "A Title", people("A|Byron"), 2020, type="misc", links=(("", "https://example.org/x"),))
    assert text((web,), "ieee", Options(locale="de-DE")) != text((web,), "ieee")
    assert "A Title" in german
    with pytest.raises(CurabibError) as caught:
        text((ONE,), "ieee", Options(locale="de-XX"))
    assert "de-" in caught.value.hint
    with pytest.raises(CurabibError):
        text((ONE,), "plain", Options(locale="de"))


_STYLE = (
    b'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>T</title></info>%s</style>'
)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"<style", "is not XML"),
        (b"<html/>", "is no CSL style"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><style/>', "declares entities"),
        (_STYLE % b"", "no reference lists"),
        (b"x" * 2_000_001, "more than"),
        (_STYLE % b'<bibliography><layout><text macro="gone"/></layout></bibliography>', "pandoc cannot format"),
    ],
)  # fmt: skip
def test_files_that_are_no_styles_are_refused(source: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csl"
    path.write_bytes(source)
    with pytest.raises(CurabibError, match=problem):
        text((ONE,), str(path))


def test_a_style_cannot_reach_the_network_or_other_files(tmp_path: Path) -> None:
    path = tmp_path / "mine.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>T</title>'
        '<link rel="independent-parent" href="http://127.0.0.1:9/evil"/></info></style>'
    )
    with pytest.raises(CurabibError):
        text((ONE,), str(path))


def test_an_answer_that_cannot_be_understood_is_an_error() -> None:
    for answer in (
        b"",
        b"[]",
        b'{"blocks":[{"t":"Div","c":[["ref-x",["csl-entry"],[]],[]]}]}',
        b"[" * 100_000,
    ):
        with pytest.raises(CurabibError):
            references(answer)


def test_pandoc_that_takes_too_long_or_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(pandoc, "PATIENCE", 0.001)
        with pytest.raises(CurabibError, match="seconds"):
            text((ONE,), "apa")
    with monkeypatch.context() as patched:
        patched.setattr(pandoc, "program", lambda: Path("/nonexistent/pandoc"))
        with pytest.raises(CurabibError, match="does not run"):
            pandoc._run(["--version"], b"")


def test_pandoc_is_not_loaded_by_the_styles_of_pybtex() -> None:
    code = (
        "import sys; from curabib.writers.references import render; from curabib.model import View;"
        "render(View(title='', entries=()), 'plain', 'text');"
        "sys.exit(any(n in sys.modules for n in ('curabib.writers.references.pandoc', 'jinja2', 'pypandoc')))"
    )
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_titles_never_begin_with_stand_ins() -> None:
    odd = entry("k", "A \U000f0000 B $x$ \U000f0001", people("A|B"), 2020, conference("ICML"))
    made = text((odd,), "ieee")
    assert "\U000f0000" not in made
    assert "x" in made


MATERIAL_STYLES = {  # the least number of 40 references that agree with citeproc-js
    "apa": 40, "ieee": 35, "association-for-computing-machinery": 35, "chicago-author-date": 37,
    "nlm-citation-sequence": 37, "nature": 39, "modern-language-association": 37,
    "springer-lecture-notes-in-computer-science": 40,
}  # fmt: skip


@pytest.mark.parametrize("name", MATERIAL_STYLES)
def test_references_agree_with_citeproc_js(name: str, material: Path) -> None:
    folder = material / "reference" / "csl_data"
    items = json.loads((folder / "refs40.json").read_bytes())
    golden = json.loads((folder / "golden_citeprocjs_8styles.json").read_bytes())[name]["e"]
    spec: dict[str, Any] = {}
    exec(compile((folder / "compare.py").read_text(), "compare.py", "exec"), spec)
    path = style(name).found.path
    assert path is not None
    source = read_style(path.read_bytes(), name).source
    numbered = json.dumps([{**item, "id": str(number)} for number, item in enumerate(items)]).encode()
    agree = 0
    for found in references(pandoc.cite(numbered, source, "")):
        body = csl_engine._finished((*found.margin, Text(" "), *found.body), ())
        made = PRINTER.inlines(body).replace("<em>", "<i>").replace("</em>", "</i>")
        agree += spec["canon"](made) == spec["canon"](golden[items[found.item]["id"]])
    assert agree >= MATERIAL_STYLES[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("apa", "The α-Journal of ℓ₁ Learning and π"),
        ("chicago", "The α-Journal of ℓ₁ Learning and π"),
        ("nature", "The α-journal of ℓ₁ learning and π"),
        ("mla", "The α-Journal of ℓ₁ Learning and π"),
    ],
)
def test_symbols_in_the_title_of_a_journal_keep_their_case(name: str, expected: str) -> None:
    paper = entry(
        "k", "On $\\beta$ and γ-rays", people("A|B"), 2020, type="article",
        fields={"journaltitle": "The α-journal of $\\ell_1$ learning and $\\pi$", "volume": "3"},
    )  # fmt: skip
    made = text((paper,), name)
    assert expected in made
    assert re.search("On β and γ-[Rr]ays", made)
    assert "$\\ell_1$" in document((paper,), name, "latex").decode()


def test_characters_that_stand_for_formulas_are_taken_from_nobody() -> None:
    paper = entry(
        "k", "On $x$", people("A|B"), 2020, type="article", keywords=("\U000f0000",),
        fields={"journaltitle": "A \U000f0000 Journal", "note": "\U000f0000"},
    )  # fmt: skip
    made = text((paper,), "annotated")
    assert made.count("x") == 1
    assert "\U000f0000" not in made
    assert "Journal" in made


def test_the_order_asked_for_goes_before_that_of_the_style() -> None:
    shelf = tuple(entry(key, f"T {key}", people(f"A|{key}"), 2020) for key in ("zeta", "alpha", "mu"))
    for name in ("apa", "acm", "plain", "alpha", "neurips"):
        assert re.findall("T (zeta|alpha|mu)", text(shelf, name)) == ["alpha", "mu", "zeta"]
        kept = text(shelf, name, Options(keep_order=True))
        assert re.findall("T (zeta|alpha|mu)", kept) == ["zeta", "alpha", "mu"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("plain", "李明, Kim 민수, and 山田太郎."), ("apa", "李明, Kim 민수, & 山田太郎. (2020)"),
        ("ieee", "李明, Kim 민수, and 山田太郎, “"), ("chicago", "李明, Kim 민수, and 山田太郎. 2020"),
        ("vancouver", "李明, Kim 민수, 山田太郎."),
    ],
)  # fmt: skip
def test_names_in_asian_letters_are_neither_turned_nor_cut(name: str, written: str) -> None:
    made = text((entry("k", "T", people("明|李", "민수|Kim", "山田太郎"), 2020, type="misc"),), name)
    assert written in made
