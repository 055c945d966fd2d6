"""Readers cut a snapshot into raw entries."""
