"""The trash of the storage: files that no row names, for a week, in a folder for each day.

The day is in the key, because a bucket forgets when a file was moved.
"""

from datetime import date

from kernel.content_store import TRASH, ContentKey


def trash_key(key: ContentKey, day: date) -> ContentKey:
    """Return the key in the trash of that day: `trash/2026-12-01/ab.abcdef`."""
    return ContentKey(f"{TRASH}/{day.isoformat()}/{key.replace('/', '.')}")


def day_of(key: ContentKey) -> date:
    """Return the day on which a file was moved to the trash."""
    return date.fromisoformat(key.split("/")[1])


def key_before(key: ContentKey) -> ContentKey:
    """Return the key that a file in the trash had."""
    return ContentKey(key.split("/")[2].replace(".", "/", 1))
