"""Topics, and the short names that stand for them in file names and queries."""

from collections.abc import Iterable
from hashlib import sha256

from curabib.model.fold import fold

_LONGEST = 50
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)


def topic_slug(topic: str) -> str:
    """Return the short name of a topic: `Loss landscape & geometry` gives `loss-landscape-geometry`.

    It is 1 to 50 characters of lower-case letters, digits and inner hyphens, accents taken off, other scripts
    kept, so that it is one safe path component everywhere, the device names of Windows included. A topic
    without any letter or digit is called `topic`.
    """
    slug = fold(topic).replace(" ", "-")
    if len(slug) > _LONGEST:
        cut = slug[: _LONGEST + 1].rpartition("-")[0]
        slug = cut or slug[:_LONGEST]
    return f"{slug}-topic" if slug in _RESERVED else slug or "topic"


def topic_slugs(topics: Iterable[str]) -> dict[str, str]:
    """Return a mapping from each topic to its slug, no two alike.

    Where two topics have the same slug, the first in code-point order keeps it and the others get six hex
    digits of their own hash behind it, so that the result does not depend on the order of `topics`.
    """
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for topic in sorted(set(topics)):
        slug = topic_slug(topic)
        if slug in taken:
            slug = f"{slug}-{sha256(topic.encode()).hexdigest()[:6]}"
        taken.add(slug)
        slugs[topic] = slug
    return slugs
