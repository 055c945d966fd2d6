"""What is ours in an engine: verdicts on pairs, and works out of what links connect, by batches of Arrow columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from curabib.match.cluster import Link
from curabib.match.grouping import resolve
from curabib.match.judge import Judge
from curabib.match.profile import Profile
from curabib.match.rows import Row, profile_of

ROWS = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("name", pa.string()),
        ("title", pa.string()),
        ("simple", pa.bool_()),
        ("exact", pa.list_(pa.int64())),
        ("strong", pa.list_(pa.int64())),
        ("families", pa.list_(pa.string())),
        ("words", pa.list_(pa.string())),
        ("start", pa.int64()),
        ("people", pa.int64()),
        ("order", pa.string()),
        ("looks", pa.int64()),
        ("profile", pa.string()),
        ("heading", pa.string()),
        ("said", pa.int64()),
    ]
)
"""The table of `curabib.match.rows.Row`."""

VERDICTS = pa.schema(
    [
        ("unique_id_l", pa.int64()),
        ("unique_id_r", pa.int64()),
        ("strength", pa.int64()),
        ("code", pa.string()),
        ("reason", pa.string()),
    ]
)
GROUPS = pa.schema([("first", pa.int64()), ("unique_id", pa.int64())])
"""The members of each group, which is called by the smallest of them."""


def batch_of(rows: Sequence[Row]) -> pa.RecordBatch:
    """Return rows as a batch of the table."""
    return pa.record_batch([[getattr(row, name) for row in rows] for name in ROWS.names], schema=ROWS)


def judge(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the verdicts on pairs (`unique_id_l`, `profile_l`, ...), but for those of which there is nothing to say."""
    judge = Judge({})
    for batch in batches:
        columns = batch.to_pydict()
        kept: list[tuple[int, int, int, str, str]] = []
        for one, mine, other, theirs in zip(
            *(columns[name] for name in ("unique_id_l", "profile_l", "unique_id_r", "profile_r")), strict=True
        ):
            verdict = judge.judge(profile_of(mine), profile_of(theirs))
            if verdict.strength or verdict.code:
                kept.append((one, other, verdict.strength, verdict.code, verdict.reason))
        yield pa.record_batch(_columns(kept, VERDICTS), schema=VERDICTS)


def group(part: pa.Table) -> pa.Table:
    """Return the groups in a connected part of the links: rows as for `judge`, with the strength of each link."""
    columns = part.to_pydict()
    profiles: dict[int, Profile] = {}
    for side in ("l", "r"):
        texts = zip(columns[f"unique_id_{side}"], columns[f"profile_{side}"], strict=True)
        profiles.update((position, profile_of(text)) for position, text in texts)
    positions = sorted(profiles)
    place = {position: number for number, position in enumerate(positions)}
    links = _links(columns, place)
    groups = resolve([profiles[position] for position in positions], links)
    members = [(positions[members[0]], positions[member]) for members in groups for member in members]
    return pa.table(_columns(members, GROUPS), schema=GROUPS)


def _columns(rows: Sequence[Sequence[object]], form: pa.Schema) -> list[list[object]]:
    return [[row[number] for row in rows] for number in range(len(form))]


def _links(columns: Mapping[str, Sequence[int]], place: Mapping[int, int]) -> list[Link]:
    ends = zip(columns["unique_id_l"], columns["unique_id_r"], columns["strength"], strict=True)
    return [
        Link((min(place[one], place[other]), max(place[one], place[other])), strength)
        for one, other, strength in ends
    ]
