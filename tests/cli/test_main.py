"""The root command: options, exit statuses, and what becomes of errors."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from curabib import __version__
from curabib.cli import main
from curabib.cli.main import COMMANDS, root
from curabib.cli.session import Session, replace_file
from curabib.diagnostics import CurabibError, diagnose
from curabib.model import Location
from tests.cli.running import Runner

PROGRAM = [sys.executable, "-m", "curabib"]


def command_that(monkeypatch: pytest.MonkeyPatch, action: Callable[[Session], int | None]) -> None:
    """Make `curabib plugins` do `action` instead."""

    @click.command("plugins")
    @click.pass_obj
    def stand_in(session: Session) -> int | None:
        return action(session)

    monkeypatch.setattr(main.CommandTable, "get_command", lambda self, ctx, name: stand_in)


def fail_with(error: BaseException) -> Callable[[Session], int | None]:
    def action(session: Session) -> int | None:
        raise error

    return action


def test_version_goes_to_stdout(curabib: Runner) -> None:
    ran = curabib("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"curabib {__version__}\n", "")


def test_help_names_every_command_and_loads_none() -> None:
    script = (
        "import sys; from curabib.cli.main import run; run(['--help']); "
        "print([m for m in sys.modules if m.startswith('curabib.') and '.cli.' in m], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    for name in COMMANDS:
        assert f"\n  {name} " in ran.stdout
    assert sorted(eval(ran.stderr)) == ["curabib.cli.main", "curabib.cli.report", "curabib.cli.session"]


def test_an_unknown_command_suggests_the_nearest(curabib: Runner) -> None:
    ran = curabib("expotr")
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith("error: no command `expotr`; did you mean `export`")
    assert "hint: see `curabib --help`" in ran.err


def test_an_unknown_option_suggests_the_nearest(curabib: Runner) -> None:
    ran = curabib("--colour", "never", "plugins")
    assert ran.status == 2
    assert "--color" in ran.err
    assert curabib("plugins", "--fromat", "json").status == 2


def test_no_command_shows_the_help(curabib: Runner) -> None:
    ran = curabib()
    assert ran.status == 2
    assert "Usage: curabib" in ran.err + ran.out


def test_an_environment_error_is_one_line_with_a_hint(
    curabib: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_that(monkeypatch, fail_with(CurabibError("no `x\x1b[2J` here", hint="try `y`")))
    ran = curabib("plugins")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "error: no `x\\x1b[2J` here\nhint: try `y`\n"


def test_something_unexpected_is_status_3_and_one_line(
    curabib: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_that(monkeypatch, fail_with(KeyError("boom\x1b]0;x\x07")))
    ran = curabib("plugins")
    assert ran.status == 3
    assert ran.err.startswith("error: unexpected failure: KeyError: ")
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err
    ran = curabib("-v", "plugins")
    assert ran.status == 3
    assert "Traceback" in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (OSError(28, "no space left"), 3),
        (click.exceptions.Exit(5), 5),
    ],
)
def test_other_ways_out(
    curabib: Runner, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int
) -> None:
    command_that(monkeypatch, fail_with(error))
    assert curabib("plugins").status == status


def test_a_reader_that_leaves_is_no_error() -> None:
    command = " ".join([*PROGRAM, "plugins"]) + "; echo $? >&2"
    pipe = subprocess.run(["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=False)
    assert pipe.stderr.strip() in ("141", "0")  # 0 where all was written before the reader left
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run([*PROGRAM, "plugins"], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (141, "")


def test_the_status_is_that_of_the_worst_report(curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def report(*codes: str, strict: bool = False) -> int:
        def action(session: Session) -> None:
            session.strict = strict
            session.report(diagnose(code, "m") for code in codes)

        command_that(monkeypatch, action)
        return curabib("plugins").status

    assert report() == 0
    assert report("CB565", "CB575") == 0
    assert report("CB565", "CB575", strict=True) == 1
    assert report("CB565", strict=True) == 0
    assert report("CB565", "CB579") == 1


def test_reports_go_to_stderr_and_are_counted(curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def action(session: Session) -> None:
        place = Location(path="a.md", line=1)
        session.report([diagnose("CB575", "m", place), diagnose("CB579", "n")], sources={"a.md": "text"})
        session.write("data\n")

    command_that(monkeypatch, action)
    ran = curabib("plugins")
    assert ran.out == "data\n"
    assert ran.err == (
        "curabib: error CB579 n\na.md:1:1: warning CB575 m\n    1 | text\n1 error, 1 warning\n"
    )
    assert curabib("-q", "plugins").err == "curabib: error CB579 n\n"
    assert curabib("--output-format", "concise", "plugins").err == "curabib: CB579 n\na.md:1:1: CB575 m\n"
    assert curabib("--output-format", "json", "plugins").err.startswith(
        '{\n  "schema": "curabib.diagnostics/1"'
    )
    assert "\x1b[" in curabib("--color", "always", "plugins").err


def test_a_document_is_printed_though_an_error_follows(
    curabib: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def action(session: Session) -> None:
        session.report([diagnose("CB575", "m")])
        raise CurabibError("then this")

    command_that(monkeypatch, action)
    ran = curabib("--output-format", "json", "plugins")
    assert ran.status == 2
    assert '"CB575"' in ran.err
    assert "error: then this" in ran.err


def test_ignored_prefixes_count_for_nothing(curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def action(session: Session) -> None:
        session.ignore = ("CB57",)
        session.report([diagnose("CB579", "m")])

    command_that(monkeypatch, action)
    ran = curabib("plugins")
    assert (ran.status, ran.err) == (0, "")


class TestRoot:
    """Finding the project."""

    def test_it_is_the_nearest_folder_with_a_configuration(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "bib").mkdir()
        (tmp_path / "bib" / "curabib.yaml").touch()
        deep = tmp_path / "a" / "b"
        deep.mkdir(parents=True)
        for folder in (deep, tmp_path, tmp_path / "bib"):
            monkeypatch.chdir(folder)
            assert Session().root() == tmp_path
        (tmp_path / "a" / "curabib.yaml").touch()
        monkeypatch.chdir(deep)
        assert Session().root() == tmp_path / "a"
        assert Session(directory=tmp_path).root() == tmp_path

    def test_none_is_an_error_that_says_what_to_do(self, curabib: Runner, tmp_path: Path) -> None:
        with pytest.raises(CurabibError, match="no project in") as caught:
            Session(directory=tmp_path).root()
        assert "curabib.yaml" in caught.value.hint
        assert curabib("-C", tmp_path / "missing", "plugins").status == 2


class TestWriting:
    """Replacing a file."""

    def test_it_is_whole_and_keeps_permissions_and_links(self, tmp_path: Path) -> None:
        target = tmp_path / "real" / "x.bib"
        target.parent.mkdir()
        target.write_bytes(b"old")
        target.chmod(0o640)
        link = tmp_path / "link.bib"
        link.symlink_to(target)
        replace_file(link, b"new")
        assert link.is_symlink()
        assert target.read_bytes() == b"new"
        assert target.stat().st_mode & 0o777 == 0o640
        assert [p.name for p in target.parent.iterdir()] == ["x.bib"]

    def test_a_failure_leaves_the_old_file_and_no_litter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "x.bib"
        target.write_bytes(b"old")

        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(CurabibError, match="no space left"):
            replace_file(target, b"new")
        assert target.read_bytes() == b"old"
        assert [p.name for p in tmp_path.iterdir()] == ["x.bib"]

    def test_a_missing_folder_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(CurabibError, match="cannot write"):
            replace_file(tmp_path / "no" / "x.bib", b"")

    def test_a_device_is_written_to(self) -> None:
        replace_file(Path(os.devnull), b"gone")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_data_on_a_terminal_does_not_act_on_it(tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{a,\n  title = {\x1b[2J\u202e},\n}\n", encoding="utf-8")
    with (tmp_path / "x.bib").open("rb") as stdin:
        piped = subprocess.run([*PROGRAM, "fmt", "-"], stdin=stdin, capture_output=True, check=True)
    assert b"\x1b[2J" in piped.stdout, "data in a pipe stays as it is"
    leader, follower = os.openpty()
    with (tmp_path / "x.bib").open("rb") as stdin:
        subprocess.run(
            [*PROGRAM, "fmt", "-"], stdin=stdin, stdout=follower, stderr=subprocess.PIPE, check=True
        )
    os.close(follower)
    shown = os.read(leader, 10_000)
    os.close(leader)
    assert b"\x1b" not in shown
    assert b"\\x1b[2J\\u202e" in shown


def test_every_option_of_the_root_has_help() -> None:
    assert all(getattr(parameter, "help", "") for parameter in root.params)


@pytest.mark.parametrize("group", ["key", "zotero", "authority"])
def test_a_group_without_a_command_prints_its_help(curabib: Runner, group: str) -> None:
    ran = curabib(group)
    assert ran.status == 2
    assert ran.err.splitlines()[0].startswith(f"Usage: curabib {group} ")
    assert "Commands:" in ran.err.splitlines()
    assert not ran.out
