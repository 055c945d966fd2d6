"""How a formatted list looks, as an output of `curabib.yaml` says."""

from collections.abc import Mapping
from typing import Any, cast

from curabib.project.settings import ListLook
from curabib.project.walk import Walk
from curabib.project.yaml_tree import Node

LOOK = ("locale", "group-by", "with", "highlight", "standalone")
"""The settings of an output that only formatted lists have."""
_GROUPINGS = ("topic", "year", "venue", "type")
_EXTRAS = ("keywords", "links", "key")


def list_look(walk: Walk, parts: Mapping[str, Node], *, is_list: bool, to: str) -> ListLook:
    """Return the look that `parts` of an output describe; what does not fit is reported to `walk` and left out."""
    for name in LOOK if not is_list else ():
        if name in parts:
            walk.problem(
                f"`{name}` is for formatted lists",
                parts[name].location,
                help="give the output a `style`, or leave it out",
            )
    if not is_list:
        return ListLook()
    standalone = walk.flag(parts.get("standalone"), "outputs.standalone")
    if standalone and to != "html":
        walk.problem("`standalone` makes an HTML page", parts["standalone"].location, help="add `to: html`")
    extras = [
        walk.choice(item, "outputs.with", _EXTRAS) for item in walk.items(parts.get("with"), "outputs.with")
    ]
    people = [
        walk.text(item, "outputs.highlight")
        for item in walk.items(parts.get("highlight"), "outputs.highlight")
    ]
    return ListLook(
        locale=walk.text(parts.get("locale"), "outputs.locale"),
        group_by=cast(Any, walk.choice(parts.get("group-by"), "outputs.group-by", _GROUPINGS)),
        extras=cast(Any, tuple(extra for extra in extras if extra)),
        highlight=tuple(name for name in people if name),
        standalone=standalone and to == "html",
    )
