"""/settings: defaults of new pastes, and the language."""

from datetime import UTC, datetime, timedelta

from aiogram import Bot

from bot.context import AppContext
from posts.models import Visibility
from tests.bot.conftest import opened, pasted
from tests.conversation import Person, Telegram


async def test_new_pastes_are_as_is_chosen_and_old_ones_as_they_were(alice: Person, app: AppContext) -> None:
    await pasted(alice, "before")
    await alice.says("/settings")
    card = await alice.hears("(?s)Visibility: 🌍 Public\nExpiry: ♾ Never\nBurn after reading: no")
    await alice.presses("Visibility", on=card)
    assert "✓ 🌍 Public" in (await alice.hears("Defaults for new pastes")).buttons
    await alice.presses("Unlisted")
    await alice.hears("Visibility: 🔗 Unlisted")
    await alice.hears_toast("Saved")
    await alice.presses("Expiry", on=card)
    await alice.hears("Defaults for new pastes")
    await alice.presses("1 day")
    await alice.hears("Expiry: 1 day")
    await alice.presses("Burn after reading")
    assert "✓ 🔥 Burn after reading" in (await alice.hears("Burn after reading: yes")).buttons
    after = await pasted(alice, "after")
    assert "Unlisted" in after.text
    assert "burns after reading" in after.text
    found = await opened(app, after.link.partition("8080/")[2])
    assert (found.visibility, found.burn_after_read) == (Visibility.UNLISTED, True)
    assert found.expires_at is not None
    assert abs(found.expires_at - datetime.now(UTC) - timedelta(days=1)) < timedelta(minutes=1)
    assert (await opened(app, "alice/before")).visibility is Visibility.PUBLIC


async def test_a_choice_can_be_left(alice: Person) -> None:
    await alice.says("/settings")
    settings = await alice.hears("Defaults for new pastes")
    for choice in ("Visibility", "Expiry", "Language"):
        await alice.presses(choice)
        await alice.hears("Defaults for new pastes")
        await alice.presses("Back")
        assert (await alice.hears("Defaults for new pastes")).buttons == settings.buttons


async def test_the_language_is_chosen_there_and_back(telegram: Telegram, bot: Bot, alice: Person) -> None:
    await alice.says("/settings")
    await alice.hears("Language of the bot: English")
    await alice.presses("Language")
    await alice.hears("Defaults for new pastes")
    await alice.presses("Русский")
    await alice.hears("Теперь я говорю с вами по-русски")
    await alice.presses("Настройки")
    await alice.hears("(?s)Настройки новых записей.*Язык бота: Русский")
    await pasted(alice, "раз\nдва")
    await alice.presses("🌍 Язык")
    await alice.hears("Настройки новых записей")
    await alice.presses("English")
    await alice.hears("I'll speak English with you")
