"""What is only remembered to be quick: files in `.moie/cache/` that can be lost at any time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from moie_tui.domain.errors import MoieError
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.values.plain_json import dumps


def put(root: str, name: str, raw: Mapping[str, object]) -> None:
    """Writes one as JSON, where there is a folder of ours that can be written."""
    put_bytes(root, name, dumps(raw).encode())


def put_bytes(root: str | Path, name: str, data: bytes) -> None:
    """The same of what is bytes already."""
    path = Path(root, name)
    if os.path.isdir(os.path.join(root, OURS)):  # looking at a root leaves no trace
        with suppress(MoieError, OSError):  # a disk that takes nothing makes the next call slower, no more
            private_folder(path.parent)
            write_atomic(path, data, durable=False)
