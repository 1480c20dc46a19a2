"""Analyses texts in worker processes, within a budget of time and memory.

A text from a stranger may take any time, so it must not block the process that answers everybody. A text that
runs out of its budget gets the date as its title and plain text as its language, and its author is asked
whether to publish it without a search for credentials.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import structlog

from kernel.workers.frames import WorkFailed
from kernel.workers.pool import WorkerDied, WorkerPool
from posts.analysis.work import LARGE_TEXT, credentials_in, make_draft, offer_encodings, other_encodings
from posts.credentials import Credential, CredentialKind, Findings
from posts.errors import EmptyText, NotInEncoding, NotText, PostTooLarge
from posts.limits import MAX_FILE_BYTES
from posts.models import Draft, Origin, Part
from posts.texts import draft_frames
from posts.texts.cuts import join, may_belong_together, with_changed_part
from posts.texts.decoding import PLAIN_UTF_8, Alternative, Decoded
from posts.texts.drafts import draft_of_encoded, draft_of_file, draft_of_text, is_empty, with_file
from posts.texts.languages import PLAIN
from posts.titles import clean_title, date_title

_UNCHECKED: Final = Credential(CredentialKind.UNCHECKED, line=0, masked="")
_ERRORS: Final = {error.__name__: error for error in (EmptyText, NotText, NotInEncoding)}
_log = structlog.get_logger(__name__)


class _OutOfBudget(Exception):
    """A worker ran out of its budget, or failed."""


def analysis_workers() -> WorkerPool:
    return WorkerPool("posts.analysis.work")


@dataclass(frozen=True, slots=True)
class Analyst:
    """Makes drafts in workers.

    Those of up to 150,000 characters come with their findings; `with_findings` searches larger ones.
    """

    workers: WorkerPool

    async def load(self) -> None:
        """Return when the workers have loaded their code and rules, so that the first text need not wait."""
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
        """Make a draft, with a title and a language derived from the text if they are not given.

        Raises EmptyText.
        """
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
        """Make a draft of a file. Raises NotText (with the file's name), EmptyText or PostTooLarge.

        The limit is for the bytes of the file; its text may have three times as many in UTF-8. Out of budget,
        a file in UTF-8 is plain text, and any other is refused.
        """
        if len(content) > MAX_FILE_BYTES:
            raise PostTooLarge(len(content), MAX_FILE_BYTES)
        make = partial(draft_of_file, title, content, file_name=file_name, origin=origin)
        try:
            draft = await self._make_draft(make, len(content))
            # The bytes are equal: this keeps only one copy of a large file in memory.
            return draft if draft.original is None else replace(draft, original=content)
        except _OutOfBudget:
            read = _read_plainly(content, file_name or title or "")
            return with_file(Draft(_plain_title(title), read.text, PLAIN, origin), read, content)

    async def draft_in_encoding(self, content: bytes, encoding: str, title: str, language: str) -> Draft:
        """Make a draft of a file in a chosen encoding. Raises NotInEncoding or EmptyText."""
        make = partial(draft_of_encoded, content, encoding, title=title, language=language)
        try:
            return await self._make_draft(make, len(content))
        except _OutOfBudget:
            raise NotInEncoding(title, encoding) from None

    async def offer_encodings(self, content: bytes, current: str) -> list[Alternative]:
        """Return what `posts.texts.decoding.offer_encodings` does, or nothing out of budget."""
        try:
            found = await self._run(len(content), offer_encodings, content, current)
        except _OutOfBudget:
            return []
        return [Alternative(encoding, sample) for encoding, sample in json.loads(found[0])]

    async def other_encodings(self, content: bytes, current: str) -> list[str]:
        """Return what `posts.texts.decoding.other_encodings` does, or nothing out of budget."""
        try:
            found = await self._run(len(content), other_encodings, content, current)
        except _OutOfBudget:
            return []
        names: list[str] = json.loads(found[0])
        return names

    async def draft_by(self, make: Callable[[], Draft | None], size: int) -> Draft | None:
        """Return the draft that `make` returns in a worker, or None out of budget.

        A worker must be able to import `make`. `size` is that of its text, in bytes or characters.
        """
        try:
            return await self._make_or_none(make, size)
        except _OutOfBudget:
            return None

    async def join(self, one: Draft, other: Draft) -> Draft | None:
        """See `posts.texts.cuts.join`. None out of budget."""
        if not may_belong_together(one, other):
            return None
        return await self.draft_by(partial(join, one, other), len(one.text) + len(other.text))

    async def with_changed_part(self, draft: Draft, message_id: int, text: str) -> Draft | None:
        """See `posts.texts.cuts.with_changed_part`. None out of budget."""
        return await self.draft_by(partial(with_changed_part, draft, message_id, text), len(draft.text))

    async def with_findings(self, draft: Draft) -> Draft:
        """Return the draft with the credentials in its title and its text."""
        if draft.findings:
            return draft
        in_title = await self.credentials_in_title(draft.title)
        in_text = await self.credentials_in(draft.text)
        return replace(draft, findings=Findings(tuple(in_title), tuple(in_text)))

    async def credentials_in(self, text: str) -> list[Credential]:
        """Return what looks like a credential, or `UNCHECKED` out of budget."""
        try:
            found = await self._run(len(text), credentials_in, text)
        except _OutOfBudget:
            return [_UNCHECKED]
        return draft_frames.unpacked_credentials(found[0])

    async def credentials_in_title(self, title: str) -> list[Credential]:
        """Return what `credentials_in` does, with line 0."""
        return [replace(found, line=0) for found in await self.credentials_in(title)]

    async def _make_draft(self, make: Callable[[], Draft], size: int) -> Draft:
        draft = await self._make_or_none(make, size)
        if draft is None:
            raise AssertionError("a worker made no draft")
        return draft

    async def _make_or_none(self, make: Callable[[], Draft | None], size: int) -> Draft | None:
        """Return what `make` returns in a worker. Raises _OutOfBudget, or an error of `_ERRORS`."""
        frames = await self._run(size, make_draft, make)
        if len(frames) == 1:
            error: dict[str, Any] = json.loads(frames[0])
            raise _ERRORS[error["error"]](**error["data"])
        return draft_frames.draft_in(frames) if frames else None

    async def _run(
        self, size: int, function: Callable[..., Sequence[bytes]], *arguments: object
    ) -> list[bytes]:
        """Run a function of `posts.analysis.work` in a worker. Raises _OutOfBudget."""
        try:
            return await self.workers.run((function, arguments), is_large=size >= LARGE_TEXT)
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
