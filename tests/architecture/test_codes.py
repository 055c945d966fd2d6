"""Every diagnostic code is well named, explained, and provoked by a test."""

import re
from pathlib import Path

import pytest

from curabib.diagnostics import CODES
from curabib.diagnostics.manual import SECTIONS, find_code, page
from tests.conftest import REPOSITORY

PAGES = REPOSITORY / "src" / "curabib" / "diagnostics" / "pages"
SOURCE = REPOSITORY / "src" / "curabib"
USED = re.compile(r"""["'](CB\d{3})["']""")


def test_the_table_is_in_order_and_names_are_unique() -> None:
    assert list(CODES) == sorted(CODES)
    names = [code.name for code in CODES.values()]
    assert len(set(names)) == len(names)
    for code in CODES.values():
        assert re.fullmatch(r"CB\d{3}", code.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name)
        assert code.severity in ("error", "warning", "info")


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_has_a_page_with_four_sections(code: str) -> None:
    text = page(code)
    heading, *rest = text.split("\n")
    assert heading == f"# {code} {CODES[code].name}"
    fenced = False
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in rest:
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            current = sections.setdefault(line.removeprefix("## "), [])
        else:
            current.append(line)
    assert not fenced
    assert tuple(sections) == SECTIONS
    assert all("".join(lines).strip() for lines in sections.values())
    assert text.endswith("\n")
    assert "\r" not in text


def test_no_page_is_left_over() -> None:
    assert sorted(path.name for path in PAGES.iterdir()) == [f"{code}.md" for code in sorted(CODES)]


def test_codes_are_found_by_code_and_by_name() -> None:
    for code, row in CODES.items():
        assert find_code(code) == find_code(code.lower()) == find_code(row.name) == code
    assert find_code("no-such-code") == ""
    assert find_code("") == ""


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".md", ".yaml", ".json")]


def test_every_code_is_used_and_provoked_by_a_test() -> None:
    used = {
        code
        for path in SOURCE.rglob("*.py")
        if path.name != "code.py"
        for code in USED.findall(path.read_text())
    }
    assert used <= set(CODES)
    here = Path(__file__).parent
    tests = "".join(
        p.read_text(encoding="utf-8") for p in _files(REPOSITORY / "tests") if here not in p.parents
    )
    assert sorted(set(CODES) - used) == [], "codes that no module gives"
    assert sorted(code for code in CODES if code not in tests) == [], "codes that no test provokes"
