"""Reading typed settings out of a YAML tree, with a diagnostic for every part that does not fit."""

from collections.abc import Collection, Iterator, Sequence

from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Location
from curabib.model.nearest import nearest
from curabib.project.yaml_tree import Mapping, Node, Scalar
from curabib.project.yaml_tree import Sequence as NodeList


class Walk:
    """Collects the problems met on the way through one file; `code` is the code for a value of the wrong kind."""

    __slots__ = ("code", "diagnostics")

    def __init__(self, code: str) -> None:
        self.code = code
        self.diagnostics: list[Diagnostic] = []

    def problem(self, message: str, location: Location, *, help: str = "", code: str = "") -> None:
        """Report a problem at a place."""
        self.diagnostics.append(diagnose(code or self.code, message, location, help=help))

    def pairs(self, node: Node | None, what: str, known: Collection[str] = ()) -> Iterator[tuple[str, Node]]:
        """Yield the keys and nodes of a mapping; reports keys that are not `known` (if given) and skips them."""
        if node is None or (isinstance(node, Scalar) and node.null):
            return
        if not isinstance(node, Mapping):
            self.problem(
                f"`{what}` must be a mapping", node.location, help="write `name: value` lines below it"
            )
            return
        for key, value in node.pairs:
            if known and key.text not in known:
                guess = nearest(key.text, known, 1)
                help = (
                    f"did you mean `{guess[0]}`?"
                    if guess
                    else "known are " + ", ".join(f"`{k}`" for k in known)
                )
                where = f" in `{what}`" if what else ""
                self.problem(
                    f"unknown setting `{key.text[:60]}`{where}", key.location, help=help, code="CB002"
                )
            else:
                yield key.text, value

    def items(self, node: Node | None, what: str) -> "Sequence[Node]":
        """Return the nodes of a list; a single text counts as a list of one."""
        if node is None or (isinstance(node, Scalar) and node.null):
            return ()
        if isinstance(node, NodeList):
            return node.items
        if isinstance(node, Scalar):
            return (node,)
        self.problem(f"`{what}` must be a list", node.location, help="begin each item with `- `")
        return ()

    def text(self, node: Node | None, what: str) -> str:
        """Return the text of a scalar without outer blanks, or the empty string (reported where it is no text)."""
        if node is None or (isinstance(node, Scalar) and node.null):
            return ""
        if not isinstance(node, Scalar):
            self.problem(f"`{what}` must be a text", node.location)
            return ""
        return node.text.strip()

    def flag(self, node: Node | None, what: str) -> bool:
        """Return whether a `true` was written; `false` and nothing are False, all else is reported."""
        return self.choice(node, what, ("true", "false")) == "true"

    def choice(self, node: Node | None, what: str, choices: Collection[str]) -> str:
        """Return a text that must be one of `choices`, or the empty string."""
        text = self.text(node, what)
        if text and text not in choices and node is not None:
            guess = nearest(text, choices, 1)
            help = (
                f"did you mean `{guess[0]}`?"
                if guess
                else "known are " + ", ".join(f"`{k}`" for k in choices)
            )
            self.problem(f"`{what}` cannot be `{text[:60]}`", node.location, help=help)
            return ""
        return text
