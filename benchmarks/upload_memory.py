"""Memory of the bot while it receives large files at once."""

import asyncio
from collections.abc import Sequence
from typing import Final

from benchmarks.bots import MeasuredBot, measured_bot, register_people
from benchmarks.processes import megabytes_of
from benchmarks.publishing import Publisher
from benchmarks.table import Row

_FILES: Final = 8
_SIZE_BYTES: Final = 20_000_000
_SAMPLE_INTERVAL_SECONDS: Final = 0.02
_LINE: Final = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n"


async def measure(publisher: Publisher) -> list[Row]:
    content = (_LINE * (_SIZE_BYTES // len(_LINE))).encode("cp1251")
    senders = await register_people(publisher, _FILES)
    async with measured_bot() as bot:
        for sender in senders:
            await bot.api.send_file(sender, f"{sender}.txt", content)
        peak = await _peak_until_answered(bot, senders)
    what = f"Memory of the bot during {_FILES} files of 20 MB in Windows-1251 (PSS)"
    return [Row(what, "MB", peak, "goal", 350, at_most=1)]


async def _peak_until_answered(bot: MeasuredBot, senders: Sequence[int]) -> float:
    peak = 0.0
    while not all(map(bot.api.has_replied, senders)):
        peak = max(peak, megabytes_of(bot.pid))
        await asyncio.sleep(_SAMPLE_INTERVAL_SECONDS)
    return peak
