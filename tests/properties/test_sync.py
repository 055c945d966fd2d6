"""Whatever happens to a list: a second sync changes nothing, keys stay, the bytes depend on the inputs only."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from curabib.project.overrides import parse_overrides
from curabib.project.overrides_edit import Value, add_corrections
from curabib.project.yaml_tree import parse_tree
from curabib.sync.fetch import FetchError
from curabib.sync.fetch.decode import decode
from curabib.sync.libraries import load_library
from curabib.sync.seal import foreign_part, seal
from tests.sync.projects import Box, Paper, papers

_WORDS = st.sampled_from(
    [
        "loss",
        "descent",
        "width",
        "depth",
        "noise",
        "margin",
        "kernel",
        "sharp",
        "flat",
        "tangent",
        "prune",
        "grok",
    ]
)
_TITLE = st.lists(_WORDS, min_size=3, max_size=6, unique=True).map(lambda words: " ".join(words).capitalize())


def _retitle(box: Box, at: int, title: str) -> None:
    box.papers[at].title = title


def _move(box: Box, at: int, title: str) -> None:
    box.papers[at].topic = "Gamma" if box.papers[at].topic != "Gamma" else "Alpha"


def _remove(box: Box, at: int, title: str) -> None:
    if len(box.papers) > 2:
        box.papers.pop(at)


def _add(box: Box, at: int, title: str) -> None:
    number = sum(map(ord, title)) % 100_000
    link = f"https://arxiv.org/abs/2205.{number:05d}"
    if all(paper.link != link and paper.title != title for paper in box.papers):
        box.papers.insert(at, Paper(title, "Nina Newman, Otto Old", "ICML 2022", link))


def _swap(box: Box, at: int, title: str) -> None:
    box.papers[at], box.papers[-1] = box.papers[-1], box.papers[at]


def _publish(box: Box, at: int, title: str) -> None:
    box.papers[at].venue = "NeurIPS 2022"


_EDITS: list[Callable[[Box, int, str], None]] = [_retitle, _move, _remove, _add, _swap, _publish]


@settings(max_examples=12)
@given(steps=st.lists(st.tuples(st.sampled_from(_EDITS), st.integers(0, 50), _TITLE), min_size=1, max_size=4))
def test_any_history_of_a_list(steps: list[tuple[Callable[[Box, int, str], None], int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        box = Box(Path(folder), papers=papers())
        box.sync()
        issued = {e.work.identifier("arxiv"): e.key for e in load_library(box.root).value.entries}
        for edit, at, title in steps:
            edit(box, at % len(box.papers), title)
            box.write_list()
            result = box.sync()
            assert not result.value.blocked
            assert box.sync().value.plan.empty
            for entry in load_library(box.root).value.entries:
                arxiv = entry.work.identifier("arxiv")
                assert issued.setdefault(arxiv, entry.key) == entry.key
        assert len(set(issued.values())) == len(issued)
        before = box.state()
        shutil.rmtree(box.home / ".curabib")
        for path in box.home.rglob("*.bib"):
            path.unlink()
        box.sync(offline=True)
        assert box.state() == before


@given(st.binary(max_size=200))
def test_decoding_gives_text_or_says_where_it_fails(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except FetchError as error:
        assert error.code == "CB012" and error.line >= 1
    else:
        assert "\r" not in text and "\0" not in text


@given(st.text(alphabet="ab:-{}[]#&*!|>'\"%@`,\n\t ?~é\u2028", max_size=60))
def test_yaml_never_raises_and_points_into_the_text(text: str) -> None:
    result = parse_tree(text, "x")
    for diagnostic in result.diagnostics:
        assert diagnostic.location is not None
        assert 1 <= diagnostic.location.line <= text.count("\n") + 2
    parse_overrides(text, "x")


_VALUE = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(lambda s: s.strip() != ""),
)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}[0-9]{4}[a-z]{1,8}", fullmatch=True),
        st.dictionaries(st.sampled_from(["title", "note", "file", "groups"]), _VALUE, min_size=1),
        max_size=4,
    )
)
def test_corrections_of_any_text_come_back(corrections: dict[str, dict[str, Value]]) -> None:
    text = add_corrections("# mine\n", "x", corrections)
    assert text.startswith("# mine\n")
    found = {c.target: c for c in parse_overrides(text, "x").value.corrections}
    assert set(found) == set(corrections)
    assert add_corrections(text, "x", corrections) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_what_people_wrote_below_the_entries_comes_back(text: str) -> None:
    generated = (
        "% curabib bibliography, schema 1\n% written by curabib 0.1.0\n% sha256 "
        + "0" * 64
        + "\n\n@misc{a,\n}\n"
    )
    foreign = text.replace("\r", "").strip()
    assert foreign_part(seal(generated, foreign)) == foreign
