"""What is published, as the viewer would find it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from auth.models import UserId
from bot.context import AppContext
from kernel.contents import Contents
from kernel.transaction import Jobs
from posts.models import Post, PostUrl
from posts.wiring import post_service
from tests.chat_message import ChatMessage


async def published(app: AppContext, url: str) -> str:
    async with app.sessions() as session:
        posts = post_service(session, app.redis, Contents(session, app.storage), Jobs())
        return (await posts.content(await posts.open(PostUrl(url), None))).decode()


async def text_behind(card: ChatMessage, app: AppContext) -> str:
    """The paste whose link a card shows."""
    link = next(link for link in card.links if link.startswith(app.address.base))
    return await published(app, link.removeprefix(f"{app.address.base}/"))


async def pastes(app: AppContext, author: int = 1) -> list[Post]:
    """Of whoever registered first, unless as which is told; in the order they were made."""
    async with app.sessions() as session:
        posts = post_service(session, app.redis, Contents(session, app.storage), Jobs())
        return (await posts.page_of(UserId(author), 0, 100)).posts[::-1]


@contextmanager
def without_storage(app: AppContext) -> Iterator[None]:
    """A file stands where the folder was."""
    folder = Path(urlsplit(app.storage.url).path)
    aside = folder.rename(folder.with_name("aside"))
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)
