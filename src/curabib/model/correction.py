"""What a person corrects, over the heads of the lists."""

from dataclasses import dataclass

from curabib.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person's statement about one work, which wins over every list and every provider.

    `target` names the work: a citation key or alias, an identifier (`scheme:value`), or the id of one of its
    records. `record` has the origin kind `override`, an empty `entry_type` where the person leaves it alone, and
    only the fields that are corrected. `removed` names fields that the work shall not have, whoever states them.
    """

    target: str
    record: Record
    removed: frozenset[str] = frozenset()
