"""Which records speak of one work, and what they say of it together."""

from curabib.match.matching import match as match
