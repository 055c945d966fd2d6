"""Names of venues with letters turned round."""

import pytest

from curabib.venues.misspelt import meant


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("NeruIPS", "NeurIPS"),
        ("IMCL", "ICML"),
        ("Interspecch", ""),
        ("Pattern Recogntion", "PatternRecognition"),
        ("IEEE/CVF Conference on Computer Vison and Pattern Recognition", "CVPR"),
        ("Internatinal Conferense on Machine Learning", "ICML"),
    ],
)
def test_what_is_meant(text: str, venue: str) -> None:
    assert meant(text) == venue


@pytest.mark.parametrize(
    "text", ["", "ICML", "NIPS", "ICMLA", "IJCA", "Journal of Engines", "Nature Widgets", "x" * 10_000]
)
def test_what_is_not(text: str) -> None:
    assert meant(text) == ""
