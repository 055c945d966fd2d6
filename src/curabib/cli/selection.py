"""What the commands share that work on a selection of the library: options, loading, and why nothing was found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from curabib.cli.session import Session
from curabib.diagnostics import Diagnostic
from curabib.library.select import Query, QueryError, conditions, empty_selection, parse_query, select
from curabib.library.select_order import ORDERS, ordered
from curabib.model import Entry, Library

_CONDITIONS = {
    "topic": "In this topic: full name, slug, or the beginning of one alone.",
    "author": "By this author.",
    "year": 'Of this year: 2019, 2018..2020, 2018.., ..2020, ">=2019".',
    "venue": "At this venue.",
    "keyword": "With this keyword.",
    "source": "From this source.",
    "key": "With this citation key or alias; * at the end stands for any rest.",
    "type": "Of this entry type.",
}

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A library, and the entries of it that were asked for, in the order asked for."""

    library: Library
    query: Query
    entries: tuple[Entry, ...]


def selection_options(*, sort: str | None = "key") -> Callable[[F], F]:
    """Return a decorator that adds the query and the plain conditions; `sort` is the default order, None for no option.

    The command is given `query`, the conditions, `withdrawn`, `allow_empty` and `sort`; hand them to `chosen`.
    """

    def decorate(command: F) -> F:
        if sort is not None:
            command = click.option(
                "--sort",
                type=click.Choice(list(ORDERS)),
                default=sort or None,
                show_default=bool(sort),
                help="Order.",
            )(command)
        command = click.option("--allow-empty", is_flag=True, help="Finding nothing is no error.")(command)
        command = click.option(
            "--withdrawn", is_flag=True, help="Keep works that no list has any more in a selection by topic."
        )(command)
        for name, help in reversed(_CONDITIONS.items()):
            command = click.option(
                f"--{name}", multiple=True, metavar=name.upper(), help=help, shell_complete=_completions(name)
            )(command)
        return click.argument("query", nargs=-1)(command)

    return decorate


def load_library(session: Session, query: Query | None = None) -> Library:
    """Return the library of the session's project, or the part of it that can answer `query`.

    Errors in the project's inputs are reported, the rest is `check`'s. Raises CurabibError where the settings have
    errors.
    """
    from curabib.sync.libraries import load_kept

    with session.reporting_settings():
        result, session.kept = load_kept(session.root(), query)
    session.report(found for found in result.diagnostics if found.severity == "error")
    return result.value


def chosen(session: Session, options: dict[str, Any], *, by_topic: bool = False) -> Selection:
    """Return the selection that the options of `selection_options` ask for.

    One condition of each kind must be met, and the query; `by_topic` says that the answer is to be split so. Raises
    QueryError where they mean nothing definite. An empty selection is reported and makes the status 1, unless it is
    allowed.
    """
    query = asked(options)
    library = load_library(session, query)
    try:
        found = select(library, query, withdrawn=options["withdrawn"], by_topic=by_topic)
    except QueryError:
        found = ()
    if not found and query.program:  # a part of the library cannot tell why
        library = load_library(session)
        found = select(library, query, withdrawn=options["withdrawn"], by_topic=by_topic)
    if not found and not options["allow_empty"]:
        session.report([empty_selection(library, query)])
    order = options.get("sort") or "key"
    return Selection(library=library, query=query, entries=found if order == "key" else ordered(found, order))


def report_printed(session: Session, diagnostics: Sequence[Diagnostic]) -> None:
    """Report what a format could not say, but for the codes that the project does not want to hear of.

    The settings are read only where there is something to report: reading them takes longer than a small export.
    """
    if diagnostics and not session.ignore and (root := session.find_root()) is not None:
        from curabib.project import load

        session.ignore = load(root).value.ignore
    session.report(diagnostics)


def retractions(entries: Iterable[Entry]) -> tuple[Diagnostic, ...]:
    """Return a warning for each entry that is about to be written for people who cite, and was retracted (CB592)."""
    gone = [entry for entry in entries if entry.work.is_retracted]
    if not gone:
        return ()
    from curabib.checks.retractions import retracted

    return tuple(problem for entry in gone for problem in retracted(entry))


def asked(options: dict[str, Any]) -> Query:
    """Return the query that the options mean together."""
    given: dict[str, tuple[str, ...]] = {name: options[name] for name in _CONDITIONS}
    return parse_query(" ".join(options["query"])).joined(conditions(given))


def _completions(name: str) -> Callable[[click.Context, click.Parameter, str], list[str]] | None:
    """Return what completes the values of a condition in a shell: keys, topics and sources of the project."""
    if name not in ("key", "topic", "source", "venue"):
        return None

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        return complete_values(ctx, name, incomplete)

    return complete


def complete_values(ctx: click.Context, name: str, incomplete: str) -> list[str]:
    """Return the values of the project's library that begin with `incomplete`; nothing where there is no project."""
    from curabib.library.select import sources_of, topics_of

    of: dict[str, Callable[[Entry], Sequence[str]]] = {
        "key": lambda entry: (entry.key, *entry.aliases),
        "topic": topics_of,
        "source": sources_of,
        "venue": lambda entry: (str(entry.work.fields.venue),) if entry.work.fields.venue else (),
    }
    try:
        directory = ctx.find_root().params.get("project")
        from curabib.sync.libraries import load_library

        library = load_library(Session(directory=directory).root()).value
    except Exception:
        return []  # a shell must not be told about the state of a project while someone types
    values = {value for entry in library.entries for value in of[name](entry)}
    return sorted(value for value in values if value.casefold().startswith(incomplete.casefold()))
