"""aiogram whose models are built when they are first used, and not all at its import.

Of its hundreds of models a process needs a few dozen: this spares each process about 100 MB and two seconds.
pydantic builds a model on demand by itself (`defer_build`, which aiogram sets); it only has to be told where
the names in aiogram's annotations come from, which aiogram tells just while it builds all of them.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal, Optional, Union

from pydantic import BaseModel

_BUILD: Final = vars(BaseModel)["model_rebuild"].__func__


def load() -> None:
    """Does nothing where aiogram is loaded already: then its models are built."""
    if "aiogram" in sys.modules:
        return
    with _nothing_built():
        types = importlib.import_module("aiogram.types")
    base = importlib.import_module("aiogram.methods.base")
    names = {name: getattr(types, name) for name in types.__all__} | {
        "List": list,
        "Optional": Optional,
        "Union": Union,
        "Literal": Literal,
        "Default": importlib.import_module("aiogram.client.default").Default,
    }
    for model in (types.TelegramObject, base.TelegramMethod, base.Response):
        _build_when_used(model, names)


def _build_when_used(model: type[BaseModel], names: dict[str, Any]) -> None:
    def model_rebuild(cls: type[BaseModel], /, **options: Any) -> bool | None:
        built: bool | None = _BUILD(cls, **(options | {"_types_namespace": names}))
        return built

    type.__setattr__(model, "model_rebuild", classmethod(model_rebuild))


@contextmanager
def _nothing_built() -> Iterator[None]:
    original = vars(BaseModel)["model_rebuild"]
    type.__setattr__(BaseModel, "model_rebuild", classmethod(lambda _model, **_options: None))
    try:
        yield
    finally:
        type.__setattr__(BaseModel, "model_rebuild", original)
