"""What formats have no place for beside fields: said once for each kind, where somebody exports."""

from typing import cast

import pytest

from curabib.diagnostics import Diagnostic
from curabib.model import View
from curabib.project import plugins
from curabib.writers import Writer
from curabib.writers.untold import REACH, untold
from tests.library.shelf import conference, entry, people

RICH = tuple(
    entry(
        key,
        "On Engines",
        people("Ada|Lovelace"),
        2021,
        conference("ICML"),
        topics=("Steam",),
        keywords=("heat",),
        aliases=("old" + key,),
        identifiers=("arxiv:2101.00009", "pmlr:v139/engines21a", "openreview:abcdefghij"),
        links=(
            ("paper", "https://arxiv.org/abs/2101.00009"),
            ("paper", "https://proceedings.mlr.press/v139/engines21a.html"),
            ("code", "https://github.com/engines/bib"),
        ),
    )
    for key in ("a", "b", "c", "d", "e")
)
_OTHERS = "identifiers that the address does not say"


def said(format: str) -> list[tuple[str, str]]:
    found: tuple[Diagnostic, ...] = untold(format, View(title="", entries=RICH))
    return [(one.code, one.message.partition(" of `a`, `b`, `c` and 2 more")[0]) for one in found]


@pytest.mark.parametrize(
    ("format", "lost", "mixed"),
    [
        ("bibtex", ["former keys"], False),
        ("biblatex", [], False),
        ("zotero", [_OTHERS, "links but the first"], False),
        ("csl-json", ["links but the first"], True),
        ("csl-yaml", ["former keys", _OTHERS, "links but the first"], True),
        ("coins", ["former keys", _OTHERS, "links but the first", "the citation key"], True),
        ("hayagriva", ["former keys", _OTHERS, "links but the first", "topics and keywords"], False),
        ("ris", ["the labels of links"], True),
        ("awesome-list", ["former keys", "the citation key"], False),
        ("json", [], False),
        ("zotero-rdf", [], False),
        ("csv", [], False),
        ("a-plug-in", [], False),
    ],
)
def test_each_kind_of_loss_is_said_once(format: str, lost: list[str], mixed: bool) -> None:
    found = said(format)
    assert [code for code, _ in found] == ["CB630"] * len(lost) + ["CB631"] * mixed
    assert [message.partition(" has no place for ")[2] for code, message in found if code == "CB630"] == lost
    if mixed:
        assert "topics apart from keywords" in found[-1][1]


def test_every_format_of_the_table_is_one() -> None:
    for name in REACH:
        assert cast(Writer, plugins.load("writers", name)).name == name


@pytest.mark.parametrize(
    "one",
    [
        entry("a", "T", identifiers=("arxiv:2101.00009",), links=(("paper", "https://arxiv.org/abs/2101.00009"),)),
        entry("a", "T", identifiers=("arxiv:2101.00009",), links=(("pdf", "https://arxiv.org/pdf/2101.00009v2"),)),
        entry("a", "T", links=(("", "https://example.org/t"),)),
        entry("a", "T", links=(("", "no address"),)),
        entry("a", "T"),
    ],
)  # fmt: skip
def test_what_an_identifier_or_the_address_says_is_not_lost(one: object) -> None:
    for format in ("zotero", "csl-json"):
        assert untold(format, View(title="", entries=(one,))) == ()  # type: ignore[arg-type]
