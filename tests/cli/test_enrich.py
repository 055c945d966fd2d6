"""`curabib authority`, `enrich` and `review`, as a person at a shell meets them."""

import json
import os
import threading
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.sync.web import serving

LIST = """\
# Engines

## Wheels

- Turning wheels in engines [[paper](https://arxiv.org/abs/2005.00001)]
  - Ada Berg, Cleo Dorn. ICLR 2021
- Phases of early training of large wheels [[paper](https://arxiv.org/abs/2005.00002)]
  - Ada Berg, Cleo Dorn. ICML 2021
- Über Räder und Riemen [[paper](https://arxiv.org/abs/2005.00003)]
  - Žofie Čapek, Łukasz Żak.
"""
RECORDS = [
    {"title": "Turning Wheels in Engines", "venue": "icml", "pages": "1-9", "source_id": "a"},
    {"title": "Phases of the Training of Large Wheels", "venue": "icml", "pages": "11-19", "source_id": "b"},
]


@pytest.fixture
def engines(tmp_path: Path, curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CURABIB_CACHE", str(tmp_path / "cache"))
    people = [{"family": "Berg", "given": "Ada"}, {"family": "Dorn", "given": "Cleo"}]
    lines = (
        json.dumps({**record, "authors": people, "year": "2021", "venue_type": "conference"})
        for record in RECORDS
    )
    (tmp_path / "official.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    for command in (["init"], ["add", "engines", "README.md"], ["sync"]):
        assert curabib(*command).status == 0
    return tmp_path


def test_authorities_come_and_go(engines: Path, curabib: Runner) -> None:
    assert curabib("authority", "list").err == "no authorities yet; `curabib authority add FILE` adds one\n"
    ran = curabib("authority", "add", "official.jsonl")
    assert (ran.status, ran.err) == (0, "added `official`: 2 records (json-lines)\n")
    assert json.loads(curabib("authority", "list", "--format", "json").out)[0]["records"] == 2
    assert curabib("authority", "list").out.startswith("official          2  json-lines  official.jsonl")
    assert curabib("authority", "remove", "official").status == 0
    assert curabib("authority", "remove", "official").status == 2
    ran = curabib("authority", "add", "none.bib")
    assert (ran.status, "none.bib" in ran.err) == (2, True)


def test_an_authority_from_a_pipe(engines: Path, curabib: Runner) -> None:
    records = (engines / "official.jsonl").read_text(encoding="utf-8")
    ran = curabib("authority", "add", "-", "--name", "piped", stdin=records)
    assert (ran.status, ran.err) == (0, "added `piped`: 2 records (json-lines)\n")
    assert curabib("authority", "list").out == "piped          2  json-lines  standard input\n"
    pipe = engines / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(records,), daemon=True)
    writer.start()
    ran = curabib("authority", "add", pipe)
    writer.join(10)
    assert (ran.status, ran.err) == (0, "added `pipe`: 2 records (json-lines)\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "records from standard input have no name"),
        (["-", "--name", "empty"], "no file of records"),
        ([""], "no file is named, and no address"),
        ([" "], "no file is named, and no address"),
        (["ftp://example.org/y.bib"], "`ftp://example.org/y.bib`: addresses of `ftp` are not read"),
        (["file:///y.bib"], "addresses of `file` are not read"),
        (["."], "is a directory"),
        (["official.jsonl", "--name", "arxiv"], "`arxiv` cannot name an authority: a service is called so"),
    ],
)
def test_what_cannot_be_an_authority(
    engines: Path, curabib: Runner, arguments: list[str], message: str
) -> None:
    ran = curabib("authority", "add", *arguments, stdin="")
    assert (ran.status, message in ran.err) == (2, True), ran.err
    assert curabib("authority", "list").out == ""


def test_a_file_called_like_a_service(engines: Path, curabib: Runner) -> None:
    (engines / "official.jsonl").rename(engines / "DBLP.jsonl")
    assert curabib("authority", "add", "DBLP.jsonl").err == "added `dblp-file`: 2 records (json-lines)\n"


def test_an_authority_says_what_its_file_has_wrong(engines: Path, curabib: Runner) -> None:
    wheel = '{"title": "Wheels", "source_id": "a", "venue": "icml", "year": "%s"}\n'
    (engines / "a.jsonl").write_text(wheel % 2020 + wheel % 2020 + "{}\n" + wheel % 2021, encoding="utf-8")
    (engines / "b.bib").write_text("@book{x, title = {Wheels}}\n", encoding="utf-8")
    ran = curabib("authority", "add", "a.jsonl")
    assert ran.status == 0
    assert ran.err.splitlines() == [
        "added `a`: 3 records (json-lines)",
        "  no record at 3: no title",
        "  1 part of the file is no record with a title",
        "  `icml2020/a` names more than one record",
        "  names that are not unique: 1; their records are found, but no decision in overrides.yaml tells them apart",
    ]
    again = curabib("authority", "add", "a.jsonl", "--name", "again").err
    assert "names that are not unique: 1; their" in again
    assert curabib("authority", "add", "b.bib").err == "added `b`: 1 record (bibtex)\n"


def test_an_authority_of_the_web(engines: Path, curabib: Runner) -> None:
    records = (engines / "official.jsonl").read_bytes()
    with serving() as site:
        url = site.text("/lists/official.jsonl", records, ETag='"1"')
        first = curabib("authority", "add", url)
        assert (first.status, first.err.splitlines()[-1]) == (0, "added `official`: 2 records (json-lines)")
        site.text("/lists/official.jsonl", b"", 304, ETag='"1"')
        again = curabib("authority", "add", url)
        assert (again.status, again.err.splitlines()[-1]) == (
            0,
            "`official` is as it was: 2 records (json-lines)",
        )
        assert [headers.get("if-none-match") for _, headers in site.seen] == [None, '"1"']
        site.text("/lists/official.jsonl", b"<html>", ETag='"2"')
        assert curabib("authority", "add", url).status == 2
        assert json.loads(curabib("authority", "list", "--format", "json").out)[0]["records"] == 2


def test_enriching(engines: Path, curabib: Runner) -> None:
    ran = curabib("enrich")
    assert ran.status == 2
    assert "there is nobody to ask" in ran.err
    curabib("authority", "add", "official.jsonl")
    dry = curabib("enrich", "--dry-run")
    assert "pages: (none) -> 1–9" in dry.out
    assert not (engines / "bib" / "records" / "findings").exists()
    ran = curabib("enrich")
    assert ran.status == 0
    assert "found 1 of 3 works (1 by title)" in ran.err
    assert (
        "README.md:5:1: warning CB201 the list says `ICLR 2021`, `authority:official` says `ICML 2021`"
        in ran.err
    )
    assert "1 waits for a person; next: curabib review" in ran.err
    told = curabib("explain", "berg2021turning").out
    assert "stated by authority:official" in told
    assert "but `ICLR` by engines at README.md:5:1" in told
    assert curabib("sync", "--offline", "--locked").status == 0
    again = json.loads(curabib("enrich", "--format", "json").out)
    assert (again["found"], again["plan"]["counts"]["updated"]) == (1, 0)
    assert again["waiting"][0]["offers"][0]["record"] == "authority:official#icml2021/b"


def test_an_authority_that_knows_nothing_leaves_no_file(engines: Path, curabib: Runner) -> None:
    other = {"title": "Snow in the north", "authors": ["Lise Planck"], "year": "2001", "source_id": "z"}
    (engines / "snow.jsonl").write_text(json.dumps(other) + "\n", encoding="utf-8")
    curabib("authority", "add", "snow.jsonl")
    assert "found 0 of 3 works" in curabib("enrich").err
    assert not (engines / "bib" / "records" / "findings").exists()
    curabib("authority", "add", "official.jsonl")
    curabib("enrich")
    folder = engines / "bib" / "records" / "findings" / "authority"
    assert [path.name for path in folder.iterdir()] == ["official.jsonl"]
    (engines / "official.jsonl").write_bytes((engines / "snow.jsonl").read_bytes())
    curabib("authority", "add", "official.jsonl")
    ran = curabib("enrich")
    assert "removed: bib/records/findings/authority/official.jsonl" in ran.out
    assert curabib("sync", "--offline", "--locked").status == 0


def test_before_the_first_sync_there_is_nothing_to_ask_about(
    tmp_path: Path, curabib: Runner, engines: Path
) -> None:
    curabib("authority", "add", "official.jsonl")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "README.md").write_text(LIST, encoding="utf-8")
    for command in (["init", "new"], ["-C", "new", "add", "engines", "new/README.md"]):
        assert curabib(*command).status == 0
    ran = curabib("-C", "new", "enrich")
    assert "found 0 of 0 works" in ran.err
    assert "next: curabib add and curabib sync" in ran.err


def test_a_count_of_one_is_said_in_the_singular(engines: Path, curabib: Runner) -> None:
    (engines / "README.md").write_text("# E\n\n" + "\n".join(LIST.splitlines()[4:6]) + "\n", encoding="utf-8")
    assert "engines: read, 1 entry (" in curabib("sync", "--accept-removals").out
    assert "of 1 work:" in curabib("enrich", "berg2021turning", "--from", "arxiv", "--offline").err
    curabib("authority", "add", "official.jsonl")
    assert "found 1 of 1 work (1 by title)" in curabib("enrich", "berg2021turning").err


def test_unknown_keys_and_providers(engines: Path, curabib: Runner) -> None:
    curabib("authority", "add", "official.jsonl")
    assert "there is no entry `nobody`" in curabib("enrich", "nobody").err
    for name, message in (("authority:none", "no authority `none`"), ("crosref", "did you mean `crossref`?")):
        ran = curabib("enrich", "--from", name)
        assert (ran.status, message in ran.err) == (2, True), ran.err


def test_a_service_without_network(engines: Path, curabib: Runner) -> None:
    ran = curabib("enrich", "--from", "arxiv", "--offline")
    assert ran.status == 0
    assert "warning CB220 `arxiv` gave no answer about 3 of 3 works" in ran.err


def test_reviewing(engines: Path, curabib: Runner) -> None:
    assert curabib("review").err == "nothing waits\n"
    curabib("authority", "add", "official.jsonl")
    listed = curabib("review")
    assert "berg2021phases  |  authority:official#icml2021/b" in listed.out
    assert listed.err == "1 pair waits\n"
    rows = json.loads(curabib("review", "--list", "--format", "json").out)
    assert (rows[0]["key"], rows[0]["other"]) == ("berg2021phases", "authority:official#icml2021/b")
    assert curabib("review", "--same", "berg2021phases", "authority:official#z").status == 2
    ran = curabib("review", "--same", "berg2021phases", "authority:official#icml2021/b")
    assert ran.status == 0, ran.err
    overrides = (engines / "bib" / "overrides.yaml").read_text(encoding="utf-8")
    assert "[berg2021phases, " in overrides.partition("same:")[2]
    assert "11--19" in (engines / "bib" / "library.bib").read_text(encoding="utf-8")
    assert curabib("review").err == "nothing waits\n"


def test_refusing(engines: Path, curabib: Runner) -> None:
    curabib("authority", "add", "official.jsonl")
    assert curabib("review", "--different", "berg2021phases", "authority:official#icml2021/b").status == 0
    assert curabib("review").err == "nothing waits\n"
    assert "11--19" not in (engines / "bib" / "library.bib").read_text(encoding="utf-8")


def test_a_sync_can_ask_too(engines: Path, curabib: Runner) -> None:
    curabib("authority", "add", "official.jsonl")
    ran = curabib("sync", "--enrich")
    assert ran.status == 0, ran.err
    assert "found 1 of 3 works" in ran.err
    assert curabib("sync", "--enrich", "--dry-run").status == 2


def test_what_was_retracted_is_told_wherever_it_is_cited(engines: Path, curabib: Runner) -> None:
    form = {"title": "Turning Wheels in Engines", "authors": ["Ada Berg", "Cleo Dorn"], "year": "2021"}
    more = {"venue": "icml", "venue_type": "conference", "source_id": "a", "retracted": True}
    (engines / "official.jsonl").write_text(json.dumps(form | more), encoding="utf-8")
    curabib("authority", "add", "official.jsonl")
    assert "CB206" in curabib("enrich").err
    ran = curabib("export", "key:berg2021turning")
    assert "note          = {Retracted}," in ran.out
    assert "README.md:5:1: warning CB592 the work was retracted, says `authority:official`" in ran.err
    assert "CB592" in curabib("refs", "key:berg2021turning").err
    assert "CB592" in curabib("check").out
    assert "CB592" not in curabib("export", "key:berg2021phases").err
    (engines / "p.tex").write_text("Wheels turn \\cite{berg2021turning}.\n", encoding="utf-8")
    ran = curabib("tex", "p.tex")
    assert ran.status == 0
    assert "p.tex:1:19: warning CB710 `berg2021turning` is cited, and was retracted" in ran.err
