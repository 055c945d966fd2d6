"""Whose form of a title is taken."""

import pytest

from curabib.match.wellformed import best_titled
from tests.match.making import record


@pytest.mark.parametrize(
    ("official", "listed", "taken"),
    [
        ("Snip: Pruning Based On Sensitivity", "SNIP: pruning based on sensitivity", "listed"),
        ("Pruning Imagenet with Gans", "Pruning ImageNet with GANs", "listed"),
        ("Pruning ImageNet with Gans", "Pruning Imagenet with GANs", "official"),
        ("Pruning ImageNet with GANs", "Pruning Imagenet with gans", "official"),
        ("Engines of the North", "ENGINES OF THE NORTH", "official"),
        ("ENGINES OF THE NORTH", "Engines of the north", "listed"),
        ("Engines : of the North", "Engines: of the North", "listed"),
        ("Engines of the North", "engines of the north", "official"),
        ("Snip: Engines", "SNIP: Engines of the North", "official"),
        ("Engines of the North", "ENGINES of the North", "official"),
        ("Two-stage Engines", "Two-Stage Engines", "official"),
    ],
)
def test_the_better_formed_title_wins(official: str, listed: str, taken: str) -> None:
    winner = record("authority:x#1", official, "Ada Byron", 2019)
    other = record("list#1", listed, "Ada Byron", 2019)
    assert (
        best_titled(winner, [winner, other]).fields.title == {"official": official, "listed": listed}[taken]
    )
