"""What a push would write: pure, from our entries, the library as it is, and what was pushed last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Entry
from curabib.providers.zotero import Remote
from curabib.sync.zotero.collections import Collections
from curabib.sync.zotero.find import Finder, Place, in_trash, object_key
from curabib.sync.zotero.merge import Merged, as_tags, fields_of, merge, wanted
from curabib.sync.zotero.state import Pushed, PushedItem, State
from curabib.sync.zotero.step import Action, Step
from curabib.writers.topics import Path, topic_tree
from curabib.writers.zotero_items import LONGEST_TAG, ZoteroItem, item_json, item_of, link_json, note_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a push is to do.

    `collection` is the name of the topmost collection; with `delete` items of works that are gone are put into the
    trash, with `again` what the person took out is put back. `former` maps the uid of a work to those of works that
    have become part of it. `whole` is the library of which a selection is pushed, so that topics nest as they do there.
    """

    collection: str
    delete: bool = False
    again: bool = False
    former: Mapping[str, Sequence[str]] = field(default_factory=dict)
    whole: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The steps of a push in the order in which they must be taken: stages of objects that do not need each other.

    `settled` are works whose line changes without anything being written, `standing` the paths of topics whose
    collections are there. `leftover` counts items of works that are gone, `unchanged` items that are as we want them.
    """

    stages: tuple[tuple[Step, ...], ...] = ()
    settled: tuple[PushedItem, ...] = ()
    collections: Mapping[str, str] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()
    leftover: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for stage in self.stages for step in stage)


def plan(
    entries: Sequence[Entry], living: frozenset[str], remote: Remote, state: State, wishes: Wishes
) -> Plan:
    """Return what to write so that the library holds `entries`.

    `living` are the uids of all works whose items stay: items that we made for others are left over.
    """
    return _Planning(entries, living, remote, state, wishes).plan()


class _Planning:
    """One plan in the making."""

    def __init__(
        self, entries: Sequence[Entry], living: frozenset[str], remote: Remote, state: State, wishes: Wishes
    ) -> None:
        self._entries, self._remote, self._state, self._wishes = entries, remote, state, wishes
        self._living = living
        self._finder = Finder(remote, state, wishes.former, living, again=wishes.again)
        self._items: list[Step] = []
        self._children: list[Step] = []
        self._settled: list[PushedItem] = []
        self._problems: list[Diagnostic] = []
        self._unchanged = 0
        self._below: dict[str, list[Mapping[str, Any]]] = {}
        for key in sorted(remote.items):
            data = remote.items[key]
            if data.get("parentItem") and not in_trash(data):
                self._below.setdefault(str(data["parentItem"]), []).append(data)

    def plan(self) -> Plan:
        places = self._finder.places(self._entries)
        self._problems += _misplaced(self._entries, places, self._finder)
        staying = [
            (entry, item_of(entry), places[entry.work.id])
            for entry in self._entries
            if places[entry.work.id].manner not in ("removed", "shared")
        ]
        filed = self._filed({entry.key for entry, _, _ in staying})
        collections = Collections(
            self._remote, self._state, self._wishes.collection, again=self._wishes.again
        )
        roots = collections.settle([path for paths in filed.values() for path in paths]) if staying else ()
        for entry, item, place in staying:
            self._item(entry, item, place, collections.of(filed.get(entry.key, ())))
        trash, leftover = self._leftover({place.key for uid, place in places.items() if uid in self._living})
        stages = (*roots, tuple(self._items), tuple(self._children), trash, self._emptied(collections, trash))
        return Plan(
            stages=tuple(filter(None, stages)),
            settled=tuple(self._settled),
            collections=collections.known,
            standing=frozenset(collections.standing),
            diagnostics=(*self._problems, *collections.problems),
            leftover=leftover,
            unchanged=self._unchanged,
        )

    def _filed(self, keys: set[str]) -> dict[str, list[Path]]:
        """Return the paths of topics that each of these entries stands under, in the order of the topics."""
        filed: dict[str, list[Path]] = {}
        for topic in topic_tree(self._wishes.whole or self._entries):
            for entry in topic.entries:
                if entry.key in keys:
                    filed.setdefault(entry.key, []).append(topic.path)
        return filed

    def _emptied(self, collections: Collections, trash: Sequence[Step]) -> tuple[Step, ...]:
        """Return the steps that put collections into the trash whose topics are gone, where that is asked for."""
        if not self._wishes.delete:
            return ()
        whole = self._wishes.whole or self._entries
        wanted = [topic.path for topic in topic_tree([e for e in whole if e.work.id in self._living])]
        ours = {line.item for line in self._state.works.values() if line.trashed}
        return collections.empty(wanted, {*ours, *(str(step.body["key"]) for step in trash)})

    def _item(self, entry: Entry, item: ZoteroItem, place: Place, collections: Sequence[str]) -> None:
        known = self._known(entry, place)
        known = replace(known, children={**known.children, **self._offspring(entry, item, place, known)})
        if place.manner == "merged":  # tags and collections came along, the fields are those of another item
            lists = {name: known.pushed.sets.get(name, frozenset()) for name in ("tags", "collections")}
            known = replace(known, pushed=Pushed(sets=lists), pending=None)
        fields, sets = fields_of(item_json(item)), self._sets(entry, item, collections)
        target = wanted(fields, sets)
        if place.manner == "new":
            body = {**fields, **_lists(sets), "relations": {}}
            after = replace(known, item=place.key, pushed=target, pending=None)
            self._items.append(_step("create", entry, place.key, 0, body, after))
        else:
            remote = self._remote.items[place.key]
            merged = merge(fields, sets, remote, known.pushed, known.pending)
            self._report(entry, place, merged)
            after = replace(
                known, item=place.key, pushed=merged.pushed, pending=None, trashed=False,
                adopted=known.adopted or place.manner == "adopted",
            )  # fmt: skip
            self._update(entry, place, merged, after)

    def _update(self, entry: Entry, place: Place, merged: Merged, after: PushedItem) -> None:
        """Send what changed of an item that is there, or keep what we know of it now."""
        values = dict(merged.values)
        if place.manner == "restored":
            values["deleted"] = False
        if not values:
            self._unchanged += 1
            if after != self._state.works.get(entry.work.id):
                self._settled.append(after)
            return
        actions: Mapping[str, Action] = {"adopted": "adopt", "restored": "restore"}
        action = actions.get(place.manner, "update")
        version = int(self._remote.items[place.key]["version"])
        step = _step(action, entry, place.key, version, values, after)
        self._items.append(replace(step, changes=merged.changes))

    def _known(self, entry: Entry, place: Place) -> PushedItem:
        """Return the line of a work, or of one that has become part of it and whose item it has taken over."""
        uid = entry.work.id
        if place.manner == "new":
            return PushedItem(uid=uid, item=place.key)
        for each in (uid, *self._wishes.former.get(uid, ())):
            line = self._state.works.get(each)
            if line is not None and (each == uid or line.item == place.key):
                return replace(line, uid=uid)
        return PushedItem(uid=uid, item=place.key)

    def _sets(self, entry: Entry, item: ZoteroItem, collections: Sequence[str]) -> dict[str, tuple[str, ...]]:
        tags = tuple(tag for tag in item.tags if len(tag) <= LONGEST_TAG)
        for tag in item.tags:
            if len(tag) > LONGEST_TAG:
                self._problems.append(
                    diagnose(
                        "CB656",
                        f"the keyword `{tag[:40]}…` has {len(tag)} characters, Zotero takes {LONGEST_TAG}",
                        key=entry.key,
                    )
                )
        return {"tags": tags, "collections": tuple(collections), "extra": item.extra}

    def _offspring(
        self, entry: Entry, item: ZoteroItem, place: Place, known: PushedItem
    ) -> dict[str, tuple[str, Pushed]]:
        """Plan the links and the note below an item; return the lines of children that are there without any."""
        uid = entry.work.id
        forms = [(object_key("link", uid, link.url), link_json(link)) for link in item.links]
        forms += [
            (object_key("note", uid, str(number)), note_json(note)) for number, note in enumerate(item.notes)
        ]
        lines: dict[str, tuple[str, Pushed]] = {}
        for ours, form in forms:
            line = known.children.get(ours)
            key = line[0] if line else ours
            data = self._remote.items.get(key)
            if data is not None and not in_trash(data):
                pushed = self._child(entry, ours, form, data, line[1] if line else Pushed())
                if pushed is not None:
                    lines[ours] = (key, pushed)
            elif line is not None or data is not None:
                continue  # taken out by the person
            elif not any(_is_same_child(form, other) for other in self._below.get(place.key, ())):
                body = {
                    "key": ours,
                    "version": 0,
                    **form,
                    "parentItem": place.key,
                    "tags": [],
                    "relations": {},
                }
                pushed = wanted(_child_fields(form), {})
                self._children.append(_child_step("attach", entry, ours, body, pushed))
        return lines

    def _child(
        self, entry: Entry, ours: str, form: Mapping[str, Any], data: Mapping[str, Any], pushed: Pushed
    ) -> Pushed | None:
        """Plan a change of a child that is there; return what holds of it already where nothing is to be sent."""
        merged = merge(_child_fields(form), {}, data, pushed, None)
        if not merged.values:
            return merged.pushed
        body = {"key": data["key"], "version": int(data["version"]), **merged.values}
        step = _child_step("update", entry, ours, body, merged.pushed)
        self._children.append(replace(step, changes=merged.changes))
        return None

    def _report(self, entry: Entry, place: Place, merged: Merged) -> None:
        """Report the fields in which the person stands against us: one by one where both changed them since."""
        for code, fields, what in (
            ("CB650", merged.contested, "was changed here and in Zotero"),
            ("CB657", merged.differing[:1], "says something else in Zotero"),
        ):
            for change in fields:
                stays = f"`{_short(change.before)}` stays, ours is `{_short(change.after)}`"
                more = len(merged.differing) - 1 if code == "CB657" else 0
                rest = f", and {more} more {'field' if more == 1 else 'fields'}" if more else ""
                message = f"`{change.field}` {what}: {stays}{rest}"
                self._problems.append(
                    diagnose(code, message, key=entry.key, help=f"the item is {place.key} in Zotero")
                )

    def _leftover(self, used: set[str]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """Return the steps that put items of works that are gone into the trash, and the titles of those items."""
        steps: list[Step] = []
        titles: list[str] = []
        for uid in sorted(self._state.works):
            line = self._state.works[uid]
            data = self._remote.items.get(line.item)
            if uid in self._living or line.adopted or line.item in used or data is None or in_trash(data):
                continue
            title = str(data.get("title", ""))[:200] or line.item
            if self._has_guests(line):
                self._problems.append(
                    diagnose("CB658", f"`{title}` is gone here, but its item holds what you added: it stays")
                )
                continue
            titles.append(title)
            body = {"key": line.item, "version": int(data["version"]), "deleted": True}
            after = replace(line, trashed=True)
            key = str(data.get("citationKey", ""))
            steps.append(Step(kind="items", action="trash", body=body, key=key, title=title, after=after))
        return (tuple(steps) if self._wishes.delete else ()), tuple(titles)

    def _has_guests(self, line: PushedItem) -> bool:
        """Return whether an item has notes, files, tags or collections that are not ours."""
        data = self._remote.items[line.item]
        ours = {key for key, _ in line.children.values()}
        if any(child["key"] not in ours for child in self._below.get(line.item, ())):
            return True
        tags = {str(tag.get("tag")) for tag in data.get("tags", ()) if isinstance(tag, dict)}
        filed = {str(key) for key in data.get("collections", ())}
        return bool(
            tags - line.pushed.sets.get("tags", frozenset())
            or filed - line.pushed.sets.get("collections", frozenset())
        )


def _misplaced(entries: Sequence[Entry], places: Mapping[str, Place], finder: Finder) -> Iterator[Diagnostic]:
    """Yield what is to be said of works whose item is not simply there or new."""
    names = {entry.work.id: entry.key for entry in entries}
    for entry in entries:
        place = places[entry.work.id]
        if place.manner == "removed":
            yield diagnose(
                "CB651", f"`{entry.key}` was taken out of Zotero: it stays out", key=entry.key,
                help="--again puts it back",
            )  # fmt: skip
        elif place.manner == "shared":
            rival = names.get(place.rival, place.rival)
            yield diagnose(
                "CB652", f"`{entry.key}` and `{rival}` are one item in Zotero, `{place.key}`", key=entry.key,
                help=f"if they are one work: curabib key merge {rival} {entry.key}",
            )  # fmt: skip
        elif place.manner in ("new", "adopted"):
            if place.others:
                yield diagnose(
                    "CB654",
                    f"{len(place.others) + 1} items are `{entry.key}` by {place.how}: `{place.key}` is taken",
                    key=entry.key,
                    help="Zotero shows them under Duplicate Items; the survivor of a merge is followed",
                )
            for other in finder.namesakes(entry, place.key)[:1]:
                if other not in place.others:
                    yield diagnose(
                        "CB653", f"`{entry.key}` is the citation key of another item in Zotero, `{other}`",
                        key=entry.key,
                    )  # fmt: skip


def _step(
    action: Action, entry: Entry, key: str, version: int, values: Mapping[str, Any], after: PushedItem
) -> Step:
    body = {"key": key, "version": version, **values}
    return Step(
        kind="items", action=action, body=body, key=entry.key, title=entry.work.fields.title, after=after
    )


def _child_step(action: Action, entry: Entry, ours: str, body: Mapping[str, Any], pushed: Pushed) -> Step:
    after = PushedItem(uid=entry.work.id, item=str(body["key"]), pushed=pushed)
    title = str(body.get("title", ""))
    return Step(kind="items", action=action, body=body, key=entry.key, title=title, after=after, child=ours)


def _child_fields(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name not in ("itemType", "linkMode")}


def _is_same_child(form: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether a child that is there says what ours would: the same address, or the same note."""
    name = "url" if form["itemType"] == "attachment" else "note"
    return bool(other.get("itemType") == form["itemType"] and other.get(name) == form[name])


def _lists(sets: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    lists: dict[str, Any] = {"tags": as_tags(sets["tags"]), "collections": list(sets["collections"])}
    if sets["extra"]:
        lists["extra"] = "\n".join(sets["extra"])
    return lists


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
