"""Text for pybtex that it does not read as LaTeX.

pybtex takes every field and every part of a name for LaTeX and decodes it when it is printed. Ours are text: nothing
in a title may become a command, and decoding is most of the time that pybtex takes. So its templates are given nodes
that fetch rich text which is there already.
"""

# mypy: disable-error-code="no-untyped-call"

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pybtex.database import Person
from pybtex.richtext import Text
from pybtex.style.template import FieldIsMissing, Node, field, optional_field


class TextPerson(Person):
    """A person whose parts are text; pybtex's own parser sees none of them."""

    def __init__(
        self, first: str = "", prelast: str = "", last: str = "", lineage: str = "", literal: str = ""
    ) -> None:
        """Take the parts as they are printed; a `literal` is one last name, however many words it has."""
        super().__init__()
        self.first_names = first.split()
        self.prelast_names = prelast.split()
        self.last_names = [literal] if literal else last.split()
        self.lineage_names = lineage.split()

    @property
    def rich_first_names(self) -> list[Text]:
        """The first names."""
        return _rich(self.first_names)

    @property
    def rich_middle_names(self) -> list[Text]:
        """The middle names: none, they are among the first ones."""
        return _rich(self.middle_names)

    @property
    def rich_prelast_names(self) -> list[Text]:
        """The particles."""
        return _rich(self.prelast_names)

    @property
    def rich_last_names(self) -> list[Text]:
        """The family names."""
        return _rich(self.last_names)

    @property
    def rich_lineage_names(self) -> list[Text]:
        """The suffixes."""
        return _rich(self.lineage_names)


def _rich(parts: Iterable[str]) -> list[Text]:
    return [Text(part) for part in parts]


def with_text_fields(template: Any) -> Any:
    """Return a pybtex template whose fields come as they are: from `entry.rich`, raw ones from `entry.fields`."""
    if not isinstance(template, Node):
        return template
    copy = Node(template.name, _IN_PLACE_OF.get(template.f, template.f))
    copy.args = [with_text_fields(argument) for argument in template.args]
    copy.kwargs = template.kwargs
    copy.children = [with_text_fields(child) for child in template.children]
    return copy


def _field(
    children: object,
    context: Mapping[str, Any],
    name: str,
    apply_func: Callable[[Text], Text] | None = None,
    raw: bool = False,
) -> Any:
    entry = context["entry"]
    value = (entry.fields if raw else entry.rich).get(name)
    if value is None:
        raise FieldIsMissing(name, entry)
    return apply_func(value) if apply_func else value


def _optional_field(children: object, context: Mapping[str, Any], *arguments: Any, **options: Any) -> Any:
    try:
        return _field(children, context, *arguments, **options)
    except FieldIsMissing:
        return Text()


_IN_PLACE_OF: Mapping[Any, Any] = {field.f: _field, optional_field.f: _optional_field}
