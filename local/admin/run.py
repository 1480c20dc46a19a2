"""Runs one command of `python -m local admin`."""

from argparse import Namespace

from auth.errors import UserNotFound
from local.admin import acts, reports
from local.admin.desk import Desk, opened_desk
from local.errors import CannotRun
from posts.errors import PostGone, PostNotFound


async def run_admin(wanted: Namespace) -> list[str]:
    """Return the lines to print. Raises CannotRun, what Postgres raises."""
    try:
        async with opened_desk() as desk:
            return await _run(desk, wanted)
    except PostGone:
        raise CannotRun(f"{wanted.url} has ended: its author has deleted it, or it has expired.") from None
    except PostNotFound:
        raise CannotRun(f"There is no such paste: {wanted.url}.") from None
    except UserNotFound as unknown:
        raise CannotRun(f"There is no account {unknown.data['username']}.") from None


async def _run(desk: Desk, wanted: Namespace) -> list[str]:
    match wanted.act:
        case "takedown":
            return await acts.take_down(desk, wanted.url, wanted.why)
        case "restore-paste":
            return await acts.restore(desk, wanted.url)
        case "block":
            return await acts.block(desk, wanted.name, wanted.why)
        case "unblock":
            return await acts.unblock(desk, wanted.name)
        case "find":
            return await reports.find(desk, wanted.text)
        case "stats":
            return await reports.stats(desk)
        case "acts":
            return await reports.acts(desk)
    return [*(await acts.retry(desk) if wanted.retry else []), *await reports.queue(desk)]
