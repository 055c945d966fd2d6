"""Selecting entries of a library with a query."""

from curabib.diagnostics import Diagnostic, diagnose
from curabib.library.select_fields import FIELDS, Predicate
from curabib.library.select_fields import Scope as Scope
from curabib.library.select_fields import resolve_topic as resolve_topic
from curabib.library.select_fields import sources_of as sources_of
from curabib.library.select_fields import topics_of as topics_of
from curabib.library.select_query import Operator
from curabib.library.select_query import Query as Query
from curabib.library.select_query import conditions as conditions
from curabib.library.select_query import parse_query as parse_query
from curabib.library.select_terms import QueryError as QueryError
from curabib.library.select_terms import Term, listed
from curabib.model import Entry, Library
from curabib.model.nearest import nearest


def select(
    library: Library,
    query: Query,
    *,
    withdrawn: bool = False,
    by_topic: bool = False,
    scope: Scope | None = None,
) -> tuple[Entry, ...]:
    """Return the entries that `query` asks for, in the order of the library.

    A query that names a topic, or whose answer is to be split `by_topic`, leaves out withdrawn works, unless it asks
    about `state:` itself or `withdrawn` is set: no list stands behind their topic any more. Every other query keeps
    them. Raises QueryError where a term names a topic or source that the library does not have, or more than one.
    `scope` is that of a greater library of which `library` is a part.
    """
    if not library.entries:
        return ()  # no term could name anything
    fields = {term.field for term in query.terms}
    present = (by_topic or "topic" in fields) and "state" not in fields and not withdrawn
    holds = _compiled(query, scope or Scope(library))
    return tuple(
        entry for entry in library.entries if not (present and entry.state == "withdrawn") and holds(entry)
    )


def empty_selection(library: Library, query: Query) -> Diagnostic:
    """Return the diagnostic that says why `query` selects nothing: which of its terms meet no entry at all."""
    if not library.entries:
        message = (
            f"`{query.text}` selects nothing: the library is empty" if query.text else "the library is empty"
        )
        return diagnose("CB550", message, help="`curabib add` names a list to read, `curabib sync` reads it")
    scope = Scope(library)
    blamed = [
        term
        for term in _asked(query)
        if not any(map(FIELDS[term.field].compile(term, scope), library.entries))
    ]
    if blamed:
        why = f"{listed([term.text for term in blamed], 'and')} {'meets' if len(blamed) == 1 else 'meet'} no entry"
    else:
        why = "no entry meets all of it together"
    help = ""
    for term in blamed:
        near = nearest(term.value, library.by_key) if term.field == "key" else ()
        if near:
            help = f"keys like it: {listed(near, 'and')}"
    return diagnose("CB550", f"`{query.text}` selects nothing: {why}", help=help)


def required(query: Query, field: str) -> tuple[Term, ...]:
    """Return the terms on `field` that every selected entry meets, so that no other entry need be looked at."""
    stack: list[tuple[Term, ...]] = []
    for step in query.program:
        if isinstance(step, Term):
            stack.append((step,) if step.field == field else ())
        elif step == "not":
            stack[-1] = ()
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(left + right if step == "and" else ())
    return stack[0] if stack else ()


def _compiled(query: Query, scope: Scope) -> Predicate:
    """Return the query as one test of an entry."""
    program = [
        FIELDS[step.field].compile(step, scope) if isinstance(step, Term) else step for step in query.program
    ]
    if not program:
        return lambda entry: True
    if len(program) == 1 and callable(program[0]):
        return program[0]
    return lambda entry: _run(program, entry)


def _run(program: list[Predicate | Operator], entry: Entry) -> bool:
    stack: list[bool] = []
    for step in program:
        if callable(step):
            stack.append(step(entry))
        elif step == "not":
            stack[-1] = not stack[-1]
        else:
            right = stack.pop()
            stack[-1] = (stack[-1] and right) if step == "and" else (stack[-1] or right)
    return stack[0]


def _asked(query: Query) -> tuple[Term, ...]:
    """Return the terms that are asked for, not those that are ruled out."""
    stack: list[tuple[tuple[Term, ...], tuple[Term, ...]]] = []
    for step in query.program:
        if isinstance(step, Term):
            stack.append(((step,), ()))
        elif step == "not":
            asked, ruled_out = stack.pop()
            stack.append((ruled_out, asked))
        else:
            (asked, ruled_out), (more, others) = stack[-2], stack.pop()
            stack[-1] = (asked + more, ruled_out + others)
    return stack[0][0] if stack else ()
