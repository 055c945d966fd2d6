r"""Citation commands that a paper makes for itself: `\newcommand{\mycite}[1]{see~\cite{#1}}` and its kin."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from curabib.citing.manuscript import CiteCommand

_NAME = re.compile(r"\s*\{?\s*\\([A-Za-z@]+)\s*\}?\s*")
_COUNT = re.compile(r"\[\s*([1-9])\s*\]\s*")
_DEFAULT = re.compile(r"\[[^\[\]]{0,400}\]\s*")
_DEF_PARAMETERS = re.compile(r"(?:#[1-9])+")
_SPECIFICATION = re.compile(r"\{([^{}]{0,200}(?:\{[^{}]{0,100}\}[^{}]{0,200})*)\}\s*")
_SPEC_GROUP = re.compile(r"\{[^{}]*\}")
_EQUALS = re.compile(r"\s*=?\s*\\([A-Za-z@]+)")
_CITED_PARAMETER = re.compile(r"\\([A-Za-z@]+)\*?(?:\s*\[[^\[\]{}]{0,200}\])*\s*((?:\{[^{}]{0,200}\}){1,3})")
_ARGUMENT = re.compile(r"\{([^{}]*)\}")
_PARAMETER = re.compile(r"#([1-9])")

_NEW: Final = frozenset({"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"})
_XPARSE: Final = frozenset(
    {"NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand", "DeclareDocumentCommand"}
)
_DEF: Final = frozenset({"def", "gdef", "edef", "xdef"})
_STYLE: Final = {"DeclareCiteCommand": False, "DeclareMultiCiteCommand": True}

GroupEnd = Callable[[int], int]


class Definitions:
    """The citation commands known so far: `commands` all of them, `own` those that the paper defines."""

    def __init__(self, commands: Mapping[str, CiteCommand]) -> None:
        """Begin with the commands of LaTeX and its packages, and those of the other files of the paper."""
        self.commands = dict(commands)
        self.own: dict[str, CiteCommand] = {}

    def read(self, definer: str, text: str, position: int, group_end: GroupEnd) -> None:
        """Take in a definition: `definer` ends at `position`; `group_end` finds the end of the group at an offset.

        What does not cite, or is a command of the packages redefined, changes nothing.
        """
        name = _NAME.match(text, position)
        if name is None:
            return
        if definer == "let":
            target = _EQUALS.match(text, name.end())
            self._add(name[1], self.commands.get(target[1]) if target else None)
        elif definer in _STYLE:
            self._add(name[1], CiteCommand(many=_STYLE[definer]))
        elif definer in _NEW or definer in _XPARSE or definer in _DEF:
            before, start = _parameters(definer, text, name.end())
            end = group_end(start) if text[start : start + 1] == "{" else -1
            if end > 0 and before is not None:
                self._add(name[1], self._citing(text[start:end], before))

    def _add(self, name: str, command: CiteCommand | None) -> None:
        if command is not None and name not in self.commands:
            self.commands[name] = self.own[name] = command

    def _citing(self, body: str, mandatory: Mapping[int, int]) -> CiteCommand | None:
        """Return how a command with this body cites; `mandatory` maps a parameter to its place among the arguments."""
        cited: set[int] = set()
        silent = True
        for match in _CITED_PARAMETER.finditer(body):
            command = self.commands.get(match[1])
            inside = _ARGUMENT.findall(match[2])
            for index in command.arguments if command else ():
                parameters = _PARAMETER.findall(inside[index]) if index < len(inside) else []
                cited.update(mandatory[int(p)] for p in parameters if int(p) in mandatory)
                silent = silent and bool(command and command.silent)
        return CiteCommand(arguments=tuple(sorted(cited)), silent=silent) if cited else None


def _parameters(definer: str, text: str, position: int) -> tuple[Mapping[int, int] | None, int]:
    """Return which parameter is which mandatory argument, and where the body begins; None where there is none."""
    if definer in _DEF:
        given = _DEF_PARAMETERS.match(text, position)
        count = len(given[0]) // 2 if given else 0
        return {n + 1: n for n in range(count)}, given.end() if given else position
    if definer in _XPARSE:
        specification = _SPECIFICATION.match(text, position)
        if specification is None:
            return None, position
        letters = re.sub(r"[\s+!>]", "", _SPEC_GROUP.sub("", specification[1]))
        letters = re.sub(r"([rRdD]).{2}|([tu]).", r"\1\2", letters)
        places = [number for number, letter in enumerate(letters, 1) if letter in "mv"]
        return {number: place for place, number in enumerate(places)}, specification.end()
    given = _COUNT.match(text, position)
    if given is None:
        return None, position
    default = _DEFAULT.match(text, given.end())
    optional = default is not None
    mandatory = {n: n - 1 - optional for n in range(1 + optional, int(given[1]) + 1)}
    return mandatory, default.end() if default else given.end()
