"""Messages in Telegram's JSON, for tests of functions."""

from typing import Any

from aiogram.types import Message

from local.telegram.json_values import Json

ALICE = {"id": 5_000_000_001, "is_bot": False, "first_name": "Alice"}
NOON = 1_750_075_200  # 16 June 2025, 12:00 UTC


def message(number: int, text: str | None = None, **told: Any) -> Message:
    chat = {"id": ALICE["id"], "type": "private", "first_name": "Alice"}
    return Message.model_validate(
        {"message_id": number, "date": NOON, "chat": chat, "from": ALICE, "text": text} | told
    )


def file(number: int, name: str = "a.txt", **told: Any) -> Message:
    document = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": 1}
    return message(number, document=document, **told)


def picture(number: int, **told: Any) -> Message:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    return message(number, photo=photo, **told)


def entity(kind: str, offset: int, length: int, **told: str) -> Json:
    return {"type": kind, "offset": offset, "length": length, **told}
