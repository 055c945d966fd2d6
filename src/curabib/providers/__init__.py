"""Providers look up what authorities say about a work."""
