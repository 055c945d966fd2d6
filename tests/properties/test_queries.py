from hypothesis import given
from hypothesis import strategies as st

from curabib.diagnostics import CurabibError
from curabib.library.select import conditions, parse_query, select
from curabib.library.select_fields import FIELDS
from curabib.library.select_query import Query
from curabib.library.select_terms import Term
from curabib.model import Library, fold, topic_slug, topic_slugs
from curabib.model.nearest import nearest
from tests.library.shelf import LIBRARY, entry

WORDS = st.sampled_from(
    ["lottery", "frankle", "topic:pruning", "year:2019..", "has:arxiv", "-godel", '"mode"', "zzz"]
)
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " and ", " or ", "|"]), inner).map("".join),
        inner.map("({})".format),
        inner.map("not {}".format),
    ),
    max_leaves=12,
)


@given(st.text(max_size=60) | st.text(alphabet='ab:<>=()|&-!" \\topicyear.', max_size=60))
def test_any_text_is_a_query_or_an_error_with_a_place(text: str) -> None:
    try:
        query = parse_query(text)
    except CurabibError as error:
        assert str(error)
        assert "\n" not in str(error).replace(text, "")
    else:
        try:
            found = select(LIBRARY, query)
        except CurabibError:
            return
        assert {entry.key for entry in found} <= set(LIBRARY.by_key)


@given(QUERIES)
def test_parentheses_around_the_whole_and_a_double_negation_change_nothing(text: str) -> None:
    plain = select(LIBRARY, parse_query(text))
    assert select(LIBRARY, parse_query(f"({text})")) == plain
    assert select(LIBRARY, parse_query(f"not not ({text})")) == plain


@given(QUERIES, QUERIES)
def test_the_algebra_of_selections(one: str, other: str) -> None:
    def keys(text: str) -> set[str]:
        return {entry.key for entry in select(LIBRARY, parse_query(text), withdrawn=True)}

    assert keys(f"({one}) ({other})") == keys(one) & keys(other)
    assert keys(f"({one}) or ({other})") == keys(one) | keys(other)
    assert keys(f"not ({one})") == keys("") - keys(one)


@given(QUERIES)
def test_joining_with_the_empty_query_changes_nothing(text: str) -> None:
    query = parse_query(text)
    assert (
        select(LIBRARY, query.joined(Query()))
        == select(LIBRARY, query)
        == select(LIBRARY, Query().joined(query))
    )


@given(st.sampled_from(sorted(FIELDS)), st.text(min_size=1, max_size=20))
def test_any_value_of_any_condition_is_answered_or_refused(name: str, value: str) -> None:
    try:
        query = conditions({name: (value,)})
        select(LIBRARY, query)
    except CurabibError as error:
        assert str(error)
    else:
        assert isinstance(query.program[0], Term)


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_folding_forgets_case_and_blanks_at_the_ends(text: str, other: str) -> None:
    assert fold(f"  {text}\t") == fold(text)
    assert fold(f"{text} {other}") == " ".join(filter(None, (fold(text), fold(other))))


@given(st.text(max_size=200))
def test_a_slug_is_one_safe_component_of_a_path(topic: str) -> None:
    slug = topic_slug(topic)
    assert 1 <= len(slug) <= 60
    assert len(slug.encode()) <= 230
    assert not set(slug) & set('/\\.:*?"<>| \0')
    assert slug == slug.strip("-")
    assert slug.isprintable()


@given(st.lists(st.text(max_size=12), max_size=12))
def test_slugs_are_unique_ignoring_case_whatever_the_order(topics: list[str]) -> None:
    slugs = topic_slugs(topics)
    assert len({slug.casefold() for slug in slugs.values()}) == len(set(topics))
    assert topic_slugs(reversed(topics)) == slugs


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=8))
def test_what_is_nearest_is_among_the_candidates(word: str, candidates: list[str]) -> None:
    found = nearest(word, candidates)
    assert set(found) <= set(candidates)
    assert len(found) <= 3


@given(
    st.text(alphabet=st.characters(codec="latin-1"), max_size=40) | st.text(alphabet="ab'` -C", max_size=20)
)
def test_every_word_of_a_title_finds_it_whole_and_by_its_beginning(title: str) -> None:
    library = Library.of((entry("key", title),))
    for word in fold(title).split():
        assert select(library, parse_query(f'title:"{word}"'))
        assert select(library, parse_query(f'title:"{word[:2]}" or title:{word[:2]}'))
        assert not select(library, parse_query(f'title:"{word}x"')) or f"{word}x" in fold(title).split()
