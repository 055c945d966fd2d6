"""Three sides of an item: what we want, what the library holds, and what we put there last.

Only what changed on our side since then is sent, and only where the person has not changed it as well; of lists
(tags, collections, lines of Extra) only our own members come and go.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curabib.exchange.zotero_types import ITEM_TYPES
from curabib.sync.zotero.state import Hashes, Pushed, hashed

SETS = ("tags", "collections", "extra")
# fields that nearly every type has, and what is no field
_GENERAL = frozenset(
    {
        "abstractNote",
        "archive",
        "archiveLocation",
        "callNumber",
        "collections",
        "creators",
        "dateAdded",
        "dateModified",
        "deleted",
        "extra",
        "inPublications",
        "itemType",
        "key",
        "libraryCatalog",
        "parentItem",
        "relations",
        "rights",
        "tags",
        "version",
    }
)
_DAY = len("2020-01-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that is sent, or would be, with its values for people."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What to send of an item that is there (`values`, empty: nothing), and what that makes of it.

    `contested` are fields that both sides changed, `differing` those that said something else before we came; both
    stay as the person has them. `pushed` is what holds once the values have arrived.
    """

    values: Mapping[str, Any]
    changes: tuple[Change, ...]
    contested: tuple[Change, ...]
    differing: tuple[Change, ...]
    pushed: Pushed


def wanted(fields: Mapping[str, Any], sets: Mapping[str, Sequence[str]]) -> Pushed:
    """Return what holds once all of an item has arrived."""
    return Pushed(
        fields={
            name: frozenset({hashed(plain)})
            for name, value in sorted(fields.items())
            if (plain := _plain(name, value))
        },
        sets={name: frozenset(members) for name, members in sets.items()},
    )


def merge(
    fields: Mapping[str, Any],
    sets: Mapping[str, Sequence[str]],
    remote: Mapping[str, Any],
    pushed: Pushed,
    pending: Pushed | None,
) -> Merged:
    """Return what to send to make `remote` what we want, as far as it is ours.

    `fields` (with `itemType` and `creators` where it has any) and `sets` are our side; `pushed` is what we put there,
    `pending` what we were putting there when we were interrupted.
    """
    merging = _Merging(remote, pushed.fields, pushed.joined(pending).fields if pending else pushed.fields)
    kind = merging.settle_type(fields.get("itemType"))
    names = ["itemType", *fields, *(name for name in sorted(pushed.fields) if name not in fields)]
    for name in dict.fromkeys(names):
        if name != "itemType" and merging.can_hold(name, kind, fields.get("itemType", kind)):
            merging.field(name, fields.get(name, [] if name == "creators" else ""))
    for name in SETS:
        if name in sets:
            before = pending.sets.get(name, frozenset()) if pending else frozenset()
            merging.members(name, sets[name], pushed.sets.get(name, frozenset()), before)
    return Merged(
        values=merging.values,
        changes=tuple(merging.changes),
        contested=tuple(merging.contested),
        differing=tuple(merging.differing),
        pushed=Pushed(
            fields=merging.pushed, sets={name: frozenset(members) for name, members in sets.items()}
        ),
    )


class _Merging:
    """Goes through the fields of one item."""

    def __init__(self, remote: Mapping[str, Any], pushed: Hashes, ever: Hashes) -> None:
        self._remote, self._pushed, self._ever = remote, pushed, ever
        self.values: dict[str, Any] = {}
        self.changes: list[Change] = []
        self.contested: list[Change] = []
        self.differing: list[Change] = []
        self.pushed: dict[str, frozenset[str]] = {}

    def settle_type(self, ours: str | None) -> str:
        """Merge the type of the item, and return the one that it has then.

        It stays where a value of the person's would have no place in another type.
        """
        theirs = str(self._remote.get("itemType", ""))
        if ours is None or ours == theirs:
            if ours is not None:
                self.pushed["itemType"] = frozenset({hashed(ours)})
            return theirs
        homeless = [
            name
            for name, value in self._remote.items()
            if isinstance(value, str) and value and name not in _GENERAL
            if not ITEM_TYPES[ours].allows(name)
            and hashed(_plain(name, value)) not in self._ever.get(name, ())
        ]
        if homeless and hashed(theirs) in self._ever.get("itemType", ()):
            self.contested.append(Change(field="itemType", before=theirs, after=ours))
            self.pushed["itemType"] = self._pushed.get("itemType", frozenset())
            return theirs
        self.field("itemType", ours)
        return ours if "itemType" in self.values else theirs

    def can_hold(self, name: str, kind: str, ours: str) -> bool:
        """Return whether an item of the type `kind` has that field, where we want it to be of the type `ours`."""
        if kind not in ITEM_TYPES or kind in ("attachment", "note"):
            return kind == ours or name in self._remote
        if name == "creators":
            return kind == ours
        return ITEM_TYPES[kind].allows(name)

    def field(self, name: str, ours: Any) -> None:
        """Merge one field."""
        theirs = self._remote.get(name)
        mine, held = _plain(name, ours), _plain(name, theirs)
        known = self._ever.get(name, frozenset())
        if not mine and not known:
            return
        after = frozenset({hashed(mine)}) if mine else frozenset()
        change = Change(field=name, before=_shown(held), after=_shown(mine))
        if mine == held:
            pass
        elif hashed(held) in known or not (held or self._pushed.get(name)):
            self.values[name] = ours
            self.changes.append(change)
        elif not known:
            self.differing.append(change)
        elif hashed(mine) not in self._pushed.get(name, ()) and mine:
            self.contested.append(change)
            after = self._pushed.get(name, frozenset())
        if after:
            self.pushed[name] = after

    def members(
        self, name: str, ours: Sequence[str], pushed: frozenset[str], pending: frozenset[str]
    ) -> None:
        """Merge a list: our new members are added, those that we take back go, everything else stays in its place."""
        held = _members(name, self._remote.get(name))
        base = pushed | (pending & frozenset(held))
        gone = base - frozenset(ours)
        added = [member for member in ours if member not in base and member not in held]
        removed = [member for member in held if member in gone]
        if not added and not removed:
            return
        kept = [member for member in held if member not in gone]
        self.values[name] = _list(name, self._remote.get(name), kept, added)
        signs = [f"+ {member}" for member in added] + [f"- {member}" for member in removed]
        self.changes.append(Change(field=name, before="", after=", ".join(signs)))


def _members(name: str, value: Any) -> list[str]:
    """Return the members of a list as the API gives it."""
    if name == "extra":
        return str(value).split("\n") if value else []
    if not isinstance(value, list):
        return []
    if name == "tags":
        return [str(tag["tag"]) for tag in value if isinstance(tag, dict) and "tag" in tag]
    return [str(member) for member in value]


def _list(name: str, value: Any, kept: Sequence[str], added: Sequence[str]) -> Any:
    """Return the list as the API takes it."""
    if name == "extra":
        return "\n".join([*kept, *added])
    if name == "collections":
        return [*kept, *added]
    stay = frozenset(kept)
    tags = [tag for tag in value or () if isinstance(tag, dict) and str(tag.get("tag")) in stay]
    return [*tags, *({"tag": tag} for tag in added)]


def _plain(name: str, value: Any) -> Any:
    """Return a value as it is compared: text in NFC without blanks around, creators without empty parts."""
    if name == "creators":
        return [_creator(creator) for creator in value] if isinstance(value, list) else []
    if value is None or value is False:
        return ""
    text = unicodedata.normalize("NFC", str(value)).strip()
    return text[:_DAY] if name == "accessDate" else text


def _creator(creator: Any) -> list[str]:
    if not isinstance(creator, Mapping):
        return []
    parts = [creator.get(part) or "" for part in ("creatorType", "firstName", "lastName", "name")]
    kind, first, last, whole = (unicodedata.normalize("NFC", str(part)).strip() for part in parts)
    return [kind, first, last or whole]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(" ".join(filter(None, creator[1:])) for creator in value)
    return str(value)


def fields_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an item in JSON that are merged one by one: all but the lists."""
    return {name: value for name, value in form.items() if name not in SETS}


def as_tags(words: Iterable[str]) -> list[dict[str, str]]:
    """Return tags as the API takes them."""
    return [{"tag": word} for word in words]
