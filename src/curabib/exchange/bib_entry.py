"""Entries of .bib files as reference managers export them, with what Zotero and Mendeley do to them mended."""

import re
from collections.abc import Mapping, Sequence

from curabib.bibtex.document import Block
from curabib.bibtex.latex.decode import decode
from curabib.bibtex.mapping import from_bibtex
from curabib.exchange.stated import Gathering, Stated
from curabib.model import FieldValue

GROUPS = ("groups", "collections", "mendeley-groups")
"""Fields of an entry that name the groups it is in; Mendeley writes a nested one as `Outer/Inner`."""

_KEYWORDS = ("mendeley-tags", "tags")
_SEPARATOR = re.compile(r"\s*[,;]\s*")
_PREPRINT = frozenset({"misc", "online", "unpublished"})
# what is the person's own or nobody's statement about the work, and the bookkeeping of the tools
_LEFT_OUT = frozenset(
    "abstract annotation comment creationdate date-added date-modified file modificationdate owner priority "  # noqa: SIM905
    "printed qualityassured ranking readstatus relevance review timestamp __markedentry".split()
)
_LINKS = frozenset({"code", "html", "pdf", "poster", "project", "slides", "video", "website"})
_ARXIV = re.compile(r"\{?arxiv\}?\s*:?", re.IGNORECASE)


def statement(block: Block, macros: Mapping[str, str], parents: Sequence[Block] = ()) -> Stated:
    """Return what the entry says; `macros` are those of its file, `parents` what its `crossref` names. Never raises.

    Zotero writes `arXiv:1810.04805 [cs.CL]` into `note`, `eprint` or `number`, and the server of a preprint into
    `publisher`: they become identifier, class and venue. Braces around every word are only capitals to it.
    """
    said = from_bibtex(block, macros, parents)
    raw = {field.name.lower(): field.resolve(macros) for field in reversed(block.fields)}
    found = Gathering(said.entry_type, said.kind)
    found.key = said.key
    for identifier in said.identifiers:
        found.identified(identifier)
    fields: dict[str, FieldValue] = dict(said.fields)
    url = fields.pop("url", "")
    if isinstance(url, str) and not found.link("paper", url) and url:
        found.leave_out("url")
    _mend_preprint(found, fields, raw)
    for name, value in fields.items():
        if not (isinstance(value, str) and _moved(found, name, value)):
            found.field(name, value)
    for word in said.keywords:
        found.keyword(word)
    for alias in said.aliases:
        found.alias(alias)
    return found.result()


def _moved(found: Gathering, name: str, value: str) -> bool:
    """Put a field where it belongs that is none of the work's own; return whether it is one."""
    if name in _KEYWORDS:
        for word in _SEPARATOR.split(value):
            found.keyword(word)
    elif name in _LEFT_OUT or name.startswith("bdsk-"):
        found.leave_out(name)
    else:
        return name in GROUPS or (name in _LINKS and found.link(name, value))
    return True


def groups_of(fields: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the paths of the groups that an entry names itself; `fields` maps lower-case names to values in LaTeX."""
    paths: list[tuple[str, ...]] = []
    for name in GROUPS:
        for part in _SEPARATOR.split(decode(fields.get(name, ""))):
            steps = part.split("/") if name == "mendeley-groups" else [part]
            path = tuple(step.strip() for step in steps if step.strip())
            if path:
                paths.append(path)
    return tuple(paths)


def _mend_preprint(found: Gathering, fields: dict[str, FieldValue], raw: Mapping[str, str]) -> None:
    """Read the arXiv number and class out of the fields that Zotero's exports put them into."""
    for name in ("eprint", "number", "note", "annotation", "type"):
        text = decode(raw.get(name, ""))
        if name != "eprint" and not _ARXIV.match(text):
            continue
        kind = raw.get("eprinttype", raw.get("archiveprefix", "arxiv"))
        if (name != "eprint" or kind.lower() == "arxiv") and found.identifier("arxiv", text):
            fields.pop(name, None)
    if found.entry_type in _PREPRINT and found.holds("arxiv") and "venue" not in fields:
        publisher = fields.get("publisher", "")
        if isinstance(publisher, str) and _ARXIV.fullmatch(publisher):
            del fields["publisher"]
            found.entry_type = "online"
            found.repository("arXiv")
