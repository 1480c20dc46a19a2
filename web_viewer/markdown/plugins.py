"""Gives each heading an address within the page."""

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
from web_viewer.listing.highlighting import colour_runs
from web_viewer.listing.lines import coloured
from web_viewer.markdown.deadline import remaining

_DROPPED: Final = re.compile(r"[^\w\- ]")
_NAMELESS: Final = "section"


def anchors(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("anchors", _add_anchors)


def _add_anchors(state: StateCore) -> None:
    taken: Counter[str] = Counter()
    for heading, content in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type == "heading_open" and content.children is not None:
            name = _free(_slug(content.children), taken)
            heading.attrSet("id", name)
            content.children += _anchor(name)


def _slug(content: Sequence[Token]) -> str:
    """As GitHub makes it, so that tables of contents lead to it here too."""
    text = "".join(token.content for token in content if token.type in ("text", "code_inline"))
    return _DROPPED.sub("", text.strip().lower()).replace(" ", "-") or _NAMELESS


def _free(slug: str, taken: Counter[str]) -> str:
    name = slug
    while name in taken:
        name = f"{slug}-{taken[slug]}"
        taken[slug] += 1
    taken[name] = 1
    return name


def _anchor(name: str) -> list[Token]:
    """For the pointer only: its sign is the stylesheet's work, and so is never read out or copied."""
    attributes = {"class": "anchor", "href": f"#{name}", "tabindex": "-1", "aria-hidden": "true"}
    return [Token("anchor_open", "a", 1, attrs={**attributes}), Token("anchor_close", "a", -1)]


def tables(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("alignment", _align)


def _align(state: StateCore) -> None:
    for token in state.tokens:
        style = token.attrs.pop("style", None) if token.type in ("th_open", "td_open") else None
        if style:
            token.attrSet("class", str(style).removeprefix("text-align:"))


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


_FRONT_MATTER: Final = "yaml"


def fences(markdown: MarkdownIt) -> None:
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("front_matter", _front_matter)


def _fence(_: RendererHTML, tokens: Sequence[Token], place: int, _o: OptionsDict, env: EnvType) -> str:
    """The first word behind the fence is the language."""
    language, *_rest = [*tokens[place].info.split(), PLAIN]
    return _block(tokens[place].content, language_named(language) or PLAIN, env)


def _front_matter(_: RendererHTML, tokens: Sequence[Token], place: int, _o: OptionsDict, env: EnvType) -> str:
    return _block(f"{tokens[place].content}\n", _FRONT_MATTER, env)


def _block(code: str, language: str, env: EnvType) -> str:
    """All blocks of a page together have the time of one listing."""
    runs = colour_runs(code, language, max(remaining(env), 0))
    return f"<pre><code>{''.join(coloured(*run) for run in runs)}</code></pre>\n"
