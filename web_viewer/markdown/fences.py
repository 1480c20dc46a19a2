"""Blocks of code, in the colours of all other code."""

from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from posts.texts.languages import PLAIN, language_named
from web_viewer.listing.highlighting import colour_runs
from web_viewer.listing.lines import coloured
from web_viewer.markdown.patience import remaining

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
