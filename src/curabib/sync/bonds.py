"""What holds a provider's record to the work that it was found for, whatever matching alone would make of it."""

from collections.abc import Iterable

from curabib.diagnostics import Diagnostic
from curabib.library.lock import Lock
from curabib.model import Decisions, Record


def bound(decisions: Decisions, records: Iterable[Record], lock: Lock) -> Decisions:
    """Return the decisions of people, and one for each record that was found for a key that the lock promises.

    The added ones have no location. A record whose key the lock does not know is matched like any other.
    """
    found = [(record.id, record.about) for record in records if record.about]
    known = lock.reserved() if found else {}
    bonds = tuple((id, key) for id, key in found if key.casefold() in known)
    if not bonds:
        return decisions
    places = decisions.same_locations or (None,) * len(decisions.same)
    return Decisions(
        same=(*decisions.same, *bonds),
        different=decisions.different,
        same_locations=(*places, *((None,) * len(bonds))),
        different_locations=decisions.different_locations,
    )


def of_people(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the problems without those about decisions that no person made."""
    return tuple(p for p in problems if p.location is not None or p.code not in ("CB305", "CB306", "CB307"))
