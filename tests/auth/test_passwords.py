"""Passwords: their length, and how they are stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import text

from auth.errors import PasswordTooLong, PasswordTooShort, WrongPassword
from auth.models import User
from auth.passwords import hash_password, password_matches
from kernel.database import Sessions
from tests.auth.conftest import PASSWORD, STRANGER
from tests.doors import Door


async def test_seven_characters_are_too_few_and_eight_are_enough(accounts: Door, alice: User) -> None:
    with pytest.raises(PasswordTooShort) as short:
        await accounts.set_password(alice.id, "пароль7")
    assert short.value.data == {"shortest": 8}
    await accounts.set_password(alice.id, "пароль 8")
    assert (await accounts.find("alice")).has_password


async def test_257_characters_are_too_many_and_256_are_not(accounts: Door, alice: User) -> None:
    with pytest.raises(PasswordTooLong) as long:
        await accounts.set_password(alice.id, "x" * 257)
    assert long.value.data == {"longest": 256}
    await accounts.set_password(alice.id, "x" * 256)
    await accounts.log_in(STRANGER, "alice", "x" * 256)


async def test_a_refused_password_changes_nothing(accounts: Door, alice_with_password: User) -> None:
    with pytest.raises(PasswordTooShort):
        await accounts.set_password(alice_with_password.id, "short")
    await accounts.log_in(STRANGER, "alice", PASSWORD)


async def test_a_new_password_replaces_the_old_one(accounts: Door, alice_with_password: User) -> None:
    await accounts.set_password(alice_with_password.id, "another battery")
    with pytest.raises(WrongPassword):
        await accounts.log_in(STRANGER, "alice", PASSWORD)
    await accounts.log_in(STRANGER, "alice", "another battery")


async def test_only_an_argon2id_hash_is_stored(
    real_hashes: None, accounts: Door, alice_with_password: User, sessions: Sessions
) -> None:
    async with sessions() as session:
        row = str((await session.execute(text("SELECT * FROM auth.users"))).one())
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in row
    assert PASSWORD not in row


async def test_the_same_password_twice_is_two_hashes() -> None:
    assert await hash_password(PASSWORD) != await hash_password(PASSWORD)


@given(password=some.text(min_size=8, max_size=256))
async def test_a_password_may_have_any_characters(password: str) -> None:
    hashed = await hash_password(password)
    assert await password_matches(password, hashed)
    assert not await password_matches(password[:-1], hashed)


async def test_no_password_is_in_any_log(
    accounts: Door, alice: User, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await accounts.set_password(alice.id, PASSWORD)
    await accounts.log_in(STRANGER, "alice", PASSWORD)
    assert PASSWORD not in caplog.text + "".join(capfd.readouterr())
