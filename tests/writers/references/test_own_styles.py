"""The styles that curabib ships: valid, as their samples say, and alike in CSL and in pybtex."""

# mypy: disable-error-code="no-untyped-call"

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docs.style_samples import STYLES, by_csl, by_pybtex, entries, readme
from lxml import etree  # type: ignore[import-untyped]
from pybtex.plugin import find_plugin

from curabib.project.style_files import names_in, shipped_folder
from curabib.writers.references import style
from curabib.writers.references.pybtex_own import Annotated, NeurIPS
from tests.writers.references.lists import text

OWN = ("annotated", "neurips")


def schema() -> Path:
    package = importlib.util.find_spec("citeproc")
    assert package is not None
    assert package.submodule_search_locations is not None
    return Path(package.submodule_search_locations[0]) / "data" / "schema" / "schemas" / "styles" / "csl.rng"


@pytest.mark.parametrize("name", OWN)
def test_styles_are_valid_csl(name: str) -> None:
    validator = etree.RelaxNG(etree.parse(str(schema())))
    tree = etree.parse(str(STYLES / f"{name}.csl"))
    assert validator.validate(tree), validator.error_log


def test_the_readme_shows_what_the_styles_print() -> None:
    assert (STYLES / "README.md").read_text(encoding="utf-8") == readme(), (
        "run `python -m docs.style_samples`"
    )


def test_they_are_found_by_name_and_through_pybtex() -> None:
    assert tuple(names_in(shipped_folder())) == OWN
    for name, own in zip(OWN, (Annotated, NeurIPS), strict=True):
        assert style(name).found.path == STYLES / f"{name}.csl"
        assert find_plugin("pybtex.style.formatting", name) is own
    assert style("icml").found.path == style("iclr").found.path == STYLES / "neurips.csl"


def plain(line: str) -> str:
    """Return a reference as both engines could have printed it: dashes, formulas, quotes and blanks aside."""
    line = re.sub(r"\$([^$]*)\$", lambda math: math[1].replace("\\", ""), line.replace("\u2009", " "))
    return re.sub(r"[\s–-]+", "-", line).casefold()


def test_neurips_is_alike_in_both_engines() -> None:
    by_name = [
        sorted(plain(line) for line in made.splitlines())
        for made in (by_csl("neurips", "text"), by_pybtex("neurips"))
    ]
    differing = [pair for pair in zip(*by_name, strict=True) if pair[0] != pair[1]]
    assert len(differing) == 1  # CSL numbers editions, BibTeX writes what the file says
    assert all("edition" in line for line in differing[0])


@pytest.mark.real
def test_neurips_prints_what_plainnat_prints(tool: Callable[[str], str]) -> None:
    tool("kpsewhich")
    theirs = text(entries(), "bst:plainnat").splitlines()
    ours = text(entries(), "neurips").splitlines()
    differing = [(a, b) for a, b in zip(theirs, ours, strict=True) if a != b]
    assert len(theirs) - len(differing) == 6
    for (
        one,
        other,
    ) in differing:  # editions as numbers; "arXiv preprint", as papers are cited, for a bare number
        assert "edition" in one or ("arXiv:2301.00001" in one and "arXiv preprint arXiv:2301.00001" in other)
