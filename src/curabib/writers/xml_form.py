"""Text in XML."""

import re
from collections.abc import Mapping

# XML 1.0, section 2.2: what no document may hold, not even escaped
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPES = str.maketrans(dict(_SIGNS))


def escaped(text: str) -> str:
    """Return `text` as content or attribute of an element; characters that XML forbids are left out."""
    return _FORBIDDEN.sub("", text).translate(_ESCAPES)
