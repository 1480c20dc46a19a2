"""`python -m local.telegram` serves the local Telegram until it is told to stop."""

import asyncio

from kernel.logs import configure_logs
from kernel.settings import read_settings
from local.telegram import lean_models


def main() -> None:
    lean_models.load()
    # Only now: this imports aiogram.
    from local.telegram.serving import ChatSettings, serve

    settings = read_settings(ChatSettings)
    configure_logs(settings)
    asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
