"""Texts that an app has cut into several messages: finds the messages of one text, and joins them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, pairwise
from typing import Final

from posts.models import Draft, Format, Part
from posts.texts import utf16
from posts.texts.drafts import draft_of_text
from posts.texts.languages import PLAIN

# Apps cut a text that is too long for a message (4,096 UTF-16 units) after a word or a paragraph, but never
# in the first half of what fits into a message.
MIN_CUT_LENGTH: Final = 2_048  # UTF-16 units
# Apps send the messages in quick succession; Telegram has the time of a message in whole seconds.
_MAX_PAUSE: Final = timedelta(seconds=2)

MessageText = tuple[Part, str]


def may_be_cut(text: str) -> bool:
    """Tell whether the text of a message is long enough to go on in another message."""
    return utf16.length(text) > MIN_CUT_LENGTH


def may_continue(length: int, sent_at: datetime, next_sent_at: datetime) -> bool:
    """Tell whether a message of this length and time may go on in one that was sent at `next_sent_at`."""
    return length > MIN_CUT_LENGTH and abs(next_sent_at - sent_at) <= _MAX_PAUSE


def are_one_text(*parts: Iterable[Part]) -> bool:
    """Tell whether all these messages may be of one text, by their lengths and times."""
    together = sorted(set(chain(*parts)), key=lambda part: part.message_id)
    return all(
        before.message_id < after.message_id and may_continue(before.length, before.sent_at, after.sent_at)
        for before, after in pairwise(together)
    )


def split_by_message(text: str, parts: Sequence[Part]) -> list[MessageText]:
    """Return each message with its text; an empty list if the text is not made of the messages' texts."""
    if sum(part.length for part in parts) != utf16.length(text):
        return []
    return list(zip(parts, utf16.cut(text, (part.length for part in parts)), strict=True))


def with_changed_part(draft: Draft, message_id: int, text: str) -> Draft | None:
    """Return the draft with another text of one message.

    None if the draft has no such message, or its text is not made of its messages' texts.
    """
    messages = split_by_message(draft.text, draft.parts)
    if message_id not in {part.message_id for part, _ in messages}:
        return None
    return _draft_like(
        draft, [(part, text if part.message_id == message_id else known) for part, known in messages]
    )


def may_belong_together(one: Draft, other: Draft) -> bool:
    """Tell quickly, without reading the texts, whether `join` may return a draft."""
    are_plain = {one.format, other.format} == {Format.PLAIN}
    return are_plain and bool(one.parts and other.parts) and are_one_text(one.parts, other.parts)


def join(one: Draft, other: Draft) -> Draft | None:
    """Join two unformatted drafts in the order of their messages; None if these cannot be of one text.

    Title, origin, forwarder and visibility are those of the beginning. Its language, too, but plain text is
    guessed anew from the whole.
    """
    if not may_belong_together(one, other):
        return None
    messages = [split_by_message(draft.text, draft.parts) for draft in (one, other)]
    if not all(messages):
        return None
    beginning = min(one, other, key=lambda draft: draft.parts[0].message_id)
    in_order = sorted(dict(chain(*messages)).items(), key=lambda message: message[0].message_id)
    return _draft_like(beginning, in_order)


def _draft_like(like: Draft, messages: Sequence[MessageText]) -> Draft:
    draft = draft_of_text(
        utf16.merge_surrogates("".join(text for _, text in messages)),
        title=like.title,
        # The whole text may show a language that the beginning did not.
        language=like.language if like.language != PLAIN else None,
        origin=like.origin,
        parts=tuple(replace(part, length=utf16.length(text)) for part, text in messages),
    )
    return replace(draft, forwarded_from=like.forwarded_from, visibility=like.visibility)
