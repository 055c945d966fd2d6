"""Which records speak of one work, and what they say of it together."""

from curabib.match.matching import match as match

RULES = 4
"""The edition of the rules: what was matched under another one is matched again."""
