"""The one table of diagnostic codes. A code keeps its meaning for ever; its page is `pages/CODE.md`.

CB0xx project and lock, 1xx readers and normalise, 2xx providers, 3xx match, 4xx keys, 5xx library and BibTeX,
6xx writers.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: its code, a short name in kebab case, and how serious it is."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]


_TABLE: tuple[Code, ...] = (
    # project and lock
    # readers and normalise
    # providers
    # match
    # keys
    # library and BibTeX
    # writers
)

CODES: dict[str, Code] = {code.code: code for code in _TABLE}
