"""Matching collections that outgrow memory, by the same rules: Splink joins and groups, our own judge decides."""

from curabib.sync.scaled.run import engine_of as engine_of
from curabib.sync.scaled.run import grouped as grouped
