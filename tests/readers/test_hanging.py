"""Lines that are set in below the lines they wrap, and those that say something of their own."""

import pytest

from curabib.readers import hanging, plain

REFERENCES = (
    "Doe, J., & Wei, L. (2020). A careful study of the folding of large\n"
    "    widgets in the laboratory. Journal of Widget Surveys, 20(2).\n"
    "Müller, O., & Roe, B. (2021). Bent widgets and how to keep them from\n"
    "    turning back. Widget Letters, 21(2), 58-71.\n"
    "Wei, L., & García, A. (2019). Turning small widgets at night without\n"
    "    a bench. Widget Letters, 19(1), 1-9.\n"
)
OTHERS = (
    # people below titles
    (
        "A Careful Study of Folding Large Widgets in the Laboratory in 2019\n    Jane Doe, Li Wei\n"
        "Bent Widgets\n    Otto Müller, Bo Roe\nLearning to Turn Widgets\n    Ana García, Jane Doe\n"
    ),
    # lines too short to have been filled
    "Folding widgets by\n  hand\nBending widgets by\n  machine\nTurning widgets by\n  night\n",
    # two references
    "".join(REFERENCES.splitlines(keepends=True)[:4]),
    # set in from the first line on
    "".join(f"  {line}" for line in REFERENCES.splitlines(keepends=True)),
)


def lines(text: str) -> list[int]:
    (block,) = hanging.join(plain.read_blocks(text, "list.txt"), text)
    return [piece.location.line for piece in block.pieces if piece.kind == "break"]


def test_each_reference_is_one_line() -> None:
    assert lines(REFERENCES) == [3, 5]


@pytest.mark.parametrize("text", OTHERS)
def test_other_lines_stay(text: str) -> None:
    assert lines(text) == list(range(2, len(text.splitlines()) + 1))
