"""Finds titles, languages, encodings and credentials in worker processes, each within a budget.

What strangers send is computed on there and not in the process that answers everybody. What runs out of its
budget has a plain outcome: the title is the date, the language is text, and the author is asked whether the
text may go out although nobody has looked for credentials in it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import structlog

from kernel.workers.frames import WorkFailed
from kernel.workers.pool import WorkerDied, WorkerPool
from posts.analysis.work import LARGE_FROM, credentials_in, encodings_but, encodings_offered, make_draft
from posts.credentials import Credential, CredentialKind, Findings
from posts.errors import EmptyText, NotInEncoding, NotText, PostTooLarge
from posts.limits import LARGEST
from posts.models import Draft, Origin, Part
from posts.texts import draft_frames
from posts.texts.cuts import may_be_one, whole, with_part
from posts.texts.decoding import PLAIN_UTF_8, Alternative, Decoded
from posts.texts.drafts import draft_of_encoded, draft_of_file, draft_of_text, is_empty, read_from
from posts.texts.languages import PLAIN
from posts.titles import clean_title, date_title

_NOT_LOOKED_FOR: Final = Credential(CredentialKind.UNCHECKED, line=0, masked="")
_ERRORS: Final = {error.__name__: error for error in (EmptyText, NotText, NotInEncoding)}
_log = structlog.get_logger(__name__)


class _OutOfBudget(Exception):
    """Or the worker failed."""


def analysis_workers() -> WorkerPool:
    return WorkerPool("posts.analysis.work")


@dataclass(frozen=True, slots=True)
class Analyst:
    """Drafts of up to 150,000 characters come with what was found in them; `examined` does it for others."""

    workers: WorkerPool

    async def load(self) -> None:
        """Return when the workers have loaded all that they need: nobody's first text waits for it."""
        await self.workers.start()
        await self.credentials_in("")

    async def draft_of_text(
        self,
        text: str,
        *,
        title: str | None = None,
        language: str | None = None,
        origin: Origin | None = None,
        parts: tuple[Part, ...] = (),
    ) -> Draft:
        """Find the title and language that are not given. Raises EmptyText."""
        if is_empty(text):
            raise EmptyText
        make = partial(draft_of_text, text, title=title, language=language, origin=origin, parts=parts)
        found = await self.draft_by(make, len(text))
        return found or Draft(_plain_title(title), text, language or PLAIN, origin, parts=parts)

    async def draft_of_file(
        self,
        title: str | None,
        content: bytes,
        *,
        file_name: str | None = None,
        origin: Origin | None = None,
    ) -> Draft:
        """`content` counts by its own bytes; its text may have three times as many in UTF-8.

        Out of budget, a file in UTF-8 is plain text. Raises NotText (with the file's name), EmptyText or
        PostTooLarge.
        """
        if len(content) > LARGEST:
            raise PostTooLarge(len(content), LARGEST)
        make = partial(draft_of_file, title, content, file_name=file_name, origin=origin)
        try:
            draft = await self._draft(make, len(content))
            # The same bytes: of a large file not twice in memory.
            return draft if draft.original is None else replace(draft, original=content)
        except _OutOfBudget:
            read = _read_plainly(content, file_name or title or "")
            return read_from(Draft(_plain_title(title), read.text, PLAIN, origin), read, content)

    async def draft_in_encoding(self, content: bytes, encoding: str, title: str, language: str) -> Draft:
        """Of a file that was read wrongly. Raises NotInEncoding, also out of budget, and EmptyText."""
        make = partial(draft_of_encoded, content, encoding, title=title, language=language)
        try:
            return await self._draft(make, len(content))
        except _OutOfBudget:
            raise NotInEncoding(title, encoding) from None

    async def encodings_offered(self, content: bytes, current: str) -> list[Alternative]:
        """Return what `posts.texts.decoding.offered` does; nothing where it runs out of its budget."""
        try:
            found = await self._found(len(content), encodings_offered, content, current)
        except _OutOfBudget:
            return []
        return [Alternative(encoding, sample) for encoding, sample in json.loads(found[0])]

    async def encodings_but(self, content: bytes, current: str) -> list[str]:
        """Return what `posts.texts.decoding.encodings_but` does; nothing where it runs out of its budget."""
        try:
            found = await self._found(len(content), encodings_but, content, current)
        except _OutOfBudget:
            return []
        names: list[str] = json.loads(found[0])
        return names

    async def draft_by(self, make: Callable[[], Draft | None], size: int) -> Draft | None:
        """Return what `make`, a function that a worker can import, makes of a text of `size` bytes or
        characters; None where it runs out of its budget."""
        try:
            return await self._made(make, size)
        except _OutOfBudget:
            return None

    async def whole(self, one: Draft, other: Draft) -> Draft | None:
        """See `posts.texts.cuts.whole`."""
        if not may_be_one(one, other):
            return None
        return await self.draft_by(partial(whole, one, other), len(one.text) + len(other.text))

    async def with_part(self, draft: Draft, message_id: int, said: str) -> Draft | None:
        """See `posts.texts.cuts.with_part`."""
        return await self.draft_by(partial(with_part, draft, message_id, said), len(draft.text))

    async def examined(self, draft: Draft) -> Draft:
        """Return the draft with the credentials found in its title and its text."""
        if draft.findings:
            return draft
        in_title = await self.credentials_in_title(draft.title)
        in_text = await self.credentials_in(draft.text)
        return replace(draft, findings=Findings(tuple(in_title), tuple(in_text)))

    async def credentials_in(self, text: str) -> list[Credential]:
        """Return what looks like a credential; `UNCHECKED` where the search ran out of its budget."""
        try:
            found = await self._found(len(text), credentials_in, text)
        except _OutOfBudget:
            return [_NOT_LOOKED_FOR]
        return draft_frames.credentials_in(found[0])

    async def credentials_in_title(self, title: str) -> list[Credential]:
        return [replace(found, line=0) for found in await self.credentials_in(title)]

    async def _draft(self, make: Callable[[], Draft], size: int) -> Draft:
        draft = await self._made(make, size)
        if draft is None:
            raise AssertionError("a worker made no draft")
        return draft

    async def _made(self, make: Callable[[], Draft | None], size: int) -> Draft | None:
        """Raises _OutOfBudget, and of ours what `make` raises."""
        frames = await self._found(size, make_draft, make)
        if len(frames) == 1:
            told: dict[str, Any] = json.loads(frames[0])
            raise _ERRORS[told["error"]](**told["data"])
        return draft_frames.draft_in(frames) if frames else None

    async def _found(
        self, size: int, function: Callable[..., Sequence[bytes]], *arguments: object
    ) -> list[bytes]:
        """Raises _OutOfBudget."""
        try:
            return await self.workers.run((function, arguments), is_large=size >= LARGE_FROM)
        except (WorkerDied, WorkFailed) as fault:
            _log.warning("text_not_analysed", analysis=function.__name__, size=size, fault=str(fault))
            raise _OutOfBudget from fault


def _plain_title(wanted: str | None) -> str:
    return clean_title(wanted or "") or date_title()


def _read_plainly(content: bytes, name: str) -> Decoded:
    try:
        return Decoded(content.decode(), PLAIN_UTF_8)
    except UnicodeDecodeError as wrong:
        raise NotText(name) from wrong
