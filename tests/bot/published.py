"""Published texts and pastes, as the viewer finds them."""

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
    """Return the text of the paste whose link a card shows."""
    link = next(link for link in card.links if link.startswith(app.address.base))
    return await published(app, link.removeprefix(f"{app.address.base}/"))


async def pastes(app: AppContext, author: int = 1) -> list[Post]:
    """Return the pastes of an author, by default of the first one to register, oldest first."""
    async with app.sessions() as session:
        posts = post_service(session, app.redis, Contents(session, app.storage), Jobs())
        return (await posts.page_of(UserId(author), 0, 100)).posts[::-1]


@contextmanager
def without_storage(app: AppContext) -> Iterator[None]:
    """Replace the storage's folder by a file."""
    folder = Path(urlsplit(app.storage.url).path)
    aside = folder.rename(folder.with_name("aside"))
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)
