"""Changes pastes: their text, title and address, visibility, lifetime and language."""

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
from posts.pastes.addresses import free_addresses, has_secret
from posts.pastes.limits import PublishingLimits
from posts.pastes.repositories import Repositories
from posts.pastes.repository import text_columns
from posts.pastes.search import document_of
from posts.pastes.service import PostService
from posts.pastes.side_effects import SideEffects
from posts.texts.decoding import PLAIN_UTF_8
from posts.texts.languages import MARKDOWN
from posts.titles import slug_of, to_one_line


class Editing:
    """Changes of a paste by its author. Every method raises PostNotFound for other people."""

    def __init__(
        self,
        service: PostService,
        repositories: Repositories,
        contents: Contents,
        limits: PublishingLimits,
        side_effects: SideEffects,
        preparation: Preparation,
    ) -> None:
        self._service = service
        self._posts = repositories.posts
        self._revisions = repositories.revisions
        self._redirects = repositories.redirects
        self._parts = repositories.parts
        self._contents = contents
        self._limits = limits
        self._side_effects = side_effects
        self._preparation = preparation

    async def revise(self, author: User, post: PostId, draft: Draft) -> Post:
        """Make the draft's text the next revision, unless the paste has this text already.

        The draft's messages become those of the paste, so that they never make another one.
        """
        if not has_text_of(await self._service.own(author, post), draft):
            draft = await self._preparation.ready(draft)
        old = await self._lock_own(author, post)
        if draft.origin:
            await self._parts.replace(post, draft)
        if has_text_of(old, draft):
            return old
        # Formatting makes a text Markdown; otherwise the paste keeps its language.
        is_other_format = draft.format is not old.format
        return await self._add_revision(
            old, draft if is_other_format else replace(draft, language=old.language)
        )

    async def restore(self, author: User, post: PostId, number: int) -> Post:
        """Make a former revision, with its language and file, the next one. Raises RevisionNotFound."""
        seen = await self._service.own(author, post)
        revision = await self._service.revision(seen, number)
        text = (await self._service.content(revision)).decode()
        file = await self._service.original(seen) if revision.encoding and seen.encoding else None
        draft = await self._preparation.restored(seen, revision, text, file)
        old = await self._lock_own(author, post)
        is_same = has_text_of(old, draft) and draft.language == old.language
        return old if is_same else await self._add_revision(old, draft)

    async def clear_history(self, author: User, post: PostId) -> None:
        """Delete all revisions but the present one, with their files."""
        found = await self._lock_own(author, post)
        await self._side_effects.delete_files(await self._revisions.delete_former(found))

    async def reread(self, author: User, post: PostId, encoding: str) -> Post:
        """Decode the paste's file with another encoding. Raises NotInEncoding."""
        seen = await self._service.own(author, post)
        draft = await self._redecoded(seen, encoding)
        now = await self._lock_own(author, post)
        # The paste may have got a new file before it was locked.
        is_unchanged = now.revision == seen.revision
        return await self.revise(
            author, post, draft if is_unchanged else await self._redecoded(now, encoding)
        )

    async def rename(self, author: User, post: PostId, title: str) -> Post:
        """Change the title; if its slug changes, also the address, with a redirect from the old one.

        Raises EmptyTitle or TitleTooLong.
        """
        wanted = to_one_line(title)
        self._limits.check_title(wanted)
        if not wanted:
            raise EmptyTitle
        await self._service.content(await self._service.own(author, post))
        old = await self._lock_own(author, post)
        # This was read before the lock, and is in memory unless the paste was changed in between.
        text = (await self._service.content(old)).decode()
        values = {"title": wanted, "search": document_of(wanted, text)}
        if slug_of(wanted) == slug_of(old.title):
            return await self._update(old, **values)
        return await self._move(author, old, wanted, old.visibility, values)

    async def retitle(self, author: User, post: Post, title: str) -> Post:
        """Set a title that was derived from the text, shortened to the limit.

        Does nothing if the author has renamed the paste from this title, or if it has a credential in it.
        """
        wanted = self._limits.shorten_title(title)
        if await self._preparation.analyst.credentials_in_title(title):
            return post
        before = await self._redirects.find(PostUrl(f"{post.author}/{slug_of(wanted)}"))
        if wanted == post.title or (before and before.id == post.id):
            return post
        return await self.rename(author, post.id, wanted)

    async def set_visibility(self, author: User, post: PostId, visibility: Visibility) -> Post:
        """Change the visibility; announce the paste to followers if it becomes public for the first time.

        An unlisted paste gets a secret address without a redirect, for people may know or guess the old one.
        A public paste gets an address without a secret.
        """
        old = await self._lock_own(author, post)
        if visibility is old.visibility:
            return old
        values = {"visibility": visibility}
        if visibility is Visibility.UNLISTED:
            new = await self._move(author, old, old.title, visibility, values)
            await self._redirects.delete_to(post)
        elif visibility is Visibility.PUBLIC and has_secret(old.slug):
            new = await self._move(author, old, old.title, visibility, values)
        else:
            new = await self._update(old, **values)
        await self._side_effects.published(new)
        return new

    async def set_expiry(self, author: User, post: PostId, until: datetime | None) -> Post:
        """Set when the paste expires, None for never. Raises ExpiryNotInFuture."""
        if until is not None and until <= datetime.now(UTC):
            raise ExpiryNotInFuture(until)
        return await self._update(await self._lock_own(author, post), expires_at=until)

    async def set_burning(self, author: User, post: PostId, *, burn: bool) -> Post:
        """Set whether the paste is deleted when it is read. If not, and public, it may be announced now."""
        changed = await self._update(await self._lock_own(author, post), burn_after_read=burn)
        await self._side_effects.published(changed)
        return changed

    async def set_language(self, author: User, post: PostId, language: str) -> Post:
        """Set the language, a short name of a Pygments lexer. Unless it is Markdown, the format is plain."""
        old = await self._lock_own(author, post)
        # A paste in another language is not rendered as Markdown any more.
        format_ = old.format if language == MARKDOWN else Format.PLAIN
        changed = await self._update(old, language=language, format=format_)
        await self._revisions.set_language(changed)
        return changed

    async def lock_unchanged(self, author: User, post: Post) -> bool:
        """Lock a paste until the transaction ends. False if it has another text now."""
        return (await self._lock_own(author, post.id)).revision == post.revision

    async def parts_of(self, post: Post) -> list[Part]:
        """Return the messages that the author last sent as the paste's text, in order."""
        return await self._parts.of(post.id)

    async def _redecoded(self, post: Post, encoding: str) -> Draft:
        original = await self._service.original(post)
        return await self._preparation.reread(post, original, encoding)

    async def _lock_own(self, author: User, post: PostId) -> Post:
        """Lock an author's paste and return it."""
        found = await self._posts.lock(author.id, post)
        if found is None:
            raise await self._service.ending_of(author, post)
        return found

    async def _add_revision(self, old: Post, draft: Draft) -> Post:
        key = await self._contents.put(draft.text.encode())
        original = await self._contents.put(draft.original) if draft.original is not None else None
        values = {
            "revision": old.revision + 1,
            "format": draft.format,
            "language": draft.language,
            "search": document_of(old.title, draft.text),
            **text_columns(draft.text, key, draft.encoding, original),
        }
        new = await self._update(old, **values)
        await self._revisions.add(new)
        await self._side_effects.delete_files([*await self._revisions.delete_old(new), old.original_source])
        return new

    async def _move(
        self, author: User, old: Post, title: str, visibility: Visibility, values: Mapping[str, Any]
    ) -> Post:
        async for url in free_addresses(self._posts, author.username, title, visibility):
            new = await self._posts.move(old.id, url, **values)
            if new:
                await self._redirects.delete_from(url)
                if url != old.url:
                    await self._redirects.add(old.url, old.id)
                await self._side_effects.changed(old)
                await self._side_effects.changed(new)
                return new
        raise AssertionError("free_addresses() has no end")

    async def _update(self, old: Post, **values: Any) -> Post:
        new = await self._posts.update(old.id, **values)
        await self._side_effects.changed(new)
        return new


def has_text_of(post: Post, draft: Draft) -> bool:
    """Tell whether the paste has the draft's text, format and encoding. A message counts as UTF-8."""
    is_same_kind = (draft.format, draft.encoding or PLAIN_UTF_8) == (
        post.format,
        post.encoding or PLAIN_UTF_8,
    )
    return is_same_kind and sha256(draft.text.encode()).hexdigest() == post.sha256
