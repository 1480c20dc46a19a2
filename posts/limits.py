"""How large what becomes a paste may ever be."""

from typing import Final

# Telegram Bot API, getFile: bots can download files of up to 20 MB.
LARGEST: Final = 20 * 1024 * 1024  # bytes of a file, whatever they become in UTF-8
