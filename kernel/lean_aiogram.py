"""Imports aiogram without building its pydantic models, each of which is then built when it is first used.

aiogram builds all of its hundreds of models at import, and a process needs a few dozen: this saves each
process about 100 MB and two seconds. pydantic builds a model on demand by itself (`defer_build`, which
aiogram sets), but needs to know which names the models' annotations refer to. aiogram passes these names only
when it builds all models.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Optional, Union

if TYPE_CHECKING:
    from pydantic import BaseModel  # slow to import, and not needed where aiogram is already imported


def import_lean_aiogram() -> None:
    """Import aiogram with its models not yet built. Does nothing where aiogram is already imported.

    An entry point calls this before it imports any module that imports aiogram.
    """
    if "aiogram" in sys.modules:
        return
    with _no_model_built():
        import_module("aiogram")
    types, base = import_module("aiogram.types"), import_module("aiogram.methods.base")
    names = {name: getattr(types, name) for name in types.__all__} | {
        "List": list,
        "Optional": Optional,
        "Union": Union,
        "Literal": Literal,
        "Default": import_module("aiogram.client.default").Default,
    }
    for model in (types.TelegramObject, base.TelegramMethod, base.Response):
        _build_with_names(model, names)


@contextmanager
def _no_model_built() -> Iterator[None]:
    from pydantic import BaseModel

    original = vars(BaseModel)["model_rebuild"]
    type.__setattr__(BaseModel, "model_rebuild", classmethod(lambda _model, **_options: None))
    try:
        yield
    finally:
        type.__setattr__(BaseModel, "model_rebuild", original)


def _build_with_names(model: "type[BaseModel]", names: dict[str, Any]) -> None:
    build = model.model_rebuild.__func__  # type: ignore[attr-defined]

    def model_rebuild(cls: "type[BaseModel]", /, **options: Any) -> bool | None:
        built: bool | None = build(cls, **(options | {"_types_namespace": names}))
        return built

    type.__setattr__(model, "model_rebuild", classmethod(model_rebuild))
