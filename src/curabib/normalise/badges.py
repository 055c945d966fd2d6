"""Venues on badges: pictures with a label, a message and a colour in their address, as shields.io draws them."""

from functools import lru_cache
from urllib.parse import unquote

from curabib.evidence import labels
from curabib.normalise.where import read_where

# what stands before the label in an address; cheap to look for
_DRAWN = "/badge/"
_LONGEST = 300
_DASH, _LINE = "\ue000", "\ue001"


@lru_cache(maxsize=2048)
def badge_where(address: str) -> str:
    """Return the venue that a badge names, as printed, or nothing for any other picture.

    It is one that the table knows with a year ("NeurIPS-2023"), or one behind a label that says so
    ("Conference-ICLR"). The address is read as https://shields.io/badges/static-badge says: label, message and
    colour between dashes, `_` for a blank, and `--` and `__` for the signs themselves.
    """
    if _DRAWN not in address or len(address) > _LONGEST:
        return ""
    printed = unquote(address.partition(_DRAWN)[2].partition("?")[0])
    signed = printed.replace("--", _DASH).replace("__", _LINE).replace("_", " ").split("-")
    said = [word.replace(_DASH, "-").replace(_LINE, "_").strip() for word in signed[:-1]]
    said = [word for word in said if word]
    if not said or "/" in printed:
        return ""
    label = labels.line_label(f"{said[0]}: x") if len(said) > 1 else None
    named = label is not None and label[0] == "venue"
    for text in (" ".join(said[1:]), " ".join(said), said[0]):
        where = read_where(text)
        if where is None or where.venue is None or not where.sure:
            continue
        if (where.venue.abbreviation and where.date is not None) or (named and text != said[0]):
            return text
    return ""
