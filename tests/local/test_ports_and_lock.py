import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local.errors import CannotRun
from local.lock import lock_folder
from local.ports import WantedPort, free_port
from tests.local.process_tree import environment


async def test_a_port_that_is_released_in_a_moment_is_waited_for() -> None:
    other = socket.create_server(("127.0.0.1", 0))
    asyncio.get_running_loop().call_later(0.2, other.close)
    port = WantedPort("WEB", "127.0.0.1", other.getsockname()[1])
    await port.check_free()
    with socket.create_server((port.host, port.number)):
        pass


async def test_a_port_that_served_a_client_just_now_is_free() -> None:
    number = free_port()
    with (
        socket.create_server(("127.0.0.1", number)) as server,
        socket.create_connection(("127.0.0.1", number)),
    ):
        server.accept()[0].close()
    await WantedPort("WEB", "127.0.0.1", number).check_free()


async def test_a_host_of_another_machine_is_named() -> None:
    with pytest.raises(CannotRun, match=r"WEB_HOST 192\.0\.2\.1 is not an address of this machine"):
        await WantedPort("WEB", "192.0.2.1", 8080).check_free()


def test_the_lock_ends_with_its_holder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        (sys.executable, "-c", HOLD, str(tmp_path)), env=environment(), stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(CannotRun, match=f"process {holder.pid}"), lock_folder(tmp_path):
        pass
    holder.kill()
    holder.communicate()
    with lock_folder(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


HOLD = """
import sys, time
from pathlib import Path
from local.lock import lock_folder
with lock_folder(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_an_existing_folder_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with lock_folder(tmp_path):
        assert tmp_path.stat().st_mode & 0o777 == 0o755
