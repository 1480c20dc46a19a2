"""Drafts as byte strings, for the pipes of workers: the short fields as JSON, the text, and the file's bytes.

Drafts in a worker are not prepared yet: `is_prepared` is left out.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from posts.credentials.kinds import Credential, CredentialKind, Findings
from posts.models import Draft, Format, Origin, Part, Visibility


def frames_of(draft: Draft) -> list[bytes]:
    facts = {
        "title": draft.title,
        "language": draft.language,
        "origin": _listed_origin(draft.origin),
        "format": draft.format,
        "encoding": draft.encoding,
        "forwarded_from": draft.forwarded_from,
        "parts": [[part.message_id, part.length, part.sent_at.isoformat()] for part in draft.parts],
        "visibility": draft.visibility,
        "findings": _listed_findings(draft.findings),
    }
    text = draft.text.encode("utf-8", "surrogatepass")
    return [json.dumps(facts).encode(), text, *([draft.original] if draft.original is not None else [])]


def draft_in(frames: Sequence[bytes]) -> Draft:
    """Return the draft of which `frames_of` returned these frames."""
    facts, text, *original = json.loads(frames[0]), frames[1], *frames[2:]
    return Draft(
        facts["title"],
        text.decode("utf-8", "surrogatepass"),
        facts["language"],
        Origin(*facts["origin"]) if facts["origin"] else None,
        Format(facts["format"]),
        facts["encoding"],
        next(iter(original), None),
        facts["forwarded_from"],
        tuple(Part(number, length, datetime.fromisoformat(at)) for number, length, at in facts["parts"]),
        Visibility(facts["visibility"]) if facts["visibility"] else None,
        _findings_in(facts["findings"]),
    )


def packed_credentials(credentials: Iterable[Credential]) -> bytes:
    return json.dumps(_listed(credentials)).encode()


def unpacked_credentials(packed: bytes) -> list[Credential]:
    return _credentials(json.loads(packed))


def _listed(credentials: Iterable[Credential]) -> list[list[Any]]:
    return [[one.kind, one.line, one.masked] for one in credentials]


def _credentials(listed: Iterable[Sequence[Any]]) -> list[Credential]:
    return [Credential(CredentialKind(kind), line, masked) for kind, line, masked in listed]


def _listed_origin(origin: Origin | None) -> list[int] | None:
    return [origin.bot_id, origin.chat_id, origin.message_id] if origin else None


def _listed_findings(findings: Findings | None) -> list[list[list[Any]]] | None:
    return [_listed(findings.title), _listed(findings.text)] if findings else None


def _findings_in(listed: Sequence[Any] | None) -> Findings | None:
    return Findings(*(tuple(_credentials(some)) for some in listed)) if listed else None
