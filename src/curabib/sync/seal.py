"""The part of a generated .bib file that belongs to people."""

import hashlib

from curabib.bibtex.layout import read_header

MARKER = "% The blocks below were written by people; curabib keeps them as they are."


def foreign_part(text: str) -> str:
    """Return what stands below the marker in a generated file: blocks that people wrote, without outer white space."""
    _, marker, below = text.replace("\r\n", "\n").partition(f"\n{MARKER}\n")
    return below.strip() if marker else ""


def seal(text: str, foreign: str) -> str:
    """Return a generated file with the blocks of people below the marker, and a header that covers all of it."""
    header = read_header(text)
    if not foreign.strip() or header is None:
        return text
    _, _, body = text.partition("\n\n")
    return with_body(text, f"{body}\n{MARKER}\n\n{foreign.strip()}\n")


def with_body(text: str, body: str) -> str:
    """Return a generated file with another body below its header, and a header that covers it."""
    header = read_header(text)
    if header is None:
        return text
    head, _, _ = text.partition("\n\n")
    digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{head.replace(header.sha256, digest)}\n\n{body}"
