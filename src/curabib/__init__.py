"""curabib: a compiler from curated paper lists to a bibliography that people can cite from."""

__version__ = "0.1.0"
