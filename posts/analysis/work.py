"""What the analysis workers do: make drafts of texts, and look for credentials in them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kernel.errors import AppError
from posts import credentials
from posts.credentials import Findings, find_credentials
from posts.models import Draft
from posts.texts import decoding
from posts.texts.draft_frames import frames_of, packed_credentials
from posts.texts.drafts import draft_of_text

# What is larger takes turns, so that a worker is left for what is small; and it is looked through for
# credentials in a request of its own, whose budget that search then has alone.
LARGE_FROM: Final = 150_000  # bytes or characters


def warm_up() -> None:
    """Called by the fork server of the workers: load the rules and lexers that each of them needs."""
    credentials.prepare()
    draft_of_text("import os\nprint(os.name)\n")


def make_draft(make: Callable[[], Draft | None]) -> Sequence[bytes]:
    """The draft that `make` returns, or the error of ours that it raises."""
    try:
        draft = make()
    except AppError as error:
        return [json.dumps({"error": type(error).__name__, "data": error.data}).encode()]
    return frames_of(_examined(draft)) if draft else []


def credentials_in(text: str) -> Sequence[bytes]:
    return [packed_credentials(find_credentials(text))]


def encodings_offered(content: bytes, current: str) -> Sequence[bytes]:
    return [json.dumps([[one.encoding, one.sample] for one in decoding.offered(content, current)]).encode()]


def encodings_but(content: bytes, current: str) -> Sequence[bytes]:
    return [json.dumps(decoding.encodings_but(current, content)).encode()]


def _examined(draft: Draft) -> Draft:
    if len(draft.text) >= LARGE_FROM:
        return draft
    in_title = tuple(replace(one, line=0) for one in find_credentials(draft.title))
    return replace(draft, findings=Findings(in_title, tuple(find_credentials(draft.text))))
