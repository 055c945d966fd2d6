"""Formatted reference lists."""
