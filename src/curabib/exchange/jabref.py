r"""The groups of JabRef in the comments of a .bib file: `groupstree` up to version 3, `grouping` since.

A group is written `LEVEL TYPE:part\;part\;;`, its parts escaped with backslashes, then the whole again. Static groups
name their entries (version 3) or are named by the entries' own field `groups` (since 3.8); keyword groups collect
the entries whose field holds a word. Other groups are searches that only JabRef can do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_META = re.compile(
    r"@comment\s*\{\s*jabref-meta:\s*(groupstree|grouping):(.*)\}\s*\Z", re.DOTALL | re.IGNORECASE
)
_HEAD = re.compile(r"\s*(\d{1,3})\s+([A-Za-z]+):")
_LINE_END = re.compile(r"\r?\n")
_STATIC = frozenset({"StaticGroup", "ExplicitGroup"})
_FIRST_KEY = 2  # behind name and context
_MOST_GROUPS = 20_000
_DEEPEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group: its path of names, outermost first, and how it collects.

    `keys` are citation keys that it names. With `field`, it collects the entries whose field holds `word`; `search`
    says that it collects in a way that only JabRef can follow.
    """

    path: tuple[str, ...]
    keys: frozenset[str] = frozenset()
    field: str = ""
    word: str = ""
    case: bool = False
    search: bool = False


def read_groups(comment: str) -> tuple[Group, ...]:
    """Return the groups of a comment of a .bib file, in order; none for a comment that holds none."""
    match = _META.match(comment)
    if match is None:
        return ()
    groups: list[Group] = []
    path: list[str] = []
    for text in _parts(_LINE_END.sub("", match[2])):
        head = _HEAD.match(text)
        if head is None or len(groups) >= _MOST_GROUPS:
            continue
        level, kind = int(head[1]), head[2]
        parts = list(_parts(text[head.end() :]))
        if level == 0 or not parts or not parts[0].strip():
            continue
        path = [*path[: min(level, _DEEPEST) - 1], " ".join(parts[0].split())]
        groups.append(_group(kind, tuple(path), parts))
    return tuple(groups)


def _group(kind: str, path: tuple[str, ...], parts: Sequence[str]) -> Group:
    if kind in _STATIC:
        return Group(path=path, keys=frozenset(part.strip() for part in parts[_FIRST_KEY:]))
    if kind == "KeywordGroup" and len(parts) >= 6 and parts[5] in ("0", "false", ""):
        return Group(path=path, field=parts[2].lower(), word=parts[3], case=parts[4] in ("1", "true"))
    return Group(path=path, search=True)


def _parts(text: str) -> Iterator[str]:
    """Yield what unescaped semicolons separate, one level of backslashes taken off; the last needs no semicolon."""
    piece: list[str] = []
    escaped = False
    for character in text:
        if escaped:
            piece.append(character)
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == ";":
            yield "".join(piece)
            piece = []
        else:
            piece.append(character)
    if "".join(piece).strip():
        yield "".join(piece)


def named_groups(groups: Sequence[tuple[tuple[str, ...], Sequence[str]]]) -> str:
    """Return the comments that describe groups as version 3 does: each names its entries by their citation keys.

    `groups` are paths of names with keys, each after the one that it is in. Zotero makes collections of them. A brace
    would end the comment: none may be in a name.
    """
    lines = [
        f"{len(path)} ExplicitGroup:{_listed((path[-1], '0', *(_quoted(key) for key in keys)))};"
        for path, keys in groups
    ]
    return _comment("groupsversion:3;") + _comment(
        "\n".join(("groupstree:", "0 AllEntriesGroup:;", *lines, ""))
    )


def group_tree(paths: Sequence[tuple[str, ...]]) -> str:
    """Return the comments that describe groups as JabRef has done since version 4: entries name their groups.

    `paths` are the groups, each after the one that it is in; the field `groups` of an entry holds the last names.
    """
    lines = [f"{len(path)} StaticGroup:{_listed((path[-1], '0', '1', '', '', ''))};" for path in paths]
    return _comment("databaseType:biblatex;") + _comment(
        "\n".join(("grouping:", "0 AllEntriesGroup:;", *lines, ""))
    )


def _comment(meta: str) -> str:
    return f"@comment{{jabref-meta: {meta}}}\n"


def _listed(parts: Sequence[str]) -> str:
    """Return parts with a semicolon behind each, the whole escaped once more, as it is itself a part of the tree."""
    return _quoted("".join(f"{part};" for part in (_quoted(parts[0]), *parts[1:])))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;")


class Grouping:
    """Finds the groups of entries: those that name an entry, that it names, and whose word it holds."""

    def __init__(self, groups: Sequence[Group]) -> None:
        """Take the groups of a file."""
        self._by_key: dict[str, list[tuple[str, ...]]] = {}
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._by_word = [group for group in groups if group.field and group.word.strip()]
        for group in groups:
            self._by_name.setdefault(group.path[-1], group.path)
            for key in group.keys:
                self._by_key.setdefault(key, []).append(group.path)

    def topics(
        self, key: str, fields: Mapping[str, str], named: Sequence[tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Return the names on the paths of all groups of an entry, in order, each once.

        `fields` maps lower-case names to texts, `named` are the paths of the groups that the entry itself names.
        """
        paths = list(self._by_key.get(key, ()))
        paths += [self._by_name.get(path[0], path) if len(path) == 1 else path for path in named]
        paths += [group.path for group in self._by_word if _holds(fields.get(group.field, ""), group)]
        return tuple(dict.fromkeys(name for path in paths for name in path))


def _holds(text: str, group: Group) -> bool:
    """Return whether a text holds the word of a group with no letter or digit directly before or behind it."""
    word = group.word.strip()
    if not group.case:
        text, word = text.lower(), word.lower()
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[max(start - 1, 0) : start].isalnum() and not text[end : end + 1].isalnum():
            return True
        start = text.find(word, start + 1)
    return False
