"""A missing or wrong setting ends the process with one line that names it."""

import pytest

from kernel.settings import (
    AddressSettings,
    AlertSettings,
    DatabaseSettings,
    GroupingSettings,
    LogSettings,
    RedisSettings,
    SecretSettings,
    Settings,
    StorageSettings,
    TelegramSettings,
    WebhookSettings,
    WebSettings,
    read_settings,
)

_TOKEN = "123456789:abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Run without `.env` and without settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for group in Settings.__subclasses__():
        for name in group.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def refusal(group):
    with pytest.raises(SystemExit) as end:
        read_settings(group)
    assert len(str(end.value).splitlines()) == 1
    return str(end.value)


@pytest.mark.parametrize(
    ("group", "name"),
    [
        (DatabaseSettings, "DATABASE_URL"),
        (RedisSettings, "REDIS_URL"),
        (StorageSettings, "STORAGE_URL"),
        (SecretSettings, "SECRET_KEY"),
        (TelegramSettings, "BOT_TOKEN"),
    ],
)
def test_a_missing_setting_is_named(group, name):
    assert refusal(group).startswith(f"{name} is not set. Set it in .env")


@pytest.mark.parametrize(
    ("group", "name", "value"),
    [
        (DatabaseSettings, "DATABASE_URL", "mysql://me:hunter2@localhost/postebin"),
        (DatabaseSettings, "DATABASE_URL", "postgresql://me@localhost:port/postebin"),
        (RedisSettings, "REDIS_URL", "localhost:6379"),
        (StorageSettings, "STORAGE_URL", "/var/lib/postebin"),
        (SecretSettings, "SECRET_KEY", "hunter2"),
        (AddressSettings, "PUBLIC_URL", "postebin.example.com"),
        (AddressSettings, "PUBLIC_URL", "https://[::1"),
        (AddressSettings, "PUBLIC_URL", "https://postebin.example.com:https"),
        (WebSettings, "WEB_PORT", "0"),
        (WebSettings, "WEB_PORT", "65536"),
        (WebSettings, "WEB_PORT", "http"),
        (TelegramSettings, "BOT_TOKEN", "none"),
        (TelegramSettings, "BOT_TOKEN", "123456789:hunter2"),
        (TelegramSettings, "BOT_TOKEN", "botfather:abcdefghijklmnopqrstuvwxyz"),
        (WebhookSettings, "WEBHOOK_SECRET", "hunter2"),
        (WebhookSettings, "WEBHOOK_SECRET", "sixteen or more, but with spaces"),
        (WebhookSettings, "WEBHOOK_URL", "https://postebin.example.com/hook"),
        (AlertSettings, "ALERT_DELAY", "-1"),
        (AlertSettings, "ALERT_DELAY", "nan"),
        (AlertSettings, "ALERT_DELAY", "soon"),
        (GroupingSettings, "SILENCE_PERIOD_SECONDS", "0"),
        (LogSettings, "LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_that_shows_no_secret(monkeypatch, group, name, value):
    monkeypatch.setenv(name, value)
    explanation = refusal(group)
    assert name in explanation
    assert "hunter2" not in explanation


def test_settings_come_from_the_file_and_the_environment_goes_first(folder, monkeypatch):
    (folder / ".env").write_text("WEB_PORT=8001\nWEB_HOST=0.0.0.0\nUNKNOWN=1\n")
    monkeypatch.setenv("WEB_PORT", "8002")
    web = read_settings(WebSettings)
    assert (web.web_host, web.web_port) == ("0.0.0.0", 8002)  # noqa: S104 - only read, never bound


def test_an_empty_setting_is_one_that_is_not_set(monkeypatch):
    monkeypatch.setenv("WEBHOOK_URL", "")
    monkeypatch.setenv("ALERT_DELAY", "")
    assert read_settings(WebhookSettings).webhook_url is None
    assert read_settings(AlertSettings).alert_delay == 30


def test_addresses_lose_the_slash_at_their_end(monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://postebin.example.com/")
    assert read_settings(AddressSettings).public_url == "https://postebin.example.com"


def test_a_webhook_is_accepted_with_its_secret_and_secrets_are_not_shown(monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", _TOKEN)
    telegram = read_settings(TelegramSettings)
    assert telegram.bot_token.get_secret_value() == _TOKEN
    assert _TOKEN not in repr(telegram)
    monkeypatch.setenv("WEBHOOK_URL", "https://postebin.example.com/hook")
    monkeypatch.setenv("WEBHOOK_SECRET", "a-secret_of-sixteen-and-more")
    assert read_settings(WebhookSettings).webhook_url == "https://postebin.example.com/hook"
