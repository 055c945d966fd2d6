"""Fetching from files, standard input and git, and decoding."""

import io
import os
import subprocess
from pathlib import Path

import pytest

from curabib.model import Location
from curabib.project import GitPlace, Source
from curabib.sync.fetch import FetchError, fetch, fetch_source
from curabib.sync.fetch.decode import decode

PLACE = Location(path="curabib.yaml", line=3)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("é".encode("utf-16"), "é"),
        ("é".encode("utf-16-be"), None),
        (b"\xfe\xff" + "é".encode("utf-16-be"), "é"),
        (b"\xff\xfe\x00\x00" + "é".encode("utf-32-le"), "é"),
    ],
)
def test_byte_order_marks_and_line_ends(data: bytes, text: str | None) -> None:
    if text is None:
        with pytest.raises(FetchError):
            decode(data, "x")
    else:
        assert decode(data, "x") == text


def test_what_is_no_text_is_named_by_byte_and_line() -> None:
    with pytest.raises(FetchError, match=r"byte 7 in line 3 is 0xe9") as caught:
        decode(b"a\r\nb\r\nc\xe9d", "x.md")
    assert (caught.value.code, caught.value.line) == ("CB012", 3) or caught.value.line == 3
    with pytest.raises(FetchError, match="NUL character in line 2"):
        decode(b"a\nb\0c", "x.md")
    with pytest.raises(FetchError, match="is no text: it holds bytes as binary files do"):
        decode(b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)) * 4, "x.md")
    with pytest.raises(FetchError, match="in line 1"):
        decode(b"\xff\xfea", "x.md")
    assert caught.value.diagnostic().location == Location(path="x.md", line=3)


def test_a_file_is_read_within_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_bytes(b"x" * 100)
    found = fetch(str(path), source="s", limit=100).snapshot
    assert found is not None and (found.text, found.source, found.path) == ("x" * 100, "s", str(path))
    with pytest.raises(FetchError, match="larger than 99"):
        fetch(str(path), limit=99)
    with pytest.raises(FetchError, match="is a folder"):
        fetch(str(tmp_path))
    with pytest.raises(FetchError, match="cannot be read"):
        fetch(str(tmp_path / "none"))
    with pytest.raises(FetchError, match="cannot be read"):
        fetch("a\0b")


def test_an_endless_file_is_left_at_the_limit() -> None:
    with pytest.raises(FetchError, match="larger than 5000"):
        fetch("/dev/zero", limit=5000)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"# List\r\n")

    monkeypatch.setattr("sys.stdin", Stdin())
    found = fetch("-").snapshot
    assert found is not None and (found.text, found.path) == ("# List\n", "-")


def git(folder: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a b.md").write_text("# one\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "tag", "v1")
    (tmp_path / "lists" / "a b.md").write_text("# two\n")
    return tmp_path


def source(revision: str, path: str = "lists/a b.md", repository: str = "") -> Source:
    place = GitPlace(repository=repository, revision=revision, path=path)
    return Source(id="g", git=place, location=PLACE)


def test_a_git_revision_is_read_as_committed(repository: Path) -> None:
    found = fetch_source(source("v1"), repository).snapshot
    assert found is not None
    assert found.text == "# one\n"
    assert found.revision == git(repository, "rev-parse", "v1").strip()
    assert found.path == "lists/a b.md@v1"


@pytest.mark.parametrize(
    ("revision", "path", "message"),
    [("v9", "lists/a b.md", "no revision `v9`"), ("v1", "none.md", "no file"), ("v1", "lists", "no file")],
)
def test_what_git_does_not_have(repository: Path, revision: str, path: str, message: str) -> None:
    with pytest.raises(FetchError, match=message):
        fetch_source(source(revision, path), repository)


def test_a_folder_without_git(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(FetchError):
        fetch_source(source("HEAD", repository="x"), tmp_path)


def test_a_git_file_above_the_limit(repository: Path) -> None:
    with pytest.raises(FetchError, match="larger than 3"):
        fetch_source(source("v1"), repository, limit=3)


def test_a_symbolic_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (root / "list.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(FetchError, match="leads out of the project"):
        fetch_source(Source(id="s", file="list.md", location=PLACE), root)
