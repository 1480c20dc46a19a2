"""`python -m local`, which `make run` calls: start the servers, the local Telegram and the services.

`python -m local --help` names the commands for operators (operations.py).

In all functions, `given` are the names of settings that are set.
"""

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kernel.parent_death import end_with_parent
from kernel.settings import AddressSettings, MonitoringSettings, WebhookSettings, WebSettings
from local.admin.arguments import add_admin_commands
from local.commands import run_command
from local.errors import CannotRun, PartEnded
from local.lock import lock_folder
from local.output import announce, print_line, print_service_line
from local.ports import WantedPort, check_all_free
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from local.service import Service
from local.settings import LocalSettings, fill_environment, names_that_are_set, read_checked
from local.supervisor import Supervisor, run_together

_COMMANDS: Final = {
    "backup": "write the database and all content files to a new FILE, or to a pipe if that is -",
    "restore": "restore a backup from FILE, or from a pipe if that is -, into an empty installation",
}


def main() -> int:
    """Return the exit code: 0 after a signal, 1 when a part ended by itself, 2 when a setting must change."""
    if "MAKELEVEL" in os.environ:  # a killed `make` would leave this process behind
        end_with_parent()
    wanted = parse_arguments(sys.argv[1:])
    try:
        if wanted.command:
            # Imported only where it is used: the launcher does without SQLAlchemy.
            from local import operations

            if wanted.command == "admin":
                operations.administer(wanted)
            else:
                getattr(operations, wanted.command)(wanted.file)
        else:
            run_all()
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 2
    except PartEnded as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # while no supervisor handles the signal
        return 130
    return 0


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description="Without a command: start Postebin.")
    commands = parser.add_subparsers(dest="command")
    for name, words in _COMMANDS.items():
        commands.add_parser(name, help=words, description=words).add_argument("file", metavar="FILE")
    add_admin_commands(commands.add_parser("admin", help="manage pastes, accounts and queues"))
    return parser.parse_args(arguments)


def run_all() -> None:
    given, local = names_that_are_set(), read_checked(LocalSettings)
    with lock_folder(local.data_dir):
        fill_environment(given, local)
        asyncio.run(run(given, local))


async def run(given: frozenset[str], local: LocalSettings) -> None:
    await check_ports(given, local)
    supervisor = Supervisor(on_stop=lambda: print_line("Stopping…"))
    await supervisor.run(start_everything(supervisor, given, local))


async def check_ports(given: frozenset[str], local: LocalSettings) -> None:
    web, webhook = read_checked(WebSettings), read_checked(WebhookSettings)
    wanted = [WantedPort("WEB", web.web_host, web.web_port)]
    if "BOT_TOKEN" not in given:
        wanted.append(WantedPort("CHAT", local.chat_host, local.chat_port))
    if webhook.webhook_url:
        wanted.append(WantedPort("BOT", webhook.bot_host, webhook.bot_port))
    host = read_checked(MonitoringSettings).monitoring_host
    for setting in filter(None, monitoring_ports()):
        wanted.append(WantedPort("MONITORING", host, int(setting["MONITORING_PORT"])))
    await check_all_free(wanted)


async def start_everything(supervisor: Supervisor, given: frozenset[str], local: LocalSettings) -> None:
    """Start all parts in two layers, and print the addresses. Raises CannotRun or PartEnded."""
    print_line("Starting…")
    await run_together(
        start_servers(supervisor, given, local), start_telegram(supervisor, given), compile_credential_rules()
    )
    schedule = str(local.data_dir.resolve() / "beat")
    commands = {
        "bot": ("-m", "bot"),
        "viewer": ("-m", "web_viewer"),
        "notifier": ("-m", "local.worker", schedule),
    }
    bot, viewer, notifier = (
        Service(name, *command, show=print_service_line, settings=settings)
        for (name, command), settings in zip(commands.items(), monitoring_ports(), strict=True)
    )
    await supervisor.start(bot, viewer, notifier)
    announce(chat_address(bot, given, local), read_checked(AddressSettings).public_url)


def monitoring_ports() -> list[dict[str, str]]:
    """Return the setting of each service's port: the given one, and the next two."""
    first = read_checked(MonitoringSettings).monitoring_port
    return [{"MONITORING_PORT": str(first + number)} if first else {} for number in range(3)]


async def start_servers(supervisor: Supervisor, given: frozenset[str], local: LocalSettings) -> None:
    """Start an embedded server for each address that is not set, check all servers, migrate the database.

    Raises CannotRun.
    """
    folder = local.data_dir.resolve()
    embedded = {
        "DATABASE_URL": EmbeddedPostgres(folder / "postgres"),
        "REDIS_URL": EmbeddedRedis(folder / "redis"),
    }
    missing = {setting: server for setting, server in embedded.items() if setting not in given}
    await supervisor.start(*missing.values())
    os.environ.update({setting: server.url for setting, server in missing.items()})
    prepared = await run_command(sys.executable, "-m", "local.preparation")
    if not prepared.succeeded:
        raise CannotRun(prepared.output)


async def compile_credential_rules() -> None:
    """Compile the rules on the first start, which takes seconds; if it fails, the bot reports it."""
    if not credential_rules_are_compiled():
        await run_command(sys.executable, "-m", "posts.credentials")


def credential_rules_are_compiled() -> bool:
    return any(Path(os.environ["KF_RULE_CACHE_DIR"]).glob("*"))


async def start_telegram(supervisor: Supervisor, given: frozenset[str]) -> None:
    if "BOT_TOKEN" not in given:
        await supervisor.start(Service("telegram", "-m", "local.telegram", show=print_service_line))


def chat_address(bot: Service, given: frozenset[str], local: LocalSettings) -> tuple[str, str]:
    """Return a label, and the address of the chat with the bot as far as it is known."""
    if "BOT_TOKEN" not in given:
        return "Chat with the bot", f"http://localhost:{local.chat_port}"
    username = re.search(r"username\W+(\w+)", bot.ready_line)
    return "Chat in Telegram", f"https://t.me/{username[1]}" if username else "with your bot"


if __name__ == "__main__":
    sys.exit(main())
