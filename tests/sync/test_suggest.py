"""What is suggested to the curator of a list: small edits in the list's own manner, each proven, nothing else."""

import random
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from curabib.diagnostics.mending import mend
from curabib.model import Date, Fields, FieldValue, Identifier, Name, Names, Origin, Record, Snapshot, Venue
from curabib.sync.enrich.lookup import Found
from curabib.sync.patching import original, path_in_repository
from curabib.sync.suggest import Answer, Suggested, suggest
from curabib.sync.suggest.tags import is_as_before, tags_of
from curabib.sync.understood import Understood, read_snapshot

ADA, CLEO, MAX = "Ada Berg", "Cleo Dorn", "Max Fell"


def official(
    title: str,
    people: Sequence[str],
    venue: str = "ICML",
    year: int = 2021,
    *,
    kind: str = "conference",
    url: str = "https://proceedings.example.org/a1.html",
    **identifiers: str,
) -> Record:
    """What an authority says of a work; people are `Given Family`."""
    names = tuple(
        Name(given=given, family=family) for given, _, family in (p.rpartition(" ") for p in people)
    )
    values: dict[str, FieldValue] = {
        "title": title,
        "author": Names(names),
        "venue": Venue(name=venue, abbreviation=venue, kind=kind),
        "date": Date(year),
        "url": url,
    }
    return Record(
        id=f"authority:a#{title}",
        origin=Origin(kind="provider", name="authority:a", rank=-1),
        location=None,
        entry_type="inproceedings",
        fields=Fields(values),
        year_source="stated",
        identifiers=tuple(Identifier(scheme, value) for scheme, value in sorted(identifiers.items())),
    )


def read(snapshot: Snapshot) -> Understood:
    return read_snapshot(snapshot).value


@dataclass
class Listed:
    """A list, with what an authority has of its entries by the beginnings of their titles."""

    text: str
    records: dict[str, Record]
    path: str = "README.md"

    def snapshot(self) -> Snapshot:
        return Snapshot(source="", path=self.path, text=self.text)

    def suggest(self, *, only: Sequence[str] = (), doubtful: bool = False, held: bool = True) -> Suggested:
        understood = read(self.snapshot())
        answers = [
            Answer(number=number, found=Found(record=found), provider="authority:a")
            for number, record in enumerate(understood.records)
            for start, found in self.records.items()
            if record.fields.title.startswith(start)
        ]
        return suggest(
            self.snapshot(),
            understood,
            answers,
            read,
            only=only,
            doubtful=doubtful,
            held=lambda venue, year: held,
        )

    def mended(self, *, only: Sequence[str] = (), doubtful: bool = False) -> str:
        found = self.suggest(only=only, doubtful=doubtful).mending
        return mend(self.text, self.path, found, only_safe=False).text

    def changes(self, *, only: Sequence[str] = (), doubtful: bool = False) -> list[tuple[str, str]]:
        """The lines that change, before and after."""
        before, after = self.text.split("\n"), self.mended(only=only, doubtful=doubtful).split("\n")
        return [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]


WHEELS = "Turning wheels in large engines"
OTHERS = """\
- Boilers under high pressure [[paper]](https://arxiv.org/abs/2001.00001)
  - Zoe Watt, Lise Planck. *ICML 2020*
- Vapour and snow in the north [[paper]](https://arxiv.org/abs/2001.00002)
  - Sadi Carnot, Lise Planck. *NeurIPS 2019*
"""


def nested(title: str, line: str) -> str:
    return f"# Engines\n\n## Wheels\n\n- {title} [[paper]](https://arxiv.org/abs/2005.00001)\n  - {line}\n{OTHERS}"


NESTED = {
    "venue": ((WHEELS, f"{ADA}, {CLEO}. *ICLR 2021*"), (WHEELS, [ADA, CLEO]), f"  - {ADA}, {CLEO}. *ICML 2021*"),
    "venue and year": (
        (WHEELS, f"{ADA}, {CLEO}. *ICLR 2020*"),
        (WHEELS, [ADA, CLEO]),
        f"  - {ADA}, {CLEO}. *ICML 2021*",
    ),
    "year": ((WHEELS, f"{ADA}, {CLEO}. *ICML 2020*"), (WHEELS, [ADA, CLEO]), f"  - {ADA}, {CLEO}. *ICML 2021*"),
    "published": ((WHEELS, f"{ADA}, {CLEO}."), (WHEELS, [ADA, CLEO]), f"  - {ADA}, {CLEO}. *ICML 2021*"),
    "published, no full stop": ((WHEELS, f"{ADA}, {CLEO}"), (WHEELS, [ADA, CLEO]), f"  - {ADA}, {CLEO}. *ICML 2021*"),
    "published, et al.": ((WHEELS, f"{ADA}, et al."), (WHEELS, [ADA, CLEO]), f"  - {ADA}, et al. *ICML 2021*"),
    "preprint": ((WHEELS, f"{ADA}, {CLEO}. *arXiv 2020*"), (WHEELS, [ADA, CLEO]), f"  - {ADA}, {CLEO}. *ICML 2021*"),
    "misspelt": (
        (WHEELS, f"{ADA}, Cleo Dorm. *ICML 2021*"),
        (WHEELS, [ADA, CLEO]),
        f"  - {ADA}, {CLEO}. *ICML 2021*",
    ),
    "missing last": (
        (WHEELS, f"{ADA}, {CLEO}. *ICML 2021*"),
        (WHEELS, [ADA, CLEO, MAX]),
        f"  - {ADA}, {CLEO}, {MAX}. *ICML 2021*",
    ),
    "missing last behind and": (
        (WHEELS, f"{ADA}, Zoe Kay and {CLEO}. *ICML 2021*"),
        (WHEELS, [ADA, "Zoe Kay", CLEO, MAX]),
        f"  - {ADA}, Zoe Kay, {CLEO} and {MAX}. *ICML 2021*",
    ),
    "missing first": (
        (WHEELS, f"{CLEO}, {MAX}. *ICML 2021*"),
        (WHEELS, [ADA, CLEO, MAX]),
        f"  - {ADA}, {CLEO}, {MAX}. *ICML 2021*",
    ),
    "missing among initials": (
        (WHEELS, "A. Berg, M. Fell. *ICML 2021*"),
        (WHEELS, [ADA, "Cleo Zoe Dorn", MAX]),
        "  - A. Berg, C. Z. Dorn, M. Fell. *ICML 2021*",
    ),
    "title misspelt": (
        ("Turning weels in large engines", f"{ADA}, {CLEO}. *ICML 2021*"),
        (WHEELS, [ADA, CLEO]),
        f"- {WHEELS} [[paper]](https://arxiv.org/abs/2005.00001)",
    ),
    "title longer": (
        (WHEELS, f"{ADA}, {CLEO}. *ICML 2021*"),
        (f"{WHEELS}: Of *Stars* and [Brackets]", [ADA, CLEO]),
        rf"- {WHEELS}: Of \*Stars\* and \[Brackets] [[paper]](https://arxiv.org/abs/2005.00001)".replace("s]", r"s\]"),
    ),
    "title begins otherwise": (
        (WHEELS, f"{ADA}, {CLEO}. *ICML 2021*"),
        (f"On {WHEELS}", [ADA, CLEO]),
        f"- On {WHEELS} [[paper]](https://arxiv.org/abs/2005.00001)",
    ),
    "accents": (
        (WHEELS, "Åsa Dörm, Łukasz Żak. *ICML 2021*"),
        (WHEELS, ["Åsa Dörn", "Łukasz Żak"]),
        "  - Åsa Dörn, Łukasz Żak. *ICML 2021*",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NESTED)
def test_small_edits_in_a_markdown_list(case: str) -> None:
    (title, line), record, expected = NESTED[case]
    listed = Listed(nested(title, line), {title[:8]: official(*record)})
    assert [after for _, after in listed.changes()] == [expected]


def test_several_mistakes_of_one_entry() -> None:
    listed = Listed(
        nested("Turning weels in large engines", f"{ADA}, Cleo Dorm."),
        {"Turning": official(WHEELS, [ADA, CLEO])},
    )
    assert [after for _, after in listed.changes()] == [
        f"- {WHEELS} [[paper]](https://arxiv.org/abs/2005.00001)",
        f"  - {ADA}, {CLEO}. *ICML 2021*",
    ]
    found = listed.suggest()
    assert (
        sorted(p.code for p in found.problems)
        == sorted(p.code for p in found.mending)
        == [
            "CB203",
            "CB204",
            "CB205",
        ]
    )
    assert all(p.fix and not p.fix.safe for p in found.mending)


PAGE = "https://arxiv.org/abs/2005.00001"
NOISE = (
    "Boilers under high pressure",
    "Zoe Watt, Lise Planck",
    "ICML 2020",
    "https://arxiv.org/abs/2001.00001",
)
MORE = (
    "Vapour and snow in the north",
    "Sadi Carnot, Ada Kay",
    "NeurIPS 2019",
    "https://arxiv.org/abs/2001.00002",
)
SLIP, RIGHT = "Turning weels in engines", "Turning wheels in engines"
WRONG, GOOD = f"{ADA}, Cleo Dorm", f"{ADA}, {CLEO}"
FORMS = {
    "list.html": (
        "<html><body><h1>Engines</h1><ul>\n{}</ul></body></html>\n",
        '<li><a href="{3}">{0}</a>. {1}. <i>{2}</i></li>\n',
        ("Turning wheels in engines & <boats>", "Turning wheels in engines &amp; &lt;boats&gt;"),
    ),
    "list.org": ("* Engines\n{}", "- [[{3}][{0}]]. {1}. {2}\n", (RIGHT, RIGHT)),
    "list.rst": (
        "Engines\n=======\n\n{}",
        "* `{0} <{3}>`_. {1}. {2}\n",
        (f"{RIGHT} *slowly*", rf"{RIGHT} \*slowly\*"),
    ),
    "list.txt": ("ENGINES\n\n{}", "+ {0}. {1}. {2}. {3}\n", (f"{RIGHT} * again", f"{RIGHT} * again")),
    "table.md": (
        "| Title | Authors | Where | Link |\n|---|---|---|---|\n{}",
        "| **{0}** | {1} | {2} | [pdf]({3}) |\n",
        (f"{RIGHT} with *a* [star]", rf"{RIGHT} with \*a\* \[star\]"),
    ),
    "links.md": ("# Engines\n\n{}", "1. [{0}]({3}), {1}, {2}\n", (RIGHT, RIGHT)),
    "bold.md": ("# Engines\n\n{}", "- **{0}**, *{1}*, {2} [[pdf]]({3})\n", (RIGHT, RIGHT)),
}


@pytest.mark.parametrize("name", FORMS)
def test_other_languages_and_forms(name: str) -> None:
    whole, line, (title, printed) = FORMS[name]
    others = line.format(*NOISE) + line.format(*MORE)
    text = whole.format(line.format(SLIP, WRONG, "ICLR 2020", PAGE) + others)
    listed = Listed(text, {"Turning": official(title, [ADA, CLEO])}, path=name)
    assert listed.mended() == whole.format(line.format(printed, GOOD, "ICML 2021", PAGE) + others)


@pytest.mark.parametrize("cell", [" ", "  ", "", " - "])
def test_an_empty_cell_is_filled(cell: str) -> None:
    rows = "| Boilers under pressure | Zoe Watt | ICML | 2020 |\n| Vapour in the north | Sadi Carnot | ICLR | 2019 |\n"
    head = "| Title | Authors | Venue | Year |\n|---|---|---|---|\n"
    text = f"{head}| {RIGHT} | {GOOD} |{cell}| 2020 |\n{rows}"
    listed = Listed(text, {"Turning": official(RIGHT, [ADA, CLEO])})
    (after,) = [after for _, after in listed.changes()]
    assert [part.strip() for part in after.split("|")] == ["", RIGHT, GOOD, "ICML", "2021", ""]


def test_empty_cells_of_venue_and_year_are_filled_as_their_columns_are() -> None:
    head = "| Title | Authors | Venue | Year |\n|---|---|---|---|\n"
    rows = "| Boilers under pressure | Zoe Watt | *ICML* | **2020** |\n"
    rows += "| Vapour in the north | Sadi Carnot | *ICLR* | **2019** |\n"
    listed = Listed(f"{head}| {RIGHT} | {GOOD} | | |\n{rows}", {"Turning": official(RIGHT, [ADA, CLEO])})
    ((_, after),) = listed.changes()
    assert [part.strip() for part in after.split("|")] == ["", RIGHT, GOOD, "*ICML*", "**2021**", ""]


@pytest.mark.parametrize(
    ("others", "filled"),
    [("*NeurIPS 2019*", "*ICML 2021*"), ("(NeurIPS'19)", "(ICML'21)"), ("**NeurIPS** (2019)", "ICML 2021")],
)
def test_an_empty_cell_is_filled_in_the_type_and_shape_of_its_column(others: str, filled: str) -> None:
    head = "| Title | Authors | Venue |\n|---|---|---|\n"
    text = f"{head}| {RIGHT} | {GOOD} |  |\n| Vapour in the north | Sadi Carnot | {others} |\n"
    listed = Listed(text, {"Turning": official(RIGHT, [ADA, CLEO])})
    ((_, after),) = listed.changes()
    assert [part.strip() for part in after.split("|")][3] == filled


ROW = '<tr><td><a href="{3}">{0}</a></td><td>{1}</td><td>{2}</td></tr>\n'
ITEM = '<li><b>{0}</b>{4}{1}{4}{2} <a href="{3}">paper</a></li>\n'


def page(rows: str, items: str) -> str:
    head = "<tr><th>Title</th><th>Authors</th><th>Venue</th></tr>"
    return f"<html><body><h1>Engines</h1>\n<table>{head}\n{rows}</table>\n<ul>\n{items}</ul></body></html>\n"


@pytest.mark.parametrize("between", ["<br>", ". ", ", "])
def test_pages_keep_their_tags(between: str) -> None:
    """What rows of a table have around a venue does not get into items of a list, and what opens is closed."""
    rows = ROW.format(*NOISE[:2], f"<b>{NOISE[2]}</b>", NOISE[3])
    rows += ROW.format("Gears of large wheels", GOOD, "", "https://arxiv.org/abs/2005.00002")
    items = ITEM.format(*MORE[:2], f"<i>{MORE[2]}</i>.", MORE[3], between)
    plain = f"<li><b>{RIGHT}</b>{between}{GOOD}<br></li>\n"
    linked = f'<li><b>Pistons in summer</b>{between}{GOOD}. <a href="{PAGE}">paper</a></li>\n'
    records = {
        "Turning": official(RIGHT, [ADA, CLEO]),
        "Gears": official("Gears of large wheels", [ADA, CLEO]),
        "Pistons": official("Pistons in summer", [ADA, CLEO]),
    }
    listed = Listed(page(rows, items + plain + linked), records, path="list.html")
    changes = dict(listed.changes())
    mended = listed.mended()
    for tag in ("<i>", "<td>", "<tr>", "<li>", "<b>"):
        assert mended.count(tag) == mended.count(tag.replace("<", "</")), tag
    for tag in ("<td>", "<tr>", "<li>", "<br>"):
        assert mended.count(tag) >= listed.text.count(tag)
    assert mended.count("<td>") == listed.text.count("<td>")
    assert [after for after in changes.values() if "Gears" in after] == [
        ROW.format(
            "Gears of large wheels", GOOD, "<b>ICML 2021</b>", "https://arxiv.org/abs/2005.00002"
        ).rstrip()
    ]
    assert [after.count("<i>ICML 2021</i>") for after in changes.values() if "Pistons" in after] == [1]
    assert ".." not in mended
    assert ".</i>" not in mended


def test_items_of_a_page_that_is_one_line() -> None:
    form = '<li><b>{0}</b>, <span class="a">{1}</span>. <i>{2}</i>.</li>'
    bare = f'<li><b>{RIGHT}</b>, <span class="a">{GOOD}</span>.</li>'
    others = form.format(*NOISE[:3]) + form.format(*MORE[:3])
    whole = "<html><body><h1>Engines</h1><ul>{}</ul></body></html>"
    listed = Listed(whole.format(others + bare), {"Turning": official(RIGHT, [ADA, CLEO])}, path="list.html")
    assert listed.mended() == whole.format(others + form.format(RIGHT, GOOD, "ICML 2021"))


@pytest.mark.parametrize(
    ("before", "after", "sound"),
    [
        ("<li>a</li>", "<li>a <i>b</i></li>", True),
        ("<li>a</li>", "<li>a <i>b</li>", False),
        ("<li>a<br></li>", "<li>a <i>b</i></li>", False),
        ("<li>a</li>", "<li>a</td><td>b</li>", False),
        ("<li>a</li>", "<li>a<div>b</div></li>", False),
        ("<li><b>a</b></li>", "<li><b>a<i></b>b</i></li>", False),
        ("<p>a<p>b", "<p>a <em>c</em><p>b", True),
    ],
)
def test_the_structure_of_tags(before: str, after: str, sound: bool) -> None:
    assert is_as_before(tags_of(before, "html"), tags_of(after, "html")) is sound


@pytest.mark.parametrize(
    "form", ["- {0}. {1}. *{2}*.{3}\n", "- {0}. {1}. **{2}**,{3}\n", "- {0}, *{1}*. {2}.{3}\n"]
)
def test_points_are_not_doubled(form: str) -> None:
    link = " [[paper](https://arxiv.org/abs/2005.00001)]"
    others = form.format(*NOISE[:3], link) + form.format(*MORE[:3], link)
    whole = form.format(RIGHT, GOOD, "ICML 2021", link)
    bare = form.format(RIGHT, GOOD, "@", link)
    for marks in (" *@*.", " **@**,", " @."):
        bare = bare.replace(marks, "")
    listed = Listed(f"# Engines\n\n{bare}{others}", {"Turning": official(RIGHT, [ADA, CLEO])})
    ((_, after),) = listed.changes()
    assert "ICML 2021" in after
    assert not any(pair in after for pair in ("..", ".,", ",.", ",,"))
    assert after.replace(",", ".") == whole.rstrip("\n").replace(",", ".")


def test_a_bar_that_would_be_read_as_the_end_of_a_title_is_not_written() -> None:
    whole, line, _ = FORMS["table.md"]
    text = whole.format(line.format(SLIP, WRONG, "ICLR 2020", PAGE) + line.format(*NOISE))
    listed = Listed(text, {"Turning": official(f"{RIGHT} | or not", [ADA, CLEO])})
    mended = listed.mended()
    assert mended in (
        whole.format(line.format(SLIP, GOOD, "ICML 2021", PAGE) + line.format(*NOISE)),
        whole.format(line.format(rf"{RIGHT} \| or not", GOOD, "ICML 2021", PAGE) + line.format(*NOISE)),
    )


def test_what_is_not_sure_is_left_unless_asked_for() -> None:
    extra = Listed(
        nested(WHEELS, f"{ADA}, {CLEO}, {MAX}. *ICML 2021*"), {"Turning": official(WHEELS, [ADA, CLEO])}
    )
    found = extra.suggest()
    assert ([p.code for p in found.problems], found.mending, found.doubtful) == (["CB204"], (), 1)
    assert extra.changes() == []
    assert [after for _, after in extra.changes(doubtful=True)] == [f"  - {ADA}, {CLEO}. *ICML 2021*"]
    order = Listed(nested(WHEELS, f"{CLEO}, {ADA}. *ICML 2021*"), {"Turning": official(WHEELS, [ADA, CLEO])})
    assert order.changes() == []
    assert [after for _, after in order.changes(doubtful=True)] == [f"  - {ADA}, {CLEO}. *ICML 2021*"]
    label = Listed(
        nested(WHEELS, f"{ADA}, {CLEO}. *ICML 2021*"),
        {"Turning": official(f"Position: {WHEELS}", [ADA, CLEO])},
    )
    assert label.changes() == []


def test_a_venue_is_wrong_for_certain_only_where_an_authority_has_its_volume() -> None:
    for line, code in ((f"{ADA}, {CLEO}. *ICLR 2021*", "CB201"), (f"{ADA}, {CLEO}. *ICML 2020*", "CB202")):
        listed = Listed(nested(WHEELS, line), {"Turning": official(WHEELS, [ADA, CLEO])})
        assert [p.code for p in listed.suggest().mending] == [code]
        found = listed.suggest(held=False)
        assert ([p.code for p in found.problems], found.mending, found.doubtful) == ([code], (), 1)


def test_the_year_in_which_proceedings_were_printed_is_doubtful() -> None:
    listed = Listed(nested(WHEELS, f"{ADA}, {CLEO}. *ICML 2022*"), {"Turning": official(WHEELS, [ADA, CLEO])})
    assert (listed.suggest().mending, listed.suggest().doubtful) == ((), 1)


def test_another_title_under_the_same_link_is_doubtful() -> None:
    title = "Boats and their sails, seen from afar by someone who cannot swim"
    listed = Listed(nested(WHEELS, f"{ADA}, {CLEO}. *ICML 2021*"), {"Turning": official(title, [ADA, CLEO])})
    assert (listed.suggest().mending, listed.suggest().doubtful) == ((), 1)


def test_two_names_of_a_venue_are_no_mistake() -> None:
    line = f"{ADA}, {CLEO}. Proceedings of the Grand Symposium on Steam (GSS), 2021"
    record = official(WHEELS, [ADA, CLEO], "Grand Symposium on Steam", 2021)
    assert [p.code for p in Listed(nested(WHEELS, line), {"Turning": record}).suggest().problems] == []


def test_a_year_that_is_there_gets_its_venue_and_a_day_keeps_its_year() -> None:
    style = "- [{0}](https://arxiv.org/abs/2005.0000{1}), {2} ({3}). [:octocat:](https://github.com/x/y{1})\n"
    others = style.format("Boilers in ships", 2, "Zoe Watt, Ada Kay, *ICML*", 2020)
    others += style.format("Snow of the north", 3, "Max Fell, *ICLR*", 2019)
    text = "# Engines\n\n" + style.format(WHEELS, 1, GOOD, 2020) + others
    listed = Listed(text, {"Turning": official(WHEELS, [ADA, CLEO])})
    (after,) = [after for _, after in listed.changes()]
    assert after == style.format(WHEELS, 1, f"{GOOD}, *ICML*", 2021).rstrip("\n")
    dated = nested(WHEELS, f"{ADA}, {CLEO}. *arXiv*, 18 Nov 2020.")
    assert Listed(dated, {"Turning": official(WHEELS, [ADA, CLEO])}).changes() == []


def test_nothing_is_added_behind_prose() -> None:
    style = "- {0} [[pdf]](https://arxiv.org/abs/2005.0000{1}) {2}\n"
    text = "# Engines\n\n" + style.format(
        WHEELS, 1, ": a benchmark of wheels that turn in many ways, and more"
    )
    text += style.format("Boilers in ships of steel", 2, "*ICML 2020*") + style.format(
        "Snow in the north", 3, "*ICLR 2019*"
    )
    assert Listed(text, {"Turning": official(WHEELS, [ADA, CLEO])}).changes(doubtful=True) == []


def test_a_spelling_that_is_usual_elsewhere_is_no_slip() -> None:
    again = "- Belts and gears [[paper]](https://arxiv.org/abs/2001.00009)\n  - Cleo Dorm, Lise Planck. *ICML 2020*\n"
    text = nested(WHEELS, f"{ADA}, Cleo Dorm. *ICML 2021*") + again
    assert Listed(text, {"Turning": official(WHEELS, [ADA, CLEO])}).changes() == []


def test_letters_for_accents_and_longer_names_are_no_differences() -> None:
    record = official(WHEELS, ["Gunnar Raetsch", "Tho Tran Huu"])
    listed = Listed(nested(WHEELS, "Gunnar Rätsch, Tho Tran. *ICML 2021*"), {"Turning": record})
    assert listed.suggest().problems == ()


def test_only_what_is_asked_for() -> None:
    listed = Listed(
        nested("Turning weels in large engines", f"{ADA}, Cleo Dorm."),
        {"Turning": official(WHEELS, [ADA, CLEO])},
    )
    assert [after for _, after in listed.changes(only=("CB205",))] == [f"  - {ADA}, Cleo Dorm. *ICML 2021*"]
    assert [p.code for p in listed.suggest(only=("CB203",)).problems] == ["CB203"]


def test_the_shape_of_entries_is_mended_with_the_same_edits() -> None:
    text = nested(WHEELS, f"{ADA}, {CLEO}.")
    broken = text.replace("2005.00001)", "2005.00001", 1)
    listed = Listed(broken, {"Turning": official(WHEELS, [ADA, CLEO])})
    assert listed.mended() == text.replace(f"{CLEO}.", f"{CLEO}. *ICML 2021*")
    assert sorted(p.code for p in listed.suggest().mending) == ["CB205", "CB585"]


def test_a_link_to_another_work_is_put_right() -> None:
    text = nested(WHEELS, f"{ADA}, {CLEO}. *ICML 2021*")
    understood = read(Snapshot(source="", path="README.md", text=text))
    other = official("Fell and fall", [MAX], arxiv="2005.00001")
    for right, expected in (
        (official(WHEELS, [ADA, CLEO], arxiv="2005.00077"), "https://arxiv.org/abs/2005.00077"),
        (official(WHEELS, [ADA, CLEO]), "https://proceedings.example.org/a1.html"),
    ):
        found = Found(record=right, wrong=((Identifier("arxiv", "2005.00001"), other),))
        answers = [Answer(number=0, found=found, provider="authority:a")]
        made = suggest(Snapshot(source="", path="README.md", text=text), understood, answers, read)
        assert [p.code for p in made.mending] == ["CB207"]
        after = mend(text, "README.md", made.mending, only_safe=False).text
        assert after == text.replace("https://arxiv.org/abs/2005.00001", expected)


def test_a_label_without_a_link_gets_that_of_the_record() -> None:
    text = nested(WHEELS, f"{ADA}, {CLEO}. *ICML 2021*").replace(
        "](https://arxiv.org/abs/2005.00001)", "]", 1
    )
    assert "[[paper]]\n" in text
    listed = Listed(text.replace("[[paper]]\n", "[paper]\n"), {"Turning": official(WHEELS, [ADA, CLEO])})
    assert [after for _, after in listed.changes()] == [
        f"- {WHEELS} [paper](https://proceedings.example.org/a1.html)"
    ]
    assert [p.code for p in listed.suggest().mending] == ["CB120"]
    assert [p.fix is not None for p in listed.suggest().problems] == [True]
    assert listed.suggest(only=("CB20",)).mending == ()


def test_another_number_of_a_preprint_is_doubtful() -> None:
    listed = Listed(
        nested(WHEELS, f"{ADA}, {CLEO}. *ICML 2021*"),
        {"Turning": official(WHEELS, [ADA, CLEO], arxiv="2005.00077")},
    )
    assert [p.code for p in listed.suggest().problems] == ["CB216"]
    assert listed.changes() == []
    assert [after for _, after in listed.changes(doubtful=True)] == [
        f"- {WHEELS} [[paper]](https://arxiv.org/abs/2005.00077)"
    ]


def test_an_edit_that_would_read_otherwise_is_not_made() -> None:
    listed = Listed(
        nested(WHEELS, f"{ADA}, {CLEO}."),
        {"Turning": official(WHEELS, [ADA, CLEO], "Some Odd Gathering of 12 People", kind="workshop")},
    )
    found = listed.suggest(doubtful=True)
    assert [p.code for p in found.problems] == ["CB205"]
    for problem in found.mending:
        after = read(
            replace(listed.snapshot(), text=mend(listed.text, "README.md", [problem], only_safe=False).text)
        )
        assert str(after.records[0].fields.venue) == "Some Odd Gathering of 12 People"


PLACES = (
    ADA,
    CLEO,
    MAX,
    "Zoe Watt",
    "Lise Planck",
    "Sadi Carnot",
    "Łukasz Żak",
    "Åsa Dörn",
    "Ana de la Cruz",
)
WORDS = "heat steam engines wheels boilers vapour coal pressure snow north belts gears rivets pistons".split()  # noqa: SIM905


def history(seed: int) -> tuple[str, dict[str, Record]]:
    """A list in one manner of writing, with mistakes, and what is right."""
    chance = random.Random(seed)
    sign, lead, tail = chance.choice((("*", ". *", "*"), ("", ". ", ""), ("(", " (", ")"), ("_", ", _", "_")))
    joint = chance.choice((", ", "; ")) if sign == "_" else ", "
    last = chance.choice((", ", " and ", " & "))
    lines: list[str] = ["# Engines\n"]
    records: dict[str, Record] = {}
    for number in range(chance.randint(6, 12)):
        words = chance.sample(WORDS, chance.randint(4, 6))
        title = f"{words[0].capitalize()}{number} of {' '.join(words[1:])}"
        people = chance.sample(PLACES, chance.randint(2, 4))
        venue, year = chance.choice(("ICML", "NeurIPS", "ICLR")), chance.randint(2018, 2022)
        shown_title, shown, where = title, list(people), f"{lead}{venue} {year}{tail}"
        wrong = chance.randrange(8)
        if wrong == 0:
            shown_title = title.replace(words[-1], words[-1][:-1] + "q")
        elif wrong == 1:
            shown.pop(chance.randrange(len(shown)))
        elif wrong == 2:
            where = ""
        elif wrong == 3:
            where = f"{lead}{venue} {year - 1}{tail}"
        elif wrong == 4:
            where = f"{lead}{'AAAI' if venue != 'AAAI' else 'ICML'} {year}{tail}"
        elif wrong == 5:
            at = chance.randrange(len(shown))
            shown[at] = shown[at][:-1] + "x"
        elif wrong == 6:
            shown_title = " ".join(title.split(" ")[:-1])
        line = joint.join(shown[:-1]) + (last if len(shown) > 1 else "") + shown[-1]
        lines.append(
            f"- **{shown_title}** [[paper]](https://arxiv.org/abs/2005.{number:05})\n  - {line}{where}\n"
        )
        records[f"{words[0].capitalize()}{number} "] = official(title, people, venue, year)
    return "\n".join(lines), records


@pytest.mark.parametrize("seed", range(12))
def test_a_patch_takes_away_just_what_it_is_for(seed: int) -> None:
    text, records = history(seed)
    listed = Listed(text, records)
    found = listed.suggest()
    after = Listed(mend(text, listed.path, found.mending, only_safe=False).text, records)
    left = after.suggest()
    expected = sorted(
        (p.code, p.location.line) for p in found.problems if p not in found.mending and p.location
    )
    assert sorted((p.code, p.location.line) for p in left.problems if p.location) == expected
    assert left.mending == ()
    changed = {p.location.line for p in found.mending if p.location}
    before_records, after_records = read(listed.snapshot()).records, read(after.snapshot()).records
    assert len(before_records) == len(after_records)
    for old, new in zip(before_records, after_records, strict=True):
        assert old == new or (old.location is not None and old.location.line in changed)


def test_most_of_what_is_wrong_is_mended() -> None:
    wrong = mended = 0
    for seed in range(8):
        found = Listed(*history(seed)).suggest()
        wrong += len(found.problems)
        mended += len(found.mending)
    assert wrong > 20
    assert mended > 0.85 * wrong


def test_a_page_on_one_line_takes_no_time_for_each_entry_that_grows_with_it() -> None:
    entries = [
        f'<li><a href="https://arxiv.org/abs/2005.{number:05}">Wheels of number {number} in engines</a>. '
        f"{ADA}, {CLEO}. <i>ICLR 2020</i></li>"
        for number in range(400)
    ]
    text = f"<html><body><ul>{''.join(entries)}</ul></body></html>"
    records = {
        f"Wheels of number {n} ": official(f"Wheels of number {n} in engines", [ADA, CLEO]) for n in (3, 200)
    }
    begin = time.process_time()
    listed = Listed(text, records, path="list.html")
    assert [p.code for p in listed.suggest().problems] == ["CB201", "CB201"]
    assert time.process_time() - begin < 20


def test_a_list_of_fields_is_told_but_not_mended() -> None:
    entry = "@inproceedings{a,\n  title = {Turning weels},\n  author = {Berg, Ada},\n"
    entry += "  booktitle = {ICLR},\n  year = 2020,\n}\n"
    listed = Listed(entry, {"Turning": official("Turning wheels", [ADA])}, path="list.bib")
    found = listed.suggest(doubtful=True)
    assert [p.code for p in found.problems] == ["CB201", "CB203"]
    assert found.mending == ()
    assert (found.unmended, found.fielded) == (2, True)


def test_nothing_to_say() -> None:
    for text in ("", "\n\n", "words\n", "# Only a heading"):
        assert Listed(text, {}).suggest() == Suggested(problems=(), mending=())


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("form", ["lf", "crlf", "no final newline", "mark", "tabs", "name"])
def test_git_applies_it_and_nothing_else_changes(form: str, tmp_path: Path) -> None:
    text = nested(WHEELS, f"{ADA}, Cleo Dorm.").rstrip("\n") + "\n"
    data = {
        "lf": text,
        "crlf": text.replace("\n", "\r\n"),
        "no final newline": text.rstrip("\n"),
        "mark": f"\ufeff{text}",
        "tabs": text.replace("  - ", "\t- "),
        "name": text,
    }[form].encode()
    folder = tmp_path / "docs"
    folder.mkdir()
    file = folder / ('an odd "näme".md' if form == "name" else "README.md")
    file.write_bytes(data)
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    read_text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    listed = Listed(read_text, {"Turning": official(WHEELS, [ADA, CLEO])}, path=str(file))
    really = original(str(file), listed.snapshot())
    mended = mend(really.text, listed.path, listed.suggest().mending, only_safe=False)
    assert len(mended.applied) == 2
    patch = really.patch(mended.text).encode()
    subprocess.run(["git", "apply", "--check", "-"], cwd=tmp_path, input=patch, check=True)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, check=True)
    expected = data.replace(b"Cleo Dorm.", b"Cleo Dorn. *ICML 2021*")
    assert file.read_bytes() == expected == really.encode(mended.text)


def test_paths_are_those_of_the_repository(tmp_path: Path) -> None:
    for address, path in (
        ("https://github.com/me/list/blob/main/README.md", "README.md"),
        ("https://github.com/me/list", "README.md"),
        ("https://github.com/me/list/blob/v1/docs/a%20b.md", "docs/a b.md"),
        ("https://raw.githubusercontent.com/me/list/refs/heads/main/docs/x.md", "docs/x.md"),
        ("https://gitlab.com/me/list/-/blob/main/docs/x.md", "docs/x.md"),
        ("https://example.org/lists/page.html?x=1", "page.html"),
        ("https://example.org/", "README.md"),
        ("-", "-"),
    ):
        assert path_in_repository(address) == path
    assert path_in_repository("../other/list.md").endswith("list.md")
    (tmp_path / "list.md").write_text("x")
    assert path_in_repository(str(tmp_path / "list.md")) == "list.md"
