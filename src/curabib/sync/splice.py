"""Generated files in which a few entries or lines change, and the rest stays byte for byte."""

import re
from collections.abc import Collection, Iterable, Mapping

from curabib.bibtex.layout.printing import body_of, in_order, is_preamble
from curabib.library.lock import print_head
from curabib.sync.seal import MARKER, with_body

_ENTRY = re.compile(r"^@[a-z]+\{([^,\s]+),$", re.MULTILINE)
_UID = '{"uid": "'


def splice_entries(text: str, gone: Collection[str], texts: Mapping[str, str]) -> str | None:
    """Return a generated .bib file without the entries `gone` and with those of `texts` (by key) in their place.

    None where the file is not as it was generated: without a header, or with blocks of people.
    """
    entries = None if f"\n{MARKER}\n" in text or "\r" in text[:400] else entries_of(text)
    if entries is None:
        return None
    for key in gone:
        entries.pop(key, None)
    entries.update(texts)
    return with_body(text, body_of(in_order(entries.items())))


def entries_of(text: str) -> dict[str, str] | None:
    """Return the texts of the entries of a generated .bib file by key, or None where it is not as generated."""
    _, separator, body = text.partition("\n\n")
    if is_preamble(body):
        body = body.partition("\n\n")[2]
    found = list(_ENTRY.finditer(body))
    if not separator or (body and (not found or found[0].start() != 0)):
        return None
    ends = [*(match.start() - 1 for match in found[1:]), len(body)][: len(found)]
    entries = {match[1]: body[match.start() : end] for match, end in zip(found, ends, strict=True)}
    return entries if len(entries) == len(found) else None


def splice_lines(text: str, gone: Collection[str], lines: Mapping[str, str], settled: str) -> str:
    """Return the text of a lock without the lines of `gone` and with `lines` (by uid) in their place, under a seal."""
    known: dict[str, str] = {}
    others: list[str] = []
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith(_UID):
            known[line[len(_UID) : line.index('"', len(_UID))]] = line
        elif not line.startswith('{"schema"'):
            others.append(line)
    for uid in gone:
        known.pop(uid, None)
    known.update(lines)
    ordered: Iterable[str] = (known[uid] for uid in sorted(known))
    return "\n".join([print_head(settled), *ordered, *others]) + "\n"
