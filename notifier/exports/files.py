"""Collects the files of an export, in an order that stays the same while its parts are sent."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from auth.models import TelegramId, User
from kernel.address import PublicAddress
from kernel.storage import ContentKey, Storage
from notifier.exports import documents, file_paths
from notifier.models import Export
from notifier.worker import Services
from posts.drafts.models import PendingEntry
from posts.models import PostId
from posts.personal_data import PasteWithHistory

_PASTES_PER_QUERY: Final = 100
_DOCUMENTS, _PASTES, _DRAFTS = range(3)
_ORIGINAL: Final = 2**31  # sorts after every revision

SortKey = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of an export: its content, or the key of its content; `size` in bytes.

    `sort_key` is unique in the export, and stays the same when other files are added or deleted. `path` is
    that inside the ZIP.
    """

    sort_key: SortKey
    path: str
    size: int
    made_at: datetime
    content: bytes | ContentKey


@dataclass(frozen=True, slots=True)
class FileCollector:
    """Collects what a person had when they asked for the export.

    What was added later is left out, because it would change parts that have already been sent.
    """

    services: Services
    storage: Storage
    address: PublicAddress
    owner: User
    export: Export

    async def collect(self) -> list[ExportFile]:
        """Return the files in the order of their sort keys."""
        chats = await self.services.accounts.linked_chats(self.owner.id)
        pastes = [paste async for paste in self._pastes()]
        waiting = await self.services.personal_data.list_drafts(self.owner.id, chats)
        drafts = [draft for draft in waiting if draft.saved_at <= self.export.asked_at]
        files = [
            *await self._documents(chats, pastes, drafts),
            *[file for paste in pastes for file in [*_revisions(paste), *await self._original_file(paste)]],
            *[file for draft in drafts for file in await self._draft_files(draft)],
        ]
        return sorted(files, key=lambda file: file.sort_key)

    async def _pastes(self) -> AsyncIterator[PasteWithHistory]:
        after = PostId(0)
        while some := await self.services.personal_data.list_pastes(self.owner.id, after, _PASTES_PER_QUERY):
            for paste in some:
                revisions = [one for one in paste.revisions if one.created_at <= self.export.asked_at]
                if revisions:
                    yield replace(paste, revisions=revisions)
            after = some[-1].post.id

    async def _documents(
        self, chats: list[TelegramId], pastes: list[PasteWithHistory], drafts: list[PendingEntry]
    ) -> list[ExportFile]:
        subscribers, accounts = self.services.subscribers, self.services.accounts
        following = await subscribers.all_following(self.owner.id)
        followers = await subscribers.all_followers_of(self.owner.id)
        usernames = await accounts.usernames({follow.user_id for follow in [*following, *followers]})
        terms = await self.services.personal_data.default_terms(self.owner.id)
        documents_by_name = {
            "profile.json": documents.profile(self.owner, chats),
            "follows.json": documents.follows(following, followers, usernames),
            "preferences.json": documents.preferences(terms),
            "pastes.json": [documents.paste(paste, self.address) for paste in pastes],
            "drafts.json": [documents.draft(draft) for draft in drafts],
        }
        contents = {name: documents.to_json(document) for name, document in documents_by_name.items()}
        return [
            ExportFile((_DOCUMENTS, number, 0), name, len(content), self.export.asked_at, content)
            for number, (name, content) in enumerate(contents.items())
        ]

    async def _original_file(self, paste: PasteWithHistory) -> list[ExportFile]:
        post = paste.post
        key = (_PASTES, post.id, _ORIGINAL)
        return await self._file(key, file_paths.original_path(post), post.updated_at, post.original_source)

    async def _draft_files(self, draft: PendingEntry) -> list[ExportFile]:
        text, original = file_paths.draft_path(draft), file_paths.draft_original_path(draft)
        return [
            *await self._file((_DRAFTS, draft.id, 0), text, draft.saved_at, draft.content_source),
            *await self._file((_DRAFTS, draft.id, 1), original, draft.saved_at, draft.original_source),
        ]

    async def _file(
        self, sort_key: SortKey, path: str, made_at: datetime, key: ContentKey | None
    ) -> list[ExportFile]:
        """Return no file where there is no key, or the content was deleted a moment ago."""
        try:
            return [ExportFile(sort_key, path, await self.storage.size(key), made_at, key)] if key else []
        except FileNotFoundError:
            return []


def _revisions(paste: PasteWithHistory) -> list[ExportFile]:
    return [
        ExportFile(
            (_PASTES, paste.post.id, revision.number),
            file_paths.revision_path(paste.post, revision.number),
            revision.size,
            revision.created_at,
            revision.content_source,
        )
        for revision in paste.revisions
    ]
