"""Texts made to keep a reader busy or to lose what they hold, read under a limit of memory and of time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_SECONDS = 20
_BYTES = 700 << 20
_LIMITED = f"""\
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({_BYTES}, {_BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
from curabib.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def read(tmp_path: Path, name: str, data: bytes) -> tuple[int, list[str], str]:
    """Return the status of `curabib read`, the codes it reported and what it said, all within the limits."""
    (tmp_path / name).write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "-c", _LIMITED, "read", name, "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        timeout=10 * _SECONDS,
        check=False,
    )
    talk = ran.stderr.decode("utf-8")
    said = json.loads(ran.stdout)["diagnostics"] if ran.stdout else []
    return ran.returncode, [diagnostic["code"] for diagnostic in said], talk


_LAUGHS = (
    b"<!DOCTYPE lolz [<!ENTITY l0 'lol'>"
    + b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("table.html", b"<html><body><table>" + (b"<tr>" + b"<td>x" * 1000) * 1000, "CB114"),
        ("entities.html", b"<html><body><p>" + b"&amp;&notin;&#x41;&bogus;" * 200_000, "CB114"),
        ("attributes.html", b"<html><body><a " + b"x=1 " * 500_000 + b">x</a>", "CB114"),
        ("tags.html", b"<html><body>" + b"<a " * 190_000, "CB114"),
        ("comments.html", b"<html><body>" + b"<!--" * 210_000, "CB114"),
        ("elements.html", b"<html><body>" + b"<div>" * 100_000, "CB116"),
        ("digits.json", b'[{"id": "a", "volume": ' + b"9" * 10_000 + b"}]", "CB113"),
        ("brackets.json", b"[" * 200_000, "CB116"),
        ("quotes.md", b"> " * 10_000 + b"x\n", "CB116"),
        ("bullets.md", b"".join(b" " * (2 * i) + b"- widget %d\n" % i for i in range(500)), "CB116"),
        ("line.md", b"- [A widget paper](https://a.org/1.pdf) " + b"word " * (10 << 20), "CB114"),
        ("headings.md", b"#" * 100_000 + b"\n" + b"###### widgets\n" * 5_000, "CB112"),
        ("braces.bib", b"@article{a, title={" + b"{" * 200_000 + b"}" * 200_000 + b"}}\n", ""),
        ("ats.bib", b"@a{" * 200_000, "CB130"),
        ("laughs.rdf", _LAUGHS + b"<rdf:RDF>&l9;</rdf:RDF>", "CB113"),
        (
            "file.rdf",
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rdf:RDF>&b;</rdf:RDF>',
            "CB113",
        ),
        ("nested.xml", b"<xml><records>" + b"<record>" * 100_000, "CB114"),
        ("aliases.yaml", b"references: &a [*a, *a]\n", "CB113"),
        ("nested.yaml", b"references:\n- " + b"[" * 50_000, "CB113"),
        ("lines.ris", b"TY  - JOUR\n" + b"AU  - a, b\n" * 50_000 + b"ER  - \n", ""),
        (
            "groups.bib",
            b"@comment{jabref-meta: grouping:\n" + b"1 StaticGroup:a\\;0;\n" * 50_000 + b"}",
            "CB112",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_bomb_is_refused_or_read_within_limits(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    status, codes, talk = read(tmp_path, name, data)
    assert status in (0, 1), talk
    assert not code or code in codes
    assert len(talk) < 3000


def test_a_hundred_megabytes_are_not_read_into_memory(tmp_path: Path) -> None:
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(100 << 20)
    ran = subprocess.run(
        [sys.executable, "-c", _LIMITED, "read", "big.md"], cwd=tmp_path, capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert b"`big.md` is larger than" in ran.stderr


def test_what_nests_too_deeply_is_kept_with_its_line(tmp_path: Path) -> None:
    """Lists nest 48 deep: what is deeper stands at the deepest level, and the first such line is named."""
    text = "".join("  " * i + f"- widget number {i} https://a.org/{i}.pdf\n" for i in range(300))
    (tmp_path / "deep.md").write_text(text, encoding="utf-8")
    _, codes, talk = read(tmp_path, "deep.md", text.encode())
    assert "CB116" in codes
    assert "deep.md:49:" in talk
