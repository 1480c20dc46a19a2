"""Passwords, logging in from another chat, and one-time codes."""

import re

import pytest

from local.telegram.faults import Fault, Trouble
from tests.bot.conftest import pasted
from tests.conversation import Person, Telegram


async def with_password(person: Person, password: str) -> None:
    await person.says("/password")
    await person.hears("Send me the new password")
    typed = await person.says(password)
    await person.hears("is set")
    assert typed.deleted


async def one_time_code(person: Person) -> str:
    told = await person.hears("one-time code for alice")
    found = re.search(r"\b\d{6}\b", told.text)
    assert found
    return found[0]


async def test_a_third_chat_logs_in_with_the_password(telegram: Telegram, alice: Person) -> None:
    await with_password(alice, "correct horse battery")
    phone = telegram.person("Alice's other phone")
    await phone.says("/login")
    await phone.hears("Which account")
    await phone.says("alice")
    await phone.hears("Now the password for alice")
    typed = await phone.says("correct horse battery")
    await phone.hears("linked to alice now")
    assert typed.deleted
    await phone.says("from the other phone")
    await phone.hears("/alice/from-the-other-phone")


async def test_all_in_one_message_works_too_and_is_deleted(telegram: Telegram, alice: Person) -> None:
    typed = await alice.says("/password correct horse battery")
    await alice.hears("is set")
    assert typed.deleted
    phone = telegram.person("Alice's other phone")
    typed = await phone.says("/login alice correct horse battery")
    await phone.hears("linked to alice now")
    assert typed.deleted


async def test_a_login_whose_password_telegram_does_not_delete_has_all_replies(
    telegram: Telegram, alice: Person
) -> None:
    await with_password(alice, "correct horse battery")
    phone = telegram.person("Phone")
    await phone.says("a first text")
    await phone.hears("a first text")
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "deleteMessage", seconds=100))
    typed = await phone.says("/login alice correct horse battery")
    await phone.hears("linked to")
    await phone.hears("/alice/a-first-text")
    told = await phone.hears("Please delete it yourself")
    assert told.reply_to == typed.id
    assert not typed.deleted


async def test_a_wrong_password_that_telegram_does_not_delete_is_mentioned(
    telegram: Telegram, alice: Person
) -> None:
    await with_password(alice, "correct horse battery")
    phone = telegram.person("Phone")
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "deleteMessage", seconds=100))
    typed = await phone.says("/login alice correct hoarse battery")
    told = await phone.hears("Please delete it yourself")
    assert told.reply_to == typed.id
    await phone.hears("password. 4 tries")


async def test_a_wrong_password_counts_down_and_then_waits(telegram: Telegram, alice: Person) -> None:
    await with_password(alice, "correct horse battery")
    thief = telegram.person("Thief")
    await thief.says("/login alice")
    await thief.hears("Now the password")
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        typed = await thief.says("guess number something")
        await thief.hears(f"Wrong password. {left} left")
        assert typed.deleted
    for password in ("guess number five", "correct horse battery"):
        typed = await thief.says(password)
        await thief.hears("Too many tries: the limit is 5 in 15 minutes. Try again in 15 minutes")
        assert typed.deleted


async def test_bad_passwords_say_why_and_can_be_sent_again(alice: Person) -> None:
    await alice.says("/password")
    await alice.hears("new password")
    typed = await alice.says("short")
    await alice.hears("needs at least 8 characters")
    assert typed.deleted
    await alice.says("x" * 300)
    await alice.hears("one line, up to 256 characters")
    await alice.says("long enough now")
    await alice.hears("password for alice is set")


async def test_logging_in_where_it_cannot_be_says_why(telegram: Telegram, alice: Person, bob: Person) -> None:
    await bob.says("/login alice")
    await bob.hears("This chat is already linked to bob. To use another account, /logout first")
    stranger = telegram.person("Stranger")
    await stranger.says("/login alice")
    await stranger.hears("alice has no password yet")
    await stranger.says("/login nobody_here")
    await stranger.hears("There's no user called “nobody_here”")


async def test_logging_out_needs_a_way_back(alice: Person) -> None:
    await alice.says("/logout")
    await alice.hears("has no password, so you couldn't log back in")
    await with_password(alice, "correct horse battery")
    await alice.says("/logout")
    await alice.hears("no longer linked to alice")
    await alice.says("/my")
    await alice.hears("You don't have an account yet")
    await alice.says("/login alice correct horse battery")
    await alice.hears("linked to alice now")


@pytest.mark.usefixtures("notifier")
async def test_a_forgotten_password_is_reset_with_a_code_that_five_wrong_tries_cancel(
    telegram: Telegram, alice: Person
) -> None:
    await alice.says("/reset")
    await alice.hears("sending a one-time code to the chats linked to alice")
    code = await one_time_code(alice)
    typed = await alice.says(code)
    await alice.hears("That's the code")
    assert typed.deleted
    typed = await alice.says("a brand new password")
    await alice.hears("password for alice is set")
    assert typed.deleted
    again = await alice.says("a brand new password")
    await alice.hears("That's your password, so I'm deleting it from the chat and not publishing it")
    assert again.deleted
    phone = telegram.person("Alice's new phone")
    await phone.says("/login alice a brand new password")
    await phone.hears("linked to alice now")
    await resets_from_a_chat_that_is_not_linked(telegram, alice)
    await cancels_a_code_by_five_wrong_tries(alice)


async def resets_from_a_chat_that_is_not_linked(telegram: Telegram, alice: Person) -> None:
    stranger = telegram.person("Stranger")
    await stranger.says("/reset")
    await stranger.hears("Which account's password")
    await stranger.says("alice")
    await stranger.hears("sending a one-time code")
    code = await one_time_code(alice)
    await stranger.says(wrong(code))
    await stranger.hears("Wrong code. 4 tries left")
    await stranger.says(f"{code[:3]} {code[3:]}")
    await stranger.hears("That's the code")
    await stranger.says("another new password")
    await stranger.hears("password for alice is set")


async def cancels_a_code_by_five_wrong_tries(alice: Person) -> None:
    await alice.says("/reset")
    code = await one_time_code(alice)
    for _ in range(4):
        await alice.says(wrong(code))
        await alice.hears("Wrong code")
    await alice.says(wrong(code))
    await alice.hears("no longer works")
    guess = await alice.says(code)
    await alice.hears("one-time code no longer works. /reset sends a new one")
    assert not guess.deleted
    await pasted(alice, "a text again")
    await pasted(alice, code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_what_follows_a_refused_password_is_a_password_and_never_a_paste(
    telegram: Telegram, alice: Person
) -> None:
    await alice.says("/password abc")
    await alice.hears("needs at least 8 characters")
    typed = await alice.says("MyRealSecret42")
    await alice.hears("password for alice is set")
    assert typed.deleted
    phone = telegram.person("Alice's other phone")
    await phone.says("/login alice wrong password")
    await phone.hears("Wrong password")
    typed = await phone.says("MyRealSecret42")
    await phone.hears("linked to alice now")
    assert typed.deleted


async def test_a_password_may_look_like_a_command(alice: Person) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    typed = await alice.says("/hunter2hunter2")
    await alice.hears("password for alice is set")
    assert typed.deleted


async def test_a_file_in_the_middle_of_a_conversation_ends_nothing(alice: Person) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    await alice.sends_file("notes.txt", b"my notes", caption="/new Notes")
    await alice.hears("waiting for a password")
    await alice.says("a good password")
    await alice.hears("password for alice is set")


async def test_a_strangers_password_is_deleted_too(telegram: Telegram, alice: Person) -> None:
    stranger = telegram.person("Stranger")
    typed = await stranger.says("/password hunter2hunter2")
    await stranger.hears("You don't have an account yet")
    assert typed.deleted


async def test_a_text_where_a_code_is_asked_for_is_not_deleted(alice: Person) -> None:
    await alice.says("/reset")
    await alice.hears("sending a one-time code")
    note = await alice.says("A note of\nmany lines, 20 of them")
    await alice.hears("Please send the six digits")
    assert not note.deleted
