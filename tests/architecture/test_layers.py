"""The layers, the cost of starting, and the size of modules."""

import ast
import gc
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from curabib.cli.main import COMMANDS
from curabib.evidence.regex import Uncompiled
from tests.conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "curabib"
MODULES = sorted(SOURCE.rglob("*.py"))

LONGEST_MODULE = 430  # "about 400" lines
LONGEST_FUNCTION = 55  # "about 50" lines without docstring and signature
# what is longer for now, with the length that it must not exceed: this table may only shrink
LONGER = {"readers/cut.py": 560, "readers/rst.py:_block": 60}
# what is loaded for every list, and has hundreds of patterns
UNDERSTANDING = ("evidence", "normalise", "readers")
DUMPING_GROUNDS = {"utils", "util", "helpers", "common", "misc", "tools", "shared"}


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_imports_go_down() -> None:
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def loaded_by(statement: str) -> set[str]:
    """Return the modules that an interpreter has loaded after `statement`."""
    script = f"{statement}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout.splitlines()[-1]))


HEAVY = {
    "click",
    "httpx",
    "bs4",
    "html5lib",
    "turbohtml",
    "docutils",
    "pyromark",
    "pybtex",
    "bibtexparser",
    "pylatexenc",
}
HEAVY |= {"rapidfuzz", "yaml", "filelock", "platformdirs"}


def test_the_package_and_the_version_load_nothing() -> None:
    before = loaded_by("")
    assert {m for m in loaded_by("import curabib") - before if not m.startswith("curabib")} <= {"__future__"}
    version = "import sys, curabib.__main__ as m\nsys.argv[1:] = ['--version']\ntry: m.main()\nexcept SystemExit: pass"
    assert not loaded_by(version) & HEAVY


def test_the_root_command_loads_click_only() -> None:
    assert loaded_by("import curabib.cli.main") & HEAVY == {"click"}


def test_model_and_diagnostics_load_the_standard_library_only() -> None:
    assert not loaded_by("import curabib.model, curabib.diagnostics.render.text") & HEAVY


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_is_in_its_module(command: str) -> None:
    module = importlib.import_module(f"curabib.cli.{COMMANDS[command].module}")
    assert module.command.name == command
    first = (module.command.help or "").strip().splitlines()[0]
    assert first == COMMANDS[command].help, "the table and the command's own help say different things"


def test_no_module_is_a_dumping_ground() -> None:
    assert [
        name(path) for path in MODULES if {path.stem, *path.relative_to(SOURCE).parts} & DUMPING_GROUNDS
    ] == []


def test_modules_stay_short() -> None:
    too_long = {
        name(path): length
        for path in MODULES
        if (length := path.read_text(encoding="utf-8").count("\n")) > LONGER.get(name(path), LONGEST_MODULE)
    }
    assert too_long == {}


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring and signature."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_stay_short() -> None:
    lengths = {
        f"{name(path)}:{function.name}": _body_length(function)
        for path in MODULES
        for function in _functions(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert {label: n for label, n in lengths.items() if n > LONGER.get(label, LONGEST_FUNCTION)} == {}


def test_patterns_of_the_understanding_are_compiled_when_they_are_used() -> None:
    eager = [
        f"{name(path)}:{node.lineno}: use evidence.regex.regex"
        for path in MODULES
        if path.relative_to(SOURCE).parts[0] in UNDERSTANDING and path.name != "regex.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "re.compile"
        and not _of_bytes(node.args[0])
    ]
    assert eager == []


def _of_bytes(text: ast.expr) -> bool:
    return isinstance(text, ast.Constant) and isinstance(text.value, bytes)


def test_every_pattern_compiles() -> None:
    for path in MODULES:
        if path.relative_to(SOURCE).parts[0] in UNDERSTANDING:
            importlib.import_module(".".join(("curabib", *path.relative_to(SOURCE).with_suffix("").parts)))
    waiting = [found for found in gc.get_objects() if type(found) is Uncompiled]
    assert len(waiting) > 300
    for found in waiting:
        assert re.compile(found.text, found.flags).groups >= 0


def test_only_cli_prints() -> None:
    printing = {
        f"{name(path)}:{node.lineno}"
        for path in MODULES
        if path.relative_to(SOURCE).parts[0] != "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr") and _is_sys(node.value))
    }
    assert printing - {p for p in printing if p.startswith("__main__.py")} == set()


def _is_sys(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "sys"


# what one pass over a text fills in before it hands it on; this list may only shrink
FILLED_IN = {
    "bibtex/document.py:Block",
    "normalise/cite.py:Cited",
    "normalise/parts.py:Labelled",
    "normalise/part.py:Part",
    "normalise/parts.py:Parts",
    "normalise/understood.py:Understood",
}


def _dataclasses() -> Iterator[tuple[str, ast.ClassDef, set[str]]]:
    """Yield every dataclass as `module:name`, with the options that it is declared with."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for decorator in node.decorator_list if isinstance(node, ast.ClassDef) else ():
                called, _, options = ast.unparse(decorator).partition("(")
                if called in ("dataclass", "dataclasses.dataclass"):
                    assert isinstance(node, ast.ClassDef)
                    yield f"{name(path)}:{node.name}", node, set(options.rstrip(")").split(", "))


def test_dataclasses_are_slotted_and_frozen() -> None:
    unslotted = [label for label, _, options in _dataclasses() if "slots=True" not in options]
    assert unslotted == []
    changeable = {
        label
        for label, node, options in _dataclasses()
        if "frozen=True" not in options and not node.name.startswith("_")
    }
    assert changeable <= FILLED_IN
