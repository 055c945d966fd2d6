"""What people changed in generated .bib files since they were written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from curabib.bibtex.document import Block, Document
from curabib.bibtex.latex.decode import decode
from curabib.bibtex.layout import is_preamble, read_header
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES, Profile
from curabib.diagnostics import Diagnostic, diagnose
from curabib.library.select import QueryError
from curabib.model import Library, Location
from curabib.project import Project
from curabib.project.overrides_edit import Value
from curabib.sync.files import Content, read_if_there
from curabib.sync.hand_fields import DERIVED, ours, values_of
from curabib.sync.ownership import stranger, strangers
from curabib.sync.plan import FieldChange, Item
from curabib.sync.render import views_of, write
from curabib.sync.seal import MARKER, foreign_part, seal

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$\n?", re.MULTILINE)
_OWN_LINES = ("% curabib bibliography, schema ", "% written by curabib ", "% sha256 ", MARKER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One field that a person changed: in which file and entry, what it said, what it says, and what that means."""

    path: str
    line: int
    key: str
    name: str
    old: str
    new: str
    field: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class HandEdits:
    """All hand edits of a project.

    `corrections` maps citation keys to what overrides.yaml is to state, `renames` holds changed keys (old, new),
    `foreign` the blocks of people by path, `edits` the single fields, for the check that each of them survived.
    `strangers` holds what is to be said of a file of somebody else, by its path, if an output comes to replace it.
    """

    corrections: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    renames: tuple[tuple[str, str], ...] = ()
    foreign: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    strangers: Mapping[str, Diagnostic] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def with_foreign(self, path: str, content: Content) -> Content:
        """Return what was generated for a file, in a text with the blocks that people put into it."""
        return content if isinstance(content, bytes) else seal(content, self.foreign.get(path, ""))


@dataclass(slots=True)
class _Found:
    """What has been found so far."""

    corrections: dict[str, dict[str, Value]] = field(default_factory=dict)
    renames: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    strangers: dict[str, Diagnostic] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def find_hand_edits(project: Project, library: Library) -> HandEdits:
    """Return what people changed in the generated .bib files of a project, and which outputs are not generated at all.

    `library` is what records, overrides and lock build now, hence what the files said before somebody edited them.
    A file whose header still has the digest of its entries was not touched, and costs no more than that digest.
    """
    found = _Found()
    for output in project.outputs:
        profile = PROFILES.get(output.format)
        try:
            views = views_of(output, library, project)
        except QueryError:
            continue  # reported where the output is to be written
        found.strangers |= strangers(project, output, views)
        for path, view in views.items():
            data = read_if_there(project.root, path)
            if data is None:
                continue
            if profile is None:
                found.diagnostics += filter(None, [stranger(output, view, project.root, path, data)])
                continue
            text = data.decode("utf-8", "surrogateescape")
            header = read_header(text)
            if header is not None and header.intact:
                below = foreign_part(text)
                if below:
                    found.foreign[path] = below
                continue
            if header is None and text.startswith(_OWN_LINES[0]) and _CONFLICT.search(text):
                found.foreign[path] = _foreign_of_both(_CONFLICT.sub("", text), path, library)
                found.diagnostics.append(_joined(path, text))
                continue
            if header is None:
                found.diagnostics += _not_ours(path, text)
                continue
            generated = parse(str(write(output, view, project.root, path).value), path)
            mine = parse(text.replace("\r\n", "\n"), path)
            _File(path, profile, library, generated, mine, found).compare()
    return HandEdits(
        corrections=found.corrections,
        renames=tuple(found.renames.items()),
        foreign=found.foreign,
        edits=tuple(found.edits),
        strangers=found.strangers,
        items=tuple(_items(found, library)),
        diagnostics=tuple(found.diagnostics),
    )


class _File:
    """One file that is not what was written: what it should say (`base`) beside what it says (`mine`)."""

    def __init__(
        self, path: str, profile: Profile, library: Library, base: Document, mine: Document, found: _Found
    ) -> None:
        self.path, self.profile, self.library, self.found = path, profile, library, found
        self.mine = mine
        self.base_macros, self.macros = base.macros(), mine.macros()
        self.base = {block.key: block for block in base.entries}
        self.entries: dict[str, Block] = {}

    def compare(self) -> None:
        foreign = [block for block in self.mine.blocks if not self._is_ours(block)]
        missing = {key: block for key, block in self.base.items() if key not in self.entries}
        kept: list[Block] = []
        for block in foreign:
            old = self._renamed(block, missing) if block.kind == "entry" else None
            if old is None:
                kept.append(block)
                continue
            del missing[old]
            self.found.renames[old] = block.key
            self._report("CB034", f"the key `{old}` was changed to `{block.key}`", block, key=block.key)
            self._fields(old, self.base[old], block)
        for key, block in self.entries.items():
            if key in self.base:
                self._fields(key, self.base[key], block)
        for key in missing:
            self._report(
                "CB036",
                f"the entry `{key}` was deleted from `{self.path}`; it is written again",
                None,
                key=key,
            )
        self._keep(kept)

    def _is_ours(self, block: Block) -> bool:
        """Return whether a block is one of the generated ones, remembering it; reports what cannot be read."""
        if block.kind == "failed":
            message = f"this cannot be read as BibTeX any more: {block.error}"
            place = Location(path=self.path, line=block.error_line or block.line)
            self.found.diagnostics.append(
                diagnose("CB035", message, place, help="mend it, or delete the file")
            )
            return True
        if block.kind == "text":
            return not _text_of(block)
        if block.kind == "preamble":
            return is_preamble(block.raw)
        if block.kind != "entry" or block.key.casefold() not in self.library.by_key:
            return False
        if block.key in self.entries:
            message = f"the entry `{block.key}` stands twice, first in line {self.entries[block.key].line}"
            place = Location(path=self.path, line=block.line)
            self.found.diagnostics.append(diagnose("CB035", message, place, help="delete one of the two"))
            return True
        self.entries[block.key] = block
        return True

    def _renamed(self, block: Block, missing: Mapping[str, Block]) -> str | None:
        """Return the key of the one missing entry that says what `block` says, or None."""
        values = values_of(block, self.macros)
        wanted = _signature(values)
        same = [
            k for k, b in missing.items() if wanted and _signature(values_of(b, self.base_macros)) == wanted
        ]
        return same[0] if len(same) == 1 else None

    def _fields(self, key: str, base: Block, mine: Block) -> None:
        old, new = values_of(base, self.base_macros), values_of(mine, self.macros)
        if base.type.lower() != mine.type.lower():
            edit = self._edit(key, mine, "entry_type", base.type.lower(), mine.type.lower(), "entry_type")
            self._add(edit, mine.type.lower())
            self._report("CB037", f"`{key}` was made a `{mine.type.lower()}`", mine, key=key)
        for name in dict.fromkeys([*old, *new]):
            if name in DERIVED or old.get(name) == new.get(name):
                continue
            if name == "keywords":
                self._keywords(key, mine, old.get(name, ""), new.get(name, ""))
                continue
            field_name, value = ours(name, new, self.profile)
            if (field_name, value) == ours(name, old, self.profile):
                continue
            if value is None and name in new:
                message = f"the field `{name}` of `{key}` cannot be understood: `{new[name][:80]}`"
                self._report("CB035", message, mine, key=key, help="correct it in the file")
                continue
            self._add(self._edit(key, mine, name, old.get(name, ""), new.get(name, ""), field_name), value)

    def _keywords(self, key: str, block: Block, old: str, new: str) -> None:
        before, after = _words(old), _words(new)
        added = tuple(word for word in after if word not in before)
        if added or len(after) < len(before):
            edit = self._edit(key, block, "keywords", old, new, "keywords")
            self._add(edit, added) if added else self.found.edits.append(edit)

    def _edit(self, key: str, block: Block, name: str, old: str, new: str, field_name: str) -> Edit:
        line = next((part.line for part in block.fields if part.name.lower() == name), block.line)
        return Edit(
            path=self.path, line=line, key=key, name=name, old=old, new=new, field=field_name, value=None
        )

    def _add(self, edit: Edit, value: Value) -> None:
        fields = self.found.corrections.setdefault(edit.key, {})
        place = Location(path=edit.path, line=edit.line)
        if edit.field in fields and fields[edit.field] != value:
            message = f"the field `{edit.name}` of `{edit.key}` was changed differently in another file"
            self.found.diagnostics.append(
                diagnose("CB035", message, place, key=edit.key, help="undo one of the two")
            )
            return
        self.found.edits.append(edit)
        if edit.field not in fields:
            fields[edit.field] = value
            what = "was removed" if value is None else "was changed"
            message = f"the field `{edit.name}` of `{edit.key}` {what} by hand; it moves to overrides.yaml"
            self.found.diagnostics.append(diagnose("CB031", message, place, key=edit.key))

    def _keep(self, blocks: Iterable[Block]) -> None:
        texts = [_text_of(block) if block.kind == "text" else block.raw.strip() for block in blocks]
        if not texts:
            return
        self.found.foreign[self.path] = "\n\n".join(texts)
        for block in blocks:
            if block.kind == "entry":
                self._report(
                    "CB033", f"the entry `{block.key}` was written by hand and is kept", block, key=block.key
                )

    def _report(self, code: str, message: str, block: Block | None, *, key: str, help: str = "") -> None:
        place = Location(path=self.path, line=block.line if block else 1)
        self.found.diagnostics.append(diagnose(code, message, place, key=key, help=help))


def _not_ours(path: str, text: str) -> tuple[Diagnostic, ...]:
    """Return a CB039 for a file that somebody else wrote, unless there is nothing in it."""
    if not text.strip():
        return ()
    help = "`curabib adopt` takes its keys over; then move it away, or give the output another path"
    place = Location(path=path, line=1)
    return (
        diagnose("CB039", f"`{path}` was not written by curabib and would be overwritten", place, help=help),
    )


def _foreign_of_both(text: str, path: str, library: Library) -> str:
    """Return the blocks of people in a generated file that holds both sides of a conflict."""
    texts: dict[str, None] = {}
    for block in parse(text.replace("\r\n", "\n"), path).blocks:
        if block.kind == "text":
            texts[_text_of(block)] = None
        elif block.kind == "preamble" and is_preamble(block.raw):
            continue
        elif block.kind != "failed" and block.key.casefold() not in library.by_key:
            texts[block.raw.strip()] = None
    return "\n\n".join(text for text in texts if text)


def _joined(path: str, text: str) -> Diagnostic:
    match = _CONFLICT.search(text)
    line = text.count("\n", 0, match.start()) + 1 if match else 1
    message = (
        f"`{path}` holds both sides of a conflict of git; it is written anew from the records and the lock"
    )
    return diagnose("CB044", message, Location(path=path, line=line))


def _text_of(block: Block) -> str:
    """Return what a person wrote between the blocks."""
    lines = (line.rstrip() for line in block.raw.split("\n"))
    return "\n".join(line for line in lines if not line.startswith(_OWN_LINES)).strip()


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := decode(part)))


def _signature(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return what tells an entry from others when its key was changed: title and people, however spelled."""
    parts = tuple(decode(values.get(name, "")).casefold() for name in ("title", "author", "editor"))
    return parts if any(parts) else ()


def _items(found: _Found, library: Library) -> Iterator[Item]:
    """Return what the plan says of the hand edits."""
    by_key: dict[str, list[Edit]] = {}
    for edit in found.edits:
        by_key.setdefault(edit.key, []).append(edit)
    for key, edits in by_key.items():
        entry = library.by_key.get(key.casefold())
        changes = dict.fromkeys(FieldChange(field=e.name, old=e.old, new=e.new) for e in edits)
        title = entry.work.fields.title if entry else ""
        yield Item(kind="kept", key=key, title=title, changes=tuple(changes), note=edits[0].path)


def unkept(hand: HandEdits, after: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return a CB038 for every hand edit that the new texts (by path) would not show, a CB039 for strangers' files."""
    renamed = dict(hand.renames)
    documents = {
        path: parse(after[path], path) for path in {edit.path for edit in hand.edits} if path in after
    }
    problems = [problem for path, problem in hand.strangers.items() if path in after]
    for edit in hand.edits:
        document = documents.get(edit.path)
        if document is None:
            continue
        key = renamed.get(edit.key, edit.key)
        block = next((b for b in document.entries if b.key == key), None)
        if block is not None and not _shows(block, edit, document):
            message = f"the hand edit of `{edit.name}` in `{edit.key}` cannot be kept by an override"
            help = f"undo it in `{edit.path}`, or correct the work otherwise in overrides.yaml"
            place = Location(path=edit.path, line=edit.line)
            problems.append(diagnose("CB038", message, place, key=edit.key, help=help))
    return tuple(problems)


def _shows(block: Block, edit: Edit, document: Document) -> bool:
    if edit.name == "entry_type":
        return block.type.lower() == edit.new
    value = values_of(block, document.macros()).get(edit.name, "")
    if edit.name == "keywords":
        return set(_words(value)) == set(_words(edit.new))
    return decode(value) == decode(edit.new)
