"""The documentation says what the code does."""

import importlib.util
from pathlib import Path
from types import ModuleType

import click
import pytest

from curabib.cli.main import COMMANDS, root
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["commands.md", "diagnostics.md"])
def test_generated_pages_are_up_to_date(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert text == generator().PAGES[page](), "run `python docs/generate.py`"


def commands() -> list[tuple[str, click.Command]]:
    top = click.Context(root, info_name="curabib")
    found: list[tuple[str, click.Command]] = []
    queue = [(name, root.get_command(top, name)) for name in COMMANDS]
    while queue:
        name, command = queue.pop(0)
        assert command is not None, name
        found.append((name, command))
        if isinstance(command, click.Group):
            ctx = click.Context(command, parent=top, info_name=name)
            queue += [
                (f"{name} {inner}", command.get_command(ctx, inner)) for inner in command.list_commands(ctx)
            ]
    return found


def test_every_command_has_examples_and_every_option_help() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    bare = []
    for name, command in commands():
        assert f" curabib {name}\n" in page, name
        help_text = command.help or ""
        if "Example" not in help_text:
            bare.append(f"{name}: no examples")
        elif (
            f"curabib {name}" not in help_text.replace("curabib -", "curabib -")
            and "| curabib" not in help_text
        ):
            bare.append(f"{name}: an example without the command")
        bare += [
            f"{name} {option.opts[0]}: no help"
            for option in command.params
            if isinstance(option, click.Option) and not option.help
        ]
    assert bare == []


def test_examples_are_printed_line_by_line() -> None:
    wrapped = []
    for name, command in commands():
        ctx = click.Context(command, info_name=f"curabib {name}", terminal_width=80)
        text = command.get_help(ctx)
        if "\\b" in text or "\n  Examples:\n    " not in text:
            wrapped.append(name)
    assert wrapped == []


def test_the_text_of_the_project_stands_alone() -> None:
    here = Path(__file__)
    folders = [REPOSITORY / part for part in ("src", "docs", "tests", "benchmarks", "examples")]
    words = ("/work/", "workshop" + " material")
    found = [
        str(path.relative_to(REPOSITORY))
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".md", ".yaml", ".toml") and path != here
        if any(word in path.read_text(encoding="utf-8", errors="replace") for word in words)
    ]
    assert found == []
