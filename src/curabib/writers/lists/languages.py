"""The document languages that lists are written in: what a heading, a link and a text look like in each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape

from curabib.writers.references.visible import one_line

_FORMULA = re.compile(r"\$(?=[^\s$])[^$]{1,200}(?<=\S)\$")
# CommonMark 0.31, section 2.4: a backslash makes any of these the sign it is
_MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]<>&~|$]")
# docutils, "reStructuredText Markup Specification", escaping mechanism and inline markup
_RST_SIGNS = re.compile(r"[\\`*|]|_(?!\w)")
_IN_URL = re.compile(r"[<>\[\]\\`\s]")
_IN_BROKEN_URL = re.compile(r"[()<>\[\]\\`\s]")
_ATX = re.compile(r"^(?P<mark>#{1,6})[ \t]+(?P<text>.*?)[ \t#]*$", re.MULTILINE)
_UNDERLINED = re.compile(
    r"^(?P<text>\S.{0,300})\n(?P<mark>[=\-~^\"'#*+.:_])(?P=mark){2,}[ \t]*$", re.MULTILINE
)
_DEEPEST = 6
_RST_ADORNMENTS = "=-~^\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkForm:
    """How one link is written: the parts around its label and its address, which comes first where `address_first`."""

    opens: str
    middle: str
    closes: str
    address_first: bool = False

    def write(self, label: str, url: str) -> str:
        """Return the link; both texts are fit for the language already."""
        first, second = (url, label) if self.address_first else (label, url)
        return f"{self.opens}{first}{self.middle}{second}{self.closes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A document language, by the name of its reader.

    `links` finds links, its groups `label` and `url`; `headings` finds headings, its groups `mark` and `text`, of which
    `level` makes the level (0: it does not tell), and `titles` what the whole document is called. `text` and `address`
    make texts and addresses fit for the language, `heading` and `title` make lines of them (`title` perhaps none).
    `link` is a link with a label such as `paper`, `plain_link` one around other text; `strong`, `emphasis` and `code`
    stand before and behind what is set so. `labelled` stands before a line of facts below an item, `between` between
    an item and such lines, and `section` around the items below a heading.
    """

    name: str
    links: re.Pattern[str]
    headings: re.Pattern[str]
    titles: re.Pattern[str]
    text: Callable[[str], str]
    heading: Callable[[int, str], str]
    title: Callable[[str], str]
    link: LinkForm
    plain_link: LinkForm
    address: Callable[[str], str]
    level: Callable[[str], int] = len
    strong: tuple[str, str] = ("", "")
    emphasis: tuple[str, str] = ("", "")
    code: tuple[str, str] = ("", "")
    bullet: str = "- "
    labelled: str = "  - "
    between: str = ""
    section: tuple[str, str] = ("", "")


def markdown_text(text: str) -> str:
    """Return text as Markdown that shows it and nothing else; formulas keep their dollars."""
    text = one_line(text)
    end, parts = 0, []
    for formula in _FORMULA.finditer(text):
        parts += [_MARKDOWN_SIGNS.sub(r"\\\g<0>", text[end : formula.start()]), formula[0]]
        end = formula.end()
    return "".join((*parts, _MARKDOWN_SIGNS.sub(r"\\\g<0>", text[end:])))


def _markdown_heading(depth: int, text: str) -> str:
    return f"{'#' * max(1, min(depth, _DEEPEST))} {text}\n"


def _org_text(text: str) -> str:
    """Return text in which Org sees no link and no markup: a zero-width blank stands between what would open one."""
    return re.sub(r"\[(?=\[)|(?<!\w)[*/=~+_](?=\S)", "\\g<0>\u200b", one_line(text))


def _org_heading(depth: int, text: str) -> str:
    return f"{'*' * max(1, depth)} {text}\n"


def _rst_text(text: str) -> str:
    return _RST_SIGNS.sub(r"\\\g<0>", one_line(text))


def _rst_heading(depth: int, text: str) -> str:
    sign = _RST_ADORNMENTS[min(max(depth, 1), len(_RST_ADORNMENTS)) - 1]
    return f"{text}\n{sign * max(4, 2 * len(text))}\n"


def _html_text(text: str) -> str:
    return escape(one_line(text), quote=True)


def _html_heading(depth: int, text: str) -> str:
    level = max(1, min(depth, _DEEPEST))
    return f"<h{level}>{text}</h{level}>\n"


def _html_title(text: str) -> str:
    return f'<!DOCTYPE html>\n<meta charset="utf-8">\n<title>{text}</title>\n<h1>{text}</h1>\n'


def address(url: str) -> str:
    """Return an address in which blanks, and brackets without a partner, are percent-encoded: it ends where it should.

    CommonMark 0.31, section 6.3: round brackets in a link destination must be balanced.
    """
    return (_IN_URL if _is_balanced(url) else _IN_BROKEN_URL).sub(_percent, url)


def _html_address(url: str) -> str:
    return escape(address(url), quote=True)


def _is_balanced(url: str) -> bool:
    depth = 0
    for sign in url:
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or depth > 8:
            return False
    return depth == 0


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


_MARKDOWN_LINK = re.compile(
    r"\[(?P<label>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]{0,300}\]){0,600})\]\((?P<url>[^\s()<>]{1,2000}"
    r"(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,500}){0,5})(?:\s\"[^\"\n]{0,200}\")?\)"
)
_ORG_LINK = re.compile(r"\[\[(?P<url>[^\[\]\n]{1,2000})\](?:\[(?P<label>[^\[\]]{0,600})\])?\]")
_RST_LINK = re.compile(r"`(?P<label>[^`<>]{0,600}?)\s*<(?P<url>[^`<>\s]{1,2000})>`__?")
_TEXT_LINK = re.compile(r"\[(?P<label>[^\[\]\n]{0,600})\]\((?P<url>[^\s()<>]{1,2000})\)")
_HTML_LINK = re.compile(
    r"<a\s[^<>]{0,300}?href\s{0,3}=\s{0,3}[\"'](?P<url>[^\"'<>\s]{1,2000})[\"'][^<>]{0,300}>(?P<label>[^<>]{0,600})</a>",
    re.IGNORECASE,
)

LANGUAGES: Mapping[str, Language] = {
    "markdown": Language(
        name="markdown",
        links=_MARKDOWN_LINK,
        headings=_ATX,
        titles=_ATX,
        text=markdown_text,
        heading=_markdown_heading,
        title=partial(_markdown_heading, 1),
        link=LinkForm(opens="[[", middle="]](", closes=")"),
        plain_link=LinkForm(opens="[", middle="](", closes=")"),
        address=address,
        strong=("**", "**"),
        emphasis=("*", "*"),
        code=("`", "`"),
    ),
    "org": Language(
        name="org",
        links=_ORG_LINK,
        headings=re.compile(r"^(?P<mark>\*+)[ \t]+(?P<text>.*?)[ \t]*$", re.MULTILINE),
        titles=re.compile(r"^#\+TITLE:[ \t]*(?P<text>.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE),
        text=_org_text,
        heading=_org_heading,
        title="#+TITLE: {}\n".format,
        link=LinkForm(opens="[[", middle="][", closes="]]", address_first=True),
        plain_link=LinkForm(opens="[[", middle="][", closes="]]", address_first=True),
        address=address,
        strong=("*", "*"),
        emphasis=("/", "/"),
        code=("~", "~"),
    ),
    "rst": Language(
        name="rst",
        links=_RST_LINK,
        headings=_UNDERLINED,
        titles=_UNDERLINED,
        text=_rst_text,
        heading=_rst_heading,
        title=partial(_rst_heading, 1),
        level=lambda mark: 0,
        link=LinkForm(opens="`", middle=" <", closes=">`__"),
        plain_link=LinkForm(opens="`", middle=" <", closes=">`__"),
        address=address,
        strong=("**", "**"),
        emphasis=("*", "*"),
        code=("``", "``"),
        between="\n",
    ),
    "html": Language(
        name="html",
        links=_HTML_LINK,
        headings=re.compile(r"<h(?P<mark>[1-6])\b[^<>]{0,300}>(?P<text>[^<>]{0,300})</h", re.IGNORECASE),
        titles=re.compile(r"<title>(?P<text>[^<>]{0,300})</title>", re.IGNORECASE),
        text=_html_text,
        heading=_html_heading,
        title=_html_title,
        level=int,
        link=LinkForm(opens='[<a href="', middle='">', closes="</a>]", address_first=True),
        plain_link=LinkForm(opens='<a href="', middle='">', closes="</a>", address_first=True),
        address=_html_address,
        strong=("<b>", "</b>"),
        emphasis=("<i>", "</i>"),
        code=("<code>", "</code>"),
        bullet="<li>",
        labelled="<br>",
        section=("<ul>", "</ul>"),
    ),
    "text": Language(
        name="text",
        links=_TEXT_LINK,
        headings=_ATX,
        titles=_ATX,
        text=one_line,
        heading=_markdown_heading,
        title=lambda text: "",
        link=LinkForm(opens="", middle=": ", closes=""),
        plain_link=LinkForm(opens="[", middle="](", closes=")"),
        address=address,
        bullet="",
        labelled="",
    ),
}
"""Name of a reader -> the language that it reads."""
