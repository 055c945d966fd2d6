"""Regular expressions that are compiled when they are first used."""

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class Uncompiled:
    """Stands for a pattern until it is asked for something, and has its methods from then on."""

    def __init__(self, text: str, flags: int) -> None:
        """Keep what is to be compiled."""
        self.text = text
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern: what is asked for later is an attribute, and does not come here."""
        compiled = re.compile(self.text, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns (the manual of `re`), compiled when it is first used.

    A list shows few of the hundreds of signs that are looked for, and to compile all of them takes as long as to read a
    list of some hundred entries. A wrong pattern raises `re.error` at its first use.
    """
    return cast("re.Pattern[str]", Uncompiled(text, flags))
