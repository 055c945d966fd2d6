"""Decisions are added to overrides.yaml, and nothing else of it changes."""

import pytest

from curabib.diagnostics import CurabibError
from curabib.project.decisions_edit import Verdict, add_decisions
from curabib.project.overrides import parse_overrides

PAIR = ("berg2021turning", "authority:official#conf/icml/B 21")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# mine\n",
        "corrections:\n  k: {title: T}\n",
        "same:\n  - [a, b]  # why\n\ncorrections:\n  k: {title: T}\n",
        "same:\n- [a, b]\n- - c\n  - d\n# behind\n",
        "same:\ncorrections:\n  k: {title: T}\n",
        "different:\n  - [a, b]",
    ],
)
@pytest.mark.parametrize("verdict", ["same", "different"])
def test_what_is_added_is_said_and_the_rest_stays(text: str, verdict: Verdict) -> None:
    after = add_decisions(text, "overrides.yaml", [(verdict, PAIR)])
    said, before = parse_overrides(after, "o"), parse_overrides(text, "o")
    assert not [d for d in said.diagnostics if d.severity == "error"]
    old, new = (getattr(r.value, verdict) for r in (before, said))
    assert [d.members for d in new] == [*(d.members for d in old), PAIR]
    assert [c.target for c in said.value.corrections] == [c.target for c in before.value.corrections]
    for line in text.splitlines():
        assert line in after
    assert add_decisions(after, "overrides.yaml", [(verdict, PAIR)]) == after


@pytest.mark.parametrize("text", ["same: [[a, b]]\n", "same: {a: b}\n", "same: [\n", "- a\n"])
def test_an_unusual_file_is_left_to_its_owner(text: str) -> None:
    with pytest.raises(CurabibError):
        add_decisions(text, "overrides.yaml", [("same", PAIR)])
