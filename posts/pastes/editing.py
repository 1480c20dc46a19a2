"""Changing what is published: its text, its title and address, who may read it, and for how long."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from auth.models import User
from kernel.contents import Contents
from posts.analysis.preparation import Preparation
from posts.errors import EmptyTitle, ExpiryNotInFuture
from posts.models import Draft, Format, Part, Post, PostId, PostUrl, Visibility
from posts.pastes.addresses import free_addresses, is_secret
from posts.pastes.limits import PublishingLimits
from posts.pastes.repositories import Repositories
from posts.pastes.rows import text_columns
from posts.pastes.search import document_of
from posts.pastes.service import PostService
from posts.pastes.side_effects import SideEffects
from posts.texts.decoding import PLAIN_UTF_8
from posts.texts.drafts import MARKDOWN
from posts.titles import folded, slug_of


class Editing:
    """Every change is for the author alone: others read PostNotFound."""

    def __init__(
        self,
        service: PostService,
        rows: Repositories,
        contents: Contents,
        limits: PublishingLimits,
        consequences: SideEffects,
        preparation: Preparation,
    ) -> None:
        self._service = service
        self._posts = rows.posts
        self._revisions = rows.revisions
        self._redirects = rows.redirects
        self._parts = rows.parts
        self._contents = contents
        self._limits = limits
        self._consequences = consequences
        self._preparation = preparation

    async def revise(self, author: User, post: PostId, draft: Draft) -> Post:
        """The draft's text becomes the next revision; the same text once more changes nothing.

        Its message is the paste's from now on: delivered once more, it is no other paste.
        """
        if not is_said(await self._service.own(author, post), draft):
            draft = await self._preparation.ready(draft)
        old = await self._own(author, post)
        if draft.origin:
            await self._parts.replace(post, draft)
        if is_said(old, draft):
            return old
        # Formatting makes a text Markdown; else the paste stays in the language that it was in.
        is_other = draft.format is not old.format
        return await self._next(old, draft if is_other else replace(draft, language=old.language))

    async def restore(self, author: User, post: PostId, number: int) -> Post:
        """The text of an old revision, as it was then, as a new one. Raises RevisionNotFound."""
        seen = await self._service.own(author, post)
        revision = await self._service.revision(seen, number)
        text = (await self._service.content(revision)).decode()
        file = await self._service.original(seen) if revision.encoding and seen.encoding else None
        draft = await self._preparation.restored(seen, revision, text, file)
        old = await self._own(author, post)
        is_there = is_said(old, draft) and draft.language == old.language
        return old if is_there else await self._next(old, draft)

    async def clear_history(self, author: User, post: PostId) -> None:
        """Nobody reads the old revisions any more, nor are they anywhere."""
        found = await self._own(author, post)
        self._consequences.discard(await self._revisions.drop_all_but(found))

    async def reread(self, author: User, post: PostId, encoding: str) -> Post:
        """Its file's bytes, read as another encoding. Raises NotInEncoding where they are none of it."""
        seen = await self._service.own(author, post)
        draft = await self._reread(seen, encoding)
        now = await self._own(author, post)
        # What came meanwhile is not to be replaced by a file from before.
        is_still = now.revision == seen.revision
        return await self.revise(author, post, draft if is_still else await self._reread(now, encoding))

    async def rename(self, author: User, post: PostId, title: str) -> Post:
        """Raises EmptyTitle or TitleTooLong. The old address leads to the new one until a paste takes it."""
        wanted = folded(title)
        self._limits.check_title(wanted)
        if not wanted:
            raise EmptyTitle
        await self._service.content(await self._service.own(author, post))
        old = await self._own(author, post)
        # Unless it was changed just now, that was read a moment ago, and takes no time.
        text = (await self._service.content(old)).decode()
        values = {"title": wanted, "search": document_of(wanted, text)}
        if slug_of(wanted) == slug_of(old.title):
            return await self._changed(old, **values)
        return await self._moved(author, old, wanted, old.visibility, values)

    async def retitle(self, author: User, post: Post, title: str) -> Post:
        """As the text is titled now; but not as its author has renamed it away from, nor by a credential."""
        wanted = self._limits.fitted(title)
        if await self._preparation.analyst.credentials_in_title(title):
            return post
        before = await self._redirects.find(PostUrl(f"{post.author}/{slug_of(wanted)}"))
        if wanted == post.title or (before and before.id == post.id):
            return post
        return await self.rename(author, post.id, wanted)

    async def set_visibility(self, author: User, post: PostId, visibility: Visibility) -> Post:
        """What becomes unlisted gets a new address without a redirect: the old one may be known."""
        old = await self._own(author, post)
        if visibility is old.visibility:
            return old
        values = {"visibility": visibility}
        if visibility is Visibility.UNLISTED:
            new = await self._moved(author, old, old.title, visibility, values)
            await self._redirects.end_all(post)
        elif visibility is Visibility.PUBLIC and is_secret(old.slug):
            new = await self._moved(author, old, old.title, visibility, values)
        else:
            new = await self._changed(old, **values)
        await self._consequences.published(new)
        return new

    async def set_expiry(self, author: User, post: PostId, until: datetime | None) -> Post:
        """None is never. Raises ExpiryNotInFuture."""
        if until is not None and until <= datetime.now(UTC):
            raise ExpiryNotInFuture(until)
        return await self._changed(await self._own(author, post), expires_at=until)

    async def set_burning(self, author: User, post: PostId, *, burn: bool) -> Post:
        """Whether it is to be read once only."""
        changed = await self._changed(await self._own(author, post), burn_after_read=burn)
        await self._consequences.published(changed)
        return changed

    async def set_language(self, author: User, post: PostId, language: str) -> Post:
        """`language` is a short name of Pygments'."""
        old = await self._own(author, post)
        # What is called by another name is not to be set as Markdown any more.
        format_ = old.format if language == MARKDOWN else Format.PLAIN
        changed = await self._changed(old, language=language, format=format_)
        await self._revisions.rename_language(changed)
        return changed

    async def is_still(self, author: User, post: Post) -> bool:
        """Whether its text is what it was. It stays so until the transaction ends."""
        return (await self._own(author, post.id)).revision == post.revision

    async def parts_of(self, post: Post) -> list[Part]:
        return await self._parts.of(post.id)

    async def _reread(self, post: Post, encoding: str) -> Draft:
        original = await self._service.original(post)
        return await self._preparation.reread(post, original, encoding)

    async def _own(self, author: User, post: PostId) -> Post:
        """Locked: what a change is made from is still so when it is made."""
        found = await self._posts.lock(author.id, post)
        if found is None:
            raise await self._service.ending_of(author, post)
        return found

    async def _next(self, old: Post, draft: Draft) -> Post:
        key = await self._contents.put(draft.text.encode())
        original = await self._contents.put(draft.original) if draft.original is not None else None
        values = {
            "revision": old.revision + 1,
            "format": draft.format,
            "language": draft.language,
            "search": document_of(old.title, draft.text),
            **text_columns(draft.text, key, draft.encoding, original),
        }
        new = await self._changed(old, **values)
        await self._revisions.add(new)
        self._consequences.discard([*await self._revisions.drop_old(new), old.original_source])
        return new

    async def _moved(
        self, author: User, old: Post, title: str, visibility: Visibility, values: Mapping[str, Any]
    ) -> Post:
        async for url in free_addresses(self._posts, author.username, title, visibility):
            new = await self._posts.move(old.id, url, **values)
            if new:
                await self._redirects.end(url)
                if url != old.url:
                    await self._redirects.add(old.url, old.id)
                await self._consequences.changed(old)
                await self._consequences.changed(new)
                return new
        raise AssertionError("addresses never end")

    async def _changed(self, old: Post, **values: Any) -> Post:
        new = await self._posts.change(old.id, **values)
        await self._consequences.changed(new)
        return new


def is_said(post: Post, draft: Draft) -> bool:
    """Whether this is the paste's text already; what was no file might as well be one in UTF-8."""
    is_alike = (draft.format, draft.encoding or PLAIN_UTF_8) == (post.format, post.encoding or PLAIN_UTF_8)
    return is_alike and sha256(draft.text.encode()).hexdigest() == post.sha256
