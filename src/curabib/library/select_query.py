r"""The query language: from text to a program of terms in postfix order.

```
query = or ;  or = and {("or" | "|") and} ;  and = not {["and" | "&"] not} ;  not = {"not" | "-" | "!"} atom
atom  = "(" query ")" | value | field (":" | "=" | "<" | "<=" | ">" | ">=") (value | "(" query ")")
value = word | '"' any text, with \" and \\ '"'
```
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from curabib.diagnostics.error import CurabibError
from curabib.library.select_fields import FIELDS, field_named
from curabib.library.select_terms import QueryError, Term, listed
from curabib.model.nearest import nearest
from curabib.model.text import nfc

LONGEST = 8_000
MOST_TERMS = 500
DEEPEST = 100

Operator = Literal["and", "or", "not"]

_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<open>\()
      | (?P<close>\))
      | (?P<or>\|{1,2})
      | (?P<and>&{1,2}(?=[\s(]|\Z))
      | (?P<not>[-!](?=[^\s)]))
      | (?P<quoted>"(?:[^"\\]|\\.)*")
      | (?P<unclosed>")
      | (?P<field>[A-Za-z][A-Za-z_-]*)(?P<comparison>:|<=|>=|=|<|>)
      | (?P<word>[^\s()"|]+)""",
    re.VERBOSE | re.DOTALL,
)
_VALUE = re.compile(
    r'(?P<comparison>>=|<=|=|<|>)?(?:(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<word>[^\s()"|]+))', re.DOTALL
)
_COMPARISON = re.compile(r">=|<=|[=<>]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_WORDS: Mapping[str, Operator] = {"and": "and", "or": "or", "not": "not"}
_BINDING: Mapping[str, int] = {"or": 1, "and": 2, "not": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed query: terms and operators in postfix order; without any it selects everything."""

    text: str = ""
    program: tuple[Term | Operator, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms, in the order of the text."""
        return tuple(step for step in self.program if isinstance(step, Term))

    def joined(self, other: "Query") -> "Query":
        """Return the query that asks for both."""
        text = " and ".join(query.text for query in (self, other) if query.text)
        both: tuple[Operator, ...] = ("and",) if self.program and other.program else ()
        return Query(text=text, program=self.program + other.program + both)


def parse_query(text: str) -> Query:
    """Return the query that `text` means; the empty text selects everything.

    Raises QueryError, with the column, for an unknown field (suggesting the nearest), a value that its field
    cannot have, an operator without operand, quotes or parentheses that do not close, and for more than 8,000
    characters, 500 terms or 100 open parentheses.
    """
    if len(text) > LONGEST:
        raise CurabibError(f"the query has {len(text)} characters; {LONGEST} are the most")
    return _Parser(nfc(text.strip())).parse()


def conditions(given: Mapping[str, tuple[str, ...]]) -> Query:
    """Return the query of plain conditions: field to values, one of each field's values to be met.

    Raises QueryError where a value does not fit its field. A field without values asks for nothing.
    """
    query = Query()
    for name, values in given.items():
        program: list[Term | Operator] = []
        for value in values:
            compared = _COMPARISON.match(value) if "<" in FIELDS[name].comparisons else None
            comparison = compared[0] if compared else ":"
            bare = nfc(value[compared.end() :] if compared else value)
            term = Term(field=name, comparison=comparison, value=bare, text=f"--{name} {value}")
            _check(term)
            program += [term] if not program else [term, "or"]
        if program:
            query = query.joined(
                Query(text=" or ".join(f"--{name} {v}" for v in values), program=tuple(program))
            )
    return query


class _Parser:
    """Shunting yard: operators wait on a stack until what binds less tightly comes; no recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.program: list[Term | Operator] = []
        self.waiting: list[tuple[str, int, str]] = []  # operator or "(", offset, the field before a "("
        self.operand_next = True
        self.terms = 0

    def parse(self) -> Query:
        for kind, match in self.tokens():
            _STEPS[kind](self, match)
        if self.operand_next and (self.waiting or self.program):
            name, offset, _ = self.waiting[-1]
            self.fail(f"nothing stands behind `{name}`", offset, len(name))
        while self.waiting:
            name, offset, _ = self.waiting.pop()
            if name == "(":
                self.fail("`(` is never closed", offset)
            self.program.append(_operator(name))
        return Query(text=self.text, program=tuple(self.program))

    def tokens(self) -> Iterator[tuple[str, re.Match[str]]]:
        while self.position < len(self.text):
            match = _TOKEN.match(self.text, self.position)
            if match is None:  # the table of tokens covers every character
                self.fail(f"cannot read `{self.text[self.position]}`", self.position)
            self.position = match.end()
            kind = "field" if match["field"] else str(match.lastgroup)
            if kind != "blank":
                yield kind, match

    def fail(self, message: str, offset: int, width: int = 1, hint: str = "") -> NoReturn:
        raise QueryError(message, source=self.text, column=offset + 1, width=width, hint=hint)

    def on_open(self, match: re.Match[str], field: str = "") -> None:
        self.before_operand(match.start())
        if len(self.waiting) >= DEEPEST:
            self.fail(f"more than {DEEPEST} parentheses and operators are open", match.start())
        self.waiting.append(("(", match.end() - 1, field or self.field()))

    def on_close(self, match: re.Match[str]) -> None:
        if self.operand_next:
            self.fail("`)` stands where a term should", match.start())
        while self.waiting and self.waiting[-1][0] != "(":
            self.program.append(_operator(self.waiting.pop()[0]))
        if not self.waiting:
            self.fail("`)` closes nothing", match.start())
        self.waiting.pop()

    def on_binary(self, match: re.Match[str], name: Operator | None = None) -> None:
        operator = name or ("or" if match["or"] else "and")
        if self.operand_next:
            self.fail(f"nothing stands before `{match[0]}`", match.start(), len(match[0]))
        self.push(operator, match.start())

    def on_not(self, match: re.Match[str]) -> None:
        self.before_operand(match.start())
        if len(self.waiting) >= DEEPEST:
            self.fail(f"more than {DEEPEST} parentheses and operators are open", match.start())
        self.waiting.append(("not", match.start(), ""))

    def on_quoted(self, match: re.Match[str]) -> None:
        self.add_term(self.field() or "any", _unquoted(match[0]), match, quoted=True)

    def on_unclosed(self, match: re.Match[str]) -> None:
        self.fail("the quotation is never closed", match.start())

    def on_word(self, match: re.Match[str]) -> None:
        operator = _WORDS.get(match[0].lower())
        if operator == "not":
            self.on_not(match)
        elif operator:
            self.on_binary(match, operator)
        else:
            self.add_term(self.field() or "any", match[0], match)

    def on_field(self, match: re.Match[str]) -> None:
        name, comparison, outer = match["field"].lower(), match["comparison"], self.field()
        if outer:
            self.fail(f"`{name}` stands inside `{outer}:(`", match.start(), len(name))
        if field_named(name) is None:
            meant = nearest(name, FIELDS)
            hint = f"did you mean {listed(meant)}?" if meant else f"the fields are {listed(FIELDS, 'and')};"
            self.fail(
                f"no field is called `{name}`",
                match.start(),
                len(name),
                f"{hint} a word with `{comparison}` in it goes into quotes",
            )
        if comparison == ":" and self.text.startswith("(", self.position):
            opening = _TOKEN.match(self.text, self.position)
            if opening is not None:
                self.position = opening.end()
                self.on_open(opening, name)
            return
        value = _VALUE.match(self.text, self.position)
        if value is None or (value["comparison"] and comparison != ":"):
            if self.text.startswith('"', self.position):
                self.fail("the quotation is never closed", self.position)
            self.fail(
                f"`{match[0]}` has no value",
                match.start(),
                len(match[0]),
                f"write {match[0]}VALUE without a blank",
            )
        self.position = value.end()
        shown = value["quoted"] or value["word"]
        text = _unquoted(shown) if value["quoted"] else shown
        self.add_term(
            name, text, match, quoted=bool(value["quoted"]), comparison=value["comparison"] or comparison
        )

    def add_term(
        self, field: str, value: str, match: re.Match[str], *, quoted: bool = False, comparison: str = ":"
    ) -> None:
        start = match.start()
        self.before_operand(start)
        self.terms += 1
        if self.terms > MOST_TERMS:
            self.fail(f"the query has more than {MOST_TERMS} terms", start)
        term = Term(
            field=field_named(field) or field,
            comparison=comparison,
            value=value,
            quoted=quoted,
            column=start + 1,
            text=self.text[start : self.position],
            source=self.text,
        )
        _check(term)
        self.program.append(term)
        self.operand_next = False

    def before_operand(self, offset: int) -> None:
        """Put the `and` that two operands side by side mean."""
        if not self.operand_next:
            self.push("and", offset)

    def push(self, operator: Operator, offset: int) -> None:
        while self.waiting and _BINDING.get(self.waiting[-1][0], 0) >= _BINDING[operator]:
            self.program.append(_operator(self.waiting.pop()[0]))
        self.waiting.append((operator, offset, ""))
        self.operand_next = True

    def field(self) -> str:
        """Return the field of the innermost parenthesis, empty outside of any."""
        return next((field for name, _, field in reversed(self.waiting) if name == "("), "")


_STEPS: Mapping[str, Callable[[_Parser, re.Match[str]], None]] = {
    "open": _Parser.on_open,
    "close": _Parser.on_close,
    "or": _Parser.on_binary,
    "and": _Parser.on_binary,
    "not": _Parser.on_not,
    "quoted": _Parser.on_quoted,
    "unclosed": _Parser.on_unclosed,
    "field": _Parser.on_field,
    "word": _Parser.on_word,
}


def _check(term: Term) -> None:
    """Raise QueryError where a term's field does not know its comparison, or cannot have its value."""
    field = FIELDS[term.field]
    if term.comparison not in field.comparisons:
        raise term.error(f"`{term.comparison}` compares years only", f"write {term.field}:{term.value}")
    if not term.value.strip():
        raise term.error(f"`{term.text}` asks for nothing")
    field.check(term)


def _unquoted(text: str) -> str:
    return _ESCAPE.sub(r"\1", text[1:-1])


def _operator(name: str) -> Operator:
    return _WORDS[name]
