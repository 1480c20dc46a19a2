"""`||hidden||`, as in Telegram's own Markdown: text that is seen once it is touched."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_MARK: Final = "|"
_MARKS: Final = _MARK * 2


def spoilers(markdown: MarkdownIt) -> None:
    markdown.inline.add_terminator_char(_MARK)
    markdown.inline.ruler.before("strikethrough", "spoiler", _scan)
    markdown.inline.ruler2.before("strikethrough", "spoiler", _pair)


def _scan(state: StateInline, silent: bool) -> bool:
    """Marks work where those of strong emphasis would. Three or more bars are just bars."""
    if silent or state.src[state.pos] != _MARK:
        return False
    found = state.scanDelims(state.pos, canSplitWord=True)
    token = state.push("text", "", 0)
    token.content = _MARK * found.length
    if found.length == len(_MARKS):
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(_MARK), 0, place, -1, found.can_open, found.can_close))
    state.pos += found.length
    return True


def _pair(state: StateInline) -> None:
    """`balance_pairs` has found out by now which marks belong together."""
    _replace(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _replace(state, meta["delimiters"])


def _replace(state: StateInline, delimiters: list[Delimiter]) -> None:
    for opener in delimiters:
        if opener.marker == ord(_MARK) and opener.end >= 0:
            _become(state, opener.token, "spoiler_open", 1)
            _become(state, delimiters[opener.end].token, "spoiler_close", -1)


def _become(state: StateInline, place: int, kind: str, nesting: int) -> None:
    token = state.tokens[place]
    token.type, token.tag, token.content, token.markup = kind, "span", "", _MARKS
    token.nesting = 1 if nesting > 0 else -1
    if nesting > 0:
        token.attrSet("class", "spoiler")
