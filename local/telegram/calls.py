"""Parses the parameters of Bot API calls with aiogram's models."""

import json
import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
    InputFile,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from pydantic import BaseModel, ValidationError

from local.telegram.errors import BotApiError, bad_request
from local.telegram.json_values import is_encodable

Parameters = Mapping[str, object]
Call = TypeVar("Call", bound=TelegramMethod[Any])
_Given = TypeVar("_Given")

MARKUPS: dict[str, type[BaseModel]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
_ATTACHED = "attach://"
_MISSING = {"text": "message text is empty", "document": "there is no document in the request"}


def parse(method: type[Call], parameters: Parameters) -> Call:
    """Return the call. Raises BotApiError for a parameter that is unknown, missing or malformed."""
    uploads = {name: value for name, value in parameters.items() if isinstance(value, InputFile)}
    decoded = {name: _decoded(method, name, value) for name, value in parameters.items() if value != ""}
    used: set[str] = set()
    filled = {name: _with_uploads(value, uploads, used) for name, value in decoded.items()}
    values = {name: value for name, value in filled.items() if name not in used}
    try:
        call = method.model_validate(values)
    except ValidationError as wrong:
        raise _to_api_error(wrong) from wrong
    for path in _undocumented(call, ""):
        raise bad_request(f"unknown parameter {path}")
    return call


def as_json(call: BaseModel, name: str) -> Any:
    """Return a structured parameter as JSON, or None when the caller did not set it."""
    return call.model_dump(mode="json", include={name}, exclude_none=True, fallback=lambda _: None).get(name)


def given(value: _Given | Default | None) -> _Given | None:
    """Return the value, or None for aiogram's placeholder of a parameter that the caller did not set."""
    return None if isinstance(value, Default) else value


def _decoded(method: type[TelegramMethod[Any]], name: str, value: object) -> object:
    if isinstance(value, str) and name in _json_parameters(method):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as wrong:
            raise bad_request(f"can't parse {name} JSON object") from wrong
    if not is_encodable(value):
        raise bad_request("strings must be encoded in UTF-8")
    if name == "reply_markup" and isinstance(value, dict):
        return _markup(value)
    return value


def _with_uploads(value: object, uploads: Mapping[str, InputFile], used: set[str]) -> object:
    """Replace each `attach://NAME` with the upload of that name, at any depth; add the names to `used`.

    Telegram Bot API, "Sending files".
    """
    match value:
        case str() if value.startswith(_ATTACHED) and value.removeprefix(_ATTACHED) in uploads:
            used.add(value.removeprefix(_ATTACHED))
            return uploads[value.removeprefix(_ATTACHED)]
        case dict():
            return {name: _with_uploads(item, uploads, used) for name, item in value.items()}
        case list():
            return [_with_uploads(item, uploads, used) for item in value]
        case _:
            return value


def _markup(value: dict[str, object]) -> object:
    model = next((model for key, model in MARKUPS.items() if key in value), None)
    if model is None:
        raise bad_request("can't parse reply_markup: it is of no known kind")
    try:
        return model.model_validate(value)
    except ValidationError as wrong:
        raise _to_api_error(wrong, "reply_markup") from wrong


@cache
def _json_parameters(method: type[TelegramMethod[Any]]) -> frozenset[str]:
    """Return the names of the parameters that a form carries as JSON."""
    fields = method.model_fields.items()
    return frozenset(name for name, field in fields if any(map(_is_json, _leaves(field.annotation))))


def _leaves(annotation: object) -> Iterator[object]:
    """Yield the types in an annotation, which may be a union or have metadata."""
    if get_origin(annotation) is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif get_origin(annotation) in (types.UnionType, None) or "Union" in str(get_origin(annotation)):
        yield from (leaf for part in get_args(annotation) for leaf in _leaves(part))
        if not get_args(annotation):
            yield annotation
    else:
        yield get_origin(annotation)


def _is_json(leaf: object) -> bool:
    return isinstance(leaf, type) and issubclass(leaf, BaseModel | list | dict)


def _to_api_error(wrong: ValidationError, root: str = "") -> BotApiError:
    error = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    name = ".".join(filter(None, [root, *map(str, error["loc"])]))
    if error["type"] == "missing":
        return bad_request(_MISSING.get(name, f"{name} is empty"))
    return bad_request(f"invalid {name}: {error['msg']}")


def _undocumented(value: object, path: str) -> Iterator[str]:
    """Yield the paths of fields that Telegram does not document, at any depth."""
    if isinstance(value, BaseModel):
        yield from (f"{path}{name}" for name in value.model_extra or ())
        for name in value.model_fields_set & set(type(value).model_fields):
            if _is_deprecated(type(value), name):
                yield f"{path}{name}"
            yield from _undocumented(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, list):
        for item in value:
            yield from _undocumented(item, path)


def _is_deprecated(model: type[BaseModel], name: str) -> bool:
    """Return whether aiogram marks the field as gone from Telegram's documentation."""
    extra = model.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("deprecated"))
