"""Settings from the environment or `.env`: typed, frozen, and read once when a process starts."""

import re
import sys
from datetime import timedelta
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kernel.database_address import DatabaseAddress


def _web_address(url: str) -> str:
    if not urlsplit(url).hostname or urlsplit(url).port == 0:
        raise ValueError("names no host, or no port that there is")
    return url.rstrip("/")


def _database_address(url: str) -> str:
    DatabaseAddress.parse(url)
    return url


Port = Annotated[int, Field(ge=1, le=65535)]
BaseUrl = Annotated[str, Field(pattern=r"^https?://[^/\s]+"), AfterValidator(_web_address)]
DatabaseUrl = Annotated[
    str, Field(pattern=r"^postgres(ql)?(\+asyncpg)?://"), AfterValidator(_database_address)
]


class Settings(BaseSettings):
    """A group of settings; each process reads the groups that it needs."""

    model_config = SettingsConfigDict(frozen=True, env_file=".env", env_ignore_empty=True, extra="ignore")


class DatabaseSettings(Settings):
    """The Postgres database."""

    database_url: DatabaseUrl


class RedisSettings(Settings):
    """The Redis server."""

    redis_url: str = Field(pattern=r"^(rediss?|unix)://")


class StorageSettings(Settings):
    """The store of content files: `file:///folder` or `s3://bucket`."""

    storage_url: str = Field(pattern=r"^(file|s3)://")


class SecretSettings(Settings):
    """The key with which values are signed or hashed, so that they cannot be forged or guessed."""

    secret_key: SecretStr = Field(min_length=32)


class AddressSettings(Settings):
    """The public address of the viewer."""

    public_url: BaseUrl = "http://localhost:8080"


class WebSettings(Settings):
    """The address on which the viewer listens."""

    web_host: str = "127.0.0.1"
    web_port: Port = 8080


class TelegramSettings(Settings):
    """The Bot API and the bot's token."""

    bot_token: SecretStr
    telegram_api_url: BaseUrl = "https://api.telegram.org"

    @field_validator("bot_token")
    @classmethod
    def has_the_form_of_a_token(cls, token: SecretStr) -> SecretStr:
        number, colon, secret = token.get_secret_value().partition(":")
        if not (number.isdecimal() and colon and len(secret) >= 20 and secret.isascii()):
            raise ValueError("is not a bot's token: BotFather gives one like 123456:ABC-DEF…")
        return token


class ChatSettings(Settings):
    """The address of the chat with the bot, if not on Telegram itself; `?start=` is appended to it."""

    chat_url: BaseUrl | None = None


class WebhookSettings(Settings):
    """The webhook; long polling without `webhook_url`. Without the secret, anybody could pose as Telegram."""

    webhook_url: BaseUrl | None = None
    webhook_secret: SecretStr | None = None
    bot_host: str = "127.0.0.1"
    bot_port: Port = 8082

    @field_validator("webhook_secret")
    @classmethod
    def is_one_that_telegram_takes(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("should be 16 to 256 of A-Z a-z 0-9 _ -")
        return secret

    @model_validator(mode="after")
    def needs_a_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_URL needs WEBHOOK_SECRET: 16 to 256 of A-Z a-z 0-9 _ -")
        return self


class AlertSettings(Settings):
    """Alerts to followers. `alert_delay`: seconds between publishing and the alert."""

    alert_delay: float = Field(default=30, ge=0, le=86_400)


class LimitSettings(Settings):
    """Limits for one person; sizes in bytes, lengths in characters.

    `limit_paste_size`, `limit_bytes_a_day`: bytes of the file that was sent, or of the message in UTF-8.
    `limit_kept_for_strangers`: pending drafts of a sender who has no account yet.
    `limit_pending_bytes_a_day`: all pending drafts, including those over a limit or with a credential.
    `limit_failed_tries`: wrong passwords or one-time codes in a quarter of an hour.
    `limit_waiting_updates`: messages and button presses; where more wait, their sender gets a notice.
    `limit_messages_a_second`: messages of the bot in all chats together (Telegram Bot API, FAQ: about 30).
    """

    limit_pastes_a_minute: int = Field(default=60, ge=1)
    limit_bytes_a_day: int = Field(default=500 * 1024 * 1024, ge=1)
    limit_paste_size: int = Field(default=20 * 1024 * 1024, ge=1, le=20 * 1024 * 1024)
    limit_title_length: int = Field(default=120, ge=10, le=120)
    limit_kept_for_strangers: int = Field(default=50, ge=1)
    limit_pending_bytes_a_day: int = Field(default=100 * 1024 * 1024, ge=1)
    limit_failed_tries: int = Field(default=5, ge=1)
    limit_waiting_updates: int = Field(default=2_000, ge=1)
    limit_messages_a_second: int = Field(default=30, ge=1, le=1_000)


class GroupingSettings(Settings):
    """`silence_period_seconds`: how long the parts of one text may be apart, before it is taken as whole."""

    # What an app cuts it sends in quick succession: a second is more than the network makes of that.
    silence_period_seconds: float = Field(default=1, gt=0, le=60)

    @property
    def silence_period(self) -> timedelta:
        return timedelta(seconds=self.silence_period_seconds)


class LogSettings(Settings):
    """The form of the logs: for people (`console`) or machines (`json`)."""

    log_format: Literal["console", "json"] = "json"


class MonitoringSettings(Settings):
    """The address of a process' health and metrics; without a port there is none.

    `max_unhealthy_seconds`: for how long a process may be unhealthy before it ends itself.
    """

    monitoring_host: str = "127.0.0.1"
    monitoring_port: Port | None = None
    max_unhealthy_seconds: float = Field(default=120, gt=0)


Group = TypeVar("Group", bound=Settings)


def read_settings(group: type[Group]) -> Group:
    """Return a group of settings, or end the process with a line for each missing or wrong setting."""
    try:
        return group()
    except ValidationError as wrong:
        sys.exit("\n".join(_explained(error["loc"], error["type"], error["msg"]) for error in wrong.errors()))


def _explained(location: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(location[0]).upper() if location else "A setting"
    if kind == "missing":
        return f"{name} is not set. Set it in .env or in the environment (see README.md, Settings)."
    return f"{name} is wrong: {message.removeprefix('Value error, ')}. Change it in .env or the environment."
