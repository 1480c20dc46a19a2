"""Running Postgres for root and for a user without a name, both of which it refuses.

It runs in a user namespace, or as another user. This works in a folder that only we may enter, and changes no
permissions.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Final

from local.errors import CannotRun

_ROOT_MESSAGE: Final = (
    "Postgres does not run as root, and here root can neither create a user namespace nor switch users. "
    "Run as an ordinary user, or set DATABASE_URL to your own Postgres."
)
_NAMELESS_MESSAGE: Final = (
    "Postgres does not run as a user without a name, unless that user can create a user namespace. "
    "Run as another user, or set DATABASE_URL to your own Postgres."
)

# Postgres must own its data folder and be able to write there; its program must be reachable.
_PROBE: Final = ("sh", "-c", 'test -O "$0" && test -w "$0" && test -x "$1"')


def unprivileged_prefix(folder: Path, program: Path) -> tuple[str, ...]:
    """Return the prefix of a command that works in `folder`, which must be ours; empty for ordinary users.

    May change the owner of `folder`. Raises CannotRun.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return ()
    namespace = _namespace_prefix()
    if _works(namespace, folder, program):
        return namespace
    if os.geteuid() != 0:
        raise CannotRun(_NAMELESS_MESSAGE)
    owner = folder.stat().st_uid or _other_user()
    if shutil.which("setpriv"):
        _change_owner(folder, owner)
        if _works(_user_prefix(owner), folder, program):
            return _user_prefix(owner)
    raise CannotRun(_ROOT_MESSAGE)


def _namespace_prefix() -> tuple[str, ...]:
    # Inside, the user is `nobody`; outside, files and process stay ours.
    uid = _other_user()
    return ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}")


def _user_prefix(uid: int) -> tuple[str, ...]:
    # The capability lets that user enter folders that only root may enter.
    return (
        "setpriv",
        f"--reuid={uid}",
        f"--regid={uid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        # Keep it effective for access(2), with which initdb looks for its other programs.
        "--securebits=+no_setuid_fixup",
        # Changing the user clears the death signal that `end_with_parent` has set.
        "--pdeathsig=INT",
    )


def _other_user() -> int:
    """Return the id of `nobody`, or of any other named user but root."""
    users = {user.pw_name: user.pw_uid for user in pwd.getpwall() if user.pw_uid != 0}
    return users.get("nobody") or next(iter(users.values()), 65534)


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _works(prefix: tuple[str, ...], folder: Path, program: Path) -> bool:
    command = [*prefix, *_PROBE, str(folder), str(program)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - a fixed command
    except FileNotFoundError:
        return False


def _change_owner(folder: Path, owner: int) -> None:
    if folder.stat().st_uid == owner:
        return
    try:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, owner, follow_symlinks=False)
    except OSError as refused:
        raise CannotRun(_ROOT_MESSAGE) from refused
