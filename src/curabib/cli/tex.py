"""`curabib tex`: what a paper cites, and nothing else."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import click

from curabib.bibtex.profile import PROFILES
from curabib.citing import GENERATED, LANGUAGES, Language
from curabib.citing.own import OwnEntry, read_own
from curabib.citing.resolve import Resolved, resolve
from curabib.cli import selection
from curabib.cli.session import Session, replace_file
from curabib.diagnostics import CurabibError, Diagnostic, diagnose
from curabib.diagnostics.render.visible import visible_lines
from curabib.model import Library, View
from curabib.project import plugins
from curabib.project.files import read_bytes, read_text
from curabib.sync.fetch.local import read_stdin
from curabib.sync.papers import STDIN, Paper, Rewriting, apply_rewritings, read_paper, rewritings
from curabib.sync.watching import watch
from curabib.writers import Writer
from curabib.writers.bibtex import BibtexWriter
from curabib.writers.written import keys_in, unlike_ours

_LARGEST = 64_000_000
_PAUSE = 0.4  # seconds between two looks at the files
_BY_LANGUAGE = {
    "tex": "bibtex",
    "aux": "bibtex",
    "bcf": "biblatex",
    "markdown": "csl-json",
    "typst": "hayagriva",
}
_BY_SUFFIX = {
    ".bib": ("biblatex", "bibtex", "acm"),
    ".json": ("csl-json", "json"),
    ".yaml": ("csl-yaml", "hayagriva"),
    ".yml": ("hayagriva", "csl-yaml"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asks for."""

    files: tuple[str, ...]
    output: Path | None
    format: str
    language: Language | None
    merge: tuple[Path, ...]
    keep_going: bool
    force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A paper, what it cites, and in which format that is to be written."""

    paper: Paper
    resolved: Resolved
    format: str

    @property
    def known(self) -> bool:
        """Whether every key is known."""
        return not self.resolved.unknown


@click.command("tex")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, unless it holds just that already.",
)
@click.option(
    "-f",
    "--format",
    "format_",
    metavar="FORMAT",
    shell_complete=lambda ctx, parameter, start: [
        n for n in plugins.BUILT_IN["curabib.writers"] if n.startswith(start)
    ],
    help="bibtex, biblatex, acm, csl-json, csl-yaml, hayagriva or another writer  [default: what the paper uses]",
)
@click.option(
    "--from", "language", type=click.Choice(LANGUAGES), help="The language of files whose name does not say."
)
@click.option(
    "--merge",
    metavar="FILE.bib",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Take entries of this hand-kept file too (repeatable).",
)
@click.option("--keep-going", is_flag=True, help="Write what is known though some keys are not.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; status 1 if anything would change.")
@click.option("--rewrite", is_flag=True, help="Change former keys in the paper to those of today, in place.")
@click.option("--yes", is_flag=True, help="Rewrite without asking.")
@click.option(
    "--watch", "watching", is_flag=True, help="Write again whenever the paper or the library changes."
)
@click.option("--force", is_flag=True, help="Replace the output even where somebody else wrote it.")
@click.pass_obj
def command(
    session: Session,
    /,
    files: tuple[str, ...],
    output: Path | None,
    format_: str | None,
    language: str | None,
    merge: tuple[Path, ...],
    only_check: bool,
    rewrite: bool,
    yes: bool,
    watching: bool,
    **rest: Any,
) -> int:
    r"""Write the entries that a paper cites.

    FILE is a paper's .aux (BibTeX) or .bcf (biber), or its source: .tex with everything that it takes in, Markdown,
    .qmd, .typ. The format is the one that fits the paper; a former key comes out under the key that the paper uses.
    An unknown key is an error with its place and the nearest keys, and nothing is written.

    \b
    Examples:
      curabib tex paper.tex -o references.bib
      curabib tex paper.aux --format bibtex > references.bib
      curabib tex paper.typ -o references.yml --watch
      curabib tex paper.tex --check -o references.bib
      curabib tex paper.tex --merge own.bib -o references.bib
      curabib tex paper.tex --rewrite
    """
    if watching and (output is None or only_check or rewrite or STDIN in files):
        raise click.UsageError("--watch writes to a file: it needs -o, and files instead of standard input")
    if only_check and rewrite:
        raise click.UsageError("--check writes nothing, --rewrite does")
    wanted = Wanted(
        files=files,
        output=None if str(output) == STDIN else output,
        format=format_ or "",
        language=cast(Language | None, language),
        merge=merge,
        **rest,
    )
    if wanted.format:
        plugins.load("writers", wanted.format)  # a format that there is not is told before anything is read
    if watching:
        return _watch(session, wanted)
    found = find(session, wanted)
    if rewrite:
        return _rewrite(session, wanted, found, yes=yes)
    if only_check:
        return _check(session, wanted, found)
    _write(session, wanted, found)
    return session.status()


def find(session: Session, wanted: Wanted) -> Found:
    """Return what the paper cites, having reported all that there is to say about it."""
    root = session.find_root()
    read = read_paper(wanted.files, lambda: read_stdin(_LARGEST), root=root, language=wanted.language)
    paper = read.value
    own: list[OwnEntry] = []
    problems: list[Diagnostic] = list(read.diagnostics)
    texts = dict(paper.texts)
    for path in wanted.merge:
        _refuse_own_output(path, wanted.output)
        texts[str(path)] = read_text(path, limit=_LARGEST)
        merged = read_own(texts[str(path)], str(path))
        own += merged.value
        problems += merged.diagnostics
    library = (
        selection.load_library(session) if root is not None or not own else Library(entries=(), by_key={})
    )
    resolved = resolve(paper.manuscripts, library, own)
    problems += resolved.diagnostics
    if not resolved.entries and not resolved.own and not resolved.unknown:
        shown = " ".join(dict.fromkeys(wanted.files))
        problems.append(diagnose("CB708", f"nothing is cited in `{shown[:200]}`"))
    session.report(problems, sources=texts)
    return Found(paper=paper, resolved=resolved, format=_format(wanted, paper))


def _refuse_own_output(path: Path, output: Path | None) -> None:
    if output is not None and output.exists() and path.exists() and output.samefile(path):
        raise CurabibError(
            f"`{path}` is both the hand-kept file and the output",
            hint="write to another file; name that in the paper",
        )


def _format(wanted: Wanted, paper: Paper) -> str:
    """Return the writer: the one asked for, else what the paper uses, else what its language or the suffix suggests."""
    if wanted.format:
        return wanted.format
    fitting = paper.format or _BY_LANGUAGE[paper.language]
    choices = _BY_SUFFIX.get(wanted.output.suffix.lower(), ()) if wanted.output else ()
    if not choices or fitting in choices:
        return fitting
    if paper.language == "typst" and "hayagriva" in choices:
        return "hayagriva"
    return choices[0] if paper.language not in ("tex", "aux") else choices[min(1, len(choices) - 1)]


def _text(session: Session, found: Found) -> str:
    """Return what is to be written, having reported what the format cannot say."""
    writer = cast(Writer, plugins.load("writers", found.format))
    resolved = found.resolved
    title = ", ".join(file.shown for file in found.paper.files[:1])
    if found.format in PROFILES:
        printed = cast(BibtexWriter, writer).write_beside(
            View(title=title, entries=resolved.entries),
            (own.printed for own in resolved.own),
            dict.fromkeys(preamble for own in resolved.own for preamble in own.preambles),
        )
    else:
        entries = sorted(
            (*resolved.entries, *(own.entry for own in resolved.own)), key=lambda entry: entry.key
        )
        printed = writer.write(View(title=title, entries=tuple(entries)))
    selection.report_printed(session, printed.diagnostics)
    return printed.value


def _write(session: Session, wanted: Wanted, found: Found, *, keep_going: bool = False) -> None:
    if not found.known and not (wanted.keep_going or keep_going):
        if wanted.output is not None:
            session.say("nothing is written; --keep-going writes the entries that are known")
        return
    text = _text(session, found)
    if wanted.output is None:
        session.write(text)
        return
    old = _current(wanted.output)
    count = len(found.resolved.entries) + len(found.resolved.own)
    entries = f"{count} {'entry' if count == 1 else 'entries'}"
    if old is not None and old.replace("\r\n", "\n") == text:
        session.say(f"{wanted.output} is up to date, {entries}")
        return
    if old and not wanted.force and (why := unlike_ours(old, found.format)):
        raise CurabibError(
            f"`{wanted.output}` {why}",
            hint="--force replaces it; `--merge` takes entries from a hand-kept file",
        )
    session.write(text, wanted.output)
    session.say(f"{entries} written to {wanted.output}")


def _current(path: Path) -> str | None:
    """Return the text of the output as it is, or None where there is none."""
    return read_bytes(path, limit=_LARGEST).decode("utf-8", "replace") if path.is_file() else None


def _check(session: Session, wanted: Wanted, found: Found) -> int:
    """Report what is missing from the output, what nobody cites, and whether it is what would be written."""
    if wanted.output is None:
        return session.status()
    shown = str(wanted.output)
    text = _text(session, found)
    old = _current(wanted.output)
    if old is None:
        session.report([diagnose("CB707", f"`{shown}` does not exist yet")])
        return session.status()
    there, needed = keys_in(old, found.format, shown), keys_in(text, found.format, shown)
    problems = [
        diagnose("CB706", f"`{key[:80]}` is in the file, and nothing cites it", place, key=key)
        for key, place in there.items()
        if key not in needed
    ]
    missing = [key for key in needed if key not in there]
    if missing:
        marked = ", ".join(f"`{key[:80]}`" for key in missing[:20])
        problems.append(
            diagnose("CB707", f"`{shown}` lacks {marked}{' and more' if len(missing) > 20 else ''}")
        )
    elif not problems and old.replace("\r\n", "\n") != text:
        problems.append(diagnose("CB707", f"`{shown}` is not what would be written now"))
    session.report(problems, sources={shown: old})
    if not problems and found.known:
        session.say(f"{shown} holds what is cited, and nothing else")
    return session.status()


def _rewrite(session: Session, wanted: Wanted, found: Found, *, yes: bool) -> int:
    """Show what changes, ask, change it, and write the output, where there is one, under the new keys."""
    for file in found.paper.files:
        if file.manuscript.language in GENERATED or file.path is None:
            raise CurabibError(
                f"`{file.shown}` cannot be rewritten",
                hint="name the sources of the paper, not what LaTeX makes of them",
            )
    changes = rewritings(found.paper, found.resolved.renamed)
    session.report(changes.diagnostics, sources=found.paper.texts)
    if not changes.value:
        session.say("every key is the one of today")
    elif not _agreed(session, changes.value, yes=yes):
        return 1
    else:
        apply_rewritings(changes.value, replace_file)
        session.say(f"rewritten: {', '.join(change.file.shown for change in changes.value)}")
    if wanted.output is not None:
        _write(session, wanted, find(session, wanted) if changes.value else found)
    return session.status()


def _agreed(session: Session, changes: Sequence[Rewriting], *, yes: bool) -> bool:
    session.write("".join(visible_lines(change.diff()) for change in changes))
    if yes:
        return True
    count = len(changes)
    if not sys.stdin.isatty():
        session.say("nothing is rewritten; --yes rewrites without asking")
        return False
    return click.confirm(f"rewrite {count} {'file' if count == 1 else 'files'}?", err=True)


def _watch(session: Session, wanted: Wanted) -> int:
    """Write again whenever something changes, until interrupted."""

    def work() -> list[Path]:
        try:
            found = find(session, wanted)
            _write(session, wanted, found, keep_going=True)
        except CurabibError as error:
            session.error(error)
            return _library_files(session) + [Path(name) for name in wanted.files]
        files = [file.path for file in found.paper.files if file.path is not None]
        return [*files, *wanted.merge, *_library_files(session)]

    session.say("watching; Ctrl-C ends it")
    try:
        watch(work, lambda: time.sleep(_PAUSE))
    except KeyboardInterrupt:
        session.say("no longer watching")
    return 0


def _library_files(session: Session) -> list[Path]:
    """Return the files that the library is made of."""
    from curabib.project import home_of

    root = session.find_root()
    home = home_of(root) if root is not None else None
    if home is None:
        return []
    return [
        home / "curabib.lock",
        home / "curabib.yaml",
        home / "overrides.yaml",
        *sorted(home.glob("records/*")),
    ]
