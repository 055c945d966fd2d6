"""Curated lists as they are written: the shape of a list, learned from its text, and entries printed in it."""
