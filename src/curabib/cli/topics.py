"""`curabib topics`: the topics of the library, their slugs and sizes."""

import json

import click

from curabib.cli import selection
from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics.render.visible import visible, visible_json, width
from curabib.library.select import topics_of
from curabib.library.select_fields import Scope
from curabib.model.nearest import nearest

SCHEMA = "curabib.topics/1"


@click.command("topics")
@click.argument("word", required=False)
@click.option(
    "--sort", type=click.Choice(["name", "count"]), default="name", show_default=True, help="Order."
)
@text_or_json
@click.pass_obj
def command(session: Session, word: str | None, sort: str, format_: str) -> None:
    r"""List the topics.

    For each: how many entries stand under it, its slug (what names its file and may stand for it in a query), and its
    name. WORD keeps the topics that hold it.

    \b
    Examples:
      curabib topics
      curabib topics collapse
      curabib topics --sort count --format json
    """
    library = selection.load_library(session)
    counts: dict[str, int] = {}
    for entry in library.entries:
        if entry.state == "active":
            for topic in dict.fromkeys(topics_of(entry)):
                counts[topic] = counts.get(topic, 0) + 1
    slugs = Scope(library).topics
    names = [topic for topic in sorted(counts) if not word or word.casefold() in topic.casefold()]
    if word and not names:
        near = nearest(word, counts)
        session.say(f"no topic holds `{word}`" + (f"; nearest: {', '.join(near)}" if near else ""))
        session.fail()
    if sort == "count":
        names.sort(key=lambda topic: -counts[topic])
    if format_ == "json":
        rows = [{"topic": topic, "slug": slugs[topic], "entries": counts[topic]} for topic in names]
        form = {"schema": SCHEMA, "topics": rows}
        session.write(visible_json(json.dumps(form, ensure_ascii=False, indent=2)) + "\n")
        return
    column = max((width(slugs[topic]) for topic in names), default=0)
    session.write(
        "".join(
            f"{counts[topic]:>5}  {slugs[topic]}{' ' * (column - width(slugs[topic]))}  {visible(topic)}\n"
            for topic in names
        )
    )
