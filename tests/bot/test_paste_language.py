"""Language of a paste: two presses, or its name."""

from bot.cards.choices import POPULAR
from bot.context import AppContext
from posts.texts.languages import language_named
from tests.bot.conftest import opened, pasted
from tests.conversation import Person


async def choosing(alice: Person) -> None:
    await alice.presses("🎨 Language")
    await alice.hears("Which language is “some text” in")


async def typing(alice: Person) -> None:
    await choosing(alice)
    await alice.presses("Another")
    await alice.hears("Send me its name")


async def test_two_presses_name_the_language(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "some text")
    shown = len(alice.messages)
    await alice.presses("🎨 Language")
    asking = await alice.hears("Now: Text")
    assert "✓ Text" in asking.buttons
    await alice.presses("^C#$")
    await alice.hears_toast("Language saved")
    assert (await alice.hears("(?s)^some text\n.*C# · 9 bytes · 1 line")).id == card.id == asking.id
    assert (await opened(app, "alice/some-text")).language == "csharp"
    assert len(alice.messages) == shown


async def test_any_other_is_typed(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "some text")
    for typed, language in (
        *(("Haskell", "haskell"), (" c++ ", "cpp"), ("main.rs", "rust"), (".hs", "haskell")),
        *(("VB.net", "vb.net"), ("Plain text", "text"), ("простой текст", "text")),
    ):
        await typing(alice)
        await alice.says(typed)
        done = await alice.hears("(?s)Language saved.*some text")
        assert done.id == card.id
        await alice.until(lambda: alice.messages[-1].reaction == "👌")
        assert (await opened(app, "alice/some-text")).language == language


async def test_a_name_that_is_not_known_is_asked_for_again(alice: Person, app: AppContext) -> None:
    await pasted(alice, "some text")
    await typing(alice)
    await alice.says("<b>&" * 50)
    await alice.hears("I don't know a language called “<b>&<b>&")
    await alice.sends_sticker()
    await alice.hears("Please send the name of a language")
    await alice.says("python")
    await alice.hears("Language saved")
    assert (await opened(app, "alice/some-text")).language == "python"


async def test_near_names_are_offered_as_buttons(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "some text")
    await typing(alice)
    await alice.says("Pyhton")
    asked = await alice.hears("(?s)I don't know a language called “Pyhton”.*Did you mean:$")
    assert asked.id == card.id
    assert "Python" in asked.buttons
    assert asked.buttons[-1] == "◀ Back"
    await alice.until(lambda: alice.messages[-1].reaction == "🤔")
    await alice.presses("^Python$", on=asked)
    await alice.hears_toast("Language saved")
    assert (await alice.hears("(?s)^some text\n.*Python · ")).id == card.id
    assert (await opened(app, "alice/some-text")).language == "python"
    await pasted(alice, "Pyhton again")


async def test_a_name_can_be_typed_although_others_are_offered(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "some text")
    await typing(alice)
    await alice.says("Pyhton")
    await alice.hears("Did you mean:")
    await alice.says("Haskel")
    await alice.hears("(?s)called “Haskel”.*Did you mean:")
    await alice.says("Haskell")
    assert (await alice.hears("(?s)Language saved.*some text")).id == card.id
    assert (await opened(app, "alice/some-text")).language == "haskell"


async def test_the_choice_and_the_question_can_be_left(alice: Person) -> None:
    await pasted(alice, "some text")
    unchanged = "(?s)^some text\n.*Text · 9 bytes"
    await choosing(alice)
    await alice.presses("Back")
    await alice.hears(unchanged)
    await typing(alice)
    await alice.presses("Back")
    await alice.hears(unchanged)
    await typing(alice)
    await alice.says("/cancel")
    await alice.hears(unchanged)
    await pasted(alice, "python")


async def test_what_was_formatted_is_set_as_what_it_is_called(alice: Person, app: AppContext) -> None:
    await pasted(alice, "# some text\n\n* one")
    await choosing(alice)
    await alice.presses("^Markdown$")
    await alice.hears("(?s)^some text\n.*Markdown · ")
    await choosing(alice)
    await alice.presses("^Text$")
    await alice.hears("(?s)^some text\n.*Text · ")
    assert (await opened(app, "alice/some-text")).language == "text"


async def test_in_russian(alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await pasted(alice, "some text")
    await alice.presses("🎨 Язык")
    await alice.hears("Язык кода «some text»")
    await alice.presses("Другой")
    await alice.hears("Пришлите название")
    await alice.says("питончик")
    await alice.hears("Не знаю языка «питончик»")
    await alice.says("pyhton")
    asked = await alice.hears("(?s)Не знаю языка «pyhton».*Возможно, вы имели в виду:$")
    assert "Python" in asked.buttons
    await alice.says("текст")
    await alice.hears("(?s)Язык сохранён.*Текст · ")


def test_the_popular_ones_are_known_by_their_own_names() -> None:
    assert [language_named(name) for name in POPULAR] == POPULAR
