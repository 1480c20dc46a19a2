"""Functions that run in the analysis workers: they make drafts, and find encodings and credentials."""

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

# Larger texts are analysed one at a time, so that a worker is left for small ones. Their search for
# credentials is a request of its own, with a budget of its own.
LARGE_TEXT: Final = 150_000  # bytes or characters


def warm_up() -> None:
    """Load the rules and lexers in the fork server, from which the workers inherit them."""
    credentials.prepare()
    draft_of_text("import os\nprint(os.name)\n")


def make_draft(make: Callable[[], Draft | None]) -> Sequence[bytes]:
    """Return the frames of the draft that `make` returns, or one frame with the AppError that it raises."""
    try:
        draft = make()
    except AppError as error:
        return [json.dumps({"error": type(error).__name__, "data": error.data}).encode()]
    return frames_of(_with_findings(draft)) if draft else []


def credentials_in(text: str) -> Sequence[bytes]:
    return [packed_credentials(find_credentials(text))]


def offer_encodings(content: bytes, current: str) -> Sequence[bytes]:
    return [
        json.dumps(
            [[one.encoding, one.sample] for one in decoding.offer_encodings(content, current)]
        ).encode()
    ]


def other_encodings(content: bytes, current: str) -> Sequence[bytes]:
    return [json.dumps(decoding.other_encodings(current, content)).encode()]


def _with_findings(draft: Draft) -> Draft:
    if len(draft.text) >= LARGE_TEXT:
        return draft
    in_title = tuple(replace(one, line=0) for one in find_credentials(draft.title))
    return replace(draft, findings=Findings(in_title, tuple(find_credentials(draft.text))))
