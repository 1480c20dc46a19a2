"""Calls of the Bot API, parsed by aiogram's own models; what does not fit them is refused by name."""

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

from local.telegram.errors import Refused, bad_request
from local.telegram.json_values import is_text

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
    """Raises Refused for parameters that are unknown, missing or malformed."""
    uploads = {name: value for name, value in parameters.items() if isinstance(value, InputFile)}
    decoded = {name: _decoded(method, name, value) for name, value in parameters.items() if value != ""}
    taken: set[str] = set()
    filled = {name: _filled(value, uploads, taken) for name, value in decoded.items()}
    values = {name: value for name, value in filled.items() if name not in taken}
    try:
        call = method.model_validate(values)
    except ValidationError as wrong:
        raise _explained(wrong) from wrong
    for unknown in _unknown(call, ""):
        raise bad_request(f"unknown parameter {unknown}")
    return call


def told(call: BaseModel, name: str) -> Any:
    """A structure that was given, as JSON again; None when it was not."""
    return call.model_dump(mode="json", include={name}, exclude_none=True, fallback=lambda _: None).get(name)


def given(value: _Given | Default | None) -> _Given | None:
    """A value that the caller left to aiogram's defaults was not given."""
    return None if isinstance(value, Default) else value


def _decoded(method: type[TelegramMethod[Any]], name: str, value: object) -> object:
    if isinstance(value, str) and name in _structured(method):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as wrong:
            raise bad_request(f"can't parse {name} JSON object") from wrong
    if not is_text(value):
        raise bad_request("strings must be encoded in UTF-8")
    if name == "reply_markup" and isinstance(value, dict):
        return _markup(value)
    return value


def _filled(value: object, uploads: Mapping[str, InputFile], taken: set[str]) -> object:
    """With uploads in the places that name them, at any depth. Telegram Bot API, "Sending files"."""
    match value:
        case str() if value.startswith(_ATTACHED) and value.removeprefix(_ATTACHED) in uploads:
            taken.add(value.removeprefix(_ATTACHED))
            return uploads[value.removeprefix(_ATTACHED)]
        case dict():
            return {name: _filled(item, uploads, taken) for name, item in value.items()}
        case list():
            return [_filled(item, uploads, taken) for item in value]
        case _:
            return value


def _markup(value: dict[str, object]) -> object:
    model = next((model for key, model in MARKUPS.items() if key in value), None)
    if model is None:
        raise bad_request("can't parse reply_markup: it is of no known kind")
    try:
        return model.model_validate(value)
    except ValidationError as wrong:
        raise _explained(wrong, "reply_markup") from wrong


@cache
def _structured(method: type[TelegramMethod[Any]]) -> frozenset[str]:
    """The parameters that are JSON inside a form."""
    fields = method.model_fields.items()
    return frozenset(name for name, field in fields if any(map(_is_structure, _leaves(field.annotation))))


def _leaves(annotation: object) -> Iterator[object]:
    if get_origin(annotation) is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif get_origin(annotation) in (types.UnionType, None) or "Union" in str(get_origin(annotation)):
        yield from (leaf for part in get_args(annotation) for leaf in _leaves(part))
        if not get_args(annotation):
            yield annotation
    else:
        yield get_origin(annotation)


def _is_structure(leaf: object) -> bool:
    return isinstance(leaf, type) and issubclass(leaf, BaseModel | list | dict)


def _explained(wrong: ValidationError, root: str = "") -> Refused:
    error = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    name = ".".join(filter(None, [root, *map(str, error["loc"])]))
    if error["type"] == "missing":
        return bad_request(_MISSING.get(name, f"{name} is empty"))
    return bad_request(f"invalid {name}: {error['msg']}")


def _unknown(value: object, path: str) -> Iterator[str]:
    """Names of what the models took in though they do not know it, at any depth."""
    if isinstance(value, BaseModel):
        yield from (f"{path}{name}" for name in value.model_extra or ())
        for name in value.model_fields_set & set(type(value).model_fields):
            if _is_given_up(type(value), name):
                yield f"{path}{name}"
            yield from _unknown(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, list):
        for item in value:
            yield from _unknown(item, path)


def _is_given_up(model: type[BaseModel], name: str) -> bool:
    """aiogram still knows what Telegram has taken out of its documentation."""
    extra = model.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("deprecated"))
