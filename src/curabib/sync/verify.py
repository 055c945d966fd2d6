"""Reading back what is about to be written, by two parsers, before it replaces anything."""

import json
from collections.abc import Callable, Mapping

from bibtexparser.entrypoint import parse_string

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Location
from curabib.sync.files import Content
from curabib.sync.render import Rendered

SECOND_PARSER_LIMIT = 4_000_000
"""Characters of one sync that are also read with bibtexparser, which takes a second for each two million."""

_Fields = dict[str, str]


def verify(rendered: Mapping[str, Rendered], texts: Mapping[str, Content]) -> tuple[Diagnostic, ...]:
    """Return a CB041 for each of `texts` (by path) that does not read back as what its output was to say."""
    problems: list[Diagnostic] = []
    left = SECOND_PARSER_LIMIT
    for path, item in rendered.items():
        check = _CHECKS.get(item.output.format)
        text = texts[path]
        if item.printed is not None and item.printed.fresh is not None:
            text = item.printed.fresh  # the rest was verified when it was written, or in another file
        problem = check(item, text, left) if check and text and isinstance(text, str) else ""
        if item.printed is not None and len(text) <= left:
            left -= len(text)
        if problem:
            message = f"the new text of `{path}` would read back differently: {problem}"
            help = "nothing has been written; please report this with the entry that is named"
            problems.append(diagnose("CB041", message, Location(path=path, line=1), help=help))
    return tuple(problems)


def _json_problem(item: Rendered, text: str, left: int) -> str:
    try:
        json.loads(text)
    except ValueError as error:
        return str(error)
    return ""


def _bib_problem(item: Rendered, text: str, left: int) -> str:
    """Return the first difference between the entries meant and those that each parser finds in the text.

    The second parser reads it where it has at most `left` characters.
    """
    if item.printed is None:
        return f"nothing says what `{item.output.format}` was to print"
    meant = item.printed.meant
    found = {
        block.key: (block.type, {f.name.lower(): "".join(p.text for p in f.pieces) for f in block.fields})
        for block in parse(text, item.output.path).blocks
        if block.kind in ("entry", "failed")
    }
    problem = _difference(meant, found)
    if problem or len(text) > left:
        return problem
    library = parse_string(text, parse_stack=[])
    other = {
        e.key: (e.entry_type, {f.key.lower(): _bare(str(f.value)) for f in e.fields}) for e in library.entries
    }
    return _difference(meant, other)


def _difference(meant: Mapping[str, BibEntry], found: Mapping[str, tuple[str, _Fields]]) -> str:
    for key, entry in meant.items():
        if key not in found:
            return f"the entry `{key}` is not found"
        entry_type, fields = found[key]
        if entry_type.lower() != entry.type:
            return f"`{key}` is a `{entry_type}`, not a `{entry.type}`"
        wanted = {name.lower(): _bare(value) for name, value in entry.fields}
        if {name: _spaced(value) for name, value in fields.items()} != {
            n: _spaced(v) for n, v in wanted.items()
        }:
            name = next(
                n for n in [*wanted, *fields] if _spaced(fields.get(n, "")) != _spaced(wanted.get(n, ""))
            )
            return f"the field `{name}` of `{key}`"
    return ""


def _bare(value: str) -> str:
    return value[1:-1] if value[:1] + value[-1:] in ("{}", '""') else value


def _spaced(value: str) -> str:
    return " ".join(value.split())


_CHECKS: Mapping[str, Callable[[Rendered, str, int], str]] = {
    **dict.fromkeys(PROFILES, _bib_problem),
    "csl-json": _json_problem,
    "json": _json_problem,
}
