import time

from curabib.model.text import nfc


def test_nfc_composes_what_belongs_together() -> None:
    assert nfc("e\u0301") == "é"
    assert nfc("plain") == "plain"
    assert nfc("王“…”") == "王“…”"


def test_a_heap_of_marks_is_cut_and_takes_no_time() -> None:
    start = time.process_time()
    cut = nfc("a" + "\u0301\u0323" * 200_000 + "b" + "→" * 50)
    assert time.process_time() - start < 3
    assert len(cut) < 100
    assert cut.endswith("b" + "→" * 50)
