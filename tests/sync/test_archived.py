"""Sources that are no longer looked at, and topics for lists without headings."""

from pathlib import Path

from curabib.sync.libraries import load_library
from tests.sync.projects import CONFIG, Box, codes

ARCHIVED = CONFIG.replace("{file: ../deep.md}", "{file: ../deep.md, archived: true}")


def _configure(box: Box, config: str) -> None:
    (box.root / "bib" / "curabib.yaml").write_text(config, encoding="utf-8")


def test_an_archived_list_may_be_gone_and_its_entries_stay(tmp_path: Path) -> None:
    box = Box(tmp_path / "project")
    assert codes(box.sync()) == []
    library = box.text("library.bib")
    _configure(box, ARCHIVED)
    (box.root / "deep.md").unlink()
    result = box.sync()
    assert codes(result) == []
    assert [report.state for report in result.value.plan.sources] == ["archived"]
    assert box.text("library.bib") == library


def test_an_archived_list_is_read_from_a_copy_when_asked(tmp_path: Path) -> None:
    box = Box(tmp_path / "project", config=ARCHIVED)
    copy = tmp_path / "copy.md"
    copy.write_bytes((box.root / "deep.md").read_bytes())
    (box.root / "deep.md").unlink()
    result = box.sync(instead={"deep": copy})
    assert codes(result) == []
    assert len(load_library(box.root).value.entries) == 4


def test_a_topic_for_entries_without_a_heading(tmp_path: Path) -> None:
    config = CONFIG.replace("{file: ../deep.md}", "{file: ../deep.md, topic: A  session}")
    box = Box(tmp_path / "project", config=config)
    text = "- Bare networks [[paper](https://arxiv.org/abs/2001.01188)]\n  - Ann Bee, Cy Dee. ICLR 2021\n"
    (box.root / "deep.md").write_text(text, encoding="utf-8")
    box.sync()
    (entry,) = load_library(box.root).value.entries
    assert entry.work.topics == ("A session",)
    assert (box.root / "bib" / "topics" / "a-session.bib").exists()
