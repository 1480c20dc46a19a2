"""A wrong setting ends the launcher with one line that names it."""

import socket
import stat
from pathlib import Path

import pytest

from local.postgres import EmbeddedPostgres
from tests.local.launching import Refuser, refused

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("WEB_PORT", "abc"),
        ("WEB_PORT", "99999"),
        ("CHAT_PORT", "0"),
        ("WEB_HOST", "no such host"),
        ("BOT_TOKEN", "xyz"),
        ("PUBLIC_URL", "example.org"),
        ("ALERT_DELAY", "soon"),
        ("SECRET_KEY", "short"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_URL", "mysql://localhost/postebin"),
        ("REDIS_URL", "localhost"),
        ("STORAGE_URL", "/srv/files"),
        ("DATA_DIR", "/proc/postebin"),
    ],
)
async def test_a_bad_setting_is_named_in_one_line(
    refuser: Refuser, tmp_path: Path, setting: str, value: str
) -> None:
    output = await refuser.refused(tmp_path, **{setting: value})
    assert output.startswith(setting)
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DATABASE_URL", "postgresql://nobody:nothing@127.0.0.1:1/postebin"),
        ("REDIS_URL", "redis://127.0.0.1:1/0"),
        ("REDIS_URL", "redis://127.0.0.1:port/0"),
        ("STORAGE_URL", "file:///proc/postebin"),
    ],
)
async def test_a_server_that_does_not_answer_is_named_in_one_line(
    refuser: Refuser, tmp_path: Path, postgres: EmbeddedPostgres, setting: str, value: str
) -> None:
    others = {"BOT_TOKEN": TOKEN, "DATABASE_URL": postgres.url}
    output = await refuser.refused(tmp_path, **{**others, setting: value})
    assert output.startswith(f"{setting} cannot be used: ")
    assert output.count("\n") == 1


async def test_a_wrong_password_is_named_as_the_reason(
    refuser: Refuser, tmp_path: Path, postgres: EmbeddedPostgres
) -> None:
    wrong = postgres.url.replace(postgres.password, "wrong")
    output = await refuser.refused(tmp_path, DATABASE_URL=wrong, BOT_TOKEN=TOKEN)
    assert output.startswith("DATABASE_URL cannot be used: password authentication failed")


@pytest.mark.parametrize("setting", ["WEB_PORT", "CHAT_PORT"])
async def test_a_taken_port_names_its_setting(refuser: Refuser, tmp_path: Path, setting: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        output = await refuser.refused(tmp_path, **{setting: str(port)})
    told = f"{setting} {port} is already in use. Set {setting} to another port in .env or the environment.\n"
    assert output == told


async def test_two_settings_cannot_share_a_port(tmp_path: Path) -> None:
    output = await refused(tmp_path, WEB_PORT="8123", CHAT_PORT="8123")
    assert output.startswith("WEB_PORT and CHAT_PORT are 8123.")


async def test_another_bot_api_needs_its_token(refuser: Refuser, tmp_path: Path) -> None:
    output = await refuser.refused(tmp_path, TELEGRAM_API_URL="http://127.0.0.1:9")
    assert output.startswith("TELEGRAM_API_URL is set but BOT_TOKEN is not.")


async def test_the_environment_overrides_the_env_file(refuser: Refuser, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SECRET_KEY=short\nALERT_DELAY=soon\n")
    output = await refuser.refused(tmp_path, ALERT_DELAY="10")
    assert output.startswith("SECRET_KEY")
    assert "ALERT_DELAY" not in output


async def test_an_empty_value_counts_as_unset(refuser: Refuser, tmp_path: Path) -> None:
    output = await refuser.refused(
        tmp_path, DATABASE_URL="", BOT_TOKEN="", TELEGRAM_API_URL="", SECRET_KEY="short"
    )
    assert output.startswith("SECRET_KEY")


async def test_generated_secrets_are_readable_for_their_owner_only(refuser: Refuser, tmp_path: Path) -> None:
    await refuser.refused(tmp_path, ALERT_DELAY="soon")
    secrets = tmp_path / "data" / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
