"""Work of which only the newest counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast

from textual.dom import DOMNode


def instead(node: DOMNode, group: str, work: Callable[..., Awaitable[None]], *arguments: object) -> None:
    """Runs it in the place of what this group of the node still does.

    The coroutine is made only when its turn comes: one that was replaced before is never left unawaited."""
    # Textual runs a partial as async, but no lambda; its type wants a result of every coroutine function.
    node.run_worker(cast(Any, partial(work, *arguments)), group=group, exclusive=True)
