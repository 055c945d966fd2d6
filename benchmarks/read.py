"""What reading a list costs against parsing its Markdown alone: `python -m benchmarks.read [LIST.md ...]`.

It is parsed by pyromark, which the reader uses, and by markdown-it-py, a peer that stays what it is. The list of the
examples is repeated, with other titles, to about a thousand entries; lists in ../shared are read too where they are,
each by itself and a megabyte of them as one. Each line gives the least CPU seconds of some rounds in one process, in
which all take turns, reading as a multiple of both parsers, and the least of what a whole `curabib read` takes with its
start and its output. The last two figures are seconds for each thousand entries, of reading and of the command.
"""

import functools
import gc
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyromark
from markdown_it import MarkdownIt

from benchmarks.measure import run_once
from curabib import readers
from curabib.__main__ import OBJECTS_BETWEEN_COLLECTIONS
from curabib.model import Snapshot
from curabib.normalise import normalise

ROUNDS = 3
COPIES = 60
ENTRY = re.compile(r"^(\s*[-*] \[?)(?=[^\W\d_])", re.MULTILINE)
HERE = Path(__file__).resolve().parents[1]
MEGABYTE = 1_000_000
REMEMBERING = ("curabib.evidence", "curabib.normalise", "curabib.readers")
SHARED = HERE.parent / "shared"


def lists(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each list."""
    for path in map(Path, names):
        yield path.name, path.read_text(encoding="utf-8")
    if names:
        return
    text = (HERE / "examples" / "sequence-models" / "README.md").read_text(encoding="utf-8")
    # no two entries alike, so that nothing remembered of one text saves the work for the next
    copies = (
        ENTRY.sub(lambda match, number=number: f"{match[0]}Study {number}: ", text)  # type: ignore[misc]
        for number in range(COPIES)
    )
    yield f"the example, {COPIES} times", "\n\n".join(copies)
    paths = sorted([*SHARED.glob("upstream/*.md"), *SHARED.glob("lists/*__*.md")])
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    yield from texts.items()
    if texts:
        # beginning with the shortest, so that it is many lists and no single one
        yield "a megabyte of these", "\n\n".join(sorted(texts.values(), key=len))[:MEGABYTE]


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def forget() -> None:
    """Empty what the reader remembers of texts, so that every round reads as a new process does."""
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and found.__module__.startswith(REMEMBERING):
            found.cache_clear()


def read(text: str) -> int:
    """Return the number of records in a Markdown list."""
    snapshot = Snapshot(source="list", path="list.md", text=text)
    return len(normalise(readers.read(snapshot, "markdown").value, snapshot).value)


def command(text: str) -> float:
    """Return the CPU seconds of a whole `curabib read`, its start and its output included."""
    with tempfile.NamedTemporaryFile(suffix=".md") as file:
        file.write(text.encode())
        file.flush()
        return run_once((sys.executable, "-m", "curabib", "read", file.name)).cpu


def main() -> None:
    """Print for each list what parsing and reading take."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 50, 50)  # as the command does
    peer = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    own = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH)
    read("- [A title](https://example.org/a), 2020")  # loads the reader's modules and tables
    print(
        f"{'list':<44} {'entries':>7} {'pyromark':>9} {'markdown-it':>11} {'read':>8} {'ratios':>11} {'command':>8}"
        f" {'s/1000':>12}"
    )
    for name, text in lists(sys.argv[1:] if sys.argv[0].endswith("read.py") else []):
        parsed, peers, whole, commands = [], [], [], []
        for _ in range(ROUNDS):
            parsed.append(cpu(lambda text=text: sum(1 for _ in own.events_with_range(text))))  # type: ignore[misc]
            peers.append(cpu(lambda text=text: peer.parse(text)))  # type: ignore[misc]
            forget()
            whole.append(cpu(lambda text=text: read(text)))  # type: ignore[misc]
            commands.append(command(text))
        thousands = max(1, read(text)) / 1000
        took = min(whole)
        print(
            f"{name[:44]:<44} {thousands * 1000:>7.0f} {min(parsed):>8.3f}s {min(peers):>10.2f}s {took:>7.2f}s"
            f" {took / min(parsed):>5.0f} {took / min(peers):>5.1f} {min(commands):>7.2f}s"
            f" {took / thousands:>6.2f} {min(commands) / thousands:>5.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
