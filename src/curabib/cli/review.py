"""`curabib review`: an interactive pass over everything that waits for a human."""

import json
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session, replace_file
from curabib.cli.sync import load_project, plan_as_text, progress, report_update
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible, visible_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curabib.model import Record
    from curabib.project import Project
    from curabib.sync.enrich import Enriched
    from curabib.sync.enrich_review import Answer, Question

_KEYS = "[y] one work  [n] different works  [s] skip  [u] undo  [q] done"


@click.command("review")
@click.option(
    "--from",
    "names",
    metavar="PROVIDER",
    multiple=True,
    help="Ask this provider for offers (may be repeated).",
)
@click.option("--list", "listing", is_flag=True, help="List what waits; ask nothing.")
@click.option("--same", nargs=2, multiple=True, metavar="KEY OTHER", help="Decide: these two are one work.")
@click.option("--different", nargs=2, multiple=True, metavar="KEY OTHER", help="Decide: these two are not.")
@click.option("--offline", is_flag=True, help="Use no network.")
@text_or_json
@click.pass_obj
def command(
    session: Session,
    names: tuple[str, ...],
    listing: bool,
    same: tuple[tuple[str, str], ...],
    different: tuple[tuple[str, str], ...],
    offline: bool,
    format_: str,
) -> None:
    r"""Decide what waits for a person.

    Shows each pair side by side: entries that may be one work, and records of authorities that may be an entry's.
    What you decide is written to overrides.yaml when you are done, and the bibliography is built again. Where there
    is no terminal, or with --list, the pairs are listed instead.

    \b
    Examples:
      curabib review
      curabib review --list --format json | jq -r '.[] | [.key, .other] | @tsv'
      curabib review --same patil2021phew 'authority:ml#v139/patil21a'
    """
    from curabib.sync import enrich_review as review

    project = load_project(session)
    enriched = _offers(session, project, names, offline)
    asked = review.questions(project, enriched)
    if same or different:
        answers = _given(asked, same, different)
    elif listing or format_ == "json" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        session.write(_as_json(asked) if format_ == "json" else _as_text(asked))
        session.say(_waiting(len(asked)))
        return
    else:
        answers = _ask(session, asked)
    if not answers:
        session.say("nothing was decided")
        return
    replace_file(project.overrides_path, review.decide(project, answers).encode())
    session.say(f"{len(answers)} decisions written to {project.shown(project.overrides_path)}")
    _rebuild(session, project, names, offline)


def _waiting(count: int) -> str:
    if not count:
        return "nothing waits"
    return "1 pair waits" if count == 1 else f"{count} pairs wait"


def _offers(session: Session, project: "Project", names: tuple[str, ...], offline: bool) -> "Enriched | None":
    """Return what the providers offer, None where there is nobody to ask."""
    from curabib.cli.authority import registry_of
    from curabib.cli.services import providers_of
    from curabib.sync import enrich

    asked = names or project.providers
    if not asked and not registry_of().list():
        return None
    with ExitStack() as stack:
        providers = providers_of(asked, stack, offline=offline)
        return enrich.enrich(project, providers, progress=progress(session)).value


def _rebuild(session: Session, project: "Project", names: tuple[str, ...], offline: bool) -> None:
    from curabib.sync import enrich
    from curabib.sync.run import Refresh, Wishes, synchronise

    enriched = _offers(session, project, names, offline)
    if enriched is None:
        update = synchronise(project, Wishes(refresh=Refresh(offline=True)))
    else:
        update = enrich.apply(project, enriched)
    report_update(session, update)
    session.write(plan_as_text(update.value, diff=False))


def _given(
    asked: "Sequence[Question]", same: tuple[tuple[str, str], ...], different: tuple[tuple[str, str], ...]
) -> "list[Answer]":
    from curabib.sync.enrich_review import Answer

    waiting = {(q.key.casefold(), q.other): q for q in asked}
    answers: list[Answer] = []
    for pairs, verdict in ((same, "same"), (different, "different")):
        for key, other in pairs:
            question = waiting.get((key.casefold(), other)) or waiting.get((other.casefold(), key))
            if question is None:
                raise CurabibError(
                    f"`{key}` and `{other}` do not wait", hint="`curabib review --list` shows what does"
                )
            answers.append(Answer(question=question, verdict="same" if verdict == "same" else "different"))
    return answers


def _ask(session: Session, asked: "Sequence[Question]") -> "list[Answer]":
    """Return what a person at the terminal answers, question by question."""
    from curabib.sync.enrich_review import Answer, without_answered

    done: list[Answer | Question] = []  # in order, so that the last can be undone; a question was skipped
    while True:
        answers = [step for step in done if isinstance(step, Answer)]
        left = [question for question in without_answered(asked, answers) if question not in done]
        if not left:
            return answers
        session.say(f"\n{len(left)} left\n{_pair(left[0])}\n{_KEYS}")
        key = click.getchar().lower()
        if key in ("y", "n"):
            done.append(Answer(question=left[0], verdict="same" if key == "y" else "different"))
        elif key == "s":
            done.append(left[0])
        elif key == "u" and done:
            done.pop()
        elif key in ("q", "\x03", "\x04", "\x1b"):
            return answers


def _pair(question: "Question") -> str:
    """Return a question for people, safe for a terminal."""
    lines = [f"{question.key}  |  {visible(question.other)}", f"  {question.reason}"]
    for name, value in (("title", "title"), ("authors", "author"), ("venue", "venue"), ("year", "date")):
        left, right = (_value(record, value) for record in (question.left, question.right))
        mark = " " if left == right else "*"
        lines += [f"{mark} {name:<8} {visible(left)}", f"  {'':<8} {visible(right)}"]
    return "\n".join(lines)


def _value(record: "Record", name: str) -> str:
    value = record.fields.get(name)
    return str(value) if value is not None else "-"


def _as_text(asked: "Sequence[Question]") -> str:
    return "".join(f"{_pair(question)}\n\n" for question in asked)


def _as_json(asked: "Sequence[Question]") -> str:
    from curabib.model.json_form import record_to_json

    rows: list[dict[str, Any]] = [
        {
            "key": question.key,
            "other": question.other,
            "reason": question.reason,
            "left": record_to_json(question.left),
            "right": record_to_json(question.right),
        }
        for question in asked
    ]
    return visible_json(json.dumps(rows, ensure_ascii=False, indent=2)) + "\n"
