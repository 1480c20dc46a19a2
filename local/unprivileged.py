"""Postgres refuses to run as root, and as a user without a name: how it runs nevertheless.

That holds in a folder that only we may enter, too, and nobody's permissions change.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Final

from local.errors import CannotRun

_REFUSED: Final = (
    "Postgres refuses to run as root, who may neither make a user namespace nor become another user here. "
    "Run as an ordinary user, or set DATABASE_URL to a Postgres of yours."
)
_NAMELESS: Final = (
    "Postgres refuses to run as a user without a name, who may not make a user namespace here. "
    "Run as another user, or set DATABASE_URL to a Postgres of yours."
)

# What Postgres demands of its data folder, and that its own program can be reached.
_PROBE: Final = ("sh", "-c", 'test -O "$0" && test -w "$0" && test -x "$1"')


def fit_for_postgres(folder: Path, program: Path) -> tuple[str, ...]:
    """The words to put before a command that works in `folder`, which must be ours; none for ordinary users.

    May give `folder` to another user. Raises CannotRun.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return ()
    namespace = _in_namespace()
    if _works(namespace, folder, program):
        return namespace
    if os.geteuid() != 0:
        raise CannotRun(_NAMELESS)
    owner = folder.stat().st_uid or _nobody()
    if shutil.which("setpriv"):
        _give(folder, owner)
        if _works(_as_user(owner), folder, program):
            return _as_user(owner)
    raise CannotRun(_REFUSED)


def _in_namespace() -> tuple[str, ...]:
    # Inside, the uid is nobody's; outside, files and process stay ours.
    uid = _nobody()
    return ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}")


def _as_user(uid: int) -> tuple[str, ...]:
    # The capability lets that user through folders that only root may enter.
    return (
        "setpriv",
        f"--reuid={uid}",
        f"--regid={uid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        # And through access(2), by which initdb looks for its companions.
        "--securebits=+no_setuid_fixup",
        # Becoming another user clears what `end_with_parent` has set.
        "--pdeathsig=INT",
    )


def _nobody() -> int:
    """Any user but root with a name will do."""
    users = {user.pw_name: user.pw_uid for user in pwd.getpwall() if user.pw_uid != 0}
    return users.get("nobody") or next(iter(users.values()), 65534)


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _works(prefix: tuple[str, ...], folder: Path, program: Path) -> bool:
    words = [*prefix, *_PROBE, str(folder), str(program)]
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own
    except FileNotFoundError:
        return False


def _give(folder: Path, owner: int) -> None:
    """Files of the right owner are left alone."""
    if folder.stat().st_uid == owner:
        return
    try:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, owner, follow_symlinks=False)
    except OSError as refused:
        raise CannotRun(_REFUSED) from refused
