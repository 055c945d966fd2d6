"""Settings that do nothing."""

from curabib.checks.settings import unused_topic_names


def test_names_of_topics_that_no_record_has() -> None:
    found = list(
        unused_topic_names({"Stem": "S", "Steam": "T", "Gears": "U"}, ["Steam", "Water"], "bib/curabib.yaml")
    )
    assert [(d.code, d.help) for d in found] == [("CB583", ""), ("CB583", "did you mean `Steam`?")]
    assert found[0].message == "`bib/curabib.yaml` renames the topic `Gears`, which no record has"
    assert list(unused_topic_names({}, [], "x")) == []
