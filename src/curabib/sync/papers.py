"""The files of a paper: reading them with all that they take in, and changing keys in them byte for byte."""

import difflib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from curabib.citing import CiteCommand, Include, Language, Manuscript, cited, language_of
from curabib.citing.rewriting import rewritten
from curabib.diagnostics import CurabibError, Diagnostic, Result, diagnose
from curabib.project.files import read_bytes

STDIN = "-"

_LARGEST = 64_000_000
_MOST_FILES = 2_000
_ROUNDS = 3  # for commands that are defined by commands that are defined in another file
_SUFFIXES: Mapping[Language, tuple[str, ...]] = {"tex": (".tex", ""), "typst": ("",), "aux": ("",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A file of a paper: where it is (None for standard input), its text, and what it says.

    `text` is `data` decoded such that it can be encoded again byte for byte.
    """

    path: Path | None
    text: str
    manuscript: Manuscript

    @property
    def shown(self) -> str:
        """The path for people."""
        return self.manuscript.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper: its files, each once, in the order in which they are met."""

    files: tuple[PaperFile, ...]

    @property
    def manuscripts(self) -> tuple[Manuscript, ...]:
        """What the files say."""
        return tuple(file.manuscript for file in self.files)

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts by the path for people."""
        return {file.shown: file.text for file in self.files}

    @property
    def language(self) -> Language:
        """The language of the first file."""
        return self.files[0].manuscript.language

    @property
    def format(self) -> str:
        """The writer that the paper asks for, or empty."""
        return next((m.format for m in self.manuscripts if m.format), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """A file with other keys: its old and its new text."""

    file: PaperFile
    new: str

    def diff(self) -> str:
        """Return what changes, as a unified diff."""
        old, new = self.file.text.splitlines(keepends=True), self.new.splitlines(keepends=True)
        shown = self.file.shown
        lines = difflib.unified_diff(old, new, fromfile=shown, tofile=f"{shown} (rewritten)")
        return "".join(f"{line.rstrip(chr(13) + chr(10))}\n" for line in lines)


def read_paper(
    names: Sequence[str],
    read_stdin: Callable[[], bytes],
    *,
    root: Path | None,
    language: Language | None = None,
) -> Result[Paper]:
    r"""Return the paper that begins with these files, with every file that they take in (`\input`, `#include`, ...).

    A file that names another one as its root by a magic comment stands for that one. No file outside of the paper's
    folder is read because a text names it: that is the folder of the nearest git repository, of the project at `root`,
    the working directory, or the file's own, whichever is first to hold the file. `read_stdin` is called for `-`;
    `language` is that of files whose name does not say. Raises CurabibError where a file in `names` cannot be read.
    """
    reading = _Reading(root, language)
    for name in dict.fromkeys(names):
        if name == STDIN:
            reading.add(None, STDIN, read_stdin())
        else:
            reading.start(Path(name))
    return reading.result()


def rewritings(paper: Paper, keys: Mapping[str, str]) -> Result[tuple[Rewriting, ...]]:
    """Return the files of `paper` that cite one of `keys`, with what `keys` maps it to in its place."""
    changed: list[Rewriting] = []
    problems: list[Diagnostic] = []
    for file in paper.files:
        new, kept = rewritten(file.manuscript, file.text, keys)
        if new != file.text:
            changed.append(Rewriting(file=file, new=new))
        for citation in kept:
            message = f"the key `{keys[citation.key]}` cannot be written where `{citation.key}` is cited"
            problems.append(diagnose("CB709", message, citation.location, key=keys[citation.key]))
    return Result(tuple(changed), tuple(problems))


def apply_rewritings(changes: Sequence[Rewriting], replace: Callable[[Path, bytes], None]) -> None:
    """Give the files their new texts by `replace`, which replaces a file as a whole.

    Raises CurabibError before anything is written where a file is no longer what was read.
    """
    for change in changes:
        path = change.file.path
        if path is None or read_bytes(path, limit=_LARGEST) != _encoded(change.file.text):
            raise CurabibError(
                f"`{change.file.shown}` has changed since it was read",
                hint="nothing was rewritten; try again",
            )
    for change in changes:
        if change.file.path is not None:
            replace(change.file.path, _encoded(change.new))


class _Reading:
    """Follows a paper from file to file."""

    def __init__(self, root: Path | None, language: Language | None) -> None:
        self.root = root
        self.language = language
        self.boundary = Path()
        self.home = Path()  # the folder that TeX is run in
        self.files: dict[str, PaperFile] = {}
        self.problems: list[Diagnostic] = []

    def start(self, path: Path) -> None:
        """Read a file that the user names, or the one that it names as its root, and all that follows."""
        self.boundary = _boundary(path, self.root)
        self.home = path.absolute().parent
        data = read_bytes(path, limit=_LARGEST)
        manuscript = cited(_decoded(data, str(path)), str(path), language_of(path.name))
        main = self._main(path, manuscript.root)
        if main is not None:
            self.home = main.absolute().parent
            path, data = main, read_bytes(main, limit=_LARGEST)
        self.add(path, _shown(path), data)

    def _main(self, path: Path, root: str) -> Path | None:
        """Return the main file that a magic comment names, where it is in the paper's folder."""
        if not root:
            return None
        for suffix in ("", ".tex"):
            main = path.parent / f"{root.replace(chr(92), '/')}{suffix}"
            if _is_file(main):
                return main if _inside(main, self.boundary) else None
        return None

    def add(self, path: Path | None, shown: str, data: bytes) -> None:
        """Take in a file, and every file that it leads to; a file is read once."""
        waiting: list[tuple[Path | None, str, bytes]] = [(path, shown, data)]
        while waiting:
            path, shown, data = waiting.pop(0)
            identity = shown if path is None else str(path.resolve())
            if identity in self.files:
                continue
            text = _decoded(data, shown)
            known = self.language if path is None or not path.suffix else None
            manuscript = cited(text, shown, known or language_of(shown, text))
            self.files[identity] = PaperFile(path=path, text=text, manuscript=manuscript)
            if len(self.files) > _MOST_FILES:
                raise CurabibError(
                    f"`{shown}` is one of more than {_MOST_FILES} files that lead to each other"
                )
            if path is not None:
                waiting += self._included(path, manuscript)

    def _included(self, path: Path, manuscript: Manuscript) -> Iterator[tuple[Path, str, bytes]]:
        beside = path.with_suffix(".bcf")  # where alone `\nocite{*}` is told
        if manuscript.language == "aux" and manuscript.format == "biblatex" and _is_file(beside):
            yield beside, _shown(beside), read_bytes(beside, limit=_LARGEST)
        for include in manuscript.includes:
            found = self.find(path, manuscript, include)
            if found is not None and str(found.resolve()) not in self.files:
                yield found, _shown(found), read_bytes(found, limit=_LARGEST)

    def find(self, path: Path, manuscript: Manuscript, include: Include) -> Path | None:
        """Return the file that is meant, or None, reported, where there is none in the paper's folder."""
        outside = False
        for candidate in self._candidates(path, manuscript.language, include):
            if _is_file(candidate):
                if _inside(candidate, self.boundary):
                    return candidate
                outside = True
        shown = str(PurePosixPath(include.folder) / include.name) if include.folder else include.name
        if outside:
            message = f"`{shown[:200]}` is outside of the paper's folder and is not read"
            self.problems.append(diagnose("CB702", message, include.location))
        else:
            self.problems.append(
                diagnose("CB701", f"`{shown[:200]}` is taken in, but there is no such file", include.location)
            )
        return None

    def _candidates(self, path: Path, language: Language, include: Include) -> Iterator[Path]:
        """Yield where the file may be: beside the main file, where TeX is run, else beside the file that names it."""
        name = include.name
        if language == "typst" and name.startswith("/"):
            yield self.boundary / name.lstrip("/")
            return
        for base in dict.fromkeys((self.home, path.absolute().parent)):
            for suffix in _SUFFIXES.get(language, ("",)):
                yield base / include.folder / f"{name}{suffix}"

    def result(self) -> Result[Paper]:
        """Return the paper, its LaTeX files read again where one of them defines commands that others may use."""
        files = list(self.files.values())
        commands: dict[str, CiteCommand] = {}
        for _ in range(_ROUNDS):
            new = {k: v for file in files for k, v in file.manuscript.commands.items() if k not in commands}
            if not new:
                break
            commands |= new
            files = [_again(file, commands) for file in files]
        return Result(Paper(files=tuple(files)), tuple(self.problems))


def _again(file: PaperFile, commands: Mapping[str, CiteCommand]) -> PaperFile:
    said = file.manuscript
    if said.language != "tex":
        return file
    said = cited(file.text, said.path, "tex", commands)
    return PaperFile(path=file.path, text=file.text, manuscript=said)


def _decoded(data: bytes, shown: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise CurabibError(f"`{shown}` is UTF-16", hint="save it as UTF-8")
    return data.decode("utf-8", "surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def _boundary(path: Path, root: Path | None) -> Path:
    """Return the folder that a paper does not leave."""
    own = Path(os.path.abspath(path)).parent.resolve()  # noqa: PTH100
    repository = next((folder for folder in (own, *own.parents) if (folder / ".git").exists()), None)
    for folder in (repository, root, Path.cwd()):
        if folder is not None and own.is_relative_to(folder.resolve()):
            return folder.resolve()
    return own


def _shown(path: Path) -> str:
    """Return a path as a person in the working directory would write it."""
    plain = Path(os.path.normpath(path))
    if not plain.is_absolute():
        return plain.as_posix()
    here = Path.cwd()
    return plain.relative_to(here).as_posix() if plain.is_relative_to(here) else plain.as_posix()
