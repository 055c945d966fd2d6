"""Document languages to raw entries."""

from curabib.readers.reading import names as names
from curabib.readers.reading import read as read
