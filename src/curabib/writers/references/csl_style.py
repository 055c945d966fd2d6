"""CSL styles: what one says of itself, and the form of it that pandoc reads as the specification means it.

The elements are those of CSL 1.0.2 (docs.citationstyles.org).
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from curabib.diagnostics import CurabibError

LARGEST = 2_000_000
_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_N = f"{{{_NAMESPACE}}}"
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PARENT = re.compile(r"(?:https?://(?:www\.)?zotero\.org/styles/)?([a-z0-9._-]{1,200})\Z", re.IGNORECASE)

# What makes the form of one entry depend on the others of the list.
_TELLING_APART = (
    "disambiguate-add-year-suffix", "disambiguate-add-names", "disambiguate-add-givenname",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CslStyle:
    """A style: its title, fields of study, default locale, and how its reference lists work.

    `parent` names the style that a dependent one takes everything from. `numeric` says that references are numbered,
    `sorts` that the style has an order of its own, `independent` that every entry is printed as it would be alone, but
    for its number. `has_keywords` says that it prints keywords. `source` is the style as XML for pandoc.
    """

    title: str
    fields: tuple[str, ...] = ()
    locale: str = ""
    parent: str = ""
    format: str = ""
    numeric: bool = False
    sorts: bool = False
    independent: bool = False
    hanging: bool = False
    has_bibliography: bool = False
    has_keywords: bool = False
    source: bytes = b""


def read_style(data: bytes, name: str, *, whole: bool = True, keep_order: bool = False) -> CslStyle:
    """Return the style in `data`, called `name` in messages; raises CurabibError where it is none.

    Without `whole`, `source` is empty, which is quicker. With `keep_order` the style is given without its order.
    """
    if len(data) > LARGEST:
        raise CurabibError(f"the style `{name}` has {len(data)} bytes, more than {LARGEST}")
    if _DECLARATION.search(data):
        raise CurabibError(f"the style `{name}` declares entities, which no CSL style needs")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  (no entities: looked for above)
    except ElementTree.ParseError as error:
        raise CurabibError(f"the style `{name}` is not XML: {error}") from error
    if root.tag != f"{_N}style":
        raise CurabibError(f"`{name}` is no CSL style", hint="its root element must be `style` of CSL 1.0")
    info = root.find(f"{_N}info")
    info = Element("info") if info is None else info
    bibliography = root.find(f"{_N}bibliography")
    format = next(
        (c.get("citation-format", "") for c in info.iter(f"{_N}category") if c.get("citation-format")), ""
    )
    if keep_order and bibliography is not None:
        for order in bibliography.findall(f"{_N}sort"):
            bibliography.remove(order)
    sorts = bibliography is not None and bibliography.find(f"{_N}sort") is not None
    return CslStyle(
        title=(info.findtext(f"{_N}title") or name).strip()[:300],
        fields=tuple(c.get("field", "") for c in info.iter(f"{_N}category") if c.get("field")),
        locale=root.get("default-locale", ""),
        parent=_parent(info),
        format=format,
        numeric=format == "numeric",
        sorts=sorts,
        independent=bibliography is not None
        and format == "numeric"
        and not sorts
        and _stands_alone(root, bibliography),
        hanging=bibliography is not None and bibliography.get("hanging-indent") == "true",
        has_bibliography=bibliography is not None,
        has_keywords=any(text.get("variable") == "keyword" for text in root.iter(f"{_N}text")),
        source=_printed(_repaired(root)) if whole and bibliography is not None else b"",
    )


def _parent(info: Element) -> str:
    for link in info.iter(f"{_N}link"):
        if link.get("rel") == "independent-parent":
            found = _PARENT.match(link.get("href", ""))
            return found[1].lower() if found else ""
    return ""


def _stands_alone(root: Element, bibliography: Element) -> bool:
    """Return whether nothing in a numeric style looks at the other entries, and the number stands in the margin."""
    citation = root.find(f"{_N}citation")
    if citation is not None and any(citation.get(option) == "true" for option in _TELLING_APART):
        return False
    if bibliography.get("subsequent-author-substitute") is not None or not bibliography.get(
        "second-field-align"
    ):
        return False
    return not any(
        element.get("disambiguate") or element.get("variable") in ("year-suffix", "citation-label")
        for element in root.iter()
    )


def _printed(root: Element) -> bytes:
    ElementTree.register_namespace("", _NAMESPACE)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _repaired(root: Element) -> Element:
    """Return the style with what pandoc reads otherwise than the specification in a form that it reads alike.

    - `names` with a `label` and no `name` (section "Names"): the label stands behind the names; pandoc puts it before
      them ("In, editorsGuyon I" in Vancouver styles). An empty `name` before the label says the same.
    - A `group` whose date of access is empty, beside a group of words only (section "Group"): the group of words
      counts as printed, so the outer group stands; pandoc drops it ("[Online]." in IEEE styles). Without the date,
      for entries that have none, it stands.
    """
    for parent in list(root.iter()):
        children = list(parent)
        if _has_label_only(parent):
            parent.insert(0, Element(f"{_N}name"))
        for index, child in enumerate(children):
            date = _date_of_access(child)
            if date is not None:
                parent[index] = _in_two_cases(child, date)
    return root


def _has_label_only(names: Element) -> bool:
    return (
        names.tag == f"{_N}names" and names.find(f"{_N}name") is None and names.find(f"{_N}label") is not None
    )


def _date_of_access(group: Element) -> int | None:
    """Return which child of a group is the date of access, where another one is a group with the word "online"."""
    if group.tag != f"{_N}group":
        return None
    children = list(group)
    dated = [index for index, child in enumerate(children) if child.tag == f"{_N}group" and _has_date(child)]
    words = any(child.tag == f"{_N}group" and _is_online(child) for child in children)
    return dated[0] if len(dated) == 1 and words else None


def _has_date(element: Element) -> bool:
    return any(date.get("variable") == "accessed" for date in element.iter(f"{_N}date"))


def _is_online(element: Element) -> bool:
    return any(text.get("term") == "online" for text in element.iter(f"{_N}text")) and not any(
        element.iter(f"{_N}date")
    )


def _in_two_cases(group: Element, date: int) -> Element:
    choose = Element(f"{_N}choose")
    dated = Element(f"{_N}if", {"variable": "accessed"})
    undated = Element(f"{_N}else")
    without = deepcopy(group)
    without.remove(without[date])
    choose.extend((dated, undated))
    dated.append(group)
    undated.append(without)
    return choose
