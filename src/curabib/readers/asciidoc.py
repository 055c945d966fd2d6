"""AsciiDoc to blocks, by way of Markdown: headings, lists, links and emphasis, line by line (docs.asciidoctor.org)."""

from curabib.evidence.regex import regex
from curabib.readers import markdown
from curabib.readers.tree import Block

_HEADING = regex(r"(={1,6})\s+(?=\S)")
_BULLET = regex(r"\s*(\*{1,5}|-|\.{1,5})\s+(?=\S)(?:\[[ x*]\]\s+)?")
_LINK = regex(
    r"(?:link:)?(https?://[^\s\[\]<>\"]{1,2000})\[((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,500}?)(?:,[^\[\]\n]{0,200})?\]"
)
_LOCAL = regex(r"(?:link|xref):([^\s\[\]]{1,500})\[([^\[\]\n]{0,500})\]")
_STRONG = regex(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?![\w*])")
_ATTRIBUTE = regex(r":[\w!\-]+:(?:\s.*)?|//(?!/).*|\[[\w#.,=%\"'\- ]*\]|include::.*|toc::\[\]|image::.*")
# the anchor of a bibliography's item, which nobody sees as such
_ANCHOR = regex(r"\[\[{1,2}[\w:.,\- ]{1,80}\]\]{1,2}\s*")
_DELIMITER = regex(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,})\s*")


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of an AsciiDoc text, with its lines."""
    lines: list[str] = []
    closes = ""
    header = False  # who wrote the document, and its revision, below its title
    for line in text.split("\n"):
        fence = _DELIMITER.fullmatch(line[:200])
        if fence is not None and closes in ("", fence[1]):
            closes = "" if closes else fence[1]
            lines.append("```")
        elif closes or _ATTRIBUTE.fullmatch(line[:2000].strip()):
            lines.append(line if closes else "")
        else:
            header = (header and bool(line.strip())) or (line.startswith("= ") and not any(lines))
            lines.append("" if header and not line.startswith("= ") else _line(line))
    return markdown.read_blocks("\n".join(lines), path)


def _line(line: str) -> str:
    """Return one line of AsciiDoc as Markdown writes it."""
    heading = _HEADING.match(line)
    if heading is not None:
        return f"{'#' * len(heading[1])} {_inline(line[heading.end() :])}"
    bullet = _BULLET.match(line)
    if bullet is not None:
        depth = len(bullet[1]) - 1 if bullet[1] != "-" else 0
        mark = "1." if bullet[1][0] == "." else "-"
        return f"{'    ' * depth}{mark} {_inline(line[bullet.end() :])}"
    return _inline(line)


def _inline(text: str) -> str:
    text = _ANCHOR.sub("", text) if "[[" in text else text
    text = _LINK.sub(lambda match: f"[{match[2].removesuffix('^') or match[1]}]({match[1]})", text)
    text = _LOCAL.sub(lambda match: f"[{match[2] or match[1]}]({match[1]})", text)
    return _STRONG.sub(r"**\1**", text)
