""".bib files for reference managers: biblatex as they read it, with the topics as groups or collections."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.latex.decode import decode
from curabib.bibtex.layout.printing import print_entry, print_texts
from curabib.bibtex.mapping.printed import to_bibtex
from curabib.bibtex.profile import BETTER_BIBTEX, BIBLATEX, ZOTERO, Profile
from curabib.diagnostics import Diagnostic, Result
from curabib.exchange.jabref import group_tree, named_groups
from curabib.model import Entry, Fields, Names, View
from curabib.writers.formula import formula
from curabib.writers.losses import Losses
from curabib.writers.rich import plain
from curabib.writers.topics import Topic, topic_tree

_FORMULA = re.compile(r"\$(?=[^\s$])[^$]{1,200}(?<=\S)\$")
# signs that biblatex takes as mathematics stand there as themselves
_SIGN = re.compile(r"\{\$(\\[A-Za-z]{1,40})\$\}")
_MARKS = re.compile(r"[\x00-\x1f\x7f]+|[{}]")
_BRACES: Mapping[str, str] = {"{": "(", "}": ")"}
_WORDS = re.compile(r"\s*[,;]\s*")
_FORMULAS = "a formula"
# of an entry of any other type, Zotero's importer makes nothing
_TYPES = frozenset(
    (
        "article",
        "book",
        "booklet",
        "inbook",
        "incollection",
        "inproceedings",
        "manual",
        "misc",
        "online",
        "patent",
    )
) | {"proceedings", "report", "software", "thesis", "unpublished"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoteroBibWriter:
    """Writes for Zotero's importers: no TeX but escapes, nobody called `others`, topics as collections.

    `left_out` are fields that would only litter the items, `types` the types of entries that arrive; `cut_at` are
    signs at which the importer cuts the name of a collection; `verbatim_keywords` says that it reads no escapes in
    keywords.
    """

    name: str
    profile: Profile
    title: str
    left_out: frozenset[str]
    types: frozenset[str] = _TYPES
    cut_at: str = ""
    verbatim_keywords: bool = False
    extension: str = "bib"

    def write(self, view: View) -> Result[str]:
        """Return the file's text, its entries sorted by key, and what the importer will not see as it is stated."""
        losses = Losses(self.title)
        printed: list[BibEntry] = []
        said: list[Diagnostic] = []
        for entry in view.entries:
            losses.cut_short(entry)
            found = to_bibtex(_untexed(entry, losses), self.profile)
            said += found.diagnostics
            if found.value is not None:
                printed.append(self._fitting(found.value, entry.work.keywords))
        printed.sort(key=lambda entry: entry.key.encode())
        keys = {entry.key for entry in printed}
        name = _namer(losses, self.cut_at)
        groups = [
            (path, [entry.key for entry in topic.entries if entry.key in keys])
            for path, topic in _named(topic_tree(view.entries), name)
        ]
        texts = [*map(print_entry, printed), *([named_groups(groups)] if groups else [])]
        return Result(print_texts(texts, for_tex=False), (*said, *losses.diagnostics()))

    def _fitting(self, entry: BibEntry, keywords: Sequence[str]) -> BibEntry:
        """Return a printed entry of a type that arrives, with signs instead of the mathematics that prints them."""
        fields = tuple(
            (name, f"{{{_verbatim(keywords)}}}")
            if name == "keywords" and self.verbatim_keywords
            else (name, _SIGN.sub(lambda sign: decode(sign[0]), value))
            for name, value in entry.fields
            if name not in self.left_out
        )
        preprint = entry.type == "online" and dict(fields).get("eprinttype", "").lower() == "{arxiv}"
        arrives = entry.type in self.types and not preprint
        return replace(entry, type=entry.type if arrives else "misc", fields=fields)


@dataclass(frozen=True, slots=True)
class JabRefWriter:
    """Writes biblatex with JabRef's groups: each entry names those that it is in, a comment says how they nest."""

    name: str = "jabref"
    extension: str = "bib"

    def write(self, view: View) -> Result[str]:
        """Return the file's text, its entries sorted by key, and what could not be written as it is."""
        losses = Losses("JabRef")
        name = _namer(losses, ",;")
        groups = list(_named(topic_tree(view.entries), name))
        taken: dict[str, int] = {}
        for path, _ in groups:
            taken[path[-1]] = taken.get(path[-1], 0) + 1
        shown = {path: _unlike(path, taken, topic, losses) for path, topic in groups}
        of: dict[str, list[str]] = {}
        for path, topic in groups:
            for entry in topic.entries:
                of.setdefault(entry.key, []).append(shown[path][-1])
        printed: list[BibEntry] = []
        said: list[Diagnostic] = []
        for entry in view.entries:
            found = to_bibtex(replace(entry, work=replace(entry.work, topics=())), BIBLATEX)
            said += found.diagnostics
            if found.value is not None:
                own = tuple(field for field in found.value.fields if field[0] != "groups")
                groups_field = (("groups", f"{{{', '.join(of[entry.key])}}}"),) if entry.key in of else ()
                printed.append(replace(found.value, fields=(*own, *groups_field)))
        printed.sort(key=lambda entry: entry.key.encode())
        texts = [*map(print_entry, printed), *([group_tree(list(shown.values()))] if shown else [])]
        return Result(print_texts(texts, for_tex=False), (*said, *losses.diagnostics()))


def _untexed(entry: Entry, losses: Losses) -> Entry:
    """Return the entry without what such importers misread: formulas, "et al.", topics among the keywords."""
    work = entry.work
    fields = work.fields
    values = dict(fields)
    for name in ("author", "editor", "translator"):
        names = values.get(name)
        if isinstance(names, Names) and names.truncated:
            values[name] = Names(names.people)
    for name, value in fields.items():
        if isinstance(value, str) and "$" in value:
            values[name] = _FORMULA.sub(_readable, value)
            if values[name] != value:
                losses.changed(entry.key, _FORMULAS)
    if any(_WORDS.search(word) for word in work.keywords):
        losses.changed(entry.key, "a comma or semicolon in a keyword")
    return replace(entry, work=replace(work, fields=Fields(values), topics=()))


def _verbatim(keywords: Sequence[str]) -> str:
    """Return keywords for an importer that takes them as they are, but for what separates them and ends the field."""
    plain = (_WORDS.sub(" ", _MARKS.sub(_mark, word)) for word in keywords)
    return ", ".join(dict.fromkeys(" ".join(word.split()) for word in plain if word.strip()))


def _mark(match: re.Match[str]) -> str:
    return _BRACES.get(match[0], " ")


def _readable(match: re.Match[str]) -> str:
    found = formula(match[0][1:-1])
    return plain(found.inlines) if found is not None else match[0]


def _namer(losses: Losses, cut_at: str) -> Callable[[str, Sequence[Entry]], str]:
    """Return what makes the name of a topic one that a comment of a .bib file can hold."""

    def name(topic: str, entries: Sequence[Entry]) -> str:
        made = _MARKS.sub(_mark, topic)
        for sign in cut_at:
            made = made.replace(sign, " -" if sign == ":" else " ")
        made = " ".join(made.split()) or "topic"
        if made != topic:
            for entry in entries:
                losses.changed(entry.key, f"the name of the group `{topic[:60]}`")
        return made

    return name


def _named(
    topics: Sequence[Topic], name: Callable[[str, Sequence[Entry]], str]
) -> Iterator[tuple[tuple[str, ...], Topic]]:
    for topic in topics:
        yield tuple(name(step, topic.entries) for step in topic.path), topic


def _unlike(path: tuple[str, ...], taken: Mapping[str, int], topic: Topic, losses: Losses) -> tuple[str, ...]:
    """Return a path whose last name no other group has, as entries name their groups without the path to them."""
    if taken[path[-1]] == 1 or len(path) == 1:
        return path
    for entry in topic.entries:
        losses.changed(entry.key, f"two groups with the name `{path[-1][:60]}`")
    return (*path[:-1], f"{path[-1]} ({' - '.join(path[:-1])})")


ZOTERO_BIB = ZoteroBibWriter(
    name="zotero",
    profile=ZOTERO,
    title="Zotero's BibTeX import",
    left_out=frozenset({"assumed", "ids", "pubstate"}),
)
BETTER_BIBTEX_BIB = ZoteroBibWriter(
    name="better-bibtex",
    profile=BETTER_BIBTEX,
    title="Better BibTeX",
    left_out=frozenset({"assumed", "pubstate"}),
    types=_TYPES | {"dataset"},
    cut_at=":\\",
    verbatim_keywords=True,
)
JABREF = JabRefWriter()
