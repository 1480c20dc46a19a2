"""Our markdown-it plugins: anchors of headings, aligned table cells, spoilers, highlighted code."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from posts.texts.languages import PLAIN, language_named
from web_viewer.listing.highlighting import highlight
from web_viewer.listing.lines import run_html
from web_viewer.markdown.deadline import remaining_seconds

_NOT_IN_ANCHORS: Final = re.compile(r"[^\w\- ]")
_DEFAULT_ANCHOR: Final = "section"
_BAR: Final = "|"
_SPOILER_MARK: Final = _BAR * 2
_FRONT_MATTER_LANGUAGE: Final = "yaml"


def heading_anchors(markdown: MarkdownIt) -> None:
    """Give each heading an `id` and a link to itself."""
    markdown.core.ruler.push("anchors", _add_anchors)


def _add_anchors(state: StateCore) -> None:
    taken: Counter[str] = Counter()
    for heading, content in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type == "heading_open" and content.children is not None:
            name = _free_anchor(_anchor(content.children), taken)
            heading.attrSet("id", name)
            content.children += _link_to(name)


def _anchor(content: Sequence[Token]) -> str:
    """Return the same as GitHub, so that tables of contents work here too."""
    text = "".join(token.content for token in content if token.type in ("text", "code_inline"))
    return _NOT_IN_ANCHORS.sub("", text.strip().lower()).replace(" ", "-") or _DEFAULT_ANCHOR


def _free_anchor(anchor: str, taken: Counter[str]) -> str:
    name = anchor
    while name in taken:
        name = f"{anchor}-{taken[anchor]}"
        taken[anchor] += 1
    taken[name] = 1
    return name


def _link_to(name: str) -> list[Token]:
    # For the pointer only. The stylesheet gives it its sign, which is never read out or copied.
    attributes = {"class": "anchor", "href": f"#{name}", "tabindex": "-1", "aria-hidden": "true"}
    return [Token("anchor_open", "a", 1, attrs={**attributes}), Token("anchor_close", "a", -1)]


def table_alignment(markdown: MarkdownIt) -> None:
    """Align table cells by classes, because the pages allow no inline style."""
    markdown.core.ruler.push("alignment", _align)


def _align(state: StateCore) -> None:
    for token in state.tokens:
        style = token.attrs.pop("style", None) if token.type in ("th_open", "td_open") else None
        if style:
            token.attrSet("class", str(style).removeprefix("text-align:"))


def spoilers(markdown: MarkdownIt) -> None:
    """Hide `||text||`, as Telegram does, until it is pointed at or touched."""
    markdown.inline.add_terminator_char(_BAR)
    markdown.inline.ruler.before("strikethrough", "spoiler", _scan_spoiler)
    markdown.inline.ruler2.before("strikethrough", "spoiler", _pair_spoilers)


def _scan_spoiler(state: StateInline, silent: bool) -> bool:
    """Find marks where those of strong emphasis could be. Three or more bars are no mark."""
    if silent or state.src[state.pos] != _BAR:
        return False
    found = state.scanDelims(state.pos, canSplitWord=True)
    token = state.push("text", "", 0)
    token.content = _BAR * found.length
    if found.length == len(_SPOILER_MARK):
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(_BAR), 0, place, -1, found.can_open, found.can_close))
    state.pos += found.length
    return True


def _pair_spoilers(state: StateInline) -> None:
    # markdown-it's `balance_pairs` has matched opening and closing marks before this rule.
    _replace_pairs(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _replace_pairs(state, meta["delimiters"])


def _replace_pairs(state: StateInline, delimiters: list[Delimiter]) -> None:
    for opener in delimiters:
        if opener.marker == ord(_BAR) and opener.end >= 0:
            _to_tag(state, opener.token, "spoiler_open", 1)
            _to_tag(state, delimiters[opener.end].token, "spoiler_close", -1)


def _to_tag(state: StateInline, place: int, kind: str, nesting: int) -> None:
    token = state.tokens[place]
    token.type, token.tag, token.content, token.markup = kind, "span", "", _SPOILER_MARK
    token.nesting = 1 if nesting > 0 else -1
    if nesting > 0:
        token.attrSet("class", "spoiler")


def highlighted_fences(markdown: MarkdownIt) -> None:
    """Highlight blocks of code, and the front matter."""
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("front_matter", _front_matter)


def _fence(_: RendererHTML, tokens: Sequence[Token], place: int, _o: OptionsDict, env: EnvType) -> str:
    language, *_rest = [*tokens[place].info.split(), PLAIN]
    return _code_block(tokens[place].content, language_named(language) or PLAIN, env)


def _front_matter(_: RendererHTML, tokens: Sequence[Token], place: int, _o: OptionsDict, env: EnvType) -> str:
    return _code_block(f"{tokens[place].content}\n", _FRONT_MATTER_LANGUAGE, env)


def _code_block(code: str, language: str, env: EnvType) -> str:
    # All blocks of a page share the time limit of one listing.
    runs = highlight(code, language, max(remaining_seconds(env), 0))
    return f"<pre><code>{''.join(run_html(*run) for run in runs)}</code></pre>\n"
