"""A store that belongs to the database, as `make run` and Compose make sure before anything starts."""

from kernel.database import Sessions
from kernel.storage import Storage
from posts.files.installation import Installation


async def begin_installation(sessions: Sessions, storage: Storage) -> None:
    async with sessions() as session:
        await Installation(session, storage).adopt()
