"""`curabib fmt`: .bib files in canonical form, nothing lost."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from curabib.bibtex.document import Document
from curabib.bibtex.layout import format_document
from curabib.bibtex.parse import parse
from curabib.cli.session import Session, replace_file
from curabib.diagnostics import CurabibError, Diagnostic, diagnose
from curabib.diagnostics.render.visible import visible, visible_lines
from curabib.project.files import read_bytes
from curabib.sync.fetch.local import read_stdin

_STDIN = "-"
_LIMIT = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A file before and after, with its own line ends, and what was found in it; `new` is `old` where it is unsafe."""

    path: str
    old: str
    new: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.old != self.new


@click.command("fmt")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; status 1 if a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; print what would change.")
@click.pass_obj
def command(session: Session, files: tuple[str, ...], only_check: bool, show_diff: bool) -> int:
    r"""Put .bib files into canonical form.

    Entries are sorted by key between comments, fields by importance; comments, @string, @preamble and unknown
    fields all stay. What cannot be read stays as it is and is reported. A file is replaced as a whole or not
    at all, and only if it changes. `-` reads standard input and prints the result.

    \b
    Examples:
      curabib fmt references.bib
      curabib fmt --check *.bib
      curabib fmt --diff references.bib | less
      curabib fmt - < draft.bib > clean.bib
    """
    changed = broken = 0
    for path in dict.fromkeys(files):
        try:
            result = _format(path)
            session.report(result.diagnostics, sources={path: result.old})
            changed += result.changed
            if show_diff:
                session.write("".join(_diff(result)))
            elif not only_check:
                _put(session, result)
            if result.changed and path != _STDIN:
                session.say(
                    f"{'would reformat' if only_check or show_diff else 'reformatted'} {visible(str(path))}"
                )
        except CurabibError as error:
            session.error(error)
            broken += 1
    if broken:
        return 2
    return 1 if only_check and changed else session.status()


def _format(path: str) -> Formatted:
    """Return a file's text and its canonical form; raises CurabibError where it is no readable UTF-8 text."""
    data = read_stdin(_LIMIT) if path == _STDIN else read_bytes(Path(path), limit=_LIMIT)
    try:
        old = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CurabibError(
            f"`{path}` is not UTF-8: line {line} holds the byte 0x{data[error.start]:02x}",
            hint=f"`iconv -f latin1 -t utf-8 {path}` converts a file in Latin-1",
        ) from error
    plain = old.removeprefix("\ufeff")
    crlf = "\r\n" in plain
    document = parse(plain.replace("\r\n", "\n") if crlf else plain, path)
    result = format_document(document)
    held = _blocks(document)
    del document  # two of them at once are the most that a file of so many entries may take
    if result.value != plain and not (
        _letters(plain) == _letters(result.value) and held == _blocks(parse(result.value, path))
    ):
        unsafe = diagnose("CB584", f"the formatted text of `{path}` would not hold all that the file holds")
        return Formatted(path=path, old=old, new=old, diagnostics=(*result.diagnostics, unsafe))
    new = result.value.replace("\n", "\r\n") if crlf else result.value
    return Formatted(path=path, old=old, new=new, diagnostics=result.diagnostics)


_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())


def _blocks(document: Document) -> "array[int]":
    """Return what differs where two documents do not hold the same blocks: kind, type and key of each, in no order.

    Formatting orders blocks and fields and changes delimiters and blanks, nothing else.
    """
    return array(
        "q",
        sorted(
            hash((block.kind, block.type.lower(), block.key))
            for block in document.blocks
            if block.kind != "text"
        ),
    )


def _letters(text: str) -> int:
    """Return how many letters and digits a text holds, which formatting leaves."""
    return len(text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS))


def _put(session: Session, result: Formatted) -> None:
    if result.path == _STDIN:
        session.write(result.new)
    elif result.changed:
        replace_file(Path(result.path), result.new.encode("utf-8"))


def _diff(result: Formatted) -> Iterator[str]:
    import difflib

    old, new = result.old.splitlines(keepends=True), result.new.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, fromfile=result.path, tofile=f"{result.path} (formatted)"):
        yield visible_lines(line.rstrip("\r\n")) + "\n"
