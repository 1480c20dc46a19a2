"""Secrets for settings that are missing: generated once, and stored in the data folder."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LocalSecrets:
    """The secrets. `bot_token` has the form of Telegram's, but only the local Telegram accepts it."""

    secret_key: str
    bot_token: str


def local_secrets(folder: Path) -> LocalSecrets:
    """Return the secrets of `folder/secrets.json`; generate a missing file."""
    file = folder / "secrets.json"
    if file.exists():
        return LocalSecrets(**json.loads(file.read_text()))
    generated = LocalSecrets(secrets.token_urlsafe(32), _bot_token())
    _write(file, json.dumps(asdict(generated), indent=2))
    return generated


def _bot_token() -> str:
    number = 10**9 + secrets.randbelow(9 * 10**9)
    return f"{number}:{secrets.token_urlsafe(26)}"


def _write(file: Path, text: str) -> None:
    """Write the file atomically, readable for its owner only."""
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:  # noqa: PTH123
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    unfinished.rename(file)
