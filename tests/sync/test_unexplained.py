"""Corrections written by hand into overrides.yaml are told by the next sync, field by field."""

from pathlib import Path

from curabib.project import load
from curabib.sync.run import synchronise
from curabib.sync.unexplained import unexplained

CONFIG = """\
sources:
  list: {file: ../list.md}
outputs:
  - {path: library.bib, format: bibtex}
  - {path: 'topics/{topic}.bib', format: biblatex, split-by: topic}
"""
LIST = """\
# List

## Heat

- **Heat engines of the north** [[paper]](https://arxiv.org/abs/1901.00001). Ada Byron. ICML 2019
"""


def test_a_correction_is_an_update(tmp_path: Path) -> None:
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "curabib.yaml").write_text(CONFIG)
    (tmp_path / "list.md").write_text(LIST)
    synchronise(load(tmp_path).value)
    corrections = "corrections:\n  byron2019heat:\n    title: Heat engines of the south\n    note: seen\n"
    (tmp_path / "bib" / "overrides.yaml").write_text(corrections)
    plan = synchronise(load(tmp_path).value).value.plan
    (item,) = plan.items
    assert (item.kind, item.key) == ("updated", "byron2019heat")
    assert {(c.field, c.old, c.new) for c in item.changes} == {
        ("title", "Heat engines of the north", "Heat engines of the south"),
        ("note", "", "seen"),
    }
    assert synchronise(load(tmp_path).value).value.plan.empty


def test_only_entries_of_both_states_that_the_plan_does_not_name_are_told() -> None:
    head = "% curabib bibliography, schema 1\n\n"
    old = {
        "a.bib": f"{head}@misc{{one,\n  title = {{One}},\n}}\n\n@misc{{two,\n  title = {{Two}},\n}}\n",
        "b.md": "x",
    }
    new = {
        "a.bib": f"{head}@misc{{three,\n}}\n\n@book{{two,\n  title = {{Two}},\n}}\n",
        "b.md": "y",
        "c.bib": head,
    }
    (item,) = unexplained(old, new, set())
    assert item.key == "two"
    assert [(c.field, c.old, c.new) for c in item.changes] == [("entry_type", "misc", "book")]
    assert not unexplained(old, new, {"two"})
