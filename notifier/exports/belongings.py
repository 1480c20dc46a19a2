"""The files of an export, in an order of their own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from auth.models import TelegramId, User
from kernel.address import PublicAddress
from kernel.storage import ContentKey, Storage
from notifier.exports import documents, names
from notifier.models import Export
from notifier.worker import Rooms
from posts.drafts.models import PendingEntry
from posts.models import PostId
from posts.personal_data import PasteWithHistory

_PASTES_AT_ONCE: Final = 100
_DOCUMENTS, _PASTES, _DRAFTS = range(3)
_ORIGINAL: Final = 2**31  # behind every revision

Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Belonging:
    """A file: its content, or where that lies; `size` in bytes.

    `place` orders all of them, and is the same whatever else comes or goes.
    """

    place: Place
    name: str
    size: int
    made_at: datetime
    content: bytes | ContentKey


@dataclass(frozen=True, slots=True)
class Collection:
    """Of what was there when it was asked for: what came later would shift what has been sent by now."""

    rooms: Rooms
    storage: Storage
    address: PublicAddress
    owner: User
    export: Export

    async def all(self) -> list[Belonging]:
        chats = await self.rooms.accounts.linked_chats(self.owner.id)
        pastes = [paste async for paste in self._pastes()]
        held = await self.rooms.personal_data.list_drafts(self.owner.id, chats)
        drafts = [draft for draft in held if self._is_of_then(draft)]
        files = [
            *await self._documents(chats, pastes, drafts),
            *[file for paste in pastes for file in [*_texts(paste), *await self._original(paste)]],
            *[file for draft in drafts for file in await self._draft(draft)],
        ]
        return sorted(files, key=lambda file: file.place)

    async def _pastes(self) -> AsyncIterator[PasteWithHistory]:
        after = PostId(0)
        while some := await self.rooms.personal_data.list_pastes(self.owner.id, after, _PASTES_AT_ONCE):
            for paste in some:
                texts = [text for text in paste.revisions if text.created_at <= self.export.asked_at]
                if texts:
                    yield replace(paste, revisions=texts)
            after = some[-1].post.id

    def _is_of_then(self, draft: PendingEntry) -> bool:
        return draft.saved_at <= self.export.asked_at

    async def _documents(
        self, chats: list[TelegramId], pastes: list[PasteWithHistory], drafts: list[PendingEntry]
    ) -> list[Belonging]:
        subscribers, accounts = self.rooms.subscribers, self.rooms.accounts
        following = await subscribers.all_followed_by(self.owner.id)
        followers = await subscribers.all_followers_of(self.owner.id)
        known = await accounts.names({follow.user_id for follow in [*following, *followers]})
        told = {
            "profile.json": documents.profile(self.owner, chats),
            "follows.json": documents.follows(following, followers, known),
            "preferences.json": documents.preferences(
                await self.rooms.personal_data.default_terms(self.owner.id)
            ),
            "pastes.json": [documents.paste(paste, self.address) for paste in pastes],
            "drafts.json": [documents.draft(draft) for draft in drafts],
        }
        written = {name: documents.written(document) for name, document in told.items()}
        return [
            Belonging((_DOCUMENTS, number, 0), name, len(content), self.export.asked_at, content)
            for number, (name, content) in enumerate(written.items())
        ]

    async def _original(self, paste: PasteWithHistory) -> list[Belonging]:
        post = paste.post
        place = (_PASTES, post.id, _ORIGINAL)
        return await self._file(place, names.original_file(post), post.updated_at, post.original_source)

    async def _draft(self, draft: PendingEntry) -> list[Belonging]:
        text, original = names.draft_file(draft), names.draft_original_file(draft)
        return [
            *await self._file((_DRAFTS, draft.id, 0), text, draft.saved_at, draft.content_source),
            *await self._file((_DRAFTS, draft.id, 1), original, draft.saved_at, draft.original_source),
        ]

    async def _file(
        self, place: Place, name: str, made_at: datetime, key: ContentKey | None
    ) -> list[Belonging]:
        """Empty where there is none, or it was deleted a moment ago."""
        try:
            return [Belonging(place, name, await self.storage.size(key), made_at, key)] if key else []
        except FileNotFoundError:
            return []


def _texts(paste: PasteWithHistory) -> list[Belonging]:
    return [
        Belonging(
            (_PASTES, paste.post.id, text.number),
            names.revision_file(paste.post, text.number),
            text.size,
            text.created_at,
            text.content_source,
        )
        for text in paste.revisions
    ]
