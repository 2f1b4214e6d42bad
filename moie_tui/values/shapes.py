"""What `Generic` and `Protocol` are while the program runs: nothing looks at them then."""

from __future__ import annotations


class Protocol:
    """A class that says what another must have; anything that has it will do."""


class Generic:
    """A class of values of one type; `Generic[T]` is the class itself."""

    def __class_getitem__(cls, unused: object) -> type:
        return cls
