"""Settings of `make run`, and the values that it fills in for settings that are missing."""

import os
from pathlib import Path
from typing import TypeVar

from dotenv import dotenv_values

from kernel.settings import DatabaseSettings, Port, RedisSettings, Settings, WebSettings, read_settings
from local.errors import CannotRun
from local.secrets_file import local_secrets

Group = TypeVar("Group", bound=Settings)


class LocalSettings(Settings):
    """Settings that only `make run` has.

    `chat_host` and `chat_port` are the address of the local Telegram, which runs where no `BOT_TOKEN` is set.
    """

    data_dir: Path = Path("data")
    chat_host: str = "127.0.0.1"
    chat_port: Port = 8081


def names_that_are_set() -> frozenset[str]:
    """Return the names set in `.env` or the environment; an empty value counts as unset."""
    both = (*dotenv_values(".env").items(), *os.environ.items())
    return frozenset(name.upper() for name, value in both if value)


def read_checked(group: type[Group]) -> Group:
    """Return the settings. Raises CannotRun with a line for each invalid one."""
    try:
        return read_settings(group)
    except SystemExit as refused:
        raise CannotRun(str(refused.code)) from refused


def fill_environment(given: frozenset[str], local: LocalSettings) -> None:
    """Set the environment variables of the services that are not `given`, and check all settings.

    The addresses of the embedded servers are set when these have started. Raises CannotRun.
    """
    folder = local.data_dir.resolve()
    secrets = local_secrets(folder)
    filled = {
        "SECRET_KEY": secrets.secret_key,
        "STORAGE_URL": f"file://{folder}/files",
        "LOG_FORMAT": "console",
        "PUBLIC_URL": f"http://localhost:{read_checked(WebSettings).web_port}",
    }
    if "BOT_TOKEN" not in given:
        if "TELEGRAM_API_URL" in given:
            raise CannotRun("TELEGRAM_API_URL is set but BOT_TOKEN is not. Set both, or neither.")
        filled["BOT_TOKEN"] = secrets.bot_token
        filled["TELEGRAM_API_URL"] = f"http://127.0.0.1:{local.chat_port}"
        filled["CHAT_URL"] = f"http://localhost:{local.chat_port}"
    os.environ.update({name: value for name, value in filled.items() if name not in given})
    os.environ["DATA_DIR"] = str(folder)
    # The folder of the compiled credential rules; without them each start takes seconds.
    os.environ["KF_RULE_CACHE_DIR"] = os.environ.get("KF_RULE_CACHE_DIR") or f"{folder}/rules"
    _check_settings(given)


def _check_settings(given: frozenset[str]) -> None:
    """Check all settings but the addresses of embedded servers, which are not set yet."""
    embedded: dict[type[Settings], str] = {DatabaseSettings: "DATABASE_URL", RedisSettings: "REDIS_URL"}
    for group in Settings.__subclasses__():
        if group not in embedded or embedded[group] in given:
            read_checked(group)
