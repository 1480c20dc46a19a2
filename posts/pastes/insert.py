"""Inserts a paste, with its revision, event and message parts, in one statement.

Every statement costs about as much time as this one, and authors wait for it.
"""

from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from kernel.request_id import current_request_id
from kernel.storage import ContentKey
from posts.models import Draft, Post, PostUrl, Terms
from posts.pastes.message_parts import parts_of, whole_text_sha256
from posts.pastes.repository import post_of, text_columns
from posts.pastes.search import words_of
from posts.pastes.tables import origin_columns

# The new paste ends a redirect from its address. Followers get an event if everybody may read the paste. A
# message that is a part of another paste stays a part of that one.
_INSERT: Final = text("""
WITH new_post AS (
  INSERT INTO posts.posts (
    title, url, content_source, original_source, created_by, language, format, visibility, burn_after_read,
    expires_at, size, lines, sha256, encoding, forwarded_from, search,
    source_bot_id, source_chat_id, source_message_id
  ) VALUES (
    :title, :url, :content_source, :original_source, :created_by, :language, :format, :visibility,
    :burn_after_read, now() + :lifetime, :size, :lines, :sha256, :encoding, :forwarded_from,
    to_tsvector('russian', :words), :source_bot_id, :source_chat_id, :source_message_id
  )
  ON CONFLICT DO NOTHING
  RETURNING *
), new_revision AS (
  INSERT INTO posts.revisions (post_id, number, content_source, sha256, size, language, format, encoding)
  SELECT id, revision, content_source, sha256, size, language, format, encoding FROM new_post
), old_redirect AS (
  DELETE FROM posts.redirects USING new_post WHERE redirects.url = new_post.url
), new_event AS (
  INSERT INTO posts.events (kind, post_id, author_id, url, title, request_id)
  SELECT 'published', id, created_by, url, title, :request_id FROM new_post
  WHERE visibility = 'public' AND NOT burn_after_read
), new_parts AS (
  INSERT INTO posts.parts (bot_id, chat_id, message_id, post_id, length, sent_at, said)
  SELECT source_bot_id, source_chat_id, part.message_id, id, part.length, part.sent_at, :said
  FROM new_post CROSS JOIN unnest(
    CAST(:messages AS bigint[]), CAST(:lengths AS integer[]), CAST(:sent_at AS timestamptz[])
  ) AS part (message_id, length, sent_at)
  ON CONFLICT DO NOTHING
)
SELECT id, title, url, content_source, created_by, created_at, updated_at, deleted_at, takedown_reason,
  revision, language, format, visibility, expires_at, burn_after_read, size, lines, sha256, encoding,
  original_source, forwarded_from, 0 AS views
FROM new_post
""")


class NewPostRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def insert(
        self,
        author: UserId,
        url: PostUrl,
        draft: Draft,
        key: ContentKey,
        original: ContentKey | None,
        terms: Terms,
    ) -> Post | None:
        """Insert a paste. Return None and change nothing if its address or its message is another paste's.

        `key` and `original` are the stored text and original file.
        """
        values: dict[str, Any] = {
            "created_by": author,
            "url": url,
            "title": draft.title,
            "language": draft.language,
            "format": draft.format,
            "forwarded_from": draft.forwarded_from,
            "visibility": terms.visibility,
            "burn_after_read": terms.burn_after_read,
            "lifetime": terms.lifetime,
            "request_id": current_request_id(),
            "words": words_of(draft.title, draft.text),
            **text_columns(draft.text, key, draft.encoding, original),
            **origin_columns(draft.origin),
            **_part_columns(draft),
        }
        row = (await self._session.execute(_INSERT, values)).one_or_none()
        return post_of(row) if row else None


def _part_columns(draft: Draft) -> dict[str, Any]:
    parts = parts_of(draft)
    return {
        "messages": [part.message_id for part in parts],
        "lengths": [part.length for part in parts],
        "sent_at": [part.sent_at for part in parts],
        "said": whole_text_sha256(draft, parts),
    }
