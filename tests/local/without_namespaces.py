"""`python -m tests.local.without_namespaces COMMAND…`: run a command as root without user namespaces.

This is what root has in most containers. Run it as root.
"""

import ctypes
import os
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000  # linux/sched.h
_EVERYBODY = "0 0 4294967295"  # user_namespaces(7)


def main(command: list[str]) -> int:
    created_out, created_in = os.pipe()
    mapped_out, mapped_in = os.pipe()
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER)
        os.write(created_in, b"x")
        os.read(mapped_out, 1)
        os.setresuid(0, 0, 0)
        # This applies inside the namespace only.
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
        os.execvp(command[0], command)  # noqa: S606 - the test's own command
    os.read(created_out, 1)
    Path(f"/proc/{child}/uid_map").write_text(_EVERYBODY)
    Path(f"/proc/{child}/gid_map").write_text(_EVERYBODY)
    os.write(mapped_in, b"x")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
