"""The JSON files of an export: profile, follows, preferences, pastes, drafts. Times are ISO 8601, in UTC."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from auth.models import TelegramId, User, UserId, Username
from kernel.address import PublicAddress
from notifier.exports.file_paths import draft_original_path, draft_path, original_path, revision_path
from notifier.models import Follow
from posts.drafts.models import PendingEntry
from posts.models import Terms
from posts.personal_data import PasteWithHistory

Json = dict[str, Any]


def to_json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str).encode()


def profile(user: User, chats: Iterable[TelegramId]) -> Json:
    return {
        "username": user.username,
        "language": user.language,
        "registered": user.registered_at.isoformat(),
        "has_password": user.has_password,
        "telegram_ids": list(chats),
    }


def follows(
    following: Iterable[Follow], followers: Iterable[Follow], names: Mapping[UserId, Username]
) -> Json:
    """Return both lists without the accounts that are not in `names`, because they were just deleted."""
    return {
        "following": [
            {**_follow(follow, names), "notification": follow.notification}
            for follow in following
            if follow.user_id in names
        ],
        "followers": [_follow(follow, names) for follow in followers if follow.user_id in names],
    }


def _follow(follow: Follow, names: Mapping[UserId, Username]) -> Json:
    return {"username": names[follow.user_id], "since": follow.since.isoformat()}


def preferences(terms: Terms) -> Json:
    """Return the default terms; `lifetime` is in seconds, and null where pastes never expire."""
    return {
        "visibility": terms.visibility,
        "lifetime": terms.lifetime and terms.lifetime.total_seconds(),
        "burn_after_read": terms.burn_after_read,
    }


def paste(history: PasteWithHistory, address: PublicAddress) -> Json:
    """Return all that is stored about a paste; sizes in bytes."""
    post = history.post
    return {
        "id": post.id,
        "title": post.title,
        "url": address.of(post.url),
        "old_addresses": [address.of(url) for url in history.old_addresses],
        "visibility": post.visibility,
        "format": post.format,
        "language": post.language,
        "created": post.created_at.isoformat(),
        "updated": post.updated_at.isoformat(),
        "expires": post.expires_at and post.expires_at.isoformat(),
        "burn_after_read": post.burn_after_read,
        "size": post.size,
        "lines": post.lines,
        "sha256": post.sha256,
        "views": post.views,
        "encoding": post.encoding,
        "forwarded_from": post.forwarded_from,
        "original": original_path(post) if post.original_source else None,
        "revision": post.revision,
        "revisions": [
            {
                "number": revision.number,
                "created": revision.created_at.isoformat(),
                "size": revision.size,
                "sha256": revision.sha256,
                "file": revision_path(post, revision.number),
            }
            for revision in history.revisions
        ],
    }


def draft(pending: PendingEntry) -> Json:
    """Return all that is stored about a pending draft; `reason` says what it waits for."""
    return {
        "id": pending.id,
        "title": pending.title,
        "language": pending.language,
        "format": pending.format,
        "reason": pending.status,
        "sent": pending.saved_at.isoformat(),
        "encoding": pending.encoding,
        "file": draft_path(pending),
        "original": draft_original_path(pending) if pending.original_source else None,
    }
