"""The verdict on one pair: one work, perhaps one work, or not."""

from collections.abc import Mapping
from dataclasses import dataclass

from curabib.match.opposites import opposed
from curabib.match.profile import Profile
from curabib.match.score import (
    CLOSE_AUTHORS,
    CLOSE_TITLE,
    OTHER_TITLE,
    SIMILAR_TITLE,
    SOME_AUTHORS,
    extends,
    is_distinctive,
    marks,
    namesakes,
    numbered_apart,
    other_version,
    overlap,
    ratio,
    ratio_above,
    years_fit,
)

# how strong a link is: links are followed in this order, so that the weaker cannot displace the stronger
IDENTIFIER_AND_TITLE, IDENTIFIER, TITLE, IDENTIFIER_ALONE, CLOSE, THIN = range(1, 7)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair is: `strength` above 0 is a link to follow, `code` what to report, if anything, `reason` why."""

    strength: int = 0
    code: str = ""
    reason: str = ""


APART = Verdict()


class Judge:
    """Judges pairs of profiles, given which locked works each record already belongs to by its own statements."""

    def __init__(self, owners: Mapping[str, frozenset[str]]) -> None:
        """Take the uids of the living locked works that each record's identifiers or title and authors name."""
        self._owners = owners

    def is_edit(self, one: Profile, other: Profile) -> bool:
        """Return whether two profiles may be one line before and after an edit, so that guards are off.

        That is a record and the locked work it belongs to, or a record that its source no longer has and one of the
        same source that no other locked work claims.
        """
        if one.uid or other.uid:
            locked, record = (one, other) if one.uid else (other, one)
            return not record.uid and self._owners.get(record.name, frozenset()) <= {locked.uid}
        if one.source != other.source or one.present == other.present:
            return False
        mine, theirs = self._owners.get(one.name), self._owners.get(other.name)
        return not mine or not theirs or not mine.isdisjoint(theirs)

    def judge(self, one: Profile, other: Profile) -> Verdict:
        """Return the verdict on a pair; it does not depend on the order of the two."""
        if not one.strong.isdisjoint(other.strong):
            return self._with_identifier(one, other)
        if not one.title or not other.title:
            return _without_title(one, other, self.is_edit(one, other))
        if one.title == other.title:
            return self._same_title(one, other)
        return self._other_title(one, other)

    def _with_identifier(self, one: Profile, other: Profile) -> Verdict:
        shared = ", ".join(f"`{i}`" for i in sorted(one.strong & other.strong))
        authors = overlap(one, other)
        if not one.title or not other.title:
            disagree = authors is not None and authors < SOME_AUTHORS
            return Verdict(IDENTIFIER_ALONE if authors is None or disagree else IDENTIFIER)
        if one.title == other.title:
            return Verdict(IDENTIFIER_AND_TITLE)
        titles = ratio(one.title, other.title)
        if self._wrong_identifier(one, other, titles, authors):
            return Verdict(0, "CB302", f"{shared} stands at two works")
        if titles >= OTHER_TITLE or authors is not None:
            return Verdict(IDENTIFIER)
        if extends(one.title, other.title) or extends(other.title, one.title):
            return Verdict(IDENTIFIER)
        return Verdict(IDENTIFIER_ALONE, "CB304", f"{shared} joins two titles")

    def _wrong_identifier(self, one: Profile, other: Profile, titles: float, authors: float | None) -> bool:
        if titles < OTHER_TITLE:
            return authors is not None and authors < SOME_AUTHORS
        numbered_apart = titles >= 85 and marks(one.title) != marks(other.title)
        return numbered_apart and not self.is_edit(one, other)

    def _same_title(self, one: Profile, other: Profile) -> Verdict:
        authors = overlap(one, other)
        edit = self.is_edit(one, other)
        if authors is None:
            return _same_title_alone(one, other, edit)
        if authors < SOME_AUTHORS:
            return _homonym(one, other, authors)
        if not edit and namesakes(one, other):
            return Verdict(0, "CB301", "the titles and family names are the same, the given names are not")
        if not edit and other_version(one, other):
            return Verdict(0, "CB303", "same title and authors, but other identifiers at other venues")
        if not edit and not years_fit(one, other):
            return Verdict(0, "CB301", f"same title and authors, but {one.year} and {other.year}")
        return Verdict(TITLE)

    def _other_title(self, one: Profile, other: Profile) -> Verdict:
        titles = ratio_above(one.title, other.title, SIMILAR_TITLE)
        edit = self.is_edit(one, other)
        numbered = not edit and numbered_apart(one, other)
        if not titles:
            return APART if numbered else _longer_title(one, other)
        authors = overlap(one, other)
        linked = not one.weak.isdisjoint(other.weak)
        if marks(one.title) != marks(other.title) or opposed(one.title, other.title):
            return APART
        if authors is None:
            return Verdict(THIN) if linked and not numbered and titles >= CLOSE_TITLE else APART
        if authors < SOME_AUTHORS:
            return APART
        if not edit and other_version(one, other):
            return Verdict(
                0, "CB303", "nearly the same title and authors, but other identifiers at other venues"
            )
        close = titles >= CLOSE_TITLE and authors >= CLOSE_AUTHORS and years_fit(one, other)
        if numbered:
            said = "the authors agree, and the titles all but; the identifiers do not"
            return Verdict(0, "CB301", said) if close else APART
        if close:
            return Verdict(CLOSE)
        return Verdict(0, "CB301", f"the titles are {titles:.0f} % alike and the authors agree")

    def contradict(self, one: Profile, other: Profile, strength: int) -> bool:
        """Return whether two profiles cannot be in one work that a link of this strength would make.

        A chain of links, each good by itself, must not bring together what is plainly apart.
        """
        authors = overlap(one, other)
        apart = authors is not None and authors < SOME_AUTHORS
        both_titled = bool(one.title and other.title)
        titles = ratio(one.title, other.title) if both_titled else 100.0
        if not one.strong.isdisjoint(other.strong):
            return both_titled and self._wrong_identifier(one, other, titles, authors)
        if apart and (strength >= TITLE or titles < OTHER_TITLE):
            return True
        if self.is_edit(one, other):
            return False
        if not (one.title or other.title or one.uid or other.uid) and one.weak.isdisjoint(other.weak):
            return True  # two entries of which hardly anything is known
        if strength >= TITLE and not years_fit(one, other):
            return True
        if other_version(one, other) or namesakes(one, other):
            return True
        if not both_titled or one.title == other.title:
            return False
        if strength >= CLOSE and numbered_apart(one, other):
            return True
        turned = strength >= CLOSE and opposed(one.title, other.title)
        return titles >= SIMILAR_TITLE and (turned or marks(one.title) != marks(other.title))


def _homonym(one: Profile, other: Profile, authors: float) -> Verdict:
    """Judge two equal titles under other authors: a name read wrongly, or really two works."""
    if authors:
        return Verdict(0, "CB301", "the titles are the same, the authors only in part")
    if is_distinctive(one.title) and years_fit(one, other):
        return Verdict(0, "CB301", "the titles are the same, the authors are not")
    return APART


def _longer_title(one: Profile, other: Profile) -> Verdict:
    """Judge two unlike titles: one may be the other without its subtitle."""
    shorter, longer = sorted((one.title, other.title), key=len)
    if not extends(longer, shorter):
        return APART
    authors = overlap(one, other)
    if authors is None and is_distinctive(shorter):
        return Verdict(0, "CB301", "one title begins with the other, and one has no authors")
    if authors is not None and authors >= CLOSE_AUTHORS and years_fit(one, other):
        return Verdict(0, "CB301", "one title begins with the other, and the authors agree")
    return APART


def _without_title(one: Profile, other: Profile, edit: bool) -> Verdict:
    authors = overlap(one, other)
    same_source = bool(one.source) and one.source == other.source
    if not one.weak.isdisjoint(other.weak):
        if (authors is None and same_source) or (authors is not None and authors >= CLOSE_AUTHORS):
            return Verdict(IDENTIFIER_ALONE)
        return APART
    if one.authors != other.authors or not one.authors:
        return APART
    if one.title == other.title:
        return Verdict(THIN) if edit else APART
    if len(one.authors) < 2 or (not edit and numbered_apart(one, other)):
        return APART
    return Verdict(0, "CB301", "the authors are the same, in the same order, and one has no title")


def _same_title_alone(one: Profile, other: Profile, edit: bool) -> Verdict:
    """Judge two equal titles of which at least one has no authors.

    A telling title joins entries that all lack authors, because nothing else could tell them apart the next time
    either; a list with authors and one without are joined only within one source.
    """
    telling = is_distinctive(one.title)
    nameless = not one.authors and not other.authors
    same_source = bool(one.source) and one.source == other.source
    related = bool(one.uid) != bool(other.uid) or same_source
    linked = not one.weak.isdisjoint(other.weak)
    if not edit and other_version(one, other):
        return Verdict(0, "CB303", "same title, but other identifiers at other venues")
    if not edit and not years_fit(one, other):
        return APART
    if linked or (nameless and (telling or (related and edit))):
        return Verdict(TITLE)
    if same_source and telling:
        return Verdict(THIN)
    return Verdict(0, "CB301", "the titles are the same, and one has no authors") if telling else APART
