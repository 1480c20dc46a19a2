"""What is set, and what `make run` fills in."""

import os
from pathlib import Path
from typing import TypeVar

from dotenv import dotenv_values

from kernel.settings import DatabaseSettings, Port, RedisSettings, Settings, WebSettings, read_settings
from local.errors import CannotRun
from local.secrets_file import local_secrets

Group = TypeVar("Group", bound=Settings)


class LocalSettings(Settings):
    """`chat_host` and `chat_port`: where the local Telegram is served when no `BOT_TOKEN` is set."""

    data_dir: Path = Path("data")
    chat_host: str = "127.0.0.1"
    chat_port: Port = 8081


def what_is_set() -> frozenset[str]:
    """Names in `.env` and the environment; an empty value counts as unset."""
    both = (*dotenv_values(".env").items(), *os.environ.items())
    return frozenset(name.upper() for name, value in both if value)


def checked(group: type[Group]) -> Group:
    """Raises CannotRun with a line for each bad setting."""
    try:
        return read_settings(group)
    except SystemExit as refused:
        raise CannotRun(str(refused.code)) from refused


def fill_in(given: frozenset[str], local: LocalSettings) -> None:
    """Completes the environment that every service inherits, but for the embedded servers' addresses.

    Raises CannotRun where something that is set is wrong.
    """
    folder = local.data_dir.resolve()
    secrets = local_secrets(folder)
    filled = {
        "SECRET_KEY": secrets.secret_key,
        "STORAGE_URL": f"file://{folder}/files",
        "LOG_FORMAT": "console",
        "PUBLIC_URL": f"http://localhost:{checked(WebSettings).web_port}",
    }
    if "BOT_TOKEN" not in given:
        if "TELEGRAM_API_URL" in given:
            raise CannotRun("TELEGRAM_API_URL is set but BOT_TOKEN is not. Set both, or neither.")
        filled["BOT_TOKEN"] = secrets.bot_token
        filled["TELEGRAM_API_URL"] = f"http://127.0.0.1:{local.chat_port}"
        filled["CHAT_URL"] = f"http://localhost:{local.chat_port}"
    os.environ.update({name: value for name, value in filled.items() if name not in given})
    os.environ["DATA_DIR"] = str(folder)
    # Where the finder of credentials keeps its compiled rules: without them each start takes seconds.
    os.environ["KF_RULE_CACHE_DIR"] = os.environ.get("KF_RULE_CACHE_DIR") or f"{folder}/rules"
    _check_all(given)


def _check_all(given: frozenset[str]) -> None:
    later: dict[type[Settings], str] = {DatabaseSettings: "DATABASE_URL", RedisSettings: "REDIS_URL"}
    for group in Settings.__subclasses__():
        if later.get(group, "") in {"", *given}:
            checked(group)
