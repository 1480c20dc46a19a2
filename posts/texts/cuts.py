"""Texts that an app has cut into several messages: which belong together, and what each of them says."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, pairwise
from typing import Final

from posts.models import Draft, Format, Part
from posts.texts import utf16
from posts.texts.drafts import draft_of_text
from posts.texts.languages import PLAIN

# Apps cut a text that is too long for a message (4,096 UTF-16 units) behind a word or a paragraph, but never
# in the first half of what fits.
FULL: Final = 2_048  # UTF-16 units
# What is cut is sent in quick succession; Telegram tells the time of a message in whole seconds.
_IN_ONE_GO: Final = timedelta(seconds=2)

Piece = tuple[Part, str]


def is_full(text: str) -> bool:
    """Whether there may be more of this text in another message."""
    return utf16.length(text) > FULL


def goes_on(length: int, sent_at: datetime, next_sent_at: datetime) -> bool:
    """Whether a text of this length may go on in a message that was sent then."""
    return length > FULL and abs(next_sent_at - sent_at) <= _IN_ONE_GO


def are_one_text(*parts: Iterable[Part]) -> bool:
    together = sorted(set(chain(*parts)), key=lambda part: part.message_id)
    return all(
        before.message_id < after.message_id and goes_on(before.length, before.sent_at, after.sent_at)
        for before, after in pairwise(together)
    )


def pieces_of(text: str, parts: Sequence[Part]) -> list[Piece]:
    """Each of its messages with what it says; none where the text is something else by now."""
    if sum(part.length for part in parts) != utf16.length(text):
        return []
    return list(zip(parts, utf16.cut(text, (part.length for part in parts)), strict=True))


def with_part(draft: Draft, message_id: int, said: str) -> Draft | None:
    """The text with what one of its messages says now; None where it is not just what its messages said."""
    pieces = pieces_of(draft.text, draft.parts)
    if message_id not in {part.message_id for part, _ in pieces}:
        return None
    return _of_pieces(
        draft, [(part, said if part.message_id == message_id else text) for part, text in pieces]
    )


def may_be_one(one: Draft, other: Draft) -> bool:
    """Whether all their messages are of one text, as far as that can be told without reading it."""
    are_plain = {one.format, other.format} == {Format.PLAIN}
    return are_plain and bool(one.parts and other.parts) and are_one_text(one.parts, other.parts)


def whole(one: Draft, other: Draft) -> Draft | None:
    """Both as one, where all their messages are of one text; the beginning gives the title."""
    if not may_be_one(one, other):
        return None
    told = [pieces_of(draft.text, draft.parts) for draft in (one, other)]
    if not all(told):
        return None
    begin = min(one, other, key=lambda draft: draft.parts[0].message_id)
    return _of_pieces(begin, sorted(dict(chain(*told)).items(), key=lambda piece: piece[0].message_id))


def _of_pieces(like: Draft, pieces: Sequence[Piece]) -> Draft:
    draft = draft_of_text(
        utf16.mended("".join(text for _, text in pieces)),
        title=like.title,
        # What a beginning did not tell, the whole may.
        language=like.language if like.language != PLAIN else None,
        origin=like.origin,
        parts=tuple(replace(part, length=utf16.length(text)) for part, text in pieces),
    )
    return replace(draft, forwarded_from=like.forwarded_from, visibility=like.visibility)
