"""A wrong setting ends the launcher with one line that names it."""

import asyncio
import socket
import stat

import pytest

from local.__main__ import main
from local.errors import CannotRun
from local.preparation import check_postgres, check_redis, check_storage

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
async def test_a_bad_setting_is_named_in_one_line(refuser, tmp_path, setting, value):
    output = await refuser.refused(tmp_path, **{setting: value})
    assert output.startswith(setting)
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    ("check", "url", "reason"),
    [
        (check_postgres, "postgresql://nobody:nothing@127.0.0.1:1/postebin", "DATABASE_URL cannot be used: "),
        (check_redis, "redis://127.0.0.1:1/0", "REDIS_URL cannot be used: "),
        (check_redis, "redis://127.0.0.1:port/0", "REDIS_URL cannot be used: "),
        (check_storage, "file:///proc/postebin", "STORAGE_URL cannot be used: "),
    ],
)
async def test_a_server_that_does_not_answer_is_named_in_one_line(check, url, reason):
    with pytest.raises(CannotRun, match=reason) as refusal:
        await (check(url) or asyncio.sleep(0))  # to open a folder is no coroutine
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("command", ["admin stats", "backup backup.tar.gz"])
def test_a_command_for_operators_names_a_server_that_does_not_answer(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:nothing@127.0.0.1:1/postebin")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setattr("sys.argv", ["local", *command.split()])
    assert main() == 2
    told = capsys.readouterr().err
    assert told.startswith("DATABASE_URL cannot be used: ")
    assert told.count("\n") == 1
    assert not (tmp_path / "backup.tar.gz").exists()


def test_a_command_for_operators_says_that_there_is_no_data_yet(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["local", "admin", "stats"])
    assert main() == 2
    assert capsys.readouterr().err.startswith(f"There is no data in {tmp_path}/data: start Postebin with")
    assert not (tmp_path / "data").exists()


async def test_a_wrong_password_ends_the_launcher_with_the_reason(refuser, tmp_path, postgres, redis_server):
    wrong = {"DATABASE_URL": postgres.url.replace(postgres.password, "wrong"), "REDIS_URL": redis_server.url}
    output = await refuser.refused(tmp_path, BOT_TOKEN=TOKEN, **wrong)
    assert output.startswith("DATABASE_URL cannot be used: password authentication failed")
    assert output.count("\n") == 1


@pytest.mark.parametrize("setting", ["WEB_PORT", "CHAT_PORT"])
async def test_a_taken_port_names_its_setting(refuser, tmp_path, setting):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        output = await refuser.refused(tmp_path, **{setting: str(port)})
    told = f"{setting} {port} is already in use. Set {setting} to another port in .env or the environment.\n"
    assert output == told


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"WEB_PORT": "8123", "CHAT_PORT": "8123"}, "WEB_PORT and CHAT_PORT are 8123."),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "TELEGRAM_API_URL is set but BOT_TOKEN is not."),
        # An empty value counts as unset.
        (
            dict.fromkeys(("DATABASE_URL", "BOT_TOKEN", "TELEGRAM_API_URL"), "") | {"LOG_FORMAT": "xml"},
            "LOG_",
        ),
    ],
)
async def test_settings_that_do_not_fit_together_are_named(refuser, tmp_path, settings, reason):
    assert (await refuser.refused(tmp_path, **settings)).startswith(reason)


async def test_the_environment_overrides_the_env_file_and_generated_secrets_are_private(refuser, tmp_path):
    (tmp_path / ".env").write_text("PUBLIC_URL=example.org\nALERT_DELAY=soon\n")
    output = await refuser.refused(tmp_path, ALERT_DELAY="10")
    assert output.startswith("PUBLIC_URL")
    assert "ALERT_DELAY" not in output
    data = tmp_path / "data"
    assert stat.S_IMODE((data / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
