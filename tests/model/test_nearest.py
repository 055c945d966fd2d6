import time

import pytest

from curabib.model.nearest import nearest

TOPICS = ("Neural Collapse", "Loss Landscape", "Emergence and Phase Transitions", "Others")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Neural Colapse", "Neural Collapse"),
        ("neural-collapse!", "Neural Collapse"),
        ("colapse", "Neural Collapse"),
        ("collapse", "Neural Collapse"),
        ("phase transition", "Emergence and Phase Transitions"),
        ("phse transitions", "Emergence and Phase Transitions"),
        ("lsos landscape", "Loss Landscape"),
        ("otehrs", "Others"),
    ],
)
def test_the_nearest_comes_first(word: str, expected: str) -> None:
    assert nearest(word, TOPICS)[:1] == (expected,)


@pytest.mark.parametrize("word", ["", "xyzzy", "ab", "a" * 500])
def test_nothing_is_near(word: str) -> None:
    assert nearest(word, TOPICS) == ()


def test_many_candidates_take_little_time() -> None:
    keys = [
        f"{name}{year}{word}"
        for name in ("frankle", "zhou", "morcos")
        for year in range(3000)
        for word in ("a", "lottery")
    ]
    started = time.process_time()
    assert nearest("frankle2019lotery", keys)[0] == "frankle2019lottery"
    assert time.process_time() - started < 3
