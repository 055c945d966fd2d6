"""`curabib.yaml`, read into a frozen `Project`."""

import re
from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from curabib.diagnostics import Result
from curabib.model import Date, Fields, FieldValue, Location, Venue
from curabib.model.nearest import nearest
from curabib.project.list_look import LOOK, list_look
from curabib.project.paths import inside
from curabib.project.plugins import BUILT_IN, names
from curabib.project.settings import (
    DEFAULT_KEY_PATTERN,
    LIST_SUFFIXES,
    LIST_TARGETS,
    GitPlace,
    Output,
    Project,
    Source,
)
from curabib.project.walk import Walk
from curabib.project.yaml_tree import Mapping, Node, Scalar, parse_tree

if TYPE_CHECKING:
    from curabib.project.entry_pattern import EntryPattern

_SETTINGS = ("title", "sources", "topics", "outputs", "keys", "enrich", "ignore")
_SOURCE = ("url", "file", "git", "reader", "states", "topic", "archived", "entry")
_OUTPUT = ("path", "format", "style", "to", "query", "title", "split-by", *LOOK)

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z", re.ASCII)
_PROVIDER = re.compile(r"[a-z][a-z-]{0,39}(?::[a-z0-9][a-z0-9._-]{0,63})?\Z", re.ASCII)
_CODE_PREFIX = re.compile(r"CB[0-9]{0,3}\Z", re.ASCII)
_REVISION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./@{}^~+-]{0,199}\Z", re.ASCII)


def parse_config(text: str, *, root: Path, home: Path, path: str) -> Result[Project]:
    """Return the project that the text of a `curabib.yaml` describes.

    `root` is the folder that paths may not leave, `home` the folder that they are relative to, `path` how
    diagnostics call the file. Whatever does not fit is left out of the project and reported: CB001 (not YAML, or a
    value of the wrong kind), CB002 (unknown setting), CB003 (a path outside the project), CB004 (a key twice).
    """
    tree = parse_tree(text, path)
    config = _Config(root, home, text)
    settings = dict(config.walk.pairs(tree.value, "", _SETTINGS))
    topics = dict(config.walk.pairs(settings.get("topics"), "topics", ("rename",)))
    keys = dict(config.walk.pairs(settings.get("keys"), "keys", ("pattern",)))
    enrich = dict(config.walk.pairs(settings.get("enrich"), "enrich", ("from", "precedence")))
    project = Project(
        root=root,
        home=home,
        title=config.walk.text(settings.get("title"), "title"),
        sources=config.sources(settings.get("sources")),
        topic_names={
            name: config.walk.text(node, f"topics.rename.{name}")
            for name, node in config.walk.pairs(topics.get("rename"), "topics.rename")
        },
        outputs=config.outputs(settings.get("outputs")),
        key_pattern=config.walk.text(keys.get("pattern"), "keys.pattern") or DEFAULT_KEY_PATTERN,
        ignore=config.ignored(settings.get("ignore")),
        providers=config.providers(enrich.get("from"), "enrich.from"),
        precedence=config.providers(
            enrich.get("precedence"), "enrich.precedence", ("authority", "list", "preprint")
        ),
    )
    return Result(project, tree.diagnostics + tuple(config.walk.diagnostics))


class _Config:
    """The readers of the single settings, over one walk."""

    def __init__(self, root: Path, home: Path, text: str) -> None:
        self.root, self.home, self.text = root, home, text
        self.walk = Walk("CB001")

    def sources(self, node: Node | None) -> tuple[Source, ...]:
        found: list[Source] = []
        for id, settings in self.walk.pairs(node, "sources"):
            if not _ID.match(id):
                help = "use lower-case letters, digits, `-`, `_` and `.`, at most 64"
                self.walk.problem(f"`{id[:80]}` cannot name a source", settings.location, help=help)
                continue
            source = self._source(id, settings)
            if source is not None:
                found.append(source)
        return tuple(found)

    def _source(self, id: str, node: Node) -> Source | None:
        what = f"sources.{id}"
        parts = dict(self.walk.pairs(node, what, _SOURCE))
        places = [name for name in ("url", "file", "git") if name in parts]
        if len(places) != 1:
            found = "no place" if not places else "several places: " + ", ".join(f"`{p}`" for p in places)
            help = "give it one of `url`, `file` and `git`"
            self.walk.problem(f"the source `{id}` has {found}", node.location, help=help)
            return None
        place = self._place(places[0], parts[places[0]], what)
        if place is None:
            return None
        return Source(
            id=id,
            url=place if isinstance(place, str) and places[0] == "url" else "",
            file=place if isinstance(place, str) and places[0] == "file" else "",
            git=place if isinstance(place, GitPlace) else None,
            reader=self.walk.text(parts.get("reader"), f"{what}.reader"),
            states=self._states(parts.get("states"), f"{what}.states"),
            topic=" ".join(self.walk.text(parts.get("topic"), f"{what}.topic").split()),
            archived=self.walk.flag(parts.get("archived"), f"{what}.archived"),
            entry=self._entry(parts.get("entry"), f"{what}.entry"),
            location=node.location,
        )

    def _entry(self, node: Node | None, what: str) -> "tuple[EntryPattern, ...]":
        if node is None:
            return ()
        patterns_of = import_module("curabib.project.entry_setting").patterns_of
        found: tuple[EntryPattern, ...] = patterns_of(node, what, self.walk, self.text.split("\n"))
        return found

    def _place(self, kind: str, node: Node, what: str) -> "str | GitPlace | None":
        readers: dict[str, Callable[[Node, str], str | GitPlace | None]] = {
            "url": self._url,
            "file": self._path,
            "git": self._git,
        }
        return readers[kind](node, f"{what}.{kind}")

    def _url(self, node: Node, what: str) -> str | None:
        text = self.walk.text(node, what)
        try:
            parts = urlsplit(text)
            good = (
                parts.scheme in ("http", "https")
                and bool(parts.hostname)
                and text.isprintable()
                and " " not in text
            )
        except ValueError:
            good = False
        if not good:
            help = "write an address that begins with `https://` or `http://`"
            self.walk.problem(f"`{what}` is no web address: `{text[:80]}`", node.location, help=help)
            return None
        return text

    def _path(self, node: Node, what: str) -> str | None:
        text = self.walk.text(node, what)
        if not text:
            self.walk.problem(f"`{what}` is empty", node.location)
            return None
        try:
            return inside(self.root, self.home, text)
        except ValueError as reason:
            help = "name a file inside the project's folder"
            self.walk.problem(f"`{what}`: `{text[:120]}` {reason}", node.location, help=help, code="CB003")
            return None

    def _git(self, node: Node, what: str) -> GitPlace | None:
        parts = dict(self.walk.pairs(node, what, ("repository", "revision", "path")))
        where, repository = parts.get("repository"), ""
        if where is not None and self.walk.text(where, f"{what}.repository") not in ("", "."):
            inner = self._path(where, f"{what}.repository")
            if inner is None:
                return None
            repository = inner
        path = self.walk.text(parts.get("path"), f"{what}.path")
        revision = self.walk.text(parts.get("revision"), f"{what}.revision") or "HEAD"
        if not path or path.startswith(("/", "-")) or "\0" in path or ".." in path.split("/"):
            help = "give the file's path inside the repository, such as `README.md`"
            self.walk.problem(f"`{what}.path` names no file: `{path[:80]}`", node.location, help=help)
            return None
        if not _REVISION.match(revision) or ".." in revision:
            help = "give a branch, a tag or a commit"
            self.walk.problem(
                f"`{what}.revision` is no revision: `{revision[:80]}`", node.location, help=help
            )
            return None
        return GitPlace(repository=repository, revision=revision, path=path)

    def _states(self, node: Node | None, what: str) -> Fields:
        values: dict[str, FieldValue] = {}
        for name, value in self.walk.pairs(node, what, ("venue", "year", "date")):
            text = self.walk.text(value, f"{what}.{name}")
            if name == "venue" and text:
                values["venue"] = Venue(name=text)
            elif text:
                date = Date.parse(text)
                if date is None or not 1000 <= date.year <= 2999:
                    help = "write `2019`, `2019-05` or `2019-05-07`"
                    self.walk.problem(f"`{what}.{name}` is no date: `{text[:40]}`", value.location, help=help)
                else:
                    values["date"] = date
        return Fields(values)

    def outputs(self, node: Node | None) -> tuple[Output, ...]:
        found: list[Output] = []
        lines: dict[str, Location] = {}
        for item in self.walk.items(node, "outputs"):
            output = self._output(item)
            if output is None:
                continue
            folded = output.path.casefold()
            if folded in lines:
                message = (
                    f"two outputs are written to `{output.path}`, the first in line {lines[folded].line}"
                )
                self.walk.problem(message, item.location, help="give each its own path")
                continue
            lines[folded] = item.location
            found.append(output)
        return tuple(found)

    def _output(self, node: Node) -> Output | None:
        if isinstance(node, Scalar) or not isinstance(node, Mapping):
            self.walk.problem("an output must be a mapping with `path` and `format`", node.location)
            return None
        parts = dict(self.walk.pairs(node, "outputs", _OUTPUT))
        texts = {
            name: self.walk.text(part, f"outputs.{name}") for name, part in parts.items() if name not in LOOK
        }
        where = parts.get("path")
        path = self._output_path(where) if where is not None else None
        if path is None:
            if where is None:
                self.walk.problem("an output has no `path`", node.location, help="say which file to write")
            return None
        if bool(texts.get("format")) == bool(texts.get("style")):
            help = (
                "give `format: biblatex` for a bibliography, or `style: plain` with `to: markdown` for a list"
            )
            self.walk.problem(
                f"the output `{path}` needs either `format` or `style`", node.location, help=help
            )
            return None
        split = self.walk.choice(parts.get("split-by"), "outputs.split-by", ("topic",))
        if ("{topic}" in path) != bool(split):
            help = "`split-by: topic` and a `{topic}` in the path go together"
            self.walk.problem(f"the output `{path}` is split by half", node.location, help=help)
            return None
        to = ""
        if texts.get("style"):
            suffix = path.rpartition(".")[2].lower()
            meant = LIST_SUFFIXES.get(suffix, "text")
            to = self.walk.choice(parts.get("to"), "outputs.to", LIST_TARGETS) or meant
            if "docx" in (to, meant) and to != meant:
                help = "leave `to` out, or change the suffix"
                self.walk.problem(f"`{path}` would not hold {to}", parts["to"].location, help=help)
        return Output(
            path=path,
            format=texts.get("format", ""),
            style=texts.get("style", ""),
            to=to,
            query=texts.get("query", ""),
            title=texts.get("title", ""),
            split_by="topic" if split else "",
            look=list_look(self.walk, parts, is_list=bool(texts.get("style")), to=to),
            location=node.location,
        )

    def _output_path(self, node: Node) -> str | None:
        path = self._path(node, "outputs.path")
        if path is None:
            return None
        reason = _reserved(path, self.home.relative_to(self.root).as_posix())
        if reason:
            self.walk.problem(f"the output `{path}` would overwrite {reason}", node.location, code="CB003")
            return None
        return path

    def providers(self, node: Node | None, what: str, also: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return providers by name; `also` are words that may stand among them."""
        found: list[str] = []
        for item in self.walk.items(node, what):
            text = self.walk.text(item, what)
            if not _PROVIDER.match(text) or text in found:
                help = "write each once, as `crossref`, or `authority:NAME` for a local authority"
                self.walk.problem(f"`{text[:80]}` names no provider in `{what}`", item.location, help=help)
            elif not self._is_provider(text, also):
                known = sorted({"authority:NAME", *also, *names("providers")})
                near = nearest(text, known, 1)
                help = (
                    f"did you mean `{near[0]}`?"
                    if near
                    else "known are " + ", ".join(f"`{k}`" for k in known)
                )
                self.walk.problem(
                    f"there is no provider `{text}`, named in `{what}`", item.location, help=help
                )
            else:
                found.append(text)
        return tuple(found)

    def _is_provider(self, text: str, also: tuple[str, ...]) -> bool:
        if text.startswith("authority:") or text in also or text in BUILT_IN["curabib.providers"]:
            return True
        return text in names("providers")  # those of installed packages

    def ignored(self, node: Node | None) -> tuple[str, ...]:
        found: list[str] = []
        for item in self.walk.items(node, "ignore"):
            text = self.walk.text(item, "ignore")
            if _CODE_PREFIX.match(text):
                found.append(text)
            else:
                help = "write a code such as `CB564`, or the beginning of one such as `CB1`"
                self.walk.problem(f"`{text[:40]}` is no code", item.location, help=help)
        return tuple(found)


def _reserved(path: str, home: str) -> str:
    """Return what of the project an output at `path` would overwrite, or the empty string."""
    prefix = "" if home == "." else f"{home}/"
    own: Collection[str] = ("curabib.yaml", "overrides.yaml", "curabib.lock", ".gitattributes", ".gitignore")
    folded = path.casefold()
    if folded in {f"{prefix}{name}".casefold() for name in own}:
        return "a file of the project"
    if any(folded.startswith(f"{prefix}{name}/".casefold()) for name in ("records", ".curabib")):
        return "what the sources said"
    if any(part.casefold() == ".git" for part in path.split("/")):
        return "the version control's own files"
    return ""
