"""The slow work before a draft is published or saved: the search for credentials, and storing its contents.

To be done before the transaction changes or locks anything, so that no database connection waits for it.
"""

from dataclasses import dataclass, replace
from functools import partial

from kernel.contents import Contents
from posts.analysis.analyst import Analyst
from posts.models import Draft, Post, Revision
from posts.texts.restoring import draft_of_revision


@dataclass(frozen=True, slots=True)
class Preparation:
    analyst: Analyst
    contents: Contents

    async def ready(self, draft: Draft) -> Draft:
        """Store a draft's contents and return it with its findings. A prepared draft is returned as it is."""
        if draft.is_prepared:
            return draft
        for content in (draft.text.encode(), draft.original):
            if content is not None:
                await self.contents.prepare(content)
        return replace(await self.analyst.with_findings(draft), is_prepared=True)

    async def restored(self, post: Post, revision: Revision, text: str, file: bytes | None) -> Draft:
        """Prepare a draft of a former revision, as `posts.texts.restoring` makes it.

        `file` is the paste's present file. Out of budget, the draft has no file.
        """
        await self.contents.release_connection()
        language, format_ = revision.language or post.language, revision.format or post.format
        plain = Draft(post.title, text, language, format=format_)
        make = partial(draft_of_revision, post, revision, text, file)
        size = max(len(text), len(file or b""))
        return await self.ready(await self.analyst.draft_by(make, size) or plain)

    async def reread(self, post: Post, original: bytes, encoding: str) -> Draft:
        """Prepare a draft of a file in another encoding. Raises NotInEncoding, also out of budget."""
        await self.contents.release_connection()
        draft = await self.analyst.draft_in_encoding(original, encoding, post.title, post.language)
        return await self.ready(draft)
