"""Matching one line of an entry pattern against one line of a document, in time proportional to both.

A pattern line becomes a short program for a backtracking machine that never visits one instruction at one place twice
(Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009, the variant with a bit for each state).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curabib.evidence.regex import regex
from curabib.project.entry_pattern import TYPED_FIELDS, Hole, Mark, Maybe, PatternLine, Text
from curabib.readers.lines import Line

_TYPED: Mapping[str, re.Pattern[str]] = {
    name: regex(pattern, re.ASCII if name != "number" else 0) for name, pattern in TYPED_FIELDS.items()
}
_LONGEST_LINE = 6_000
LINK = "link"
"""The field of a link that the pattern asks for and labels."""
_FAILED = (-1, 0)

_SIGN, _BLANK, _ANY, _JUMP, _SPLIT, _SAVE, _TYPE, _OPEN, _CLOSE = range(9)


@dataclass(frozen=True, slots=True)
class _Instruction:
    """An operation, what sign, field or markup it is about, the instruction or slot it names, an alternative."""

    operation: int
    what: str = ""
    number: int = 0
    otherwise: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A field found in a line: its text (the address of a `link`), and what separates its values or labels it."""

    field: str
    text: str
    detail: str


class Budget:
    """How much work may still be done for one document."""

    def __init__(self, steps: int) -> None:
        """Begin with so many steps of the machine."""
        self.steps = steps


class LineMatcher:
    """A pattern line, ready to be matched."""

    def __init__(self, line: PatternLine) -> None:
        """Compile the line."""
        self.heading = line.heading
        self._holes: list[Hole] = []
        self._program: list[_Instruction] = []
        self._needed = [node.text.strip().lower() for node in _certain(line) if node.text.strip()]
        opened: list[int] = []
        for node in line.nodes:
            self._add(node, opened)

    def _add(self, node: Text | Hole | Mark | Maybe, opened: list[int]) -> None:
        program = self._program
        if isinstance(node, Text):
            program += [_Instruction(_BLANK if sign == " " else _SIGN, sign) for sign in node.text]
        elif isinstance(node, Hole):
            self._add_hole(node)
        elif isinstance(node, Mark):
            program.append(_Instruction(_OPEN if node.opens else _CLOSE, node.kind))
            if node.opens and node.label:
                program.append(_Instruction(_SAVE, number=2 * len(self._holes)))
                self._holes.append(Hole(LINK, node.label))
        elif node.opens:
            opened.append(len(program))
            program.append(_Instruction(_SPLIT))
        else:
            start = opened.pop()
            program[start] = _Instruction(_SPLIT, number=start + 1, otherwise=len(program))

    def _add_hole(self, hole: Hole) -> None:
        program, slot = self._program, 2 * len(self._holes)
        self._holes.append(hole)
        program.append(_Instruction(_SAVE, number=slot))
        if hole.field in _TYPED:
            program.append(_Instruction(_TYPE, hole.field))
        else:
            if hole.field:
                program.append(_Instruction(_ANY, "word"))
            here = len(program)
            program.append(_Instruction(_SPLIT, number=here + 3, otherwise=here + 1))  # as little as possible
            program += [_Instruction(_ANY), _Instruction(_JUMP, number=here)]
        program.append(_Instruction(_SAVE, number=slot + 1))

    def match(self, line: Line, budget: Budget) -> tuple[Captured, ...] | None:
        """Return the fields of a line that matches as a whole, else None; each step is taken from the budget."""
        text = line.text
        if len(text) > _LONGEST_LINE or self.heading != line.heading or not self._may_match(text):
            return None
        slots = self._run(text, line.runs, budget)
        if slots is None:
            return None
        targets = {start: href for kind, start, _, href in line.runs if kind == "link"}
        found: list[Captured] = []
        for hole, start, end in zip(self._holes, slots[::2], slots[1::2], strict=True):
            said = targets.get(start, "") if hole.field == LINK else text[start : max(start, end)].strip()
            if hole.field not in ("", "word") and start >= 0 and said:
                found.append(Captured(field=hole.field, text=said, detail=hole.detail))
        return tuple(found)

    def _may_match(self, text: str) -> bool:
        """Return whether what must stand in a line stands there, in order: a quick look before the machine runs."""
        lower = text.lower()
        at = 0
        for needed in self._needed:
            at = lower.find(needed, at)
            if at < 0:
                return False
            at += len(needed)
        return True

    def _run(self, text: str, runs: Sequence[tuple[str, int, int, str]], budget: Budget) -> list[int] | None:
        """Run the program; return the ends of the holes, or None."""
        starts = {(kind, start) for kind, start, _, _ in runs}
        ends = {(kind, end) for kind, _, end, _ in runs}
        slots = [-1] * (2 * len(self._holes))
        width = len(text) + 1
        seen: set[int] = set()
        # (instruction, place), or (-1 - slot, old value): what to put back when going back
        stack: list[tuple[int, int]] = [(0, 0)]
        while stack:
            at, place = stack.pop()
            if at < 0:
                slots[-1 - at] = place
                continue
            while at >= 0:
                state = at * width + place
                if state in seen:
                    break
                seen.add(state)
                budget.steps -= 1
                if budget.steps < 0:
                    return None
                if at == len(self._program):
                    if text[place:].strip():
                        break
                    return slots
                at, place = self._step(at, place, text, starts, ends, slots, stack)
        return None

    def _step(
        self,
        at: int,
        place: int,
        text: str,
        starts: set[tuple[str, int]],
        ends: set[tuple[str, int]],
        slots: list[int],
        stack: list[tuple[int, int]],
    ) -> tuple[int, int]:
        """Carry out one instruction; return where to go on, or (-1, 0) where it fails."""
        do = self._program[at]
        if do.operation == _SIGN:
            good = place < len(text) and (text[place] == do.what or text[place].lower() == do.what.lower())
            return (at + 1, place + 1) if good else _FAILED
        if do.operation == _BLANK:
            return self._blank(at, place, text)
        if do.operation == _ANY:
            good = place < len(text) and not (do.what and text[place] == " ")
            return (at + 1, place + 1) if good else _FAILED
        if do.operation == _JUMP:
            return do.number, place
        if do.operation == _SPLIT:
            stack.append((do.otherwise, place))
            return do.number, place
        if do.operation == _SAVE:
            stack.append((-1 - do.number, slots[do.number]))
            slots[do.number] = place
            return at + 1, place
        if do.operation == _TYPE:
            match = _TYPED[do.what].match(text, place)
            return (at + 1, match.end()) if match else _FAILED
        marks = starts if do.operation == _OPEN else ends
        return (at + 1, place) if (do.what, place) in marks else _FAILED

    def _blank(self, at: int, place: int, text: str) -> tuple[int, int]:
        """Match one blank; beside a sign that is neither letter nor digit it may be missing."""
        if text[place : place + 1] == " ":
            return at + 1, place + 1
        beside = text[max(place - 1, 0) : place], text[place : place + 1]
        return (at + 1, place) if not all(sign.isalnum() for sign in beside) else _FAILED


def _certain(line: PatternLine) -> list[Text]:
    """Return the texts that every matching line has: those outside of what may be missing."""
    depth = 0
    found: list[Text] = []
    for node in line.nodes:
        if isinstance(node, Maybe):
            depth += 1 if node.opens else -1
        elif isinstance(node, Text) and not depth:
            found += [Text(part) for part in node.text.split(" ")]
    return found
