"""The root command: its options, the table of commands, and what becomes of errors."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

import click
from click.shell_completion import CompletionItem, shell_complete

from curabib import __version__
from curabib.cli.report import FORMATS, print_error
from curabib.cli.session import Session, silence_stdout
from curabib.diagnostics.error import CurabibError
from curabib.diagnostics.render.visible import visible_lines

PROGRAM = "curabib"
COMPLETION_VARIABLE = "_CURABIB_COMPLETE"
"""Set by the completion scripts that `curabib completion` prints."""


@dataclass(frozen=True, slots=True)
class Row:
    """A command: the module of this package that holds it as `command`, its section and line in the help."""

    module: str
    section: str
    help: str


# The one table of commands, in the order of the help. No module is loaded before its command is called.
COMMANDS: Mapping[str, Row] = {
    "init": Row("init", "Keep a bibliography", "Start a project in this folder."),
    "add": Row("add", "Keep a bibliography", "Add a list as a source."),
    "sync": Row("sync", "Keep a bibliography", "Fetch the sources and bring the bibliography up to date."),
    "enrich": Row("enrich", "Keep a bibliography", "Ask authorities about the works of the project."),
    "review": Row("review", "Keep a bibliography", "Decide what waits for a person."),
    "suggest": Row(
        "suggest", "Keep a bibliography", "Say what a list has wrong, and print a patch that mends it."
    ),
    "authority": Row("authority", "Keep a bibliography", "Keep official records on this machine."),
    "status": Row("status", "Keep a bibliography", "Show what sync would do."),
    "check": Row("check", "Keep a bibliography", "Find problems in the project, or in lists and .bib files."),
    "key": Row("key", "Keep a bibliography", "Rename, alias, merge or split citation keys."),
    "adopt": Row("adopt", "Keep a bibliography", "Take over the keys of an existing .bib file."),
    "list": Row("list", "Use it", "List entries."),
    "show": Row("show", "Use it", "Show one entry."),
    "explain": Row(
        "explain", "Use it", "Say where every field of an entry comes from, or what a code means."
    ),
    "topics": Row("topics", "Use it", "List the topics."),
    "export": Row("export", "Use it", "Write a selection in a format."),
    "tex": Row("tex", "Use it", "Write the entries that a paper cites."),
    "refs": Row("refs", "Use it", "Print a formatted reference list."),
    "styles": Row("styles", "Tools without a project", "List citation styles."),
    "zotero": Row("zotero", "Use it", "Push the library to Zotero, and keep it up to date there."),
    "path": Row("path", "Use it", "Print where the files of the bibliography are."),
    "read": Row("read", "Tools without a project", "Turn any list into records or BibTeX."),
    "fmt": Row("fmt", "Tools without a project", "Put .bib files into canonical form."),
    "dedupe": Row("dedupe", "Tools without a project", "Find the entries of a .bib file that are one work."),
    "plugins": Row("plugins", "Tools without a project", "List readers, writers and other plug-ins."),
    "completion": Row("completion", "Tools without a project", "Print a completion script for a shell."),
}


class CommandTable(click.Group):
    """A group that knows its commands from `COMMANDS` and loads one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, loading its module, or None."""
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        return _unwrapped(cast(click.Command, import_module(f"curabib.cli.{row.module}").command))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return name, command and arguments; an unknown name is a usage error that suggests the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from curabib.model.nearest import nearest

            near = nearest(name, COMMANDS, 2)
            meant = f"; did you mean {' or '.join(f'`{n}`' for n in near)}?" if near else ""
            raise click.UsageError(f"no command `{name}`{meant}", ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that begin with `incomplete`, without loading any command."""
        commands = [
            CompletionItem(name, help=row.help)
            for name, row in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections of the table, without loading any command."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, row in COMMANDS.items():
            sections.setdefault(row.section, []).append((name, row.help))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows)


def _unwrapped(command: click.Command) -> click.Command:
    """Return the command with the examples in its help left as they are written, line by line.

    Docstrings are raw strings, in which click's sign for a paragraph that is not to be wrapped is two characters.
    """
    if command.help:
        command.help = command.help.replace("\\b\n", "\b\n")
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _unwrapped(inner)
    return command


@click.group(
    cls=CommandTable, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "-C",
    "--project",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's folder (default: the nearest with a bib/curabib.yaml or curabib.yaml).",
)
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How problems are reported.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour of reports; NO_COLOR is respected.",
)
@click.option("-q", "--quiet", is_flag=True, help="Report errors only.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say more; print a traceback when something unexpected fails."
)
@click.version_option(__version__, "-V", "--version", prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def root(
    ctx: click.Context, project: Path | None, output_format: str, color: str, quiet: bool, verbose: bool
) -> None:
    r"""Compile curated paper lists into a bibliography with keys that never change.

    Data goes to stdout, talk to stderr; `-` stands for standard input. Exit status: 0 clean, 1 problems
    found, 2 wrong usage, project or environment, 3 unexpected failure.

    \b
    Examples:
      curabib read README.md --format bibtex > library.bib
      curabib init && curabib add deep https://github.com/OWNER/LIST && curabib sync
      curabib export --topic "double descent" -o references.bib
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(2)
    ctx.obj = Session(
        directory=project, output_format=output_format, color=color, quiet=quiet, verbose=verbose
    )


_unwrapped(root)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit status.

    0 clean, 1 problems found, 2 usage, project or environment, 3 unexpected, 130 interrupted, 141 (128 + SIGPIPE)
    when whoever read stdout has gone. A command returns its status, or None for that of its session.
    """
    if COMPLETION_VARIABLE in os.environ:
        return _complete(os.environ[COMPLETION_VARIABLE])
    session = Session()
    try:
        with root.make_context(PROGRAM, list(arguments)) as ctx:
            try:
                value = root.invoke(ctx)
            finally:
                session = cast(Session | None, ctx.obj) or session
                session.reporter.close()
            sys.stdout.flush()
            return value if isinstance(value, int) else session.status()
    except click.exceptions.Exit as leave:
        return _flushed(leave.exit_code)
    except click.ClickException as error:
        _print_usage_error(error, session.color)
        return 2
    except CurabibError as error:
        print_error(str(error), error.hint, color=session.color)
        return 2
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:
        silence_stdout()
        return 141
    except Exception as error:
        return _unexpected(error, session)


def _complete(instruction: str) -> int:
    return shell_complete(root, {}, PROGRAM, COMPLETION_VARIABLE, instruction)


def _flushed(status: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
        return 141
    return status


def _print_usage_error(error: click.ClickException, color: str) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        sys.stderr.write(
            f"{error.format_message()}\n"
        )  # the help of a group that was called without a command
        return
    message = error.format_message()
    message = message[:1].lower() + message[1:].rstrip(".")
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"see `{ctx.command_path} --help`" if ctx else ""
    if isinstance(error, click.NoSuchOption) and ctx is not None and ctx.parent is not None:
        common = {name for option in root.params for name in (*option.opts, *option.secondary_opts)}
        if error.option_name in common:
            hint = f"it goes in front of the command: `{PROGRAM} {error.option_name} … {ctx.info_name}`"
    print_error(message, hint, color=color)


def _unexpected(error: Exception, session: Session) -> int:
    if session.verbose:
        import traceback

        sys.stderr.write(visible_lines(traceback.format_exc()))
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    hint = "" if session.verbose else f"this is a defect of {PROGRAM}; `{PROGRAM} -v` prints a traceback"
    print_error(f"unexpected failure: {what}", hint, color=session.color)
    return 3
