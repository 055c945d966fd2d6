"""What people write for the name of a style, and the style they mean."""

import pytest

from curabib.diagnostics import CurabibError
from curabib.writers.references.catalogue import find, search


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("apa7", "apa"), ("APA-7", "apa"), ("apa 7th edition", "apa"), ("apa-7th-ed", "apa"),
        ("apa6", "apa-6th-edition"),
        ("American Psychological Association 7th edition", "apa"), ("APA Style 7th edition", "apa"),
        ("mla9", "modern-language-association"), ("chicago_17", "chicago-author-date-17th-edition"),
        ("IEEEtran", "ieee"), ("ieeetran", "ieee"), ("IEEE", "ieee"),
        ("http://www.zotero.org/styles/apa", "apa"), ("https://www.zotero.org/styles/apa", "apa"),
        ("zotero.org/styles/ieee/", "ieee"), ("https://www.zotero.org/styles/nature.csl?source=1", "nature"),
        ("Nature Communications", "nature"), ("PLOS ONE", "plos"), ("  Ieee ", "ieee"),
    ],
)  # fmt: skip
def test_a_style_is_found_by_what_people_call_it(written: str, name: str) -> None:
    found = find(written).path
    assert found is not None
    assert found.stem == name


@pytest.mark.parametrize(
    "written",
    [
        "apa-5",
        "mla99",
        "foo-3",
        "https://www.zotero.org/styles/no-such-style",
        "No Such Style of 7th edition",
        "7th",
        "a" * 400,
    ],
)
def test_a_style_that_nobody_has_is_not_guessed(written: str) -> None:
    with pytest.raises(CurabibError, match="there is no style"):
        find(written)


def test_titles_are_searched_too() -> None:
    assert next(iter(search("american psychological"))) in ("apa", "american-psychological-association")
    assert "nature" in list(search("nature"))
    assert list(search("psychological no-such-word")) == []
