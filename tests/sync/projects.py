"""Little projects for tests: a folder with settings, and lists that can be written again and again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import curabib.project
from curabib.diagnostics import Result
from curabib.project import Project
from curabib.sync.run import Refresh, Update, Wishes, synchronise

CONFIG = """\
title: Test
sources:
  deep: {file: ../deep.md}
outputs:
  - {path: library.bib, format: bibtex}
  - {path: topics/{topic}.bib, format: biblatex, split-by: topic}
"""

CONFIG = CONFIG.replace("topics/{topic}.bib", "'topics/{topic}.bib'")


@dataclass
class Paper:
    """One entry of a test list."""

    title: str
    authors: str
    venue: str = ""
    link: str = ""
    topic: str = "Alpha"

    def markdown(self) -> str:
        lines = [
            f"- {self.title} [[paper]({self.link})]" if self.link else f"- {self.title}",
            f"  - {self.authors}. {self.venue}".rstrip(),
        ]
        return "\n".join(lines) + "\n"


def papers() -> list[Paper]:
    return [
        Paper(
            "Lottery tickets in small networks",
            "Jonathan Frank, Michael Carb",
            "ICLR 2019",
            "https://arxiv.org/abs/1803.03699",
        ),
        Paper(
            "Double descent in plain sight",
            "Preetum Nakk, Gal Kapl",
            "ICLR 2020",
            "https://arxiv.org/abs/1912.02299",
        ),
        Paper(
            "Łatwe sieci: an easy view of networks",
            "Łukasz Żak, Ana de la Cruz",
            "",
            "https://arxiv.org/abs/2001.01199",
            "Beta",
        ),
        Paper(
            "Collapse of neurons at the end of training",
            "Vardan Pap, David Don",
            "NeurIPS 2021",
            "https://arxiv.org/abs/2101.00199",
            "Beta",
        ),
    ]


def markdown(entries: Sequence[Paper]) -> str:
    """Return the list: a heading a topic, in order of first appearance."""
    topics = list(dict.fromkeys(paper.topic for paper in entries))
    parts = ["# Test list\n"]
    for topic in topics:
        parts.append(f"\n## {topic}\n\n")
        parts += [paper.markdown() for paper in entries if paper.topic == topic]
    return "".join(parts)


@dataclass
class Box:
    """A project in a folder of its own."""

    root: Path
    config: str = CONFIG
    papers: list[Paper] = field(default_factory=papers)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "curabib.yaml").write_text(self.config, encoding="utf-8")
        self.write_list()

    @property
    def home(self) -> Path:
        return self.root / "bib"

    def write_list(self, name: str = "deep.md") -> None:
        (self.root / name).write_text(markdown(self.papers), encoding="utf-8")

    def project(self) -> Project:
        loaded = curabib.project.load(self.root)
        assert loaded.diagnostics == ()
        return loaded.value

    def sync(
        self, *, write: bool = True, accept_removals: bool = False, rebuild: bool = False, **refresh: object
    ) -> Result[Update]:
        wishes = Wishes(
            refresh=Refresh(**refresh),  # type: ignore[arg-type]
            accept_removals=accept_removals,
            rebuild=rebuild,
        )
        return synchronise(self.project(), wishes, write=write)

    def text(self, path: str) -> str:
        return (self.home / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert text.count(old) >= 1, f"{old!r} is not in {path}:\n{text}"
        (self.home / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    def state(self) -> dict[str, bytes]:
        """Return the bytes of all files but for the cache."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".curabib" not in path.parts
        }


def codes(result: Result[Update], prefix: str = "CB0") -> list[str]:
    return [d.code for d in result.diagnostics if d.code.startswith(prefix)]


def kinds(result: Result[Update]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in result.value.plan.items:
        found.setdefault(item.kind, []).append(item.key)
    return found
