"""Modules that Textual imports when it starts and needs seldom or never: each is imported when it is used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

SELDOM = ("mimetypes", "platformdirs", "rich.table", "textual.types", "uuid")
"""For files that are handed to a browser, tables of colours, names of toasts; `textual.types` lists types,
and brings five widgets along that are none of ours."""
OPTIONAL = ("ssl",)
"""What asyncio does without where it is missing; whoever else wants it gets it."""


@contextmanager
def postponed() -> Iterator[None]:
    """What is imported meanwhile gets stand-ins of those modules, unless they are there already."""
    # None is how Python says that there is no such module.
    wanted: dict[str, ModuleType | None] = {name: _StandIn(name) for name in SELDOM} | dict.fromkeys(OPTIONAL)
    missing = {name: one for name, one in wanted.items() if name not in sys.modules}
    sys.modules.update(missing)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, one in missing.items():
            if sys.modules.get(name) is one:
                sys.modules.pop(name, None)


class _StandIn(ModuleType):
    """A module whose names can be imported from it, and nothing more yet."""

    def __getattr__(self, name: str) -> _Later:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


class _Later:
    """A function or class of such a module: whoever calls it, looks into it or inherits it imports it."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        return getattr(import_module(self._module), self._name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._real()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (self._real(),)
