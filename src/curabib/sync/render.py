"""The files that a project asks for, as the library makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import CurabibError, Diagnostic, Result, diagnose
from curabib.library.select import QueryError, Scope, parse_query, select, topics_of
from curabib.model import Entry, Library, View
from curabib.model.topic import topic_slugs
from curabib.project import Output, Project, plugins
from curabib.sync.files import Content
from curabib.sync.reuse import Printed, Printer
from curabib.writers import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A file as it is to be: its text, and the selection and the output of the settings that it stands for.

    The text is bytes where the document is none. `printed` is set for the BibTeX formats, and says what of it is new.
    """

    text: Content
    view: View
    output: Output
    printed: Printed | None = None


def render(
    project: Project, library: Library, former: Library | None = None
) -> Result[Mapping[str, Rendered]]:
    """Return the texts of all outputs by their path, relative to the root and in the order of the settings.

    With `former`, a library that the files there are show byte for byte, entries that have not changed are taken from
    them without being printed again; nor is then said again what is to be said of them. An output whose query cannot
    be understood is left out and reported (CB042); an unknown writer or style raises CurabibError.
    """
    printer = Printer(project.root, former)
    files: dict[str, Rendered] = {}
    problems: list[Diagnostic] = []
    for output in project.outputs:
        try:
            views = views_of(output, library, project)
        except QueryError as error:
            message = f"the query of `{output.path}` cannot be answered: {error}"
            problems.append(diagnose("CB042", message, output.location))
            continue
        for path, view in views.items():
            if output.format in PROFILES:
                printed = printer.print(path, output.format, view)
                text = printed.value.text
                files[path] = Rendered(text=text, view=view, output=output, printed=printed.value)
                found = printed.diagnostics
            else:
                written = write(output, view, project.root, path)
                files[path] = Rendered(text=written.value, view=view, output=output)
                found = written.diagnostics
            problems += (d for d in found if d not in problems[-200:])
    return Result(files, tuple(problems))


def views_of(
    output: Output,
    library: Library,
    project: Project,
    scope: Scope | None = None,
    slugs: Mapping[str, str] | None = None,
) -> dict[str, View]:
    """Return the selections of an output by the path that each is written to; raises QueryError.

    `scope` and the `slugs` of all topics are those of a greater library of which `library` is a part.
    """
    entries = select(library, parse_query(output.query), scope=scope)
    if not output.split_by:
        return {output.path: View(title=output.title or project.title, entries=entries)}
    if slugs is None:
        slugs = topic_slugs(
            topic for entry in library.entries if entry.state == "active" for topic in topics_of(entry)
        )
    members: dict[str, list[Entry]] = {topic: [] for topic in slugs}
    for entry in entries:
        if entry.state == "active":
            for topic in dict.fromkeys(topics_of(entry)):
                members[topic].append(entry)
    return {
        output.path.replace("{topic}", slugs[topic]): View(
            title=f"{output.title}: {topic}" if output.title else topic, entries=tuple(members[topic])
        )
        for topic in sorted(slugs)
        if members[topic]
    }


def write(output: Output, view: View, root: Path, path: str) -> Result[Content]:
    """Return the text or the bytes of an output that is written at `path` of the project at `root`.

    Raises CurabibError, with the place in the settings, for an unknown format or style.
    """
    try:
        if output.style:
            formatted = import_module("curabib.sync.formatted").formatted
            return cast(Result[Content], formatted(output, view, root, path))
        written = cast(Writer, plugins.load("writers", output.format)).write(view)
        return Result(written.value, written.diagnostics)
    except CurabibError as error:
        place = f"{output.location.path}:{output.location.line}"
        raise CurabibError(f"{place}: `{output.path}`: {error}", hint=error.hint) from error
