"""The library as an awesome list in Markdown: topics as headings, one item a work, its facts on labelled lines.

What is written is what readers of lists know: the title in bold with its links behind it, and below it lines such as
`Authors:`, `Venue:` and `Key Word:`, so that reading the list gives the same facts again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.evidence.labels import link_label
from curabib.evidence.links import identify
from curabib.evidence.names import parse_name
from curabib.model import Entry, Link, Name, Names, View
from curabib.writers.losses import Losses
from curabib.writers.publication import is_address
from curabib.writers.references.visible import one_line
from curabib.writers.topics import Topic, topic_tree

_FORMULA = re.compile(r"\$(?=[^\s$])[^$]{1,200}(?<=\S)\$")
# CommonMark 0.31, section 2.4: a backslash makes any of these the sign it is
_SIGNS = re.compile(r"[\\`*_\[\]<>&~|$]")
_IN_URL = re.compile(r"[()<>\\\s]")
_DEEPEST = 6
_CARRIED = frozenset({"title", "author", "date", "venue", "url", "doi", "eprint", "eprinttype"})
_PAGES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "pmlr": "https://proceedings.mlr.press/{}.html",
    "acl": "https://aclanthology.org/{}/",
}


@dataclass(frozen=True, slots=True)
class AwesomeListWriter:
    """Prints a list in the order of its topics in the lists; a work that is in several topics stands in each."""

    name: str = "awesome-list"
    extension: str = "md"

    def write(self, view: View) -> Result[str]:
        """Return the Markdown text, and what a list cannot say: fields beyond those of lists, works without a title."""
        losses = Losses("a Markdown list")
        unlisted: list[Diagnostic] = []
        items: dict[str, str] = {}
        for entry in view.entries:
            lines = _item(entry, losses) if entry.state == "active" else iter(())
            item = "".join(f"{line}\n" for line in lines)
            if item:
                items[entry.key] = item
            else:
                active = entry.state == "active"
                why = "has neither a title nor a link" if active else "is withdrawn: no list has it any more"
                unlisted.append(diagnose("CB633", f"`{entry.key}` {why}, and is not listed", key=entry.key))
        listed = [entry for entry in view.entries if entry.key in items]
        topics = topic_tree(listed)
        filed = {entry.key for topic in topics for entry in topic.entries}
        blocks = [f"# {_text(view.title) or 'Papers'}\n"]
        blocks += _under(None, [entry for entry in listed if entry.key not in filed], items)
        for topic in topics:
            blocks.append(f"{_heading(len(topic.path))} {_text(topic.path[-1])}\n")
            blocks += _under(topic, topic.entries, items)
        return Result("\n".join(blocks), (*losses.diagnostics(), *unlisted))


def _under(topic: Topic | None, entries: Sequence[Entry], items: dict[str, str]) -> Iterator[str]:
    """Yield the items of a topic, last those whose year only a heading states, below one that does, newest first."""
    by_year: dict[int, list[str]] = {}
    for entry in entries:
        date = entry.work.fields.date
        year = date.year if topic is not None and date is not None and "date" in entry.work.assumed else 0
        by_year.setdefault(year, []).append(items[entry.key])
    for year in sorted(by_year, key=lambda year: (year != 0, -year)):
        if year and topic is not None:
            yield f"{_heading(len(topic.path))} {_text(topic.path[-1])}: {year}\n"
        yield "\n".join(by_year[year])


def _heading(depth: int) -> str:
    return "#" * min(depth + 1, _DEEPEST)


def _item(entry: Entry, losses: Losses) -> Iterator[str]:
    """Yield the lines of an item; none for a work that has neither a title nor a link."""
    work, fields = entry.work, entry.work.fields
    title = _text(fields.title)
    links = " ".join(_links(entry))
    if not title and not links:
        return
    yield "- " + " ".join(filter(None, (f"**{title}**" if title else "", links)))
    if fields.authors.people or fields.authors.truncated:
        yield f"  - Authors: {_names(entry.key, fields.authors, losses)}"
    if fields.venue is not None:
        yield f"  - Venue: *{_text(fields.venue.name)}*"
    if fields.date is not None and "date" not in work.assumed:
        yield f"  - Year: {fields.date}"
    words = [] if "keywords" in work.withheld else list(dict.fromkeys(work.keywords))
    if any(mark in word for word in words for mark in ",;"):
        losses.changed(entry.key, "a comma or semicolon in a keyword")
    if words:
        yield f"  - Key Word: {'; '.join(_text(word.replace(',', ' ').replace(';', ' ')) for word in words)}"
    losses.left_out(entry, (name for name in fields if name not in _CARRIED))


def _links(entry: Entry) -> Iterator[str]:
    """Yield the links of a work, and what leads to its identifiers where none of them does."""
    work = entry.work
    if "url" in work.withheld:
        return
    links = [link for link in work.links if is_address(link.url)]
    stated = work.fields.text("url")
    if is_address(stated) and stated not in (link.url for link in links):
        links.insert(0, Link("paper", stated))
    found = {identifier for link in links if (identifier := identify(link.url)) is not None}
    for identifier in work.identifiers:
        address = _PAGES.get(identifier.scheme)
        if address and identifier not in found and identifier.scheme not in work.withheld:
            links.append(Link("paper", address.format(identifier.value)))
    for link in links:
        label = link.label if link_label(link.label) else "link"
        yield f"[[{_text(label)}]]({_IN_URL.sub(_percent, link.url)})"


def _names(key: str, names: Names, losses: Losses) -> str:
    """Return the names in reading order, or the family name first where that would not tell the parts apart."""
    if all(_is_plain(name) for name in names):
        shown = [_text(str(name)) for name in names]
        return ", ".join([*shown, *(["et al."] if names.truncated else [])])
    parts = [_text(_inverted(name)) for name in names]
    if len(parts) == 1 and not names.truncated:
        losses.changed(key, "the parts of a name")
        return _text(str(names.people[0]))
    return "; ".join([*parts, *(["et al."] if names.truncated else [])])


def _is_plain(name: Name) -> bool:
    """Return whether the name, written in reading order between commas, is read as it is."""
    text = str(name)
    return not any(sign in text for sign in ",;") and parse_name(text) == name


def _inverted(name: Name) -> str:
    if name.literal or not name.family:
        return str(name).replace(";", ",")
    return ", ".join(filter(None, (f"{name.prefix} {name.family}".strip(), name.suffix, name.given)))


def _text(text: str) -> str:
    """Return text as Markdown that shows it and nothing else; formulas keep their dollars."""
    text = one_line(text)
    end, parts = 0, []
    for formula in _FORMULA.finditer(text):
        parts += [_SIGNS.sub(r"\\\g<0>", text[end : formula.start()]), formula[0]]
        end = formula.end()
    return "".join((*parts, _SIGNS.sub(r"\\\g<0>", text[end:])))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


WRITER = AwesomeListWriter()
