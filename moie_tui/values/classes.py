"""Classes of values, made without compiling anything until the first instance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter, ge, gt, le, lt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FIELDS = "__value_fields__"
TO_GIVE = "__value_arguments__"
WORTH_COMPILING = 16
"""From so many instances on a class gets an `__init__` of its own code."""
_set = object.__setattr__


class Field:
    """One field: its default or how to make one; whether values are made with it, compared by it, show it."""

    __slots__ = ("compare", "default", "default_factory", "init", "name", "repr")

    def __init__(
        self, default: Any, default_factory: Callable[[], Any] | None, init: bool, compare: bool, repr: bool
    ) -> None:
        self.name = ""
        self.default, self.default_factory = default, default_factory
        self.init, self.compare, self.repr = init, compare, repr


_SLOT: Any = type(Field.__dict__["name"])
"""How Python keeps a field of a class with slots; its own setter is quicker than object.__setattr__."""


class _Nothing:
    """No default."""


NOTHING = _Nothing()


def field(
    *,
    default: Any = NOTHING,
    default_factory: Callable[[], Any] | None = None,
    init: bool = True,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    """A field that is more than a name and a plain default; without `init`, `__post_init__` sets it."""
    return Field(default, default_factory, init, compare, repr)


def fields(value: Any) -> tuple[Field, ...]:
    """The fields of a value or of its class, in order."""
    return tuple(getattr(value, FIELDS).values())


def replace(value: Any, /, **changes: Any) -> Any:
    """A value like this one with some fields changed."""
    for name, one in getattr(value, FIELDS).items():
        if one.init and name not in changes:
            changes[name] = getattr(value, name)
    return type(value)(**changes)


def asdict(value: Any) -> dict[str, Any]:
    """The fields by name, and so for the values inside of it."""
    return {name: _as_plain(getattr(value, name)) for name in getattr(value, FIELDS)}


def dataclass(
    cls: type | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    order: bool = False,
) -> Any:
    """Makes a class of values out of its annotations."""

    def made(one: type) -> type:
        own = {name: _field(one, name) for name in one.__annotations__}
        every: dict[str, Field] = {}
        for base in reversed(one.__mro__[1:]):
            every |= base.__dict__.get(FIELDS, {})
        every |= own
        to_give = tuple((name, one) for name, one in every.items() if one.init)
        space = {FIELDS: every, TO_GIVE: to_give, **_methods(every, frozen=frozen, eq=eq, order=order)}
        return _with_slots(one, own, space) if slots else _in_place(one, own, space)

    return made if cls is None else made(cls)


def _field(cls: type, name: str) -> Field:
    given = cls.__dict__.get(name, NOTHING)
    one = given if isinstance(given, Field) else Field(given, None, True, True, True)
    one.name = name
    return one


def _in_place(cls: type, own: Mapping[str, Field], space: dict[str, Any]) -> type:
    for name, one in own.items():
        if isinstance(cls.__dict__.get(name), Field):
            if one.default is NOTHING:
                delattr(cls, name)
            else:
                setattr(cls, name, one.default)
    for name, what in space.items():
        if name in (FIELDS, TO_GIVE) or name not in cls.__dict__:
            setattr(cls, name, what)
    if "__init__" not in cls.__dict__:
        setattr(cls, "__init__", _first_init(cls))  # noqa: B010 (mypy knows no such assignment)
    return cls


def _with_slots(cls: type, own: Mapping[str, Field], space: dict[str, Any]) -> type:
    taken = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
    kept = {
        name: what
        for name, what in cls.__dict__.items()
        if name not in own and name not in ("__dict__", "__weakref__")
    }
    slots = tuple(name for name in own if name not in taken)
    state = {"__getstate__": _get_state, "__setstate__": _set_state}
    body = {**state, **space, **kept, FIELDS: space[FIELDS], TO_GIVE: space[TO_GIVE], "__slots__": slots}
    return _in_place(type(cls)(cls.__name__, cls.__bases__, body), {}, {})


def _methods(every: Mapping[str, Field], *, frozen: bool, eq: bool, order: bool) -> dict[str, Any]:
    methods: dict[str, Any] = {"__match_args__": tuple(every), "__repr__": _repr}
    get = _getter(tuple(name for name, one in every.items() if one.compare))
    if eq:
        methods["__eq__"] = _comparing(get, lambda a, b: bool(a == b))
        methods["__hash__"] = (lambda self: hash(get(self))) if frozen else None
    if order:
        methods |= {f"__{one.__name__}__": _comparing(get, one) for one in (lt, le, gt, ge)}
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
    return methods


def _comparing(get: Callable[[Any], Any], how: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def compared(self: Any, other: Any) -> Any:
        return how(get(self), get(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _getter(names: tuple[str, ...]) -> Callable[[Any], Any]:
    """What values are compared by; a tuple from two fields on."""
    return attrgetter(*names) if names else lambda value: ()


def _first_init(cls: Any) -> Callable[..., None]:
    """Compiling costs as much as some dozens of instances made without: most classes have fewer."""
    made = 0

    def init(self: Any, *given: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        if made <= WORTH_COMPILING and _fill(self, cls, given, named):
            return
        cls.__init__ = _compiled_init(cls)
        cls.__init__(self, *given, **named)

    return init


def _fill(self: Any, cls: Any, given: Sequence[Any], named: Mapping[str, Any]) -> bool:
    """Sets the fields one by one; False, with nothing to be seen, when the call does not fit them."""
    taken = 0
    for place, (name, one) in enumerate(getattr(cls, TO_GIVE)):
        if place < len(given):
            if name in named:
                return False
            value = given[place]
        elif name in named:
            value, taken = named[name], taken + 1
        elif one.default_factory is not None:
            value = one.default_factory()
        elif one.default is not NOTHING:
            value = one.default
        else:
            return False
        _set(self, name, value)
    if len(given) > len(getattr(cls, TO_GIVE)) or taken != len(named):
        return False
    if hasattr(cls, "__post_init__"):
        self.__post_init__()
    return True


def _compiled_init(cls: Any) -> Callable[..., None]:
    """The code that a class of values has at last: one assignment a field."""
    frozen = cls.__setattr__ is _refuse
    space: dict[str, Any] = {"_set": _set, "_NOTHING": NOTHING}
    head, body = ["self"], ["    pass"]
    for at, (name, one) in enumerate(getattr(cls, TO_GIVE)):
        value = name
        if one.default_factory is not None:
            space[f"_make{at}"] = one.default_factory
            head.append(f"{name}=_NOTHING")
            value = f"_make{at}() if {name} is _NOTHING else {name}"
        elif one.default is not NOTHING:
            space[f"_default{at}"] = one.default
            head.append(f"{name}=_default{at}")
        else:
            head.append(name)
        slot = getattr(cls, name, None)
        if not frozen:
            body.append(f"    self.{name} = {value}")
        elif isinstance(slot, _SLOT):
            space[f"_set{at}"] = slot.__set__
            body.append(f"    _set{at}(self, {value})")
        else:
            body.append(f"    _set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("    self.__post_init__()")
    exec("\n".join([f"def __init__({', '.join(head)}):", *body]), space)
    init: Callable[..., None] = space["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _refuse(self: Any, name: str, *unused: object) -> None:
    raise AttributeError(f"{type(self).__name__} is a value: its {name} can't be set")


def _repr(self: Any) -> str:
    shown = [name for name, one in getattr(self, FIELDS).items() if one.repr]
    said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({said})"


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in getattr(self, FIELDS)]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, what in zip(getattr(self, FIELDS), state, strict=True):
        object.__setattr__(self, name, what)


def _as_plain(value: Any) -> Any:
    if hasattr(type(value), FIELDS):
        return asdict(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_as_plain, value))
    if isinstance(value, dict):
        return {key: _as_plain(one) for key, one in value.items()}
    return value
