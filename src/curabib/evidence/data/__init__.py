"""The word lists of this package: labels, hosts, and words that stand in no name."""

from importlib.resources import files


def read(name: str) -> str:
    """Return the text of one of the lists."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    """Return the rows of a tab-separated list, without its heading."""
    return [line.split("\t") for line in read(name).splitlines()[1:] if line]
