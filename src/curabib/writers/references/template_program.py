"""A process of its own that fills one template, so that a template which never ends harms nobody.

Its request is `{"template", "html", "title", "groups"}`, in which every text is escaped for its language already; its
answer is `{"document"}` or `{"error"}`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from curabib.writers.references.limited import answer

MEMORY = 1 << 30
"""Bytes of memory that a template may use, where the system can say so."""
LARGEST = 100_000_000
"""Characters that a template may print, or make of others at once."""
_LARGEST_POWER = 10_000
"""Bits of the largest number."""


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which also no operator makes something huge of something small."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return the value of an operator; raises SecurityError where it would be too large."""
        if operator == "**":
            bits = int(left).bit_length() * abs(right) if isinstance(left, int) else 0
            if bits > _LARGEST_POWER:
                raise SecurityError("a number is too large")
        for many, times in ((left, right), (right, left)):
            if isinstance(times, int) and hasattr(many, "__len__") and len(many) * times > LARGEST:
                raise SecurityError("a text is too long")
        return super().call_binop(context, operator, left, right)


def work(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request."""
    environment = _Environment(
        autoescape=request["html"], keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    groups = _safe(request["groups"])
    listed = [reference for group in groups for reference in group["references"]]
    try:
        compiled = environment.from_string(request["template"])
        parts = compiled.generate(title=_safe(request["title"]), groups=groups, references=listed)
        return {"document": _bounded(parts)}
    except SecurityError as error:
        return {"error": f"it does what no template may: {error}"}
    except Exception as error:
        line = getattr(error, "lineno", None)
        place = f"line {line}: " if line else ""
        return {"error": f"{place}{str(error)[:200] or type(error).__name__}"}


def _bounded(parts: Iterable[str]) -> str:
    kept: list[str] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += len(part)
        if size > LARGEST:
            raise SecurityError(f"it prints more than {LARGEST} characters")
    return "".join(kept)


def _safe(value: Any) -> Any:
    """Return a value of the request with its texts marked as escaped."""
    if isinstance(value, str):
        return Markup(value)  # noqa: S704
    if isinstance(value, list):
        return [_safe(part) for part in value]
    return {name: _safe(part) for name, part in value.items()} if isinstance(value, Mapping) else value


if __name__ == "__main__":
    answer(work, MEMORY)
