"""A sync of the part that changed writes what a sync of the whole would have written."""

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from curabib.bibtex.layout import print_file
from curabib.diagnostics import Result
from curabib.library.edit import merge
from curabib.project import load
from curabib.providers.authority import Registry
from curabib.sync import partial, thorough
from curabib.sync.enrich import Provider, Waiting, apply, enrich
from curabib.sync.rekey import rekey
from curabib.sync.run import synchronise
from curabib.sync.splice import splice_entries
from curabib.sync.wishes import Update, Wishes

CONFIG = """\
sources:
  one: {file: ../one.md}
  two: {file: ../two.md}
outputs:
  - {path: library.bib, format: bibtex}
  - {path: 'topics/{topic}.bib', format: biblatex, split-by: topic}
  - {path: some.bib, format: bibtex, query: 'year:2019'}
  - {path: all.json, format: json}
  - {path: 'lists/{topic}.md', style: plain, to: markdown, split-by: topic}
"""
WORDS = (
    "heat",
    "steam",
    "engines",
    "wheels",
    "boilers",
    "vapour",
    "coal",
    "pressure",
    "snow",
    "sun",
    "north",
)
PEOPLE = ("Ada Byron", "James Watt", "Sadi Carnot", "Max Planck", "Lise Meitner", "A. Byron", "Zoe Byron")
VENUES = ("ICML 2019", "NeurIPS 2020", "JMLR 2018", "2021", "")
EDITS = (("ICML 2019", "JMLR 2018"), ("Ada Byron", "James Watt"), ("Heat", "Cold"), ("steam", "wheel"))


def entry(chance: random.Random) -> str:
    """An entry of few words, names and identifiers, so that some are alike and some contradict each other."""
    title = " ".join(chance.choice(WORDS) for _ in range(chance.randint(2, 5))).capitalize()
    people = ", ".join(chance.sample(PEOPLE, chance.randint(1, 3)))
    link = chance.choice(
        (
            f"[[paper]](https://arxiv.org/abs/1901.0000{chance.randint(0, 9)})",
            f"[[paper]](https://doi.org/10.1000/x{chance.randint(0, 6)})",
            "",
        )
    )
    return f"- **{title}** {link}. {people}. {chance.choice(VENUES)}"


def written(topics: dict[str, list[str]]) -> str:
    return "# List\n\n" + "\n".join(f"## {t}\n\n" + "\n".join(es) + "\n" for t, es in topics.items())


def change(chance: random.Random, topics: dict[str, list[str]]) -> None:
    entries = topics[chance.choice(list(topics))]
    position = chance.randrange(len(entries)) if entries else 0
    match chance.randrange(4):
        case 0:
            entries.insert(position, entry(chance))
        case 1 if len(entries) > 1:
            del entries[position]
        case 2 if entries:
            entries[position] = entries[position].replace(*chance.choice(EDITS))
        case 3 if entries:
            topics[chance.choice(list(topics))].append(entries.pop(position))


def files(root: Path) -> dict[str, bytes]:
    paths = (path for path in root.rglob("*") if path.is_file() and ".curabib" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def sync(root: Path) -> Result[Update]:
    loaded = load(root)
    assert not loaded.diagnostics
    return synchronise(loaded.value, Wishes(accept_removals=True))


def go_on(chance: random.Random, lists: dict[str, dict[str, list[str]]], part: Path, whole: Path) -> None:
    """Change the lists five times; the part's way and the whole's must write the same files and plan the same."""
    for _ in range(5):
        name = chance.choice(("one", "two"))
        change(chance, lists[name])
        for root in (part, whole):
            (root / f"{name}.md").write_text(written(lists[name]))
        quick = sync(part)
        shutil.rmtree(whole / "bib" / ".curabib", ignore_errors=True)
        slow = sync(whole)
        assert files(part) == files(whole)
        assert quick.value.plan == slow.value.plan


@pytest.fixture
def partly(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each sync that found a change looked at a part only; the cache is that of one curabib."""
    taken: list[bool] = []
    prepare_part = partial.prepare_part

    def spy(*arguments: object) -> Result[Update] | None:
        result = prepare_part(*arguments)  # type: ignore[arg-type]
        taken.append(result is not None)
        return result

    monkeypatch.setattr(thorough, "prepare_part", spy)
    monkeypatch.setattr("curabib.sync.stored.maker", lambda: "this one")
    monkeypatch.setattr("curabib.sync.storing.maker", lambda: "this one")
    return taken


@pytest.mark.parametrize("seed", range(6))
def test_part_and_whole_write_the_same_files_and_say_the_same_of_works(
    seed: int, tmp_path: Path, partly: list[bool]
) -> None:
    chance = random.Random(seed)
    part, whole = tmp_path / "part", tmp_path / "whole"
    (part / "bib").mkdir(parents=True)
    (part / "bib" / "curabib.yaml").write_text(CONFIG)
    lists = {
        name: {
            topic: [entry(chance) for _ in range(chance.randint(2, 7))]
            for topic in ("Alpha", "Beta", "Gamma")
        }
        for name in ("one", "two")
    }
    for name, topics in lists.items():
        (part / f"{name}.md").write_text(written(topics))
    sync(part)
    shutil.copytree(part, whole)
    shutil.rmtree(whole / "bib" / ".curabib")
    go_on(chance, lists, part, whole)
    assert any(partly)


def official(chance: random.Random, number: int, said: str) -> dict[str, Any]:
    """What an authority says of an entry of a list: nearly the same, or of another work."""
    title = said.partition("**")[2].partition("**")[0]
    if chance.random() < 0.2:
        title = title.replace("steam", "stream") if "steam" in title else f"{title} again"
    people = said.split(". ")[1].split(", ") if chance.random() < 0.8 else ["Ada Byron", "Max Planck"]
    names = [{"given": name.partition(" ")[0], "family": name.partition(" ")[2]} for name in people]
    form: dict[str, Any] = {
        "title": title,
        "authors": names,
        "year": str(chance.randint(2018, 2021)),
        "venue": chance.choice(("icml", "neurips", "jmlr")),
        "venue_type": "conference",
        "source_id": f"r{number}",
        "pages": f"{number}-{number + 8}",
        "retracted": chance.random() < 0.1,
    }
    if "arxiv.org" in said and chance.random() < 0.5:
        form["arxiv"] = said.partition("arxiv.org/abs/")[2][:10]
    return form


def ask(root: Path, registry: Registry) -> tuple[Waiting, ...]:
    """Let the authority speak of the works of a project, and return what it is not sure of."""
    index = registry.open("machines")
    try:
        found = enrich(load(root).value, [Provider(name=index.origin.name, source=index)])
    finally:
        index.connection.close()
    assert not apply(load(root).value, found.value).value.blocked
    return found.value.waiting


def decisions(chance: random.Random, waiting: Sequence[Waiting]) -> str:
    """Answer some of what waits, as `curabib review` writes it down."""
    answers = {"same": [], "different": []}  # type: dict[str, list[str]]
    for item in waiting:
        if chance.random() < 0.7:
            pair = json.dumps([item.entry.key, item.offers[0].record.id])
            answers[chance.choice(("same", "different"))].append(f"  - {pair}\n")
    return "".join(f"{verdict}:\n{''.join(pairs)}" for verdict, pairs in answers.items() if pairs)


@pytest.mark.parametrize("seed", range(5))
def test_part_and_whole_agree_where_authorities_have_spoken(
    seed: int, tmp_path: Path, partly: list[bool]
) -> None:
    chance = random.Random(1000 + seed)
    part, whole = tmp_path / "part", tmp_path / "whole"
    (part / "bib").mkdir(parents=True)
    (part / "bib" / "curabib.yaml").write_text(CONFIG)
    lists = {
        name: {topic: [entry(chance) for _ in range(chance.randint(3, 7))] for topic in ("Alpha", "Beta")}
        for name in ("one", "two")
    }
    for name, topics in lists.items():
        (part / f"{name}.md").write_text(written(topics))
    sync(part)
    said = [said for topics in lists.values() for entries in topics.values() for said in entries]
    said += [entry(chance) for _ in range(4)]
    records = [official(chance, number, text) for number, text in enumerate(said) if chance.random() < 0.8]
    (tmp_path / "machines.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    registry = Registry(tmp_path / "cache")
    registry.add(tmp_path / "machines.jsonl")
    waiting = ask(part, registry)
    (part / "bib" / "overrides.yaml").write_text(decisions(chance, waiting))
    ask(part, registry)
    sync(part)
    kept = part / "bib" / "records" / "findings" / "authority" / "machines.jsonl"
    assert len(kept.read_text().splitlines()) > 3
    assert sync(part).value.plan.empty
    del partly[:]
    shutil.copytree(part, whole)
    go_on(chance, lists, part, whole)
    assert any(partly)


def test_a_finding_that_was_found_for_another_key_is_left_to_the_whole(
    tmp_path: Path, partly: list[bool]
) -> None:
    root = project(tmp_path / "one")
    form = {"title": "Steam in the large", "authors": ["James Watt"], "year": "2020", "venue": "icml"}
    (tmp_path / "machines.jsonl").write_text(
        json.dumps(form | {"source_id": "r1", "venue_type": "conference"})
    )
    registry = Registry(tmp_path / "cache")
    registry.add(tmp_path / "machines.jsonl")
    ask(root, registry)
    sync(root)
    text = (root / "two.md").read_text()
    (root / "two.md").write_text(text.replace("JMLR 2018", "JMLR 2019"))
    sync(root)
    kept = root / "bib" / "records" / "findings" / "authority" / "machines.jsonl"
    kept.write_text(kept.read_text().replace('"watt2020steam"', '"nobody1999nothing"'))
    sync(root)
    (root / "two.md").write_text(text.replace("JMLR 2018", "JMLR 2020"))
    sync(root)
    assert partly == [True, False]


def project(root: Path) -> Path:
    (root / "bib").mkdir(parents=True)
    (root / "bib" / "curabib.yaml").write_text(CONFIG)
    heat = (
        "- **Heat engines of the north** [[paper]](https://arxiv.org/abs/1901.00001). Ada Byron. ICML 2019\n"
    )
    steam = "- **Steam in the large** [[paper]](https://arxiv.org/abs/1901.00002). James Watt. ICML 2020\n"
    (root / "one.md").write_text(f"# One\n\n## Alpha\n\n{heat}{steam}")
    (root / "two.md").write_text("# Two\n\n## Alpha\n\n- **Vapour and snow**. Sadi Carnot. JMLR 2018\n")
    sync(root)
    return root


def test_a_new_topic_is_left_to_the_whole(tmp_path: Path, partly: list[bool]) -> None:
    root = project(tmp_path)
    text = (root / "two.md").read_text()
    (root / "two.md").write_text(
        text + "\n## Beta\n\n- **Coal pressure in the sun**. Max Planck. JMLR 2019\n"
    )
    assert ("bib/topics/beta.bib", "new") in sync(root).value.plan.files
    assert partly == [False]


def test_a_hand_edit_is_left_to_the_whole_and_kept(tmp_path: Path, partly: list[bool]) -> None:
    root = project(tmp_path)
    library = root / "bib" / "library.bib"
    library.write_text(library.read_text().replace("Vapour and snow", "Vapour and much snow"))
    text = (root / "one.md").read_text()
    (root / "one.md").write_text(text + "- **Coal pressure in the sun**. Max Planck. JMLR 2019\n")
    update = sync(root)
    assert [item.key for item in update.value.plan.of("kept")] == ["carnot2018vapour"]
    assert "Vapour and much snow" in library.read_text()
    assert partly == [False]


def test_the_cache_is_as_good_after_a_part_as_after_the_whole(tmp_path: Path, partly: list[bool]) -> None:
    root = project(tmp_path)
    text = (root / "two.md").read_text()
    (root / "two.md").write_text(text.replace("JMLR 2018", "JMLR 2019"))
    assert [item.key for item in sync(root).value.plan.of("updated")] == ["carnot2018vapour"]
    assert sync(root).value.plan.empty
    (root / "two.md").write_text(text.replace("Vapour and snow", "Vapour and snows"))
    assert [item.key for item in sync(root).value.plan.of("updated")] == ["carnot2018vapour"]
    assert partly == [True, True]
    assert sync(root).value.plan.empty


def test_what_pdflatex_lacks_comes_and_goes_with_its_entry(tmp_path: Path, partly: list[bool]) -> None:
    root = project(tmp_path)
    topic = root / "bib" / "topics" / "alpha.bib"
    text = (root / "two.md").read_text()
    for title in ("Vapour and снег", "Vapour and 雪 and снег", "Vapour and snow"):
        (root / "two.md").write_text(text.replace("Vapour and snow", title))
        sync(root)
        assert ("@preamble" in topic.read_text()) == (not title.isascii())
        assert ("{雪}" in topic.read_text()) == ("雪" in title)
        quick = files(root)
        shutil.rmtree(root / "bib" / ".curabib")
        assert sync(root).value.plan.empty
        assert files(root) == quick
        assert sync(root).value.plan.empty
    assert partly == [True, True, True]


def test_a_mass_removal_stops_a_part_too(tmp_path: Path, partly: list[bool]) -> None:
    root = project(tmp_path)
    (root / "one.md").write_text(
        "# One\n\n## Alpha\n\n- **Coal pressure in the sun**. Max Planck. JMLR 2019\n"
    )
    update = synchronise(load(root).value)
    assert update.value.blocked
    assert "CB030" in {d.code for d in update.diagnostics}
    assert partly == [True]
    assert not sync(root).value.blocked


def test_a_file_that_is_not_as_generated_is_not_spliced() -> None:
    assert splice_entries("@misc{a,\n}\n", {"a"}, {}) is None
    assert splice_entries("% curabib bibliography, schema 1\n\nwords\n", set(), {}) is None


def test_a_file_in_which_nothing_is_left_can_be_filled() -> None:
    empty = print_file(())
    text = splice_entries(empty, set(), {"a": "@misc{a,\n}\n"})
    assert text is not None
    assert "@misc{a,\n}\n" in text
    assert splice_entries(text, {"a"}, {}) == empty


def test_what_a_merge_of_keys_leaves_behind_is_left_to_the_whole(tmp_path: Path, partly: list[bool]) -> None:
    root = project(tmp_path / "one")
    text = (root / "one.md").read_text()
    (root / "one.md").write_text("".join(line for line in text.splitlines(True) if "Steam" not in line))
    sync(root)
    rekey(load(root).value, lambda library, lock: merge(lock, "byron2019heat", ("watt2020steam",)))
    sync(root)
    other = Path(shutil.copytree(root, tmp_path / "other"))
    shutil.rmtree(other / "bib" / ".curabib")
    for folder in (root, other):
        text = (folder / "two.md").read_text()
        (folder / "two.md").write_text(text.replace("JMLR 2018", "JMLR 2019"))
        sync(folder)
    assert files(root) == files(other)
