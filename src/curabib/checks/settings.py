"""Settings of a project that do nothing."""

from collections.abc import Iterable, Iterator, Mapping

from curabib.diagnostics.diagnostic import Diagnostic, Edit, Fix, diagnose
from curabib.model import Library
from curabib.model.nearest import nearest
from curabib.project.yaml_tree import Mapping as Tree
from curabib.project.yaml_tree import Node, Scalar, parse_tree
from curabib.project.yaml_tree import Sequence as NodeList


def unused_topic_names(names: Mapping[str, str], headings: Iterable[str], path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each heading under `topics: rename:` that no record has.

    `headings` are the topics of all records as the lists have them, `path` what diagnostics call the settings.
    """
    known = sorted(set(headings))
    for heading in sorted(set(names).difference(known)):
        near = nearest(heading, known, 1)
        yield diagnose(
            "CB583",
            f"`{path}` renames the topic `{heading[:80]}`, which no record has",
            help=f"did you mean `{near[0]}`?" if near else "",
        )


def former_keys(text: str, library: Library, path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each former key of a work that overrides name, with the present one as a safe fix.

    `text` is that of the overrides, `path` what diagnostics call them. Where both keys are there, nothing is safe.
    """
    tree = parse_tree(text, path).value
    named = list(_named(tree))
    present = {key.text for key in named}
    current = {entry.key for entry in library.entries}
    keys = {alias: entry.key for entry in library.entries for alias in entry.aliases}
    for scalar in named:
        key = keys.get(scalar.text, "")
        if not key or scalar.text in current:
            continue
        at = scalar.location
        edit = Edit(
            path=path,
            line=at.line,
            column=at.column,
            end_line=at.end_line,
            end_column=at.end_column,
            replacement=key,
        )
        fix = None if key in present else Fix(title=f"write `{key}`", edits=(edit,), safe=True)
        yield diagnose("CB591", f"`{scalar.text}` is a former key of `{key}`", at, fix=fix, key=key)


def _named(tree: Node | None) -> Iterator[Scalar]:
    """Yield the works that overrides name: the targets of corrections, and the members of decisions."""
    if not isinstance(tree, Tree):
        return
    corrections = tree.get("corrections")
    yield from (key for key, _ in corrections.pairs) if isinstance(corrections, Tree) else ()
    for section in ("same", "different"):
        groups = tree.get(section)
        for group in groups.items if isinstance(groups, NodeList) else ():
            members = group.items if isinstance(group, NodeList) else ()
            yield from (member for member in members if isinstance(member, Scalar))
