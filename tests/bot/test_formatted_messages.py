"""Formatted messages and blocks of code as pastes."""

from typing import Final

from bot.context import AppContext
from posts.models import Format
from tests.bot.published import pastes, text_behind
from tests.conversation import Person

_RUBY: Final = '<pre><code class="language-ruby">puts 1 &lt; 2\n\n  # end</code></pre>'
_PLAN: Final = (
    "<b>Plan</b> for *today*\n\n<i>one</i> <a href='https://example.com/a'>link</a>\n"
    "<blockquote>quoted</blockquote>\n<pre><code class='language-python'>x = 1</code></pre>"
)
_PLAN_IN_MARKDOWN: Final = (
    "**Plan** for \\*today\\*\n\n_one_ [link](https://example.com/a)\n\n> quoted\n\n```python\nx = 1\n```"
)


async def test_a_message_becomes_text_code_or_markdown(alice: Person, app: AppContext) -> None:
    for html, slug, title, language, text in (
        (_RUBY, "puts-1-2", "puts 1 < 2", "Ruby", "puts 1 < 2\n\n  # end"),
        ("see https://a.bc and #b *c*", "see-https", "see https", "Text", "see https://a.bc and #b *c*"),
        (_PLAN, "plan-for-today", "Plan for *today*\n", "Markdown", _PLAN_IN_MARKDOWN),
        ("- a1\n- b\nTotal <b>c</b>", "a1", "- a1\n", "Markdown", "- a1\n- b\n\nTotal **c**"),
        ("/new My 😀 <b>plan</b>\na <b>b</b> c", "my-plan", "My 😀 plan\n", "Markdown", "a **b** c"),
    ):
        await alice.says_html(html)
        card = await alice.hears(f"/alice/{slug}")
        assert card.text.startswith(title)
        assert language in card.text
        assert await text_behind(card, app) == text
        assert ((await pastes(app))[-1].format is Format.MARKDOWN) == (language == "Markdown")


async def test_a_language_that_is_not_named_is_found(alice: Person) -> None:
    for block, language in (
        ('<pre><code class="language-klingon">SELECT name FROM crew</code></pre>', "SQL"),
        ("<pre>import os\nprint(os)</pre>", "Python"),
        ('<pre><code class="language-py">x</code></pre>', "Python"),
    ):
        await alice.says_html(block)
        card = await alice.hears("/alice/")
        assert language in card.text


async def test_a_formatted_caption_does_not_format_the_file(alice: Person, app: AppContext) -> None:
    file = await alice.sends_file("a.txt", b"*text*", caption="words")
    await alice.hears("/alice/a.txt")
    await alice.edits_html(file, "<b>words</b>")
    await alice.says("next")
    await alice.hears_nothing_of("a.txt", until=alice.hears("/alice/next"))
