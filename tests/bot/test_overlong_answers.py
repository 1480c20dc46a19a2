"""Long texts where the bot waits for a few words: no part is an answer or a paste."""

import pytest
from aiogram.fsm.state import StatesGroup

from bot.context import AppContext
from bot.conversation.states import SHORT_ANSWERS, Editing, Pasting, Registering
from tests.bot.conftest import opened, pasted
from tests.bot.long_texts import cut_anywhere
from tests.bot.published import pastes
from tests.conversation import Person

# Its end alone would do as a title, a name, a password.
PARTS = cut_anywhere("a word or two " * 586)
assert (len(PARTS), len(PARTS[-1])) == (3, 12)


async def asked_for_a_title(alice: Person) -> None:
    await alice.presses("Rename")
    await alice.hears("Send me the new title")


async def test_a_title_that_an_app_had_to_cut_is_asked_for_again_once(alice: Person, app: AppContext) -> None:
    await pasted(alice, "old name")
    await asked_for_a_title(alice)
    await alice.says_in_parts(PARTS)
    await alice.hears("too long for a title: 8,203 characters, and the limit is 120")
    await alice.says("new name")
    await alice.hears_nothing_of("too long", until=alice.hears("/alice/new-name"))
    assert [post.title for post in await pastes(app)] == ["new name"]


async def test_who_leaves_the_question_meanwhile_has_a_paste(alice: Person, app: AppContext) -> None:
    await pasted(alice, "old name")
    await asked_for_a_title(alice)
    await alice.says_in_parts(PARTS)
    await alice.says("/cancel")
    await alice.hears("Cancelled. Nothing has changed")
    await alice.hears("/alice/a-word-or-two")
    assert (await opened(app, "alice/old-name")).title == "old name"


@pytest.mark.parametrize(
    ("command", "question", "answer", "done"),
    [
        ("/follow", "Who do you want to follow", "bob", "You're following bob"),
        ("/password", "Send me the new password", "a good password", "password for alice is set"),
    ],
)
async def test_no_part_of_it_answers_another_question(
    alice: Person, bob: Person, app: AppContext, command: str, question: str, answer: str, done: str
) -> None:
    await alice.says(command)
    await alice.hears(question)
    await alice.says_in_parts(PARTS)
    await alice.hears("too long for an answer: 8,204 characters")
    await alice.says(answer)
    await alice.hears_nothing_of("too long|nobody", until=alice.hears(done))
    assert not await pastes(app)


async def test_the_refusal_in_russian(alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says("/follow")
    await alice.hears("На кого подписаться")
    await alice.says_in_parts(PARTS)
    await alice.hears("Для ответа это слишком длинно: 8\u00a0204 знака")


async def test_the_characters_of_a_title_are_counted_in_russian(alice: Person) -> None:
    await pasted(alice, "old name")
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.presses("Rename")
    await alice.hears("новый заголовок")
    for length, told in ((121, "121 знак,"), (122, "122 знака,"), (125, "125 знаков,")):
        await alice.says("x" * length)
        await alice.hears(f"{told} а можно до 120")


def test_every_question_asks_for_a_few_words_or_takes_long_texts() -> None:
    assert {*SHORT_ANSWERS, Editing, Pasting, Registering} == {*StatesGroup.__subclasses__()}
