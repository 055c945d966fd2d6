"""What a run of text looks like: people, years, labels, links to known hosts. Shared by readers and normalise.

Nothing here knows a document language or an entry; every function looks at one string.
"""
