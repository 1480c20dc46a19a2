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


async def test_a_password_has_8_to_256_characters(accounts: Door, alice_with_password: User) -> None:
    for refused, error, limit in (
        ("пароль7", PasswordTooShort, {"shortest": 8}),
        ("x" * 257, PasswordTooLong, {"longest": 256}),
    ):
        with pytest.raises(error) as refusal:
            await accounts.set_password(alice_with_password.id, refused)
        assert refusal.value.data == limit
    await accounts.log_in(STRANGER, "alice", PASSWORD)  # which no refusal has changed
    for accepted in ("пароль 8", "x" * 256):
        await accounts.set_password(alice_with_password.id, accepted)
        await accounts.log_out(STRANGER)
        await accounts.log_in(STRANGER, "alice", accepted)


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


@given(password=some.text(min_size=8, max_size=256))
async def test_a_password_may_have_any_characters(password: str) -> None:
    hashed = await hash_password(password)
    assert hashed != await hash_password(password)
    assert await password_matches(password, hashed)
    assert not await password_matches(password[:-1], hashed)


async def test_no_password_is_in_any_log(
    accounts: Door, alice: User, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await accounts.set_password(alice.id, PASSWORD)
    await accounts.log_in(STRANGER, "alice", PASSWORD)
    assert PASSWORD not in caplog.text + "".join(capfd.readouterr())
