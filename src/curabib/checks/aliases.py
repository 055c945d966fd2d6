"""Keys and aliases that stand for more than one entry."""

from collections.abc import Iterator

from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each key or alias that another entry has too, upper and lower case being the same."""
    holders: dict[str, list[tuple[str, Entry]]] = {}
    for entry in library.entries:
        for name in (entry.key, *entry.aliases):
            if name:
                holders.setdefault(name.casefold(), []).append((name, entry))
    for _, held in sorted(holders.items()):
        keys = sorted({entry.key for _, entry in held})
        if len(held) > 1:
            name = min(name for name, _ in held)
            whose = " and ".join(f"`{key}`" for key in keys)
            message = (
                f"`{name}` stands for {whose}"
                if len(keys) > 1
                else f"`{name}` is twice a key or alias of {whose}"
            )
            yield diagnose("CB579", message, key=keys[0])
