"""What a paper cites, found in a library and in the hand-kept file beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from curabib.citing.manuscript import Citation, Manuscript
from curabib.citing.own import OwnEntry
from curabib.diagnostics import Diagnostic, Related, diagnose
from curabib.model import Entry, Library
from curabib.model.fold import fold
from curabib.model.name import family_key
from curabib.model.nearest import nearest

# fields that name other entries, which an entry is not complete without (biblatex manual, sections 2.2.3 and 2.4)
_PARENTS = ("crossref", "xref", "xdata", "entryset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What to write for a paper: entries of the library under the keys that the paper uses, and entries of its own.

    `renamed` maps each cited former key, or key in other letters, to the key of today; `unknown` holds the keys that
    nobody knows.
    """

    entries: tuple[Entry, ...]
    own: tuple[OwnEntry, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def resolve(manuscripts: Sequence[Manuscript], library: Library, own: Sequence[OwnEntry] = ()) -> Resolved:
    """Return what the paper that consists of `manuscripts` cites, with the entries that those name as parents.

    A key of `own` hides the same key of the library. A work cited under several keys is in the result under each, as
    BibTeX needs it, and reported; every unknown key is reported at its first citation (CB700), with the nearest keys.
    """
    defined = {key for manuscript in manuscripts for key in manuscript.defined}
    first: dict[str, Citation] = {}
    for manuscript in manuscripts:
        for citation in manuscript.citations:
            if citation.key not in defined:
                first.setdefault(citation.key, citation)
    everything = any(manuscript.everything for manuscript in manuscripts)
    mine = {entry.key: entry for entry in own}
    found: dict[str, Entry] = {}
    taken: dict[str, OwnEntry] = {}
    unknown: list[str] = []
    for key in (*first, *_parents(first, mine, library)):
        if key in mine:
            taken[key] = mine[key]
        elif key.casefold() in library.by_key:
            found[key] = library.by_key[key.casefold()]
        elif key in first:
            unknown.append(key)
    keys_of: dict[str, list[str]] = {}
    for key, entry in found.items():
        keys_of.setdefault(entry.key, []).append(key)
    if everything:
        taken = {**mine, **taken}
        for entry in library.entries:
            if entry.state == "active" and entry.key not in keys_of and entry.key not in mine:
                keys_of[entry.key] = [entry.key]
                found[entry.key] = entry
    return Resolved(
        entries=tuple(_under(key, entry, keys_of[entry.key]) for key, entry in sorted(found.items())),
        own=tuple(taken[key] for key in sorted(taken)),
        renamed={key: entry.key for key, entry in found.items() if key != entry.key},
        unknown=tuple(unknown),
        diagnostics=(
            *_unknown(unknown, first, library, mine),
            *_cited_twice(keys_of, first),
            *_in_both(own, library),
            *_retracted(found, first),
        ),
    )


def _under(key: str, entry: Entry, cited: Sequence[str]) -> Entry:
    """Return the entry under the key that the paper uses; keys that the paper uses too are no aliases then."""
    names = dict.fromkeys((entry.key, *entry.aliases))
    spelled = {name.casefold() for name in cited}
    return replace(entry, key=key, aliases=tuple(name for name in names if name.casefold() not in spelled))


def _parents(keys: Iterable[str], own: Mapping[str, OwnEntry], library: Library) -> list[str]:
    """Return the keys that the entries of `keys` name as parents, and those that these name, each once."""
    found: list[str] = []
    seen = set(keys)
    waiting = list(seen)
    while waiting:
        key = waiting.pop()
        entry = own[key].entry if key in own else library.by_key.get(key.casefold())
        for name in _PARENTS if entry is not None else ():
            for parent in entry.work.fields.text(name).split(",") if entry else ():
                parent = parent.strip()
                if parent and parent not in seen:
                    seen.add(parent)
                    found.append(parent)
                    waiting.append(parent)
    return sorted(found)


def _unknown(
    unknown: Sequence[str], first: Mapping[str, Citation], library: Library, own: Mapping[str, OwnEntry]
) -> Iterator[Diagnostic]:
    known = [*library.by_key, *own] if unknown else []
    for key in unknown:
        near = nearest(key, known)
        marked = " or ".join(f"`{_spelled(name, library)}`" for name in near)
        yield diagnose(
            "CB700",
            f"no entry has the key `{key[:80]}`",
            first[key].location,
            help=f"did you mean {marked}?"
            if near
            else "`curabib list WORD` finds entries; `--merge` takes your own",
            key=key,
        )


def _spelled(key: str, library: Library) -> str:
    """Return a key as it is spelled, from the form in which it is found."""
    entry = library.by_key.get(key.casefold())
    if entry is None:
        return key
    return next((name for name in (entry.key, *entry.aliases) if name.casefold() == key), key)


def _cited_twice(keys_of: Mapping[str, Sequence[str]], first: Mapping[str, Citation]) -> Iterator[Diagnostic]:
    for key, cited in keys_of.items():
        places = [first[name] for name in cited if name in first]
        if len(places) > 1:
            others = " and ".join(f"`{citation.key}`" for citation in places[1:])
            yield diagnose(
                "CB705",
                f"`{places[0].key}` and {others} are one work",
                places[1].location,
                related=(Related(location=places[0].location, message=f"`{places[0].key}` is cited here"),),
                help=f"cite it as `{key}` everywhere, or let `--rewrite` do so",
                key=key,
            )


def _retracted(found: Mapping[str, Entry], first: Mapping[str, Citation]) -> Iterator[Diagnostic]:
    for key, citation in first.items():
        if key in found and found[key].work.is_retracted:
            yield diagnose(
                "CB710",
                f"`{key}` is cited, and was retracted",
                citation.location,
                help="cite it as retracted, or cite something else",
                key=found[key].key,
            )


def _in_both(own: Sequence[OwnEntry], library: Library) -> Iterator[Diagnostic]:
    """Yield what a hand-kept file has in common with the library: keys of other works, and works."""
    if not own:
        return
    index = _Index(library)
    for mine in own:
        same = index.find(mine.entry)
        holder = library.by_key.get(mine.key.casefold())
        if holder is not None and (same is None or holder.key != same.key):
            yield diagnose(
                "CB703",
                f"the key `{mine.key[:80]}` names another work in the library: `{_title(holder)}`",
                mine.location,
                help="the hand-kept entry is taken; give it another key to cite both",
                key=mine.key,
            )
        if same is not None:
            alike = mine.key == same.key
            yield diagnose(
                "CB704",
                f"the work `{mine.key[:80]}` is in the library" + ("" if alike else f" as `{same.key}`"),
                mine.location,
                help="the hand-kept entry is taken; remove it to take the library's"
                if alike
                else f"cite `{same.key}`, or both entries are printed where both are cited",
                key=mine.key,
            )


class _Index:
    """Finds a work of a library by what identifies it."""

    def __init__(self, library: Library) -> None:
        self.entries: dict[str, Entry] = {}
        for entry in library.entries:
            for sign in _signs(entry):
                self.entries.setdefault(sign, entry)

    def find(self, entry: Entry) -> Entry | None:
        """Return the entry of the same work: with an identifier in common, or title and first author."""
        return next((self.entries[sign] for sign in _signs(entry) if sign in self.entries), None)


def _signs(entry: Entry) -> Iterator[str]:
    work = entry.work
    for identifier in work.identifiers:
        if identifier.scheme != "isbn":  # chapters share that of their book
            yield str(identifier).casefold()
    title = fold(work.fields.title)
    people = work.fields.authors.people
    if len(title) > 8:
        yield f"{title} / {family_key(people[0]) if people else ''}"


def _title(entry: Entry) -> str:
    title = entry.work.fields.title
    return title if len(title) <= 60 else f"{title[:59]}…"
