"""The tables between rows and groups, each with the query that makes it (`blocks.sql`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from curabib.match import block

_SIZES = {
    "all_pairs": block.ALL_PAIRS_UP_TO,
    "neighbours": block.NEIGHBOURS,
    "rare_words": block.RARE_WORDS,
    "crowded": block.CROWDED,
}
_PART = re.compile(r"^-- (view|table) (\w+)(?::[^\n]*)?\n(.*?);$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """A query with its name; `kept` where its answer is to be a table of its own."""

    name: str
    query: str
    kept: bool


@cache
def parts() -> Mapping[str, Part]:
    """Return the queries by name, in an order in which each builds on those before."""
    text = resources.files(__package__).joinpath("blocks.sql").read_text(encoding="utf-8")
    found = (
        Part(name, query.format_map(_SIZES), kept == "table") for kept, name, query in _PART.findall(text)
    )
    return {part.name: part for part in found}
