"""What is stated about a work, field by field."""

from collections.abc import Iterator, Mapping
from operator import itemgetter

from curabib.model.date import Date
from curabib.model.name import Names
from curabib.model.venue import Venue

FieldValue = str | Names | Date | Venue

NAME_FIELDS = frozenset({"author", "editor", "translator"})
DATE_FIELDS = frozenset({"date", "urldate", "origdate", "eventdate"})


def field_type(name: str) -> type:
    """Return the type that values of the field `name` have: Names, Date, Venue or str."""
    if name in NAME_FIELDS:
        return Names
    if name in DATE_FIELDS:
        return Date
    return Venue if name == "venue" else str


class Fields(Mapping[str, FieldValue]):
    """An immutable mapping from field name (biblatex spelling, lower case) to a typed value.

    `author`, `editor`, `translator` hold `Names`; `date`, `urldate`, `origdate`, `eventdate` hold `Date`;
    `venue` holds `Venue` and stands for both booktitle and journaltitle, which are derived from it when
    a format needs them; every other field is text in Unicode NFC without any markup. Empty values are
    dropped, so that `in` says whether something is stated. Iteration is in alphabetical order.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, FieldValue] | None = None) -> None:
        """Take over `values`; raises TypeError where a value does not have its field's type."""
        kept: dict[str, FieldValue] = {}
        for name, value in sorted((values or {}).items(), key=itemgetter(0)):
            if not isinstance(value, field_type(name)):
                raise TypeError(f"field {name!r} cannot hold {type(value).__name__}")
            if value != "" and not (isinstance(value, Names) and not value.people and not value.truncated):
                kept[name] = value
        self._values = kept

    def __getitem__(self, name: str) -> FieldValue:
        """Return the value of a stated field; raises KeyError for one that is not."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the stated fields, sorted."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many fields are stated."""
        return len(self._values)

    def __repr__(self) -> str:
        """Return a form that shows every field."""
        return f"Fields({self._values!r})"

    def __hash__(self) -> int:
        """Return a hash that agrees with equality."""
        return hash(tuple(self._values.items()))

    def __eq__(self, other: object) -> bool:
        """Return whether the same fields have the same values."""
        return isinstance(other, Fields) and self._values == other._values

    def text(self, name: str) -> str:
        """Return a text field, or the empty string when it is not stated."""
        value = self._values.get(name, "")
        return value if isinstance(value, str) else str(value)

    @property
    def title(self) -> str:
        """The title, or the empty string."""
        return self.text("title")

    @property
    def authors(self) -> Names:
        """The authors; an empty list when none are stated."""
        value = self._values.get("author")
        return value if isinstance(value, Names) else Names()

    @property
    def editors(self) -> Names:
        """The editors; an empty list when none are stated."""
        value = self._values.get("editor")
        return value if isinstance(value, Names) else Names()

    @property
    def date(self) -> Date | None:
        """The date of publication, or None."""
        value = self._values.get("date")
        return value if isinstance(value, Date) else None

    @property
    def venue(self) -> Venue | None:
        """The venue, or None."""
        value = self._values.get("venue")
        return value if isinstance(value, Venue) else None

    def updated(self, values: Mapping[str, FieldValue]) -> "Fields":
        """Return these fields with `values` put over them; an empty value removes its field."""
        return Fields({**self._values, **values})

    def without(self, *names: str) -> "Fields":
        """Return these fields but for `names`."""
        return Fields({name: value for name, value in self._values.items() if name not in names})
