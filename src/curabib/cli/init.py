"""`curabib init`: a new project in a folder."""

from pathlib import Path

import click

from curabib.cli.session import Session, replace_file
from curabib.diagnostics import CurabibError

CONFIG = """\
# The settings of this bibliography. `curabib sync` reads the sources and writes the outputs.
# Paths are relative to the folder of this file and stay inside the project.

title: {title}

# The lists to read. `curabib add NAME URL` writes here.
sources: {{}}
#  awesome:
#    url: https://github.com/OWNER/AWESOME-LIST    # a page of a code host stands for its README
#  notes:
#    file: ../notes.md
#    states: {{venue: ICML, year: 2021}}             # what the list says of all entries without writing it

# Headings of the lists, and what the topic is called here.
#topics:
#  rename:
#    "Double Decent": Double Descent

# The files to write: a query (empty: everything), and a format or the style of a formatted list.
outputs:
  - path: library.bib
    format: bibtex
  - path: topics/{{topic}}.bib
    format: bibtex
    split-by: topic
#  - path: references.md
#    style: plain
#    to: markdown
#    query: year:2020..

# Codes, or beginnings of codes, that nobody wants to hear of.
#ignore: [CB564]
"""

_FILES = {
    ".gitattributes": "curabib.lock merge=union\nrecords/*.jsonl merge=union\n",
    ".gitignore": ".curabib/\n",
}


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--title", help="The title of the bibliography (default: the folder's name).")
@click.pass_obj
def command(session: Session, folder: Path, title: str | None) -> None:
    r"""Start a project in this folder.

    Writes bib/curabib.yaml with comments that explain every setting, and what git needs to know: that two
    branches may both add lines to the lock, and that the cache is not kept. Nothing is overwritten.

    \b
    Examples:
      curabib init
      curabib init papers --title "Papers on double descent"
    """
    from curabib.project import home_of
    from curabib.project.text_edit import quote

    root = (session.directory or Path()) / folder
    home = root / "bib"
    there = home_of(root)
    if there is not None:
        raise CurabibError(
            f"`{there / 'curabib.yaml'}` exists: there is a project in `{root}`",
            hint="`curabib add` adds a list to it",
        )
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CurabibError(f"cannot make `{home}`: {(error.strerror or str(error)).lower()}") from error
    name = title or root.resolve().name or "Bibliography"
    for file, text in _FILES.items():
        _add_lines(home / file, text)
    replace_file(home / "curabib.yaml", CONFIG.format(title=quote(" ".join(name.split()))).encode())
    session.say(f"started a project in {home}; next: curabib add NAME URL-OR-FILE, then curabib sync")


def _add_lines(path: Path, text: str) -> None:
    """Add the lines of `text` that a file does not hold yet."""
    old = path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""
    missing = [line for line in text.splitlines() if line not in old.splitlines()]
    if missing:
        new = old + ("" if not old or old.endswith("\n") else "\n") + "".join(f"{line}\n" for line in missing)
        replace_file(path, new.encode("utf-8", "surrogateescape"))
