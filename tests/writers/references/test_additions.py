"""What stands around formatted references: headings, bold names, links, keywords, templates, COinS, stamps."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup

from curabib.diagnostics import CurabibError
from curabib.model import Entry, View
from curabib.project.renderings import Renderings
from curabib.writers.formula import formula
from curabib.writers.references import (
    TARGETS,
    Options,
    Place,
    Target,
    printed,
    style,
    template_program,
    typeset,
)
from curabib.writers.references.bbl import items, read
from curabib.writers.references.catalogue import find, search
from curabib.writers.references.coins import coins
from curabib.writers.references.locales import locale
from curabib.writers.references.stamp import read_stamp, stamp, stamped
from curabib.writers.references.targets.html import PRINTER
from curabib.writers.rich import Link, Marked, Text, cut, marked_between, plain
from tests.library.shelf import conference, entry, people
from tests.writers.references.lists import document, text

SHELF = (
    entry(
        "a2021",
        "Apples",
        people("Ada Mary|Byron", "Herke|van|Hoof"),
        2021,
        conference("ICML"),
        topics=("Fruit", "Food"),
        keywords=("red",),
        links=(("code", "https://example.org/a"),),
    ),
    entry(
        "b2019",
        "Bread",
        people("Jean-Luc|Byron", "Ada Mary|Byron"),
        2019,
        conference("JMLR", "journal"),
        type="article",
        topics=("Food",),
    ),
    entry("c2021", "Cheese", people("OpenAI"), 2021, type="misc", kind="blog"),
)


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("topic", ["Food", "Fruit", "Other"]),
        ("year", ["2021", "2019"]),
        ("venue", ["ICML", "JMLR", "Other"]),
        ("type", ["Conference papers", "Journal articles", "Other"]),
    ],
)
def test_headings_and_numbers_that_go_on(by: str, headings: list[str]) -> None:
    made = document(SHELF, "ieee", "markdown", Options(group_by=by)).decode()  # type: ignore[arg-type]
    assert re.findall(r"(?m)^## (.*)$", made) == headings
    assert re.findall(r"(?m)^(\d+)\.", made) == ["1", "2", "3"]
    labels = re.findall(r"(?m)^\[(\d)\]", document(SHELF, "ieee", "text", Options(group_by=by)).decode())  # type: ignore[arg-type]
    assert labels == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("name", "who", "bold"),
    [
        ("ieee", "Ada Byron", ["A. M. Byron", "A. M. Byron"]),
        ("apa", "Byron, Ada", ["Byron, A. M.", "Byron, A. M."]),
        ("vancouver", "Ada Byron", ["Byron AM", "Byron AM"]),
        ("plain", "Ada Mary Byron", ["Ada Mary Byron", "Ada Mary Byron"]),
        ("mla", "ada byron", ["Ada Mary Byron", "Byron, Ada Mary"]),
        ("nature", "A Byron", ["Byron, A. M.", "Byron, A. M."]),
        ("ieee", "J Byron", ["J.-L. Byron"]),
        ("plain", "Herke van Hoof", ["Herke van Hoof"]),
        ("apa", "Hoof", ["van Hoof, H."]),
        ("chicago", "OpenAI", ["OpenAI"]),
        ("ieee", "Nobody", []),
        ("ieee", "", []),
    ],
)
def test_people_in_bold(name: str, who: str, bold: list[str]) -> None:
    page = BeautifulSoup(document(SHELF, name, "html", Options(highlight=(who,))), "html5lib")
    found = (strong.get_text().replace("\xa0", " ") for strong in page.find_all("strong"))
    assert sorted(name for name in found if not name.isdigit()) == sorted(bold)


def test_what_the_style_puts_on_lines_of_its_own_stays_there_as_text() -> None:
    made = text(SHELF[:1], "annotated", Options(extras=("keywords", "key")))
    assert made == (
        "Apples\n    Ada Mary Byron and Herke van Hoof. "
        "Proceedings of the 38th International Conference on Machine Learning, 2021.\n"
        "    Fruit, Food, red\n    a2021\n"
    )


def test_what_latex_cannot_print_is_said_whatever_the_style() -> None:
    view = View(title="", entries=(entry("k", "A 学习", people("王|伟"), 2020), *SHELF))
    for name in ("plain", "apa"):
        found = style(name, None, Place(kept=Renderings(None)))
        assert not [d for d in typeset(view, found).diagnostics if d.code == "CB600"]
        said = [d for d in typeset(view, found, to="latex").diagnostics if d.code == "CB600"]
        assert [d.key for d in said] == ["k"]
        assert "`习`, `伟`, `学`, `王`" in said[0].message


def test_a_title_is_the_heading_in_latex() -> None:
    made = document(SHELF, "ieee", "latex", title="50% & more").decode()
    assert "\\def\\refname{50\\% \\& more}" in made
    assert made.rstrip().endswith("\\endgroup")


def test_keywords_links_and_keys() -> None:
    made = text(SHELF, "plain", Options(extras=("key", "links", "keywords")))
    assert "    Keywords: Fruit, Food, red\n    code <https://example.org/a>\n    a2021\n" in made
    assert (
        '<a href="https://example.org/a">code</a>'
        in document(SHELF, "plain", "html", Options(extras=("links",))).decode()
    )


def test_bookmarks_of_word_processors_are_each_one_of_a_kind() -> None:
    keys = ("smith2020a-b", "smith2020a_b", "2020smith", "x" * 50 + "1", "x" * 50 + "2", "Smith2020a-B")
    shelf = tuple(entry(key, "T", people("A|B"), 2020) for key in keys)
    for to, pattern in (("docx", r'w:name="(\w+)"/><w:bookmarkEnd'), ("rtf", r"bkmkstart (\w+)")):
        made = document(shelf, "plain", to).decode("utf-8", "replace")  # type: ignore[arg-type]
        names = re.findall(pattern, made)
        assert len({name.lower() for name in names}) == len(keys) == len(names)
        assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)


TEMPLATE = """\
{% for group in groups %}
{% for r in group.references %}
{{ r.key }}|{{ r.year }}|{{ r.title }}|{{ r.body }}{% for link in r.links %}|{{ link.url }}{% endfor %}

{% endfor %}
{% endfor %}
"""


def test_a_template_is_given_text_of_the_language() -> None:
    odd = (
        entry(
            "k",
            "A <b> & *c*",
            people("A|B"),
            2020,
            type="misc",
            links=(("", "https://example.org/?a=1&b=2"),),
        ),
    )
    assert "A &lt;b&gt; &amp; *c*" in document(odd, "plain", "html", Options(template=TEMPLATE)).decode()
    assert "?a=1&amp;b=2" in document(odd, "plain", "html", Options(template=TEMPLATE)).decode()
    assert "A \\<b\\> \\& \\*c\\*" in document(odd, "plain", "markdown", Options(template=TEMPLATE)).decode()
    assert "k|2020|A <b> & *c*|A B." in document(odd, "plain", "text", Options(template=TEMPLATE)).decode()


@pytest.mark.parametrize(
    "template",
    [
        "{{ references.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{% for a in range(10 ** 9) %}x{% endfor %}",
        "{{ references.append(1) }}",
        "{% include 'x' %}",
        "{{ 1 / 0 }}",
        "{% for",
        "{{ references[0].gone.gone }}",
        "{{ 'x' * 10 ** 12 }}",
        "{{ 10 ** 9 * 'x' }}",
        "{{ 9 ** 9 ** 9 ** 9 ** 9 }}",
        "{{ '%2000000000d' % 1 }}",
        "{{ 'x' | center(2000000000) }}",
        "x" * 200_001,
    ],
)
def test_templates_can_do_nothing_but_print(template: str) -> None:
    try:
        made = document(SHELF, "plain", "text", Options(template=template)).decode()
    except CurabibError:
        return
    assert "class" not in made
    assert made.strip() == ""


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curabib.writers.references.template.PATIENCE", 3.0)
    loops = "".join(f"{{% for {name} in range(99999) %}}" for name in "abcd") + "{% endfor %}" * 4
    with pytest.raises(CurabibError, match="did not end within 3 seconds"):
        document(SHELF, "plain", "text", Options(template=loops))


def test_a_template_that_prints_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_program, "LARGEST", 1_000_000)
    request = {
        "html": False,
        "title": "",
        "groups": [],
        "template": "{% for a in range(99999) %}{{ 'x' * 99 }}{% endfor %}",
    }
    assert template_program.work(request) == {
        "error": "it does what no template may: it prints more than 1000000 characters"
    }


def test_a_wrong_template_is_named_by_its_line() -> None:
    with pytest.raises(CurabibError, match="cannot be filled: line 2: "):
        document(SHELF, "plain", "text", Options(template="a\n{% for"))


def test_a_template_cannot_make_a_docx() -> None:
    with pytest.raises(CurabibError, match="docx"):
        document(SHELF, "plain", "docx", Options(template="x"))


def test_coins_read_back() -> None:
    odd = entry(
        "k", 'A "B" & <C>', people("Herke|van|Hoof", "OpenAI"), 2021, conference("ICML"),
        identifiers=("doi:10.1/a&b", "arxiv:2101.00001"),
        topics=("Ä & B",), fields={"pages": "1--2", "url": "javascript:alert(1)"},
    )  # fmt: skip
    span = coins(odd)
    assert BeautifulSoup(span, "html5lib").find("span", class_="Z3988") is not None
    pairs = parse_qsl(unescape(re.findall(r'title="([^"]*)"', span)[0]))
    assert pairs[:4] == [
        ("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", "conferencePaper"),
        ("rft.title", 'A "B" & <C>'),
    ]  # fmt: skip
    assert [value for name, value in pairs if name == "rft.creator"] == ["van Hoof, Herke", "OpenAI"]
    assert next(value for name, value in pairs if name == "rft_id") == "info:doi/10.1/a&b"
    assert ("rft.subject", "Ä & B") in pairs
    assert not any("javascript" in value for _, value in pairs)


def test_a_stamp_says_what_made_a_list() -> None:
    found = style("plain")
    view = View(title="T", entries=SHELF)
    one = stamp(view, found, "markdown")
    assert one == stamp(view, found, "markdown")
    assert one.maker.startswith("pybtex ")
    assert one.digest != stamp(View(title="T", entries=SHELF[:2]), found, "markdown").digest
    assert one.digest != stamp(view, style("plain", Options(group_by="year")), "markdown").digest
    targets: tuple[Target, ...] = ("text", "markdown", "html", "latex", "bbl", "typst", "rtf")
    for to in targets:
        made = printed(typeset(view, found).value, to).decode()
        assert read_stamp(made.encode()) is None
        assert read_stamp(stamped(made, one, to).encode()) == one


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("O(n^2)", "O(n²)"), ("\\mathbb{R}^d", "ℝ^d"), ("\\ell_1", "ℓ₁"), ("\\tilde{O}(1/\\epsilon^2)", "Õ(1/ϵ²)"),
        ("\\frac{a+b}{2}", "(a+b)/2"), ("10^{-3}", "10⁻³"), ("n\\log n", "n\u2009log\u2009n"), ("x_{i,j}", "x_(i,j)"),
    ],
)  # fmt: skip
def test_formulas_as_text(tex: str, expected: str) -> None:
    made = text((entry("k", f"Z ${tex}$", people("A|B"), 2020, type="misc", kind="blog"),), "unsrt")
    assert f"Z {expected}." in made


@pytest.mark.parametrize("tex", ["\\input{x}", "between 5 and 10", "\\def\\x{}", "a" * 301, "x^{y", ""])
def test_what_is_no_formula_stays_text(tex: str) -> None:
    assert formula(tex) is None


def test_inlines_are_cut_and_marked_anywhere() -> None:
    inlines = (Text("ab"), Marked("emphasis", (Text("cd"),)), Link("https://x.org", (Text("ef"),)))
    for start in range(7):
        first, rest = cut(inlines, start)
        assert plain(first) + plain(rest) == "abcdef"
        for end in range(start, 7):
            assert plain(marked_between(inlines, start, end, "strong")) == "abcdef"
    assert PRINTER.inlines(marked_between(inlines, 1, 3, "strong")) == (
        'a<strong>b</strong><em><strong>c</strong>d</em><a href="https://x.org">ef</a>'
    )


@pytest.mark.parametrize(
    ("latex", "html"),
    [
        ("{\\em A {\\bf B}} C", "<em>A <strong>B</strong></em> C"),
        ('\\emph{G{\\"o}del} na\\"{\\i}ve {\\L}', "<em>Gödel</em> naïve Ł"),
        ("12\\penalty0 (3):\\penalty0\n  1--2", "12(3):1–2"),
        ("\\url{https://x.org/a_b\\%c}", '<a href="https://x.org/a_b%c">https://x.org/a_b%c</a>'),
        (
            "\\url{https://x.org/a%20b#c_d} e",
            '<a href="https://x.org/a%20b#c_d">https://x.org/a%20b#c_d</a> e',
        ),
        ("\\href{https://x.org/%41}{there\\%} e", '<a href="https://x.org/%41">there%</a> e'),
        ("\\doi{10.1/a%41_b}", 'doi: <a href="https://doi.org/10.1/a%41_b">10.1/a%41_b</a>'),
        ("\\url{https://x.org", '<a href="https://x.org">https://x.org</a>'),
        (
            "D.~{\\v{S}}tepec and {\\O}.~{\\=O}ta, {\\relax 明}.~X",
            "D.&nbsp;Štepec and Ø.&nbsp;Ōta, 明.&nbsp;X",
        ),
        ("{\\em a, } b,  c", "<em>a, </em>b, c"),
        ("`It's'", "‘It’s’"),
        (
            "\\urldef\\tempurl%\n\\url{https://x.org/%7E}\n\\showURL{%\n\\tempurl}",
            '<a href="https://x.org/%7E">https://x.org/%7E</a>',
        ),
        (
            "\\begin{APACrefauthors}%\nA, B\\BPBI C.%\n\\end{APACrefauthors}%\n\\unskip\\\n\\APACrefYear{1984}.",
            "A, B.&nbsp;C. (1984).",
        ),
        ("\\APACjournalVolNumPages{J}{3}{}{1--2}.", "<em>J</em>, <em>3</em>, 1–2."),
        ("\\APACaddressPublisher{}{Press}.", "Press."),
        ("\\harvardyearleft 1984\\harvardyearright \\harvardand\\ x", "(1984)&amp; x"),
        ("\\mn@doi [J] {10.1/x}", '<a href="https://doi.org/10.1/x">J</a>'),
        ("\\href{https://x.org}{there}", '<a href="https://x.org">there</a>'),
        ("\\href{javascript:x}{there}", "there"),
        ("\\bibinfo{author}{Ann} \\natexlab{a} \\unknown{kept}", "Ann a kept"),
        ("$n^2$ and $\\beta$", "<em>n</em><sup>2</sup> and β"),
        ("a % comment\n b\\&c \\$5", "a b&amp;c $5"),
        ("{{{{", ""),
        ("}}}}x", "x"),
        ("\\hskip 1em plus 0.5em\n  minus 0.4em\\relax Press", "Press"),
        ("``quoted'' ~x", "“quoted”&nbsp;x"),
    ],
)
def test_what_bst_styles_print_is_read(latex: str, html: str) -> None:
    assert PRINTER.inlines(read(latex)).replace("  ", " ") == html


def test_items_of_a_bibliography() -> None:
    bbl = "\\begin{thebibliography}{1}\n\\bibitem[{A[1]}(2020)]{k1}\nOne.\n\\bibitem%\n{k2} Two."
    bbl += "\n\\end{thebibliography}\nx"
    assert [(item.key, item.label, plain(item.body)) for item in items(bbl)] == [
        ("k1", "A[1](2020)", "One."),
        ("k2", "", "Two."),
    ]
    harvard = "\\harvarditem[A et~al.]{A, B \\harvardand\\ C}{2020}{k%\n}\nText."
    assert [(item.key, item.label) for item in items(harvard)] == [("k", "A, B & C (2020)")]
    assert list(items("")) == []


def test_reading_what_a_style_printed_takes_bounded_time_and_depth() -> None:
    for hostile in (
        "\\url{" * 20_000,
        "{\\em " * 20_000,
        "\\BPBI" * 20_000,
        "\\APACrefatitle{" * 20_000,
        "%" * 99_999,
    ):
        assert len(plain(read(hostile))) < 200_000


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (
            "ENTRY {title} {} {} FUNCTION {f} { #1 { #1 #0 > } { skip$ } while$ } READ EXECUTE {f}",
            "did not end",
        ),
        ("ENTRY {title} {} {} FUNCTION {f} { pop$ } READ EXECUTE {f}", "cannot be run"),
        ("ENTRY {title} {} {} READ", "prints nothing for"),
        ("this is { no style", "cannot be run"),
    ],
)
def test_bst_styles_that_fail_or_never_end(
    source: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "end" in problem:
        monkeypatch.setattr("curabib.writers.references.bst_engine.PATIENCE", 4.0)
    path = tmp_path / "mine.bst"
    path.write_text(source)
    with pytest.raises(CurabibError, match=problem):
        text(SHELF, str(path))


def test_names_in_asian_letters_are_written_whole(tmp_path: Path) -> None:
    written = (
        entry("k", "T", people("明|李", "Kim Min|민수", "A. B.|李", "太郎|山田"), 2020, type="misc"),
        entry("l", "U", people("山田太郎"), 2021, type="misc"),
    )
    path = tmp_path / "names.bst"
    path.write_text(
        'ENTRY {author} {} {}\nFUNCTION {f} { "\\bibitem{" cite$ * "}" * write$ newline$\n'
        'author #1 "{f.~}{ll}" format.name$ write$ "; " write$ author #4 "{f.~}{ll}" format.name$ write$ newline$ }\n'
        "READ\nFUNCTION {misc} {f}\nITERATE {f}\n\\endinput\n%% End of file\n"
    )
    assert text(written[:1], str(path)) == "[1] 李明; 山田太郎\n"


def test_a_bst_file_in_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "old.bst"
    path.write_bytes(
        'ENTRY {title} {} {}\nFUNCTION {f} { "\\bibitem{" cite$ * "}" * write$ newline$\n'
        '"\xbfqu\xe9? " title * write$ newline$ }\n'
        "READ\nFUNCTION {article} {f}\nITERATE {f}\n".encode("latin-1")
    )
    assert text(SHELF[:1], str(path)) == "[1] ¿qué? Apples\n"


def test_styles_by_path_project_and_alias(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(str(style("ieee").found.path)).read_bytes()
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "ieee.csl").write_bytes(source)
    (tmp_path / "mine.csl").write_bytes(source)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "data" / "curabib" / "styles").mkdir(parents=True)
    (tmp_path / "data" / "curabib" / "styles" / "house.csl").write_bytes(source)
    assert find("ieee", root=tmp_path).path == tmp_path / "styles" / "ieee.csl"
    assert find("mine.csl", base=tmp_path).path == tmp_path / "mine.csl"
    assert find("house").path == tmp_path / "data" / "curabib" / "styles" / "house.csl"
    assert find("vancouver").path == find("nlm-citation-sequence").path
    for name in ("../outside.csl", "/etc/passwd.csl", "gone.csl"):
        with pytest.raises(CurabibError):
            find(name, base=tmp_path / "styles", inside=tmp_path / "styles")
    for name in ("", "../../x", "a\0b", "x" * 5_000, "-rf"):
        with pytest.raises(CurabibError):
            find(name)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("nature physics", "nature-physics"),
        ("vancouver", "vancouver"),
        ("neurips", "neurips"),
        ("computing machinery", "acm"),
    ],
)
def test_searching_styles(word: str, expected: str) -> None:
    assert expected in list(search(word))[:5]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("de", "de-DE"), ("de_at", "de-AT"), ("EN-gb", "en-GB"), ("fr", "fr-FR"), ("ja", "ja-JP"), ("", "")],
)
def test_locales(asked: str, found: str) -> None:
    assert locale(asked) == found


def test_where_styles_are_kept_is_said_of_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CurabibError) as caught:
        style("appa", None, Place())
    assert "`apa`" in caught.value.hint
    assert isinstance(SHELF[0], Entry)


@pytest.mark.parametrize("name", ["plain", "ieee", "apa", "annotated"])
def test_an_empty_list_is_a_document(name: str) -> None:
    for to in TARGETS:
        assert b"None" not in document((), name, to)
    assert b"0 references" in document((), name, "html", Options(standalone=True))
