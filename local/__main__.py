"""`make run`: everything on one machine, with nothing else installed."""

import asyncio
import os
import re
import sys
from pathlib import Path

from kernel.parent_death import end_with_parent
from kernel.settings import AddressSettings, WebhookSettings, WebSettings
from local.commands import carry_out
from local.errors import CannotRun, PartEnded
from local.lock import alone_in
from local.output import announce, say, show
from local.ports import WantedPort, all_free
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from local.service import Service
from local.settings import LocalSettings, checked, fill_in, what_is_set
from local.supervisor import Supervisor, together


def main() -> int:
    """The exit code: 0 after a signal, 1 when a part ended by itself, 2 when a setting must change."""
    if "MAKELEVEL" in os.environ:  # `make` stands between us and the terminal
        end_with_parent()
    try:
        given, local = what_is_set(), checked(LocalSettings)
        with alone_in(local.data_dir):
            fill_in(given, local)
            asyncio.run(run(given, local))
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 2
    except PartEnded as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # before or after the supervisor was there to take it
        return 130
    return 0


async def run(given: frozenset[str], local: LocalSettings) -> None:
    await check_ports(given, local)
    supervisor = Supervisor(on_stop=lambda: say("Stopping…"))
    await supervisor.run(open_house(supervisor, given, local))


async def check_ports(given: frozenset[str], local: LocalSettings) -> None:
    web, webhook = checked(WebSettings), checked(WebhookSettings)
    wanted = [WantedPort("WEB", web.web_host, web.web_port)]
    if "BOT_TOKEN" not in given:
        wanted.append(WantedPort("CHAT", local.chat_host, local.chat_port))
    if webhook.webhook_url:
        wanted.append(WantedPort("BOT", webhook.bot_host, webhook.bot_port))
    await all_free(wanted)


async def open_house(supervisor: Supervisor, given: frozenset[str], local: LocalSettings) -> None:
    say("Starting…")
    await together(
        open_servers(supervisor, given, local), open_telegram(supervisor, given), compile_credential_rules()
    )
    bot = Service("bot", "-m", "bot", show=show)
    viewer = Service("viewer", "-m", "web_viewer", show=show)
    schedule = str(local.data_dir.resolve() / "beat")
    notifier = Service("notifier", "-m", "local.worker", schedule, show=show)
    await supervisor.start(bot, viewer, notifier)
    announce(chat_address(bot, given, local), checked(AddressSettings).public_url)


async def open_servers(supervisor: Supervisor, given: frozenset[str], local: LocalSettings) -> None:
    """Embedded ones where none is set; then asks them all whether they serve, and migrates."""
    folder = local.data_dir.resolve()
    embedded = {
        "DATABASE_URL": EmbeddedPostgres(folder / "postgres"),
        "REDIS_URL": EmbeddedRedis(folder / "redis"),
    }
    wanted = {setting: server for setting, server in embedded.items() if setting not in given}
    await supervisor.start(*wanted.values())
    os.environ.update({setting: server.url for setting, server in wanted.items()})
    preparation = await carry_out(sys.executable, "-m", "local.preparation")
    if not preparation.succeeded:
        raise CannotRun(preparation.output)


async def compile_credential_rules() -> None:
    """Do on the first start, beside all else, what takes seconds. Where it fails, the bot says why."""
    if not credential_rules_are_compiled():
        await carry_out(sys.executable, "-m", "posts.credentials")


def credential_rules_are_compiled() -> bool:
    return any(Path(os.environ["KF_RULE_CACHE_DIR"]).glob("*"))


async def open_telegram(supervisor: Supervisor, given: frozenset[str]) -> None:
    if "BOT_TOKEN" not in given:
        await supervisor.start(Service("telegram", "-m", "local.telegram", show=show))


def chat_address(bot: Service, given: frozenset[str], local: LocalSettings) -> tuple[str, str]:
    if "BOT_TOKEN" not in given:
        return "Chat with the bot", f"http://localhost:{local.chat_port}"
    username = re.search(r"username\W+(\w+)", bot.ready_line)
    return "Chat in Telegram", f"https://t.me/{username[1]}" if username else "with your bot"


if __name__ == "__main__":
    sys.exit(main())
