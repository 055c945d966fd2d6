"""`curabib review`: an interactive pass over everything that waits for a human."""

import json
import sys
from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from curabib.cli.keys import keys
from curabib.cli.options import text_or_json
from curabib.cli.session import Session, replace_file
from curabib.cli.sync import load_project, plan_as_text, progress, report_update
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible, visible_json, visible_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curabib.model import Record
    from curabib.project import Project
    from curabib.project.decisions_edit import Verdict
    from curabib.sync.enrich import Enriched
    from curabib.sync.enrich.review import Answer, Notes, Question

_KEYS = "[y] one work  [n] different works  [s] skip  [u] undo  [q] done"
_LAST_KEYS = "[u] undo  [q] done"
_VERDICTS: "dict[str, Verdict]" = {"y": "same", "n": "different"}
_SAID = {"y": "one work", "n": "different works", "s": "skipped", "u": "undone"}
_DONE = ("q", "\x03", "\x04", "\x1b")
_ENTER = ("\r", "\n")


@click.command("review")
@click.argument("verdict", required=False, type=click.Choice(["accept", "refuse"]))
@click.argument("ids", metavar="[ID]...", nargs=-1)
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
    verdict: str | None,
    ids: tuple[str, ...],
    names: tuple[str, ...],
    listing: bool,
    same: tuple[tuple[str, str], ...],
    different: tuple[tuple[str, str], ...],
    offline: bool,
    format_: str,
) -> None:
    r"""Decide what waits for a person.

    Shows each pair side by side: entries that may be one work, and records of authorities that may be an entry's.
    What you decide is written to overrides.yaml at once, and when you are done the bibliography is built again. Where
    there is no terminal, or with --list, the pairs are listed instead, each with an ID, by which `accept` (they are
    one work) and `refuse` (they are not) name them.

    \b
    Examples:
      curabib review
      curabib review --list
      curabib review accept 3f9c2a1b 77d0e4c5
      curabib review --list --format json | jq -r '.[] | [.key, .other] | @tsv'
      curabib review --same patil2021phew 'authority:ml#v139/patil21a'
    """
    from curabib.sync.enrich import review

    if verdict and not ids:
        raise click.UsageError(f"{verdict} needs the ID of a pair; `curabib review --list` shows them")
    project = load_project(session)
    enriched = _offers(session, project, names, offline)
    asked = review.questions(project, enriched)
    notes = review.Notes(project, replace_file)
    if verdict or same or different:
        answers = [*_named(asked, verdict, ids), *_given(asked, same, different)]
        notes.keep(answers)
    elif listing or format_ == "json" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        session.write(_as_json(asked) if format_ == "json" else _as_text(asked))
        session.say(_waiting(len(asked)))
        return
    else:
        answers = _ask(session, asked, notes)
    if not answers:
        session.say("nothing was decided")
        return
    session.say(f"{_decisions(len(answers))} written to {project.shown(project.overrides_path)}")
    _rebuild(session, project, names, offline)


def _decisions(count: int) -> str:
    return "1 decision" if count == 1 else f"{count} decisions"


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


def _named(asked: "Sequence[Question]", verdict: str | None, ids: tuple[str, ...]) -> "list[Answer]":
    """Return the answers to the questions with these IDs; raises CurabibError for one that does not wait."""
    from curabib.sync.enrich.review import Answer

    waiting = {question.id: question for question in asked}
    unknown = [id for id in ids if id.lower() not in waiting]
    if unknown:
        raise CurabibError(
            f"no pair `{unknown[0][:40]}` waits", hint="`curabib review --list` shows what does"
        )
    said = dict.fromkeys(id.lower() for id in ids)
    return [
        Answer(question=waiting[id], verdict="same" if verdict == "accept" else "different") for id in said
    ]


def _given(
    asked: "Sequence[Question]", same: tuple[tuple[str, str], ...], different: tuple[tuple[str, str], ...]
) -> "list[Answer]":
    from curabib.sync.enrich.review import Answer

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


def _ask(session: Session, asked: "Sequence[Question]", notes: "Notes") -> "list[Answer]":
    """Return what a person at the terminal answers, question by question; each answer is written down at once.

    An interruption (Ctrl-C, or a terminal that is gone) leaves what was answered so far in overrides.yaml.
    """
    from curabib.sync.enrich.review import Answer, without_answered

    done: list[Answer | Question] = []  # in order, so that the last can be undone; a question was skipped
    struck: deque[str] = deque()
    try:
        with keys() as read:
            while True:
                answers = [step for step in done if isinstance(step, Answer)]
                notes.keep(answers)
                left = [question for question in without_answered(asked, answers) if question not in done]
                if not (left or done):
                    return answers
                if not struck:
                    _show(f"\n{len(left)} left\n{_pair(left[0])}\n{_KEYS}" if left else _end(answers))
                    struck.extend(_strokes(read()))
                key = struck.popleft() if struck else ""
                if key in _DONE or (key in _ENTER and not left):
                    return answers
                if key == "u" and done:
                    done.pop()
                elif left and key in _VERDICTS:
                    done.append(Answer(question=left[0], verdict=_VERDICTS[key]))
                elif left and key == "s":
                    done.append(left[0])
                else:
                    _show(_meaningless(key))
                    continue
                _show(_SAID[key])
    except (KeyboardInterrupt, click.Abort):
        kept = sum(isinstance(step, Answer) for step in done)
        _show(
            f"{_decisions(kept)} kept; `curabib enrich` goes on from there" if kept else "nothing was decided"
        )
        raise


def _end(answers: "Sequence[Answer]") -> str:
    """Return what is asked when nothing is left, so that the last answer too can be taken back."""
    return f"\nnothing is left; {_decisions(len(answers))} made\n{_LAST_KEYS}"


def _meaningless(key: str) -> str:
    """Return what to say of a key that does nothing now."""
    if key == "u":
        return "there is nothing to undo"
    return (
        f"`{visible(key)}` means nothing here" if key.isprintable() and key else "this key means nothing here"
    )


def _show(text: str) -> None:
    """Print to the person at the terminal, also where --quiet keeps remarks away."""
    if text:
        sys.stderr.write(visible_lines(text) + "\n")
        sys.stderr.flush()


def _strokes(text: str) -> list[str]:
    """Return the keys that were struck; one with a sequence of its own, such as an arrow, means nothing here."""
    return [] if text.startswith("\x1b") and len(text) > 1 else list(text.lower())


def _pair(question: "Question") -> str:
    """Return a question for people, safe for a terminal."""
    lines = [f"{question.id}  {question.key}  |  {visible(question.other)}", f"  {question.reason}"]
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
            "id": question.id,
            "key": question.key,
            "other": question.other,
            "reason": question.reason,
            "left": record_to_json(question.left),
            "right": record_to_json(question.right),
        }
        for question in asked
    ]
    return visible_json(json.dumps(rows, ensure_ascii=False, indent=2)) + "\n"
