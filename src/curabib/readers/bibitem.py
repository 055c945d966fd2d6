r"""Reference lists as BibTeX makes them, and people too: `\bibitem` in `thebibliography` (LaTeX's manual)."""

from curabib.evidence.regex import regex
from curabib.model import PieceKind
from curabib.readers.tree import Block, Inline

_ITEM = regex(
    r"\\bibitem\s*(?:%[^\n]*\n\s*)?(?:\[(?:[^\[\]{}]|\{[^{}]{0,200}\}){0,300}\]\s*)?(?:%[^\n]*\n\s*)?\{[^{}\n]{0,200}\}"
)
_END = regex(r"\\end\s*\{thebibliography\}")
_COMMENT = regex(r"(?<!\\)%.*")
_MARKUP = regex(
    r"\{\\(?P<old>em|it|bf|sl|itshape|bfseries|slshape|sc|scshape)\b\s*(?P<inside>(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\}){0,600})\}|"
    r"\\(?P<new>emph|textit|textbf|textsl|textsc)\s*\{(?P<within>(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\}){0,600})\}|"
    r"\\(?:url|href)\s*\{(?P<url>[^{}\s]{1,2000})\}(?:\s*\{(?P<said>[^{}]{0,500})\})?"
)
_BLOCK = regex(
    r"\\newblock\b\s*|\\par\b\s*|\\bibinfo\s*\{\w+\}|\\natexlab\b\s*|\\BIBentry\w+\b\s*|\\penalty\d+\s*"
)
_TIE = regex(r"(?<!\\)~|\\[,;:! ](?=\s|\w)")
_KINDS: dict[str, PieceKind] = {
    "bf": "strong",
    "bfseries": "strong",
    "textbf": "strong",
    "sc": "text",
    "scshape": "text",
    "textsc": "text",
}


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    r"""Return one list with an item for each `\bibitem`, emphasis and addresses as such, the rest still as TeX."""
    found = list(_ITEM.finditer(text))
    children: list[Block] = []
    line, counted = 1, 0
    for place, match in enumerate(found):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        closed = _END.search(text, match.end(), end)
        body = text[match.end() : closed.start() if closed is not None else end]
        last = line + text.count("\n", match.start(), match.end()) + body.rstrip().count("\n")
        inline = Inline(path)
        _write(inline, _BLOCK.sub("", _COMMENT.sub("", body)), line)
        head = Block(kind="paragraph", line=line, end_line=last, pieces=inline.pieces())
        children.append(Block(kind="item", line=line, end_line=last, children=(head,), label="[]"))
    if not children:
        return ()
    whole = Block(
        kind="list", line=children[0].line, end_line=children[-1].end_line, children=tuple(children)
    )
    return (whole,)


def _write(inline: Inline, body: str, line: int) -> None:
    """Write the text of an item, its runs of markup as pieces of their own."""
    body = _TIE.sub(" ", body).replace("---", "—").replace("--", "–")
    body = " ".join(body.replace("``", "“").replace("''", "”").split())
    position = 0
    for match in _MARKUP.finditer(body):
        inline.add("text", body[position : match.start()], line)
        position = match.end()
        if match["url"]:
            inline.add("link", match["said"] or match["url"], line, href=match["url"])
        else:
            name = match["old"] or match["new"]
            inline.add(_KINDS.get(name, "emphasis"), match["inside"] or match["within"] or "", line)
    inline.add("text", body[position:], line)
