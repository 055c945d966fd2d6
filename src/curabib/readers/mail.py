"""The head of a mail, as it is copied with the list that the mail holds."""

import re

from curabib.evidence.regex import regex
from curabib.readers.tree import Block

# RFC 5322 §3.6, and what programs print of it
_FIELD = regex(
    r"(?P<name>from|to|cc|bcc|subject|date|sent|reply-to|sender|message-id|in-reply-to|references|list-id|organi[sz]ation|"
    r"(?:content|mime|x|list)-[a-z\-]{1,30}):(?:\s|$)",
    re.IGNORECASE,
)
_FEWEST = 3
_ASKED = frozenset(("from", "subject"))


def is_head(block: Block) -> bool:
    """Return whether a paragraph is the head of a mail: three fields or more, who wrote it and on what among them.

    A field may go on in the lines below it, but the first line is a field, and no two are the same.
    """
    if block.kind != "paragraph" or not block.pieces or _FIELD.match(block.pieces[0].text.lstrip()) is None:
        return False
    found = [_FIELD.match(line.text) for line in block.lines]
    names = [match["name"].lower() for match in found if match is not None]
    return (
        len(names) >= _FEWEST
        and 2 * len(names) > len(found)
        and len(set(names)) == len(names)
        and _ASKED.issubset(names)
    )
