"""The commands of `python -m local admin` and their arguments."""

import argparse


def add_admin_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="act", required=True)
    taking = commands.add_parser("takedown", help="delete a paste, and tell its author why")
    _add_url(taking)
    _add_reason(taking)
    _add_url(commands.add_parser("restore-paste", help="bring back a paste that was taken down"))
    blocking = commands.add_parser("block", help="let an account publish and change nothing")
    _add_name(blocking)
    _add_reason(blocking)
    _add_name(commands.add_parser("unblock", help="end that"))
    finding = commands.add_parser("find", help="show an account and its pastes, or a paste")
    finding.add_argument("text", metavar="TEXT", help="a username, a Telegram id, or a paste's address")
    commands.add_parser("stats", help="count accounts and pastes")
    queue = commands.add_parser("queue", help="show what waits, and what was set aside")
    queue.add_argument("--retry", action="store_true", help="handle what was set aside once more")
    commands.add_parser("acts", help="show the latest acts of operators")


def _add_url(command: argparse.ArgumentParser) -> None:
    command.add_argument("url", metavar="URL", help="its address, or username/title")


def _add_name(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the username")


def _add_reason(command: argparse.ArgumentParser) -> None:
    command.add_argument("--why", metavar="TEXT", required=True, help="the reason, which its owner reads")
