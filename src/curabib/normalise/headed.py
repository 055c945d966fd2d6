"""What stands below a heading that is a title, and belongs to it: whom it speaks of, the preview of a link."""

import re

from curabib.evidence import people
from curabib.evidence.text import squash
from curabib.normalise.parts import Parts
from curabib.normalise.titles import clean_title
from curabib.normalise.understood import Understood

_SPEAKER = re.compile(r"^(?P<name>[^\W\d_][\w.'’\-]+(?: [^\W\d_][\w.'’\-]*){1,3}): (?P<title>\S.{8,})$")


def take_speaker(found: Understood, parts: Parts) -> None:
    """Cut "Name: Title" where the text below speaks of that person by name."""
    match = _SPEAKER.match(found.title)
    if match is None or people.evidence(match["name"]) != 1:
        return
    if any(
        match["name"] in text for text in (*parts.prose, *(part.text for part in parts.parts if part.line))
    ):
        found.people, found.title = match["name"], clean_title(match["title"])


def take_card(found: Understood, parts: Parts) -> None:
    """Use the title of a link preview below a heading where it is whole and the heading only begins it."""
    for part in parts.parts:
        if part.markup == "link" and part.line and "Abstract:" in part.text:
            title = clean_title(part.text.split("Abstract:")[0])
            if title.endswith(("…", "...")):
                return
            short, whole = squash(found.title), squash(title)
            if short and (whole.startswith(short) or short in whole):
                found.title = title
            return
