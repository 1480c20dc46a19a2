"""aiogram whose models are built when they are first used, and not all at its import.

Of its hundreds of models a process needs a few dozen: this spares each process about 100 MB and two seconds.
pydantic builds a model on demand by itself (`defer_build`, which aiogram sets); it only has to be told where
the names in aiogram's annotations come from, which aiogram tells just while it builds all of them.
"""

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, Optional, Union

if TYPE_CHECKING:
    from pydantic import BaseModel  # which comes with aiogram, and not before


def prepare() -> None:
    """From now on, whenever aiogram comes; does nothing where it is loaded already."""
    if "aiogram" not in sys.modules:
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "aiogram":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """aiogram's own, but that it builds nothing."""

    def __init__(self, own: Loader) -> None:
        self._own = own

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._own.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        with _nothing_built():
            self._own.exec_module(module)
        _tell_names()


def _tell_names() -> None:
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


def _build_when_used(model: "type[BaseModel]", names: dict[str, Any]) -> None:
    build = model.model_rebuild.__func__  # type: ignore[attr-defined]

    def model_rebuild(cls: "type[BaseModel]", /, **options: Any) -> bool | None:
        built: bool | None = build(cls, **(options | {"_types_namespace": names}))
        return built

    type.__setattr__(model, "model_rebuild", classmethod(model_rebuild))


@contextmanager
def _nothing_built() -> Iterator[None]:
    from pydantic import BaseModel

    original = vars(BaseModel)["model_rebuild"]
    type.__setattr__(BaseModel, "model_rebuild", classmethod(lambda _model, **_options: None))
    try:
        yield
    finally:
        type.__setattr__(BaseModel, "model_rebuild", original)
