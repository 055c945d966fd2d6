"""YAML such that every reader of YAML, of 1.1 or 1.2, reads the same: block style, and every text in double quotes."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Value = str | int | bool | Mapping[str, "Value"] | Sequence["Value"]

HEADER = "# written by curabib"
"""How a file begins that this tool wrote in YAML."""

_PLAIN_KEY = re.compile(r"[a-z][a-z0-9-]*\Z", re.IGNORECASE)
_WORDS = frozenset("y n yes no true false on off null".split())  # noqa: SIM905
# JSON leaves these as they are; YAML takes the first three for line ends and forbids others (YAML 1.2, section 5.1)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def print_yaml(value: Mapping[str, Value] | Sequence[Value]) -> str:
    """Return the document, with its last line feed; an empty mapping or list is written in flow style."""
    return "".join(f"{line}\n" for line in _lines(value, ""))


def quoted(text: str) -> str:
    """Return a text in double quotes, on one line."""
    return _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _lines(value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _item(f"{indent}{_key(key)}:", item, indent)
        if not value:
            yield f"{indent}{{}}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _element(item, indent)
        if not value:
            yield f"{indent}[]"
    else:
        yield f"{indent}{_scalar(value)}"


def _item(start: str, item: Value, indent: str) -> Iterator[str]:
    if isinstance(item, str | int) or not item:
        yield f"{start} {next(_lines(item, ''))}"
    else:
        yield start
        yield from _lines(item, f"{indent}  ")


def _element(item: Value, indent: str) -> Iterator[str]:
    """Yield an element of a list: its first line behind the dash, the others below it."""
    lines = _lines(item, f"{indent}  ")
    yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
    yield from lines


def _scalar(value: str | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else quoted(value)


def _key(text: str) -> str:
    return text if _PLAIN_KEY.match(text) and text.lower() not in _WORDS else quoted(text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\\uFFFD" if 0xD800 <= code < 0xE000 else f"\\u{code:04x}"
