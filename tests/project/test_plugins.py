"""Plug-ins: built-ins by table, others by entry point."""

import importlib.metadata
import types

import pytest

from curabib.diagnostics import CurabibError
from curabib.project import plugins


def test_every_built_in_can_be_loaded_without_scanning(monkeypatch: pytest.MonkeyPatch) -> None:
    def scan(**_: object) -> None:
        raise AssertionError("entry points were scanned for a built-in name")

    monkeypatch.setattr(plugins, "entry_points", scan)
    for group, names in plugins.BUILT_IN.items():
        for name in names:
            assert plugins.load(group, name) is not None


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(CurabibError, match="no writer `bibtxe`") as caught:
        plugins.load("writers", "bibtxe")
    assert "bibtex" in caught.value.hint


def test_an_installed_plugin_is_found_and_cannot_replace_a_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    point = importlib.metadata.EntryPoint("mine", "os.path:join", "curabib.writers")
    rogue = importlib.metadata.EntryPoint("bibtex", "os.path:split", "curabib.writers")
    broken = importlib.metadata.EntryPoint("broken", "no_such_module:x", "curabib.writers")

    def scan(*, group: str, name: str = "") -> tuple[importlib.metadata.EntryPoint, ...]:
        return tuple(p for p in (point, rogue, broken) if p.group == group and name in ("", p.name))

    monkeypatch.setattr(plugins, "entry_points", scan)
    assert isinstance(plugins.load("writers", "mine"), types.FunctionType)
    assert "mine" in plugins.names("writers")
    assert plugins.load("curabib.writers", "bibtex") is not rogue.load()
    with pytest.raises(CurabibError, match="cannot be loaded"):
        plugins.load("writers", "broken")
