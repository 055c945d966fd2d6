"""Which reader a text asks for."""

import pytest

from curabib.model import Snapshot
from curabib.readers.reading import detect

RIS = "TY  - JOUR\nTI  - On engines\nAU  - Watt, J.\nER  - \n"
ENW = "%0 Journal Article\n%T On engines\n%A Watt, James\n"
YAML = "references:\n- id: a\n  type: article\n  title: On engines\n"
RDF = '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
LIST = "# Engines\n\n- [On engines](https://a.org/1), 1780\n- [On mills](https://a.org/2), 1781\n"


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (RIS, "ris"),
        ("Provider: Somebody\nContent: text/plain\n\n" + RIS, "ris"),
        ("\n\n" + ENW, "enw"),
        (YAML, "csl-yaml"),
        ("---\n# mine\n" + YAML + "...\n", "csl-yaml"),
        ("- id: a\n  type: article\n", "csl-yaml"),
        (RDF, "zotero-rdf"),
        ("<!-- mine -->\n" + RDF.partition("\n")[2], "zotero-rdf"),
        ("<xml><records><record/></records></xml>", "endnote-xml"),
        ("<?xml version='1.0'?><records></records>", "endnote-xml"),
        ('[{"id": "a"}]', "csl-json"),
        ("% mine\n@book{a, title={x}}\n", "bibtex"),
        (LIST, "markdown"),
        (LIST + "\nCite as:\n\n```\n" + RIS * 3 + ENW + YAML + "```\n", "markdown"),
        ("---\ntitle: Engines\nreferences:\n- id: a\n---\n\n" + LIST, "markdown"),
        ("<html><body><p>TY  - JOUR</p></body></html>", "html"),
    ],
)
def test_the_content_decides(text: str, reader: str) -> None:
    assert detect(Snapshot(source="s", path="-", text=text)) == reader


@pytest.mark.parametrize(
    ("path", "reader"),
    [
        ("x.ris", "ris"),
        ("x.enw", "enw"),
        ("x.rdf", "zotero-rdf"),
        ("X.YML", "csl-yaml"),
        ("https://a.org/x.bib?raw=1", "bibtex"),
    ],
)
def test_the_name_tips_the_balance(path: str, reader: str) -> None:
    assert detect(Snapshot(source="s", path=path, text="nothing to see\n")) == reader
