"""The venue table: what names mean, and what is known of a volume."""

import re
from importlib.resources import files

import pytest

from curabib.model import Venue
from curabib.venues import expand, find


@pytest.mark.parametrize(
    ("text", "identifier"),
    [("NIPS", "NeurIPS"), ("Neurips", "NeurIPS"), ("Nature", "Nature"), ("Nature Communications", "NatCommun"),
     ("Proceedings of the 36th International Conference on Machine Learning", "ICML"), ("IEEE S&P", "S&P"),
     ("Knowledge Discovery and Data Mining (KDD)", "KDD"), ("CoRR", "arXiv"), ("Journal of the ACM", "JACM")],
)  # fmt: skip
def test_a_name_finds_its_venue(text: str, identifier: str) -> None:
    venue = find(text)
    assert venue is not None
    assert venue.abbreviation == identifier
    assert venue.name == text


@pytest.mark.parametrize("text", ["", "Nature Widgets", "Learning", "x" * 500, "the"])
def test_what_no_venue_is_called(text: str) -> None:
    assert find(text) is None


def test_a_volume_is_expanded() -> None:
    icml = Venue(name="ICML", abbreviation="ICML", kind="conference")
    volume = expand(icml, 2019)
    assert volume.name == "Proceedings of the 36th International Conference on Machine Learning"
    assert (volume.volume, volume.series, volume.publisher) == (
        "97",
        "Proceedings of Machine Learning Research",
        "PMLR",
    )
    assert volume.entry_type == "inproceedings"
    assert expand(icml, None).name == "International Conference on Machine Learning"
    assert expand(icml, 1850).volume == ""
    eccv = Venue(name="ECCV", abbreviation="ECCV", kind="conference")
    assert expand(eccv, 2022).name == "Computer Vision – ECCV 2022"
    assert "{" not in expand(eccv, None).name


def test_a_workshop_never_takes_the_proceedings_of_its_conference() -> None:
    workshop = Venue(name="ICML Workshop on Widgets", abbreviation="ICML", kind="workshop")
    volume = expand(workshop, 2019)
    assert (volume.name, volume.volume, volume.series) == ("ICML Workshop on Widgets", "", "")


def test_an_unknown_venue_keeps_its_own_name() -> None:
    volume = expand(Venue(name="Journal of Widgets", kind="journal"), 2019)
    assert (volume.entry_type, volume.name) == ("article", "Journal of Widgets")


def test_the_table_is_well_formed() -> None:
    lines = files("curabib.venues").joinpath("venues.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert {len(row) for row in rows} == {9}
    keys = [(row[0], row[1]) for row in rows[1:]]
    assert len(keys) == len(set(keys))
    for identifier, year, kind, name, volume, series, publisher, *_ in rows[1:]:
        assert year == "*" or (identifier, "*") in keys
        assert kind in ("conference", "journal", "repository") if year == "*" else not kind
        assert "\\" not in name
        assert not set("{}\\") & set(volume + series + publisher), "plain text, for every format"
        assert set(re.findall(r"\{.*?\}", name)) <= {"{ord}", "{Ord}", "{year}"}
