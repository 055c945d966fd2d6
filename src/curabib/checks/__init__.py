"""Checks look at a library and report."""
