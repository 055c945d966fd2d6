"""What a sync would change, said the way a review says it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from curabib.model import Entry, Library, LockedWork, Name, Names, Venue, Work

SCHEMA = "curabib.plan/1"

Kind = Literal[
    "added",
    "updated",
    "moved",
    "merged",
    "split",
    "withdrawn",
    "returned",
    "renamed",
    "kept",
    "conflict",
]


State = Literal["read", "unchanged", "archived", "offline", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field before and after, as text; the empty string where it was or is not stated."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One change of one work, under the key that it has afterwards; `note` says what no field says."""

    kind: Kind
    key: str
    title: str = ""
    changes: tuple[FieldChange, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one source: its state in one word, and how many entries it has, gained and lost."""

    source: str
    state: State
    entries: int = 0
    new: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a sync would change: works, and the files (path and `new`, `changed` or `removed`)."""

    items: tuple[Item, ...] = ()
    sources: tuple[SourceReport, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not self.items and not self.files

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """Return the items of one kind, by key."""
        return tuple(item for item in self.items if item.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A library with the lines of its lock by uid: one side of a comparison."""

    library: Library
    locked: Mapping[str, LockedWork]


def compare(old: Side, new: Side) -> tuple[Item, ...]:
    """Return what changed from one state of a library to another, ordered by kind and key."""
    before = {entry.work.id: entry for entry in old.library.entries}
    after = {entry.work.id: entry for entry in new.library.entries}
    items: list[Item] = []
    for uid, entry in after.items():
        items += _entry_items(before.get(uid), entry)
    items += _identity_items(old, new, before, after)
    parted = {item.key for item in items if item.kind == "split"}
    return merge_items([item for item in items if item.kind != "added" or item.key not in parted])


def _entry_items(old: Entry | None, new: Entry) -> Iterator[Item]:
    title = new.work.fields.title
    if old is None:
        yield Item(kind="added", key=new.key, title=title, note=_topics_note(new.work))
        return
    if old is new:
        return
    if old.key != new.key:
        yield Item(kind="renamed", key=new.key, title=title, note=f"was {old.key}")
    if old.state != new.state:
        yield Item(kind="withdrawn" if new.state == "withdrawn" else "returned", key=new.key, title=title)
    elif old.work.topics != new.work.topics and set(old.work.topics) != set(new.work.topics):
        yield Item(kind="moved", key=new.key, title=title, changes=(_topic_change(old.work, new.work),))
    changes = field_changes(old.work, new.work)
    if changes:
        yield Item(kind="updated", key=new.key, title=title, changes=changes)


def _topics_note(work: Work) -> str:
    return ", ".join(work.topics)


def _topic_change(old: Work, new: Work) -> FieldChange:
    return FieldChange(field="topics", old=", ".join(old.topics), new=", ".join(new.topics))


def field_changes(old: Work, new: Work) -> tuple[FieldChange, ...]:
    """Return the fields, and what else is printed of a work, in which two states of it differ."""
    names = sorted({*old.fields, *new.fields})
    changes = [
        _change(name, old.fields.get(name), new.fields.get(name))
        for name in names
        if old.fields.get(name) != new.fields.get(name)
    ]
    for name, read in _OTHER_PARTS:
        if read(old) != read(new):
            changes.append(FieldChange(field=name, old=read(old), new=read(new)))
    return tuple(changes)


def _change(field: str, old: object, new: object) -> FieldChange:
    """Return how a field changes, in so much detail that two values that print alike are told apart."""
    for text in (_text, _in_detail):
        if text(old) != text(new):
            break
    return FieldChange(field=field, old=text(old), new=text(new))


def _in_detail(value: object) -> str:
    """Return what a value is made of: the name and kind of a venue, the parts of people's names."""
    if isinstance(value, Venue):
        return f"{value.name} ({value.kind or 'of no known kind'})"
    if isinstance(value, Names):
        people = "; ".join(", ".join(filter(None, _parts(name))) for name in value)
        return people + ("; et al." if value.truncated else "")
    return _text(value)


def _parts(name: Name) -> tuple[str, ...]:
    return (name.literal, name.prefix, name.family, name.suffix, name.given)


def _text(value: object) -> str:
    return "" if value is None else str(value)


_OTHER_PARTS: tuple[tuple[str, Callable[[Work], str]], ...] = (
    ("entry_type", lambda work: work.entry_type),
    ("identifiers", lambda work: " ".join(map(str, work.identifiers))),
    ("keywords", lambda work: ", ".join(work.keywords)),
    ("links", lambda work: " ".join(link.url for link in work.links)),
)


def _identity_items(
    old: Side, new: Side, before: Mapping[str, Entry], after: Mapping[str, Entry]
) -> Iterator[Item]:
    for uid, line in new.locked.items():
        was = old.locked.get(uid)
        state = was.state if was else "active"
        if line.state == "merged" and state != "merged":
            into = after.get(line.into)
            title = into.work.fields.title if into else ""
            key = into.key if into else line.into
            yield Item(
                kind="merged", key=key, title=title, note=f"{was.key if was else line.key} became part of it"
            )
        elif was and state == "merged" and line.state != "merged":
            entry = after.get(uid)
            yield Item(kind="split", key=line.key, title=entry.work.fields.title if entry else "")


_HEADINGS: tuple[tuple[Kind, str, str], ...] = (
    ("added", "+", "added"),
    ("updated", "~", "updated"),
    ("moved", ">", "moved between topics"),
    ("merged", "&", "merged"),
    ("split", "%", "split"),
    ("withdrawn", "-", "withdrawn (the key stays, the entry leaves its topics)"),
    ("returned", "*", "returned"),
    ("renamed", "=", "renamed (the old key stays an alias)"),
    ("kept", "!", "kept from hand edits"),
    ("conflict", "?", "changed by hand and by the list; the hand edit wins"),
)


def plan_text(plan: Plan, *, limit: int = 40) -> str:
    """Return the plan as text for people; of each kind at most `limit` works are named, the others counted."""
    lines = [_source_line(report) for report in plan.sources]
    for kind, sign, heading in _HEADINGS:
        items = plan.of(kind)
        if not items:
            continue
        lines.append(f"{heading}: {len(items)}")
        for item in items[:limit]:
            lines += _item_lines(sign, item)
        if len(items) > limit:
            lines.append(f"  ... and {len(items) - limit} more")
    lines += [f"{state}: {path}" for path, state in plan.files]
    if plan.empty:
        failed = any(report.state == "failed" for report in plan.sources)
        lines.append("nothing was changed" if failed else "nothing to do: everything is up to date")
    return "\n".join(lines) + "\n"


def _source_line(report: SourceReport) -> str:
    detail = f" ({report.new} new, {report.gone} gone)" if report.new or report.gone else ""
    entries = "1 entry" if report.entries == 1 else f"{report.entries} entries"
    return f"{report.source}: {report.state}, {entries}{detail}"


def _item_lines(sign: str, item: Item) -> Iterator[str]:
    note = f"  [{_short(item.note)}]" if item.note else ""
    yield f"  {sign} {item.key}  {_short(item.title)}{note}".rstrip()
    for change in item.changes:
        old, new = _beside(change.old, change.new)
        yield f"      {change.field}: {old or '(none)'} -> {new or '(none)'}"


def _beside(old: str, new: str, width: int = 100) -> tuple[str, str]:
    """Return two values, cut if they are long, such that it is seen where they differ first."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    if max(len(old), len(new)) <= width or same < width // 2:
        return _short(old, width), _short(new, width)
    begin = old.rfind(" ", 0, max(same - 20, 0)) + 1
    return _short(f"…{old[begin:]}", width), _short(f"…{new[begin:]}", width)


def _short(text: str, width: int = 100) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as a JSON object (schema curabib.plan/1): sources, counts, items by kind, files."""
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind, _, _ in _HEADINGS}
    for item in plan.items:
        by_kind[item.kind].append(_item_to_json(item))
    return {
        "schema": SCHEMA,
        "empty": plan.empty,
        "sources": [
            {"source": s.source, "state": s.state, "entries": s.entries, "new": s.new, "gone": s.gone}
            for s in plan.sources
        ],
        "counts": {kind: len(items) for kind, items in by_kind.items()},
        "items": by_kind,
        "files": [{"path": path, "state": state} for path, state in plan.files],
    }


def _item_to_json(item: Item) -> dict[str, Any]:
    form: dict[str, Any] = {"key": item.key, "title": item.title}
    if item.note:
        form["note"] = item.note
    if item.changes:
        form["changes"] = [{"field": c.field, "old": c.old, "new": c.new} for c in item.changes]
    return form


def merge_items(*groups: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items of several groups in the order in which a plan prints them."""
    rank = {kind: number for number, (kind, _, _) in enumerate(_HEADINGS)}
    return tuple(sorted((i for group in groups for i in group), key=lambda i: (rank[i.kind], i.key, i.note)))
