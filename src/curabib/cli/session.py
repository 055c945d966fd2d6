"""What every command is given (`ctx.obj`): the options of the root command, the project, and the ways out."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from curabib.cli.report import Reporter, print_error
from curabib.diagnostics.diagnostic import Diagnostic
from curabib.diagnostics.error import CurabibError
from curabib.diagnostics.pinpoint import pinpoint
from curabib.diagnostics.render.visible import visible_lines

if TYPE_CHECKING:
    from curabib.sync.kept import Kept

CONFIG = "curabib.yaml"

_EXCERPT_SUFFIXES = (".yaml", ".yml", ".bib", ".lock")  # read afresh by each command: an excerpt is no lie
_EXCERPT_BYTES = 8 << 20


class Session:
    """One run of the command line.

    `verbose` asks for tracebacks and remarks; `quiet` for errors only. `ignore` holds the prefixes of codes that the
    project does not want to hear of; `strict` makes warnings count as errors for the exit status. `kept` is where the
    printed entries of the library that was loaded last are kept, if they are.
    """

    def __init__(
        self,
        *,
        directory: Path | None = None,
        output_format: str = "text",
        color: str = "auto",
        quiet: bool = False,
        verbose: bool = False,
    ) -> None:
        """Keep the root options; nothing is looked up before it is asked for."""
        self.directory = directory
        self.output_format = output_format
        self.color = color
        self.quiet = quiet
        self.verbose = verbose
        self.ignore: tuple[str, ...] = ()
        self.strict = False
        self.kept: Kept | None = None
        self.reporter = Reporter(format=output_format, color=color, quiet=quiet)
        self._failed = False

    def find_root(self) -> Path | None:
        """Return the project's root folder, or None when the working directory is in no project.

        The root is the folder that holds `bib/curabib.yaml` or `curabib.yaml`: the one given with --project, else the
        nearest above the working directory.
        """
        if self.directory is not None:
            return _root_at(self.directory.absolute())
        here = Path.cwd()
        return next((root for folder in (here, *here.parents) if (root := _root_at(folder))), None)

    def root(self) -> Path:
        """Return the project's root folder; raises CurabibError when there is none."""
        root = self.find_root()
        if root is not None:
            return root
        if self.directory is not None:
            raise CurabibError(
                f"no project in `{self.directory}`",
                hint=f"--project names the folder that holds bib/{CONFIG} or {CONFIG}",
            )
        raise CurabibError(
            f"no project here: found no bib/{CONFIG} or {CONFIG} in `{Path.cwd()}` or above",
            hint="`curabib init` makes one; `curabib read FILE` reads a list without a project",
        )

    def report(
        self,
        diagnostics: Iterable[Diagnostic],
        *,
        sources: Mapping[str, str] | None = None,
        ignore: Sequence[str] | None = None,
        data: bool = False,
    ) -> None:
        """Print diagnostics to stderr (to stdout with `data`) in the chosen format and remember the worst.

        `sources` maps a location's path to the text it points into, for excerpts and exact columns; `ignore` stands
        in for the session's own prefixes.
        """
        texts = sources or {}

        def text_of(path: str) -> str | None:
            return texts[path] if path in texts else self._project_text(path)

        for path, text in texts.items():
            diagnostics = pinpoint(diagnostics, path, text)
        prefixes = self.ignore if ignore is None else ignore
        self.reporter.report(diagnostics, source=text_of, ignore=prefixes, data=data)

    @contextmanager
    def reporting_settings(self) -> Iterator[None]:
        """Report what is wrong with the settings where that stops the body; the error goes on to end the command."""
        try:
            yield
        except CurabibError as error:
            self.report(getattr(error, "diagnostics", ()))
            raise

    def say(self, text: str) -> None:
        """Print a remark, one or more lines, to stderr unless --quiet was given."""
        if not self.quiet:
            sys.stderr.write(visible_lines(text.rstrip("\n")) + "\n")

    def detail(self, text: str) -> None:
        """Print a remark that only --verbose asks for to stderr."""
        if self.verbose:
            self.say(text)

    def error(self, error: CurabibError) -> None:
        """Print an error after which the command goes on; the command sees to the exit status."""
        print_error(str(error), error.hint, color=self.color)

    def fail(self) -> None:
        """Make the exit status 1 though no error was reported."""
        self._failed = True

    def status(self) -> int:
        """Return the exit status so far: 0 clean, 1 when an error was reported (or a warning, if strict)."""
        tally = self.reporter.tally
        return int(self._failed or tally.errors > 0 or (self.strict and tally.warnings > 0))

    def write(self, text: str, output: Path | None = None) -> None:
        """Write data as UTF-8 to stdout (None or `-`) or to a file that is replaced as a whole.

        What would act on a terminal is escaped where stdout is one. Raises CurabibError where the file or stdout
        cannot be written, BrokenPipeError where no one reads stdout.
        """
        if output is not None and str(output) != "-":
            replace_file(output, text.encode("utf-8", "replace"))
            return
        if sys.stdout.isatty():
            text = visible_lines(text)
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8", "replace"))
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            silence_stdout()
            message = f"cannot write to standard output: {(error.strerror or str(error)).lower()}"
            raise CurabibError(message) from error

    def write_bytes(self, data: bytes) -> None:
        """Write data that programs read, such as a patch, to stdout as it is; at a terminal as text is written."""
        if sys.stdout.isatty():
            self.write(data.decode("utf-8", "replace"))
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()

    def _project_text(self, path: str) -> str | None:
        if not path.endswith(_EXCERPT_SUFFIXES):
            return None
        for folder in (self.find_root(), Path.cwd()):
            file = folder / path if folder else None
            with suppress(OSError, ValueError):
                if file and file.is_file() and file.stat().st_size <= _EXCERPT_BYTES:
                    return file.read_bytes().decode("utf-8-sig", "replace")
        return None


def silence_stdout() -> None:
    """Point stdout at the null device, so that the interpreter's last flush stays quiet."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at `path`, whole or not at all; its permissions stay.

    A symbolic link is followed. Raises CurabibError when the folder or the file cannot be written.
    """
    import tempfile

    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as device:  # a pipe or a device cannot be replaced by renaming
                device.write(data)
            return
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:64]}.", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except BrokenPipeError:
        raise
    except OSError as error:
        missing = not target.parent.is_dir()
        hint = f"there is no folder `{path.parent}`; make it first" if missing else ""
        message = f"cannot write `{path}`: {(error.strerror or str(error)).lower()}"
        raise CurabibError(message, hint=hint) from error


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _root_at(folder: Path) -> Path | None:
    if (folder / "bib" / CONFIG).is_file():
        return folder
    if (folder / CONFIG).is_file():
        return folder.resolve().parent if folder.resolve().name == "bib" else folder
    return None
