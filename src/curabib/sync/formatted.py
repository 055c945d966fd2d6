"""Formatted reference lists as outputs of a project, each with a stamp that says what made it."""

from dataclasses import replace
from pathlib import Path
from typing import cast

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Location, View
from curabib.project import Output
from curabib.project.renderings import Renderings, folder_of
from curabib.sync.files import Content, is_same, read_if_there
from curabib.writers.references import BINARY, Options, Place, Target, printed, style, typeset
from curabib.writers.references.stamp import Stamp, read_stamp, stamp, stamp_text, stamped


def formatted(output: Output, view: View, root: Path | None, path: str) -> Result[Content]:
    """Return the text of a formatted list that is to be written at `path` of the project at `root`; bytes of a docx.

    CB623 says that the list there differs only because another version of the engine made it. Raises CurabibError
    where the style or its engine cannot be used.
    """
    options = Options(
        locale=output.look.locale,
        group_by=output.look.group_by,
        extras=output.look.extras,
        highlight=output.look.highlight,
        standalone=output.look.standalone,
    )
    home = root / output.location.path if root is not None else None
    place = Place(
        root=root,
        base=home.parent if home else None,
        inside=root,
        kept=Renderings(folder_of(root) if root else None),
    )
    found = style(output.style, options, place)
    to = cast(Target, output.to)
    references = typeset(view, found, headed=True, to=to)
    mark = stamp(view, found, to)
    listed = replace(references.value, note=stamp_text(mark))
    document = printed(listed, to, options)
    content: Content = document if to in BINARY else stamped(document.decode("utf-8"), mark, to)
    there = read_if_there(root, path) if root is not None else None
    other = _other_engine(there, content, mark, path) if there is not None else ()
    return Result(content, (*references.diagnostics, *other))


def _other_engine(there: bytes, content: Content, mark: Stamp, path: str) -> tuple[Diagnostic, ...]:
    former = read_stamp(there)
    if (
        former is None
        or is_same(there, content)
        or former.maker == mark.maker
        or former.digest != mark.digest
    ):
        return ()
    message = f"`{path}` was made by {former.maker}; only the version of the engine differs, here it is {mark.maker}"
    help = "sync writes it as this version prints it; install the other version to keep it as it is"
    return (diagnose("CB623", message, Location(path=path, line=1), help=help),)
