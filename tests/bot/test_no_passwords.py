"""Messages that cannot be the expected password are not deleted."""

from bot.context import AppContext
from tests.bot.conftest import pasted
from tests.bot.published import pastes
from tests.conversation import Person, Telegram

CODE = "def answer() -> int:\n    return 42\n" * 24
assert 800 < len(CODE) < 900


async def test_a_message_that_cannot_be_a_password_stays_with_a_reply_that_says_why(
    alice: Person, app: AppContext
) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    for sending in (
        alice.says(CODE),
        alice.says("hunter2hunter2\nand so on"),
        alice.says("word " * 52),
        alice.says_html("<pre>git push --force</pre>"),
        alice.says_html('read <a href="https://example.org/">this page</a>'),
        alice.says_html("<blockquote>To be or not to be</blockquote>"),
        alice.sends_file("notes.txt", b"my notes"),
        alice.says(f"/password {CODE}"),
        alice.says("/password\nfirst line\nsecond line"),
    ):
        sent = await sending
        answer = await alice.hears("doesn't look like one, so I left it in the chat.*/cancel")
        assert answer.reply_to == sent.id
        assert not sent.deleted
    await alice.says("a good password")
    await alice.hears("password for alice is set")
    assert not await pastes(app)


async def test_a_password_may_look_formatted(alice: Person) -> None:
    for tag in ("b", "code", "tg-spoiler"):
        await alice.says("/password")
        await alice.hears("Send me the new password")
        typed = await alice.says_html(f"<{tag}>hunter2</{tag}>hunter2")
        await alice.hears("password for alice is set")
        assert typed.deleted


async def test_after_cancel_the_same_text_is_a_paste(alice: Person, app: AppContext) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    await alice.says(CODE)
    await alice.hears("doesn't look like one, so I left it")
    await alice.says("/cancel")
    await alice.hears("Nothing has changed")
    await pasted(alice, CODE)


async def test_a_text_is_no_password_to_log_in_with_either(telegram: Telegram, alice: Person) -> None:
    await alice.says("/password correct horse battery")
    await alice.hears("is set")
    phone = telegram.person("Alice's other phone")
    at_once = await phone.says(f"/login alice {CODE}")
    await phone.hears("doesn't look like one, so I left it")
    text = await phone.says(CODE)
    await phone.hears("doesn't look like one, so I left it")
    assert not at_once.deleted
    assert not text.deleted
    typed = await phone.says("correct horse battery")
    await phone.hears("linked to alice now")
    assert typed.deleted


async def test_it_is_told_in_russian(alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says("/password")
    await alice.hears("Пришлите новый пароль")
    text = await alice.says(CODE)
    await alice.hears("на пароль не похоже.*оставил сообщение в чате")
    assert not text.deleted
