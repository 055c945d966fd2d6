"""One line with several labelled fields: "论文：…；作者：…；出处：…"."""

from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence import labels
from curabib.evidence.regex import regex
from curabib.model import Piece

# where a field begins behind another: a sign that parts them, a few letters, a colon
_FIELD = regex(r"\s*[;；|｜]\s*(?=[^\W\d_][^\s:：;；|｜]{0,14}(?: [^\s:：;；|｜]{1,12})?[:：])")
_PARTING = ("；", "; ", "|", "｜")
_FEWEST = 3


def fields_apart(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of each labelled field of a line, or the line whole where it does not have three of them."""
    said = "".join(piece.text for piece in pieces)
    if not any(sign in said for sign in _PARTING) or said.count(":") + said.count("：") < _FEWEST:
        return [list(pieces)]
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind not in ("text", "strong", "emphasis"):
            found[-1].append(piece)
            continue
        begin = 0
        for match in _FIELD.finditer(piece.text):
            if labels.line_label(piece.text[match.end() :]) is not None:
                found[-1].append(replace(piece, text=piece.text[begin : match.start()]))
                found.append([])
                begin = match.end()
        found[-1].append(replace(piece, text=piece.text[begin:]))
    labelled = [labels.line_label("".join(piece.text for piece in one)) for one in found]
    return found if len(found) >= _FEWEST and labelled[0] is not None else [list(pieces)]
