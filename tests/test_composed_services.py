"""The commands and health checks of docker-compose.yaml, run on this machine with their environment."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from kernel.database import Sessions
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from tests.conversation import Telegram
from tests.deployment import PROJECT, ComposedService, composed_services, copied_into_the_image

# For a start on a busy machine.
PATIENCE = 40.0


class Machine:
    """A replacement for Docker that runs one service on this machine, beside local servers."""

    def __init__(self, service: ComposedService, image: Path, here: dict[str, str]) -> None:
        self._service = service
        self._image = image
        self._here = here
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        inside = {name: self._moved(value) for name, value in service.environment.items()}
        self._environment = {"PATH": path, "HOSTNAME": os.uname().nodename, **inside}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        process = await self._start(self._service.command)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            await process.communicate()

    async def run(self) -> None:
        process = await self._start(self._service.command)
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()

    async def is_healthy(self) -> bool:
        process = await self._start(self._service.health_check or [])
        await process.communicate()
        return process.returncode == 0

    async def becomes_healthy(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await self.is_healthy():
                pass

    async def _start(self, command: Iterable[str]) -> Process:
        return await asyncio.create_subprocess_exec(
            *map(self._moved, command),
            env=self._environment,
            cwd=self._image,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            start_new_session=True,
        )

    def _moved(self, text: str) -> str:
        """Replace the container's paths and addresses by those of this machine."""
        for there, here in self._here.items():
            text = text.replace(there, here)
        return text


async def test_every_service_starts_and_its_health_check_tells_when_it_has_gone(
    postgres: EmbeddedPostgres, sessions: Sessions, redis_server: EmbeddedRedis, tmp_path: Path
):
    # Without `sessions` there are pastes of other tests, which the empty store does not have.
    async with Telegram() as telegram:
        machines = on_this_machine(postgres, redis_server, telegram, tmp_path)
        await machines.pop("migrate").run()
        async with AsyncExitStack() as running:
            for machine in machines.values():
                await running.enter_async_context(machine.running())
            await asyncio.gather(*(machine.becomes_healthy() for machine in machines.values()))
        answers = await asyncio.gather(*(machine.is_healthy() for machine in machines.values()))
    assert dict(zip(machines, answers, strict=True)) == dict.fromkeys(machines, False)


def on_this_machine(
    postgres: EmbeddedPostgres, redis: EmbeddedRedis, telegram: Telegram, folder: Path
) -> dict[str, Machine]:
    variables = {
        "POSTGRES_PASSWORD": "in-the-url",
        "REDIS_PASSWORD": "in-the-other-url",
        "SECRET_KEY": "a secret key for tests, long enough",
        "BOT_TOKEN": telegram.token,
        "PUBLIC_URL": "https://postebin.example",
    }
    here = {
        "postgresql://postebin:in-the-url@postgres:5432/postebin": postgres.url,
        "redis://:in-the-other-url@redis:6379/0": redis.url,
        "https://api.telegram.org": telegram.url,
        "file:///content": f"file://{folder}/content",
        "/tmp/": f"{folder}/",  # noqa: S108 - the container's own
        "0.0.0.0": "127.0.0.1",  # noqa: S104 - for Docker to reach
        "8080": str(free_port()),
        "--timeout=5": "--timeout=2",  # seconds without an answer
    }
    ours = [service for service in composed_services(variables).values() if service.is_ours]
    for service in ours:
        service.environment["TELEGRAM_API_URL"] = telegram.url
    image = image_in(folder)
    # Here they are not in containers of their own, so each needs another port.
    return {service.name: Machine(service, image, here | {"9100": str(free_port())}) for service in ours}


def image_in(folder: Path) -> Path:
    """Link into a folder what the image has, and nothing else of the project."""
    image = folder / "app"
    image.mkdir()
    for name in copied_into_the_image():
        (image / name).symlink_to(PROJECT / name)
    return image
