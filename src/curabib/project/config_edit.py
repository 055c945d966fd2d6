"""Adding a source to the text of a `curabib.yaml`, with every comment and every other line left as it is."""

from collections.abc import Mapping
from pathlib import Path

from curabib.diagnostics import CurabibError
from curabib.project.config import parse_config
from curabib.project.text_edit import insert, plain_key, replace_node
from curabib.project.yaml_tree import Mapping as Tree
from curabib.project.yaml_tree import Scalar, parse_tree


def add_source(text: str, id: str, settings: Mapping[str, str], *, root: Path, home: Path, path: str) -> str:
    """Return the settings with a further source: `settings` maps the names below its id to YAML values.

    Raises CurabibError where the source exists, where the file has errors, and where its layout is so unusual that
    the result would not say what is meant.
    """
    before = parse_config(text, root=root, home=home, path=path)
    if any(d.severity == "error" for d in before.diagnostics):
        first = next(d for d in before.diagnostics if d.severity == "error")
        place = f"{path}:{first.location.line}" if first.location else path
        raise CurabibError(f"{place}: {first.message}", hint="mend the settings first")
    if before.value.source(id) is not None:
        raise CurabibError(f"there is a source `{id}` already", hint="choose another name")
    new = _put(text, path, id, settings)
    after = parse_config(new, root=root, home=home, path=path)
    errors = [d for d in after.diagnostics if d.severity == "error"]
    if errors:
        raise CurabibError(errors[0].message, hint=errors[0].help)
    if after.value.source(id) is None or len(after.value.sources) != len(before.value.sources) + 1:
        lines = "; ".join(f"{name}: {value}" for name, value in settings.items())
        raise CurabibError(
            f"`{path}` is written so that nothing can be added to it",
            hint=f"add `{id}` with `{lines}` by hand",
        )
    return new


def _put(text: str, path: str, id: str, settings: Mapping[str, str]) -> str:
    tree = parse_tree(text, path).value
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    below = [f"{name}: {value}" for name, value in settings.items()]
    block = "".join(f"    {line}\n" for line in below)
    sources = tree.get("sources") if isinstance(tree, Tree) else None
    if sources is None:
        return "".join(lines) + f"sources:\n  {plain_key(id)}:\n{block}"
    if isinstance(sources, Scalar) or (isinstance(sources, Tree) and not sources.pairs):
        return replace_node(lines, sources.location, sources, f"\n  {plain_key(id)}:\n{block}".rstrip("\n"))
    if not isinstance(sources, Tree):
        return "".join(lines)
    return insert(lines, sources, f"{plain_key(id)}:", *below)
