"""How a person's name is put into words where a style puts it together of its parts."""

from dataclasses import replace

from curabib.evidence.text import is_cjk
from curabib.model import Entry, Name, Names


def whole(name: Name) -> Name:
    """Return a name in Chinese, Japanese or Korean letters as one literal, the family name first; others as they are.

    No style turns such a name round or shortens it (CSL 1.0.2, section "Name-part Order", of Asian names), but engines
    that look at its parts do: `B. A`, `A B.`
    """
    family, given = _is_asian(name.family), _is_asian(name.given)
    if name.prefix or name.suffix or not (given if name.given else family):
        return name
    return Name(literal=f"{name.family}{'' if family or not name.family else ' '}{name.given}")


def _is_asian(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(map(is_cjk, letters))


def with_whole_names(entry: Entry) -> Entry:
    """Return the entry with each of its names as `whole` says."""
    fields = entry.work.fields
    changed = {
        role: replace(names, people=people)
        for role, names in fields.items()
        if isinstance(names, Names) and (people := tuple(map(whole, names))) != names.people
    }
    if not changed:
        return entry
    return replace(entry, work=replace(entry.work, fields=fields.updated(changed)))
