"""Pastes as rows: what a text says of itself, and what a row says of a paste."""

from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Update, select
from sqlalchemy.sql.selectable import ExecutableReturnsRows

from auth.models import UserId
from kernel.storage import ContentKey
from posts.models import Format, Post, PostId, PostUrl, Visibility
from posts.pastes.tables import PostRow


def text_columns(
    text: str, key: ContentKey, encoding: str | None, original: ContentKey | None
) -> dict[str, Any]:
    """What a paste tells of its present text."""
    content = text.encode()
    return {
        "content_source": key,
        "size": len(content),
        "lines": text.count("\n") + (not text.endswith("\n")),
        "sha256": sha256(content).hexdigest(),
        "encoding": encoding,
        "original_source": original,
    }


def post_of(row: PostRow | Row[Any]) -> Post:
    return Post(
        id=PostId(row.id),
        title=row.title,
        url=PostUrl(row.url),
        content_source=ContentKey(row.content_source),
        created_by=UserId(row.created_by),
        created_at=row.created_at,
        updated_at=row.updated_at,
        revision=row.revision,
        language=row.language,
        format=Format(row.format),
        visibility=Visibility(row.visibility),
        size=row.size,
        lines=row.lines,
        sha256=row.sha256,
        expires_at=row.expires_at,
        burn_after_read=row.burn_after_read,
        deleted_at=row.deleted_at,
        encoding=row.encoding,
        original_source=ContentKey(row.original_source) if row.original_source else None,
        forwarded_from=row.forwarded_from,
        views=row.views or 0,
    )


def returning_posts(change: Update) -> ExecutableReturnsRows:
    """The rows that are changed, with what a bare RETURNING leaves out: how often they were read."""
    return select(PostRow).from_statement(change.returning(PostRow, PostRow.views))
