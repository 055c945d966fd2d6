"""Zotero: what a library there has of ours, what a push would change, and how it is resumed."""
