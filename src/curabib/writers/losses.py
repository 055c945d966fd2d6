"""What a format has no place for, gathered over a whole view and said once for each field."""

from collections.abc import Iterable, Sequence

from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Entry

_MOST_KEYS = 3


class Losses:
    """Takes note of what is left out or changed while a view is written, entry by entry."""

    def __init__(self, format: str) -> None:
        """Begin for a format, under the name by which people know it."""
        self._format = format
        self._left_out: dict[str, list[str]] = {}
        self._no_place: dict[str, list[str]] = {}
        self._changed: dict[str, list[str]] = {}
        self._cut_short: list[str] = []

    def left_out(self, entry: Entry, fields: Iterable[str]) -> None:
        """Note fields of an entry that the format has no place for."""
        for name in fields:
            self._left_out.setdefault(name, []).append(entry.key)

    def no_place(self, key: str, what: str) -> None:
        """Note what else than a field of an entry the format has no place for; `what` is a few words."""
        self._no_place.setdefault(what, []).append(key)

    def changed(self, key: str, what: str) -> None:
        """Note that something of an entry is written otherwise than it is stated; `what` is a few words."""
        self._changed.setdefault(what, []).append(key)

    def cut_short(self, entry: Entry) -> None:
        """Note an entry with more authors than are named, for a format that cannot say so."""
        if entry.work.fields.authors.truncated:
            self._cut_short.append(entry.key)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was noted: authors for each entry, fields and changes each once, sorted by name."""
        found = [
            diagnose(
                "CB620",
                f"`{key}` has more authors than its origins name, which {self._format} cannot say",
                key=key,
            )
            for key in self._cut_short
        ]
        for name, keys in sorted(self._left_out.items()):
            message = f"{self._format} has no place for the field `{name[:60]}` of {_listed(keys)}"
            found.append(diagnose("CB630", message, key=keys[0] if len(keys) == 1 else ""))
        for what, keys in sorted(self._no_place.items()):
            message = f"{self._format} has no place for {what} of {_listed(keys)}"
            found.append(diagnose("CB630", message, key=keys[0] if len(keys) == 1 else ""))
        for what, keys in sorted(self._changed.items()):
            message = f"{self._format} cannot hold {what} as stated: changed in {_listed(keys)}"
            found.append(diagnose("CB631", message, key=keys[0] if len(keys) == 1 else ""))
        return tuple(found)


def _listed(keys: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(keys))
    shown = ", ".join(f"`{key[:60]}`" for key in distinct[:_MOST_KEYS])
    more = len(distinct) - _MOST_KEYS
    return f"{shown} and {more} more" if more > 0 else shown
