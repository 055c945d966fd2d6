"""WordprocessingML (ECMA-376, part 1): a document that depends on nothing but the list, to the byte."""

import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO

from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.references.targets.printer import bookmarks
from curabib.writers.rich import Formula, Gap, Inlines, Link, Marked, Text

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARKS: Mapping[str, str] = {
    "emphasis": "<w:i/>",
    "strong": "<w:b/>",
    "superscript": '<w:vertAlign w:val="superscript"/>',
    "subscript": '<w:vertAlign w:val="subscript"/>',
    "small-caps": "<w:smallCaps/>",
    "code": '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>',
}
# The schema wants the properties of a run in this order.
_ORDER = ("code", "strong", "emphasis", "small-caps", "link", "superscript", "subscript")
_LINK = '<w:color w:val="0550A0"/><w:u w:val="single"/>'
_TWIPS = 120
_HANGING = 480


def write(references: ReferenceList) -> bytes:
    """Return the document: title and headings, and a paragraph with a hanging indent for each reference.

    Each begins with a bookmark of the citation key. The same list gives the same bytes.
    """
    links: dict[str, str] = {}
    body = "".join(_paragraphs(references, links))
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations(
            {
                f"{_R}/officeDocument": ("rId1", "word/document.xml"),
                f"{_PACKAGE}/relationships/metadata/core-properties": ("rId2", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _properties(references),
        "word/document.xml": (
            f'{_DECLARATION}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}{_SECTION}</w:body></w:document>'
        ),
        "word/styles.xml": _styles(references.language),
        "word/_rels/document.xml.rels": _document_relations(links),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED  # what compresses differs from machine to machine
            info.create_system = 3
            archive.writestr(info, text.encode("utf-8", "replace"))
    return packed.getvalue()


def _paragraphs(references: ReferenceList, links: dict[str, str]) -> Iterator[str]:
    width = max((len(reference.label) for reference in references.references), default=0)
    indent = max(_HANGING, (width + 1) * _TWIPS)
    if references.title:
        yield _heading(references.title, "Title")
    number = 0
    names = bookmarks(references.references)
    for group in references.groups:
        if group.heading:
            yield _heading(group.heading, "Heading1")
        for reference in group.references:
            number += 1
            name = names[reference.entry.key]
            mark = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
            yield _paragraph(reference, indent, mark, links)


def _heading(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text, frozenset())}</w:p>'


def _paragraph(reference: Reference, indent: int, mark: str, links: dict[str, str]) -> str:
    label = f"{_run(reference.label, frozenset())}<w:r><w:tab/></w:r>" if reference.label else ""
    lines = [_runs(part, frozenset(), links) for part in (reference.body, *reference.extras)]
    properties = (
        f'<w:pPr><w:pStyle w:val="Bibliography"/><w:tabs><w:tab w:val="left" w:pos="{indent}"/></w:tabs>'
        f'<w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr>'
    )
    return f"<w:p>{properties}{mark}{label}{'<w:r><w:br/></w:r>'.join(lines)}</w:p>"


def _runs(inlines: Inlines, marks: frozenset[str], links: dict[str, str]) -> str:
    parts: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            parts.append(_run(inline.text, marks))
        elif isinstance(inline, Marked):
            parts.append(_runs(inline.inlines, marks | {inline.mark}, links))
        elif isinstance(inline, Formula):
            parts.append(_runs(inline.inlines, marks, links))
        elif isinstance(inline, Link):
            id = links.setdefault(inline.url, f"rId{len(links) + 10}")
            parts.append(
                f'<w:hyperlink r:id="{id}">{_runs(inline.inlines, marks | {"link"}, links)}</w:hyperlink>'
            )
        else:
            parts.append(_run(" ", marks) if isinstance(inline, Gap) else "<w:r><w:br/></w:r>")
    return "".join(parts)


def _run(text: str, marks: frozenset[str]) -> str:
    properties = "".join(_LINK if mark == "link" else _MARKS[mark] for mark in _ORDER if mark in marks)
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{_xml(text)}</w:t></w:r>'


def _xml(text: str) -> str:
    """Return text for XML 1.0, without the characters that it cannot hold."""
    return escape("".join(c for c in text if (c >= " " or c in "\t\n") and c not in "\ufffe\uffff"))


def _relations(relations: Mapping[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{id}" Type="{type}" Target="{escape(target)}"/>'
        for type, (id, target) in relations.items()
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _document_relations(links: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{id}" Type="{_R}/hyperlink" Target="{_xml(url)}" TargetMode="External"/>'
        for url, id in links.items()
    )
    styles = f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{styles}{rows}</Relationships>'


def _properties(references: ReferenceList) -> str:
    """Return the title of the document, which readers announce, and what made it; no times."""
    title = _xml(references.title or "References")
    said = f"<dc:description>{_xml(references.note)}</dc:description>" if references.note else ""
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>{_xml(references.language)}</dc:language>{said}</cp:coreProperties>"
    )


def _styles(language: str) -> str:
    return (
        f'{_DECLARATION}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:cs="Times New Roman" w:eastAsia="MS Mincho"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{escape(language)}"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{_style('Title', 'Title', 36, 240, 200)}{_style('Heading1', 'heading 1', 28, 320, 120)}"
        '<w:style w:type="paragraph" w:styleId="Bibliography"><w:name w:val="Bibliography"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:style>'
        "</w:styles>"
    )


def _style(id: str, name: str, size: int, before: int, after: int) -> str:
    level = '<w:outlineLvl w:val="0"/>' if name.startswith("heading") else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="{before}" w:after="{after}"/>{level}</w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>'
    "</w:sectPr>"
)
_CONTENT_TYPES = (
    f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    "</Types>"
)
