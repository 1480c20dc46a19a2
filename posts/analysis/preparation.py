"""What takes its time before a draft is published or kept: it is looked through, and its contents are stored.

That is done before anything is changed or locked, so that no connection to Postgres waits for it.
"""

from dataclasses import dataclass, replace
from functools import partial

from kernel.contents import Contents
from posts.analysis.analyst import Analyst
from posts.models import Draft, Post, Revision
from posts.texts.restoring import as_it_was


@dataclass(frozen=True, slots=True)
class Preparation:
    analyst: Analyst
    contents: Contents

    async def ready(self, draft: Draft) -> Draft:
        """Return the draft with its findings, its contents stored. Does nothing for a prepared one."""
        if draft.is_prepared:
            return draft
        for content in (draft.text.encode(), draft.original):
            if content is not None:
                await self.contents.prepare(content)
        return replace(await self.analyst.examined(draft), is_prepared=True)

    async def restored(self, post: Post, revision: Revision, text: str, file: bytes | None) -> Draft:
        """See `posts.texts.restoring.as_it_was`. Its file takes a worker to be read."""
        await self.contents.release_connection()
        language, format_ = revision.language or post.language, revision.format or post.format
        plain = Draft(post.title, text, language, format=format_)
        make = partial(as_it_was, post, revision, text, file)
        size = max(len(text), len(file or b""))
        return await self.ready(await self.analyst.draft_by(make, size) or plain)

    async def reread(self, post: Post, original: bytes, encoding: str) -> Draft:
        """A file's bytes in another encoding. Raises NotInEncoding, also out of budget."""
        await self.contents.release_connection()
        draft = await self.analyst.draft_in_encoding(original, encoding, post.title, post.language)
        return await self.ready(draft)
