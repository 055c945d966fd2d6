"""Identities: 80 bits that two people compute alike for the same work at first sight."""

from base64 import b32encode
from collections.abc import Container, Iterable
from hashlib import sha256

from curabib.match.profile import WEAK_SCHEMES
from curabib.match.score import is_distinctive
from curabib.model import Fields, Identifier, family_key, fold

_FIRST_SCHEMES = ("arxiv", "doi", "openreview", "pmlr", "neurips", "acl", "cvf", "jmlr", "nature", "pmid")
_RANK = {scheme: rank for rank, scheme in enumerate(_FIRST_SCHEMES)}


def uid_of_seed(seed: str, taken: Container[str] = ()) -> str:
    """Return the uid of a seed: 16 base32 letters (80 bits) of its SHA-256, salted while `taken` has it."""
    salt = 0
    while True:
        text = f"{seed}#{salt}" if salt else seed
        uid = b32encode(sha256(text.encode("utf-8", "surrogatepass")).digest()[:10]).decode().lower()
        if uid not in taken:
            return uid
        salt += 1


def uid_of_record(id: str) -> str:
    """Return the uid of a work of which nothing but a record is known."""
    return uid_of_seed(f"record:{id}")


def seed(identifiers: Iterable[Identifier], fields: Fields, first_record: str) -> str:
    """Return what a new work's uid is made of: its first identifier, else title and authors, else its first record.

    The first identifier is that of the scheme that stands first in a fixed order, so that the order of the
    records does not matter. A short title without authors says too little.
    """
    strong = [i for i in identifiers if i.scheme not in WEAK_SCHEMES]
    if strong:
        return str(min(strong, key=lambda i: (_RANK.get(i.scheme, len(_RANK)), i)))
    title = fold(fields.title)
    if title and (fields.authors.people or is_distinctive(title)):
        return f"title:{title}|{'|'.join(map(family_key, fields.authors.people))}"
    return f"record:{first_record}"
