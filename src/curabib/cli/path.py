"""`curabib path`: where the files of the bibliography are, for people, scripts and TeX."""

import re

import click

from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.model.nearest import nearest
from curabib.project import Project, load_sound
from curabib.sync.texmf import link_tree, make_tree, named_files, unlink_tree, user_tree, written_files

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}\Z")


@click.command("path")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--texmf", is_flag=True, help="Print the root of a TeX tree that holds the .bib files.")
@click.option(
    "--link",
    "linking",
    is_flag=True,
    help="Let TeX find NAME/TOPIC.bib everywhere, by a link in your own tree.",
)
@click.option("--unlink", "unlinking", is_flag=True, help="Remove that link again.")
@click.option(
    "--name",
    "folder",
    default="curabib",
    show_default=True,
    metavar="NAME",
    help="The folder that papers name, where you have more projects than one.",
)
@click.pass_obj
def command(
    session: Session, names: tuple[str, ...], texmf: bool, linking: bool, unlinking: bool, folder: str
) -> None:
    r"""Print where the files of the bibliography are.

    NAME is a file's name, with or without suffix, or a topic's slug; without one, all files are printed. With
    --texmf or --link a LaTeX paper can name curabib/TOPIC.bib as its bibliography wherever it is, and always reads
    what the last sync wrote: nothing is copied.

    \b
    Examples:
      curabib path
      curabib path neural-collapse
      export TEXMFAUXTREES="$(curabib path --texmf),"
      curabib path --link
      curabib path --unlink
    """
    if sum((bool(names), texmf, linking, unlinking)) > 1:
        raise click.UsageError("names, --texmf, --link and --unlink are different questions")
    if not _NAME.match(folder):
        raise click.UsageError(
            "a name has letters, digits, `.`, `_` and `-`, and begins with a letter or digit"
        )
    project = load_sound(session.root()).value
    if texmf:
        session.write(f"{make_tree(project, folder)}\n")
    elif linking:
        link = link_tree(project, folder)
        session.say(f"TeX finds {folder}/*.bib now, through {link}")
    elif unlinking:
        removed = unlink_tree(project, folder)
        session.say(f"removed {removed}" if removed else f"there was no `{folder}` in {user_tree()}")
    else:
        session.write("".join(f"{path}\n" for path in _paths(project, names)))


def _paths(project: Project, names: tuple[str, ...]) -> list[str]:
    """Return the paths asked for; raises CurabibError for a name that no file has, with the nearest."""
    every = written_files(project)
    if not names:
        return [str(path) for path in every]
    found: list[str] = []
    for name in names:
        files = named_files(project, name)
        if not files:
            near = nearest(name, [path.stem for path in every], 1)
            hint = f"did you mean `{near[0]}`?" if near else "`curabib path` prints all files"
            raise CurabibError(f"the project has no file `{name[:80]}`", hint=hint)
        found += (str(path) for path in files)
    return list(dict.fromkeys(found))
