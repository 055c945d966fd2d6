"""What the title of a document says of everything in it: the page of a conference, with the papers it accepted."""

import re
from collections.abc import Callable, Iterable

from curabib.evidence.regex import regex
from curabib.evidence.text import clean
from curabib.model import Venue
from curabib.normalise.where import Where, read_where

_BETWEEN = regex(r"\s+[-–—|·•]+\s+|\s*[:：|—()\[\]]\s*")
# what such a page calls itself, besides the name of its conference and the year
_LISTED = (
    r"(?:(?:accepted|conference|main|main conference|research|technical|full)\s+)?"
    r"(?:papers|publications|proceedings|sessions|open access(?: repository)?)"
)
_CALLED = regex(
    r"^(?:the\s+)?(?:(?:full|complete|unofficial|official|awesome)\s+)?(?:list\s+of\s+)?(?:all\s+)?(?:the\s+)?"
    + _LISTED
    + r"(?:\s+with\s+code)?(?:\s+(?:accepted\s+)?(?:at|of|from|in|to|for))?(?:\s+the)?\b|"
    r"(?:[\s,]+|^)(?:(?:the\s+)?(?:full\s+|complete\s+)?list\s+of\s+)?(?:all\s+)?(?:the\s+)?"
    + _LISTED
    + r"(?:\s+with\s+code|\s+(?:list|on|about)\b.*)?$|"
    r"\s*(?:论文|文章|接收|接受|录用|收录|已|最新|信息|全部|所有|和|与|及|的|/|、|开源|项目|资源|代码|"
    r"合集|汇总|大全|列表|目录|分类|整理|解读|持续|更新|中)+$",
    re.IGNORECASE,
)
# who keeps a page
_KEPT_BY = regex(
    r"(?:the )?(?:acl anthology|isca archive|(?:acm )?digital library|acm conferences|openreview(?:\.net)?|usenix|"
    r"ieee xplore|dblp|pmlr|proceedings of machine learning research)",
    re.IGNORECASE,
)
_LONGEST = 300


def title_where(title: str) -> Where | None:
    """Return the venue and year that the title of a document names, or None where it is about anything else.

    It is known, dated and all that the title says ("ICML 2017"), but for the words in which such pages announce what
    they list ("Accepted Papers — ICML 2017"); what stands apart behind these may be any remark.
    """
    title = clean(title)
    if len(title) > _LONGEST or not any(map(str.isdigit, title)):
        return None
    if " " not in title:
        title = title.replace("-", " ").replace("_", " ")  # as repositories are called: "CVPR-2023-Papers"
    parts = [part.strip() for part in _BETWEEN.split(title) if part.strip()]
    if len(parts) > 1:
        parts = [part for part in parts if not _KEPT_BY.fullmatch(part)]
    rest = [_CALLED.sub("", part).strip(" ,") for part in parts]
    announced = any(part != kept for part, kept in zip(parts, rest, strict=True))
    named = [part for part in rest if part]
    if not named or (len(named) > 1 and not announced):
        return None
    told = [where for where in map(read_where, named) if where is not None and where.venue is not None]
    dated = next((where for where in told if where.date is not None), None)
    if dated is None or not dated.sure or dated.venue is None:
        return None
    venue = dated.venue
    if not all(where.venue is not None and agrees(where.venue, venue) for where in told):
        return None
    return dated if venue.abbreviation and venue.kind == "conference" else None


def page_where(titles: Iterable[str], stated: Callable[[], Iterable[Where]]) -> Where | None:
    """Return what `title_where` says, of the first of a document's titles that it knows, of all entries.

    It is nothing if anything stated in the document says otherwise.
    """
    said = next(filter(None, map(title_where, filter(None, titles))), None)
    if said is None or said.venue is None or said.date is None:
        return None
    for where in stated():
        if where.date is not None and where.date.year != said.date.year:
            return None
        if where.venue is not None and where.sure and not agrees(where.venue, said.venue):
            return None
    return said


def agrees(venue: Venue, page: Venue) -> bool:
    """Return whether a venue is that of the page, or where preprints are kept."""
    return venue.kind == "repository" or venue.abbreviation == page.abbreviation
