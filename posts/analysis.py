"""Finds titles, languages, encodings and credentials in worker processes, each within a budget.

What strangers send is computed on here and not in the process that answers everybody. What runs out of its
budget has a plain outcome: the title is the date, the language is text, and the author is asked whether the
text may go out although nobody has looked for credentials in it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog

from kernel.workers.frames import WorkFailed
from kernel.workers.pool import WorkerDied, WorkerPool
from posts import credentials
from posts.credentials import Credential, CredentialKind, find_credentials
from posts.errors import EmptyText, NotText, PostTooLarge
from posts.limits import LARGEST
from posts.models import Draft, Origin, Part
from posts.texts.decoding import PLAIN_UTF_8, Decoded
from posts.texts.drafts import draft_of_file, draft_of_text, is_empty, read_from
from posts.texts.languages import PLAIN
from posts.titles import clean_title, date_title

# What is larger takes turns, so that a worker is left for what is small.
_LARGE_FROM: Final = 150_000  # bytes or characters
_NOT_LOOKED_FOR: Final = Credential(CredentialKind.UNCHECKED, line=0, masked="")
_log = structlog.get_logger(__name__)


def analysis_workers() -> WorkerPool:
    return WorkerPool(__name__)


def warm_up() -> None:
    """Called by the fork server of the workers: load the rules and lexers that each of them needs."""
    credentials.prepare()
    draft_of_text("import os\nprint(os.name)\n")


@dataclass(frozen=True, slots=True)
class Analyst:
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
        found = await self._found(len(text), _facts_of_text, text, title, language)
        if found is None:
            return Draft(_plain_title(title), text, language or PLAIN, origin, parts=parts)
        facts = json.loads(found[0])
        return Draft(facts["title"], text, facts["language"], origin, parts=parts)

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
        found = await self._found(len(content), _facts_of_file, title, content, file_name)
        if found is None:
            read = _read_plainly(content, file_name or title or "")
            draft = Draft(_plain_title(title), read.text, PLAIN, origin)
            return read_from(draft, read, content)
        match json.loads(found[0]):
            case "not text":
                raise NotText(file_name or title or "")
            case "empty":
                raise EmptyText
            case facts:
                text = found[1].decode("utf-8", "surrogatepass")
                draft = Draft(facts["title"], text, facts["language"], origin)
                return read_from(draft, Decoded(text, facts["encoding"]), content)

    async def credentials_in(self, text: str) -> list[Credential]:
        """Return what looks like a credential; `UNCHECKED` where the search ran out of its budget."""
        found = await self._found(len(text), _facts_of_credentials, text)
        if found is None:
            return [_NOT_LOOKED_FOR]
        return [Credential(CredentialKind(kind), line, masked) for kind, line, masked in json.loads(found[0])]

    async def credentials_in_title(self, title: str) -> list[Credential]:
        return [replace(found, line=0) for found in await self.credentials_in(title)]

    async def _found(
        self, size: int, function: Callable[..., Sequence[bytes]], *arguments: object
    ) -> list[bytes] | None:
        """None where a worker ran out of its budget, or failed."""
        try:
            return await self.workers.run((function, arguments), is_large=size >= _LARGE_FROM)
        except (WorkerDied, WorkFailed) as fault:
            _log.warning("text_not_analysed", analysis=function.__name__, size=size, fault=str(fault))
            return None


def _facts_of_text(text: str, title: str | None, language: str | None) -> list[bytes]:
    draft = draft_of_text(text, title=title, language=language)
    return [_packed({"title": draft.title, "language": draft.language})]


def _facts_of_file(title: str | None, content: bytes, file_name: str | None) -> list[bytes]:
    try:
        draft = draft_of_file(title, content, file_name=file_name)
    except NotText:
        return [_packed("not text")]
    except EmptyText:
        return [_packed("empty")]
    facts = {"title": draft.title, "language": draft.language, "encoding": draft.encoding}
    return [_packed(facts), draft.text.encode("utf-8", "surrogatepass")]


def _facts_of_credentials(text: str) -> list[bytes]:
    return [_packed([(found.kind, found.line, found.masked) for found in find_credentials(text)])]


def _packed(facts: object) -> bytes:
    return json.dumps(facts).encode()


def _plain_title(wanted: str | None) -> str:
    return clean_title(wanted or "") or date_title()


def _read_plainly(content: bytes, name: str) -> Decoded:
    try:
        return Decoded(content.decode(), PLAIN_UTF_8)
    except UnicodeDecodeError as wrong:
        raise NotText(name) from wrong
