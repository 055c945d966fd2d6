"""What holds a provider's record to the work that it was found for, whatever matching alone would make of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from curabib.diagnostics import Diagnostic
from curabib.library.lock import Lock
from curabib.model import Decisions, Location, Record
from curabib.sync.precedence import DEFAULT, LIST, PREPRINT

_PROVIDERS = frozenset(DEFAULT) - {LIST, PREPRINT}
_OF_PEOPLE = frozenset({"CB305", "CB306", "CB307"})


def bound(decisions: Decisions, records: Sequence[Record], lock: Lock) -> Decisions:
    """Return the decisions of people, and one for each record that was found for a key that the lock promises.

    The added ones have no location. A record whose key the lock does not know is matched like any other. Left out
    are refusals of a provider's record that is not here: `enrich` heeds them, and there is nothing to keep apart.
    """
    found = [(record.id, record.about) for record in records if record.about]
    known = lock.reserved() if found else {}
    bonds = tuple((id, key) for id, key in found if key.casefold() in known)
    here = {record.id for record in records} if decisions.different else set()
    places = decisions.same_locations or (None,) * len(decisions.same)
    return replace(
        decisions,
        same=(*decisions.same, *bonds),
        different=tuple(
            tuple(member for member in group if member in here or not _is_providers(member))
            for group in decisions.different
        ),
        same_locations=(*places, *((None,) * len(bonds))),
    )


def of_people(problems: Iterable[Diagnostic], decisions: Decisions) -> tuple[Diagnostic, ...]:
    """Return the problems without those about decisions that no person made, or that let a provider's record in."""
    offers = _places_of_offers(decisions)
    return tuple(
        p
        for p in problems
        if p.code not in _OF_PEOPLE
        or (p.location is not None and (p.code != "CB307" or p.location not in offers))
    )


def _places_of_offers(decisions: Decisions) -> frozenset[Location]:
    return frozenset(
        place
        for group, place in zip(decisions.same, decisions.same_locations, strict=False)
        if place is not None and any(map(_is_providers, group))
    )


def _is_providers(member: str) -> bool:
    """Return whether a member of a decision is the id of a provider's record (`authority:NAME#...`, `crossref#...`)."""
    source, mark, _ = member.partition("#")
    return bool(mark) and source.partition(":")[0] in _PROVIDERS
