"""The rules as Splink knows them: which pairs share a block, and which of them may be one work at all.

Splink's model adds up evidence; ours has guards that no sum overrules. So its part is that of `curabib.match.sieve`:
it drops, at the speed of SQL, the pairs whose titles alone keep them apart, and what is left goes to the judge.
"""

from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule, block_on
from splink.comparison_level_library import ArrayIntersectLevel, CustomLevel, ElseLevel
from splink.comparison_library import CustomComparison
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from curabib.match.score import SIMILAR_TITLE

_DIALECT = "duckdb"

_SHORT, _LONG = "least(length(l.title), length(r.title))", "greatest(length(l.title), length(r.title))"
_SIMILAR_LENGTH = f"3 * {_SHORT} >= 2 * {_LONG}"
"""As `curabib.match.block.similar_length`."""


def _goes_on(longer: str, shorter: str) -> str:
    """Return the condition that one title begins with another of at least two words, as `score.extends` has it."""
    start = f"substr({longer}, 1, length({shorter}) + 1)"
    return f"({start} = concat({shorter}, ' ') and {shorter} like '% %')"


BLOCKS = (
    block_on("exact_keys", arrays_to_explode=["exact_keys"]),
    block_on("linked_keys", arrays_to_explode=["linked_keys"]),
    CustomRule(
        f"l.close_keys = r.close_keys and {_SIMILAR_LENGTH}", _DIALECT, arrays_to_explode=["close_keys"]
    ),
    CustomRule(
        f"l.start_key = r.start_key and ({_goes_on('l.title', 'r.title')} or {_goes_on('r.title', 'l.title')})",
        _DIALECT,
    ),
)
"""The blocks of `curabib.match.block`."""

# what an edit distance over letters, whole or exchanged, must not exceed where the common subsequence is long enough
_MAY_BE_SIMILAR = (
    f"100 * levenshtein(title_l, title_r) <= {100 - SIMILAR_TITLE:.0f} * (length(title_l) + length(title_r))"
)
_OPEN, _CLOSED = 4.0, -4.0
"""Match weights: a title that leaves a pair open, one that closes it; an identifier in common outweighs it."""

_TITLES = (
    ("title_l = title_r", "the same title"),
    ("title_l = '' or title_r = ''", "a title is missing"),
    (
        f"{_goes_on('title_l', 'title_r')} or {_goes_on('title_r', 'title_l')}",
        "one title begins with the other",
    ),
    ("not simple_l or not simple_r", "letters that engines count in other ways"),
    (_MAY_BE_SIMILAR, f"may be {SIMILAR_TITLE:.0f} % alike"),
)


def settings() -> SettingsCreator:
    """Return what Splink is to do: the blocks, and comparisons that sum up to 0 or more where a pair is open."""
    titles = [_weighed(CustomLevel(condition, label, _DIALECT), _OPEN) for condition, label in _TITLES]
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=0.5,
        blocking_rules_to_generate_predictions=list(BLOCKS),
        comparisons=[
            CustomComparison(
                output_column_name="title",
                comparison_levels=[*titles, _weighed(ElseLevel(), _CLOSED)],
            ),
            CustomComparison(
                output_column_name="strong",
                comparison_levels=[
                    _weighed(ArrayIntersectLevel("strong", min_intersection=1), 2 * _OPEN),
                    _weighed(ElseLevel(), 0.0),
                ],
            ),
        ],
        retain_matching_columns=False,
    )


def _weighed(level: ComparisonLevelCreator, weight: float) -> ComparisonLevelCreator:
    """Return a level whose two probabilities (Fellegi and Sunter's m and u) have a ratio of 2 to this weight."""
    return level.configure(m_probability=0.5 * min(1.0, 2**weight), u_probability=0.5 * min(1.0, 2**-weight))
