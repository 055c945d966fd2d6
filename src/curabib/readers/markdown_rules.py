"""markdown-it's rules, tried only where the character that begins what they read stands.

The parser offers every line to eleven rules of blocks and every sign to twelve rules of inlines, nearly all of which
look at one character and decline. Which characters those are is in two tables here; a test compares the tokens.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from markdown_it import MarkdownIt, helpers, rules_block, rules_inline
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from curabib.readers.markdown_brackets import escaped_brackets
from curabib.readers.markdown_tex import tex

# what a block that a rule reads begins with; other rules are tried at any character
_BLOCKS: Mapping[RuleFuncBlockType, str] = {
    rules_block.fence: "`~",
    rules_block.blockquote: ">",
    rules_block.hr: "-_*",
    rules_block.list_block: "-+*0123456789",
    rules_block.reference: "[",
    rules_block.html_block: "<",
    rules_block.heading: "#",
}
# what an inline that a rule reads begins with; text is what begins with none of them
_INLINES: Mapping[RuleFuncInlineType, str] = {
    rules_inline.newline: "\n",
    tex: "$\\",
    escaped_brackets: "\\",
    rules_inline.escape: "\\",
    rules_inline.backtick: "`",
    rules_inline.strikethrough.tokenize: "~",
    rules_inline.emphasis.tokenize: "*_",
    rules_inline.link: "[",
    rules_inline.image: "!",
    rules_inline.autolink: "<",
    rules_inline.html_inline: "<",
    rules_inline.entity: "&",
}
# the end of a link's text is no inline, but is looked for
_TEXT_END = re.compile("[" + re.escape("".join(sorted({*"".join(_INLINES.values()), "]"}))) + "]")
_DESTINATION = re.compile(r"(?!<)[^\x00-\x20\x7f()\\&]++(?![(\\&])")


def dispatch(parser: MarkdownIt) -> MarkdownIt:
    """Return the parser, which reads what it read before, in less time; its rules must be all enabled by now.

    Raises KeyError for an inline rule that neither of the tables knows.
    """
    parser.inline = _Inline(parser.inline)
    parser.block.ruler = _Chains(parser.block.ruler)
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=_destination,
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
    )
    return parser


class _Chains(Ruler[RuleFuncBlockType]):
    """The chains of another ruler, each as one rule that tries those whose blocks may begin here."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        self._whole = ruler
        self._chains: dict[str, list[RuleFuncBlockType]] = {}

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:
        found = self._chains.get(chainName)
        if found is None:
            found = self._chains[chainName] = [_one_of(self._whole.getRules(chainName))]
        return found


def _one_of(rules: Sequence[RuleFuncBlockType]) -> RuleFuncBlockType:
    """Return a rule that is the first of several to match."""
    anywhere = tuple(rule for rule in rules if rule not in _BLOCKS)
    by_character = {
        character: tuple(rule for rule in rules if character in _BLOCKS.get(rule, character))
        for character in sorted({*"".join(_BLOCKS.values())})
    }

    def one_of(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        place = state.bMarks[line] + state.tShift[line]
        for rule in by_character.get(state.src[place : place + 1], anywhere):  # noqa: SIM110  # any() takes longer
            if rule(state, line, end, silent):
                return True
        return False

    return one_of


class _Inline(ParserInline):
    """An inline parser with the rules of another one, by the character that they begin with."""

    def __init__(self, whole: ParserInline) -> None:
        self.ruler, self.ruler2 = whole.ruler, whole.ruler2
        self.terminator_re = _TEXT_END
        self._rules: dict[str, tuple[RuleFuncInlineType, ...]] = {}
        for rule in self.ruler.getRules(""):
            if rule is not rules_inline.text:
                for character in _INLINES[rule]:
                    self._rules[character] = (*self._rules.get(character, ()), rule)

    def tokenize(self, state: StateInline) -> None:
        source, end, deepest = state.src, state.posMax, state.md.options["maxNesting"]
        while state.pos < end:
            place = state.pos
            rules = self._rules.get(source[place])
            if rules is None:
                behind = _TEXT_END.search(source, place + 1)
                state.pos = behind.start() if behind is not None else end
                state.append_pending(source[place : state.pos])
                continue
            if state.level < deepest:
                for rule in rules:
                    if rule(state, False):
                        break
                else:
                    state.append_pending(source[place])
                    state.pos += 1
            else:
                state.append_pending(source[place])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:
        place = state.pos
        known = state.cache.get(place)
        if known is not None:
            state.pos = known
            return
        rules = self._rules.get(state.src[place])
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax + 1
        elif rules is None:
            behind = _TEXT_END.search(state.src, place + 1)
            state.pos = behind.start() if behind is not None else state.posMax
        else:
            state.level += 1
            if not any(rule(state, True) for rule in rules):
                state.pos += 1
            state.level -= 1
        state.cache[place] = state.pos


@dataclass(slots=True)
class _Destination:
    ok: bool
    pos: int
    str: str


def _destination(string: str, pos: int, maximum: int) -> _Destination:
    """Return the destination of a link; one without brackets and escapes ends at the first blank or bracket."""
    match = _DESTINATION.match(string, pos, maximum)
    if match is not None:
        return _Destination(True, match.end(), match.group())
    return cast(_Destination, helpers.parseLinkDestination(string, pos, maximum))
