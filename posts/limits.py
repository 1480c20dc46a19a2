"""How much a person may publish: the allowance, and the limit that a text has reached."""

from dataclasses import dataclass
from typing import Final

# Telegram Bot API, getFile: bots can download files of up to 20 MB, whatever they become in UTF-8.
MAX_FILE_BYTES: Final = 20 * 1024 * 1024
MAX_TITLE_LENGTH: Final = 120  # characters


@dataclass(frozen=True, slots=True)
class Allowance:
    """The configured limits. Sizes are in bytes as `Draft.sent_size` counts them, lengths in characters."""

    pastes_a_minute: int = 60
    bytes_a_day: int = 500 * 1024 * 1024
    paste_size: int = MAX_FILE_BYTES
    title_length: int = MAX_TITLE_LENGTH
    drafts_without_account: int = 50
    pending_bytes_a_day: int = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LimitReached:
    """The limit that a text is over, and the seconds until it has room again.

    `kind` is `pastes` (`most` a minute), `bytes` (`most` a day) or `size` (`most` of one paste; waiting does
    not help, and `seconds` is 0).
    """

    kind: str
    most: int
    seconds: int
