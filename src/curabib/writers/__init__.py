"""Writers print a view in a format."""

from typing import Protocol

from curabib.diagnostics import Result
from curabib.model import View


class Writer(Protocol):
    """A format: its name on the command line, the suffix of its files, and how to print a view."""

    @property
    def name(self) -> str:
        """The name that `--format` and `curabib.yaml` use."""
        ...

    @property
    def extension(self) -> str:
        """The suffix of its files, without the dot."""
        ...

    def write(self, view: View) -> Result[str]:
        """Return the text of the view, its entries in the view's order, and what the format could not say."""
        ...
