"""What a curator has decided about which records are one work."""

from dataclasses import dataclass

from curabib.model.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The verdicts of a curator: each group of members is one work (`same`), or no two of it are (`different`).

    A member is a citation key or alias, an identifier (`scheme:value`), or the id of a record. The locations, where
    they are given, run parallel to the groups and say where each verdict is written.
    """

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()
    same_locations: tuple[Location | None, ...] = ()
    different_locations: tuple[Location | None, ...] = ()
