"""Bringing a document of one schema version to another, with what earlier migrations set aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from moie_tui.domain.errors import InvalidDocument, ShapeError
from moie_tui.domain.migrations import Document, migrate
from moie_tui.domain.timestamps import write_like
from moie_tui.storage.stash_file import STASH_NAME
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump, parse


def carried(
    stores: Stores, document: Document, name: str, version: int, target: int, now: datetime
) -> tuple[Document, dict[str, Any]]:
    """The document in version `target`, and the stash for the way back."""
    boot_time = write_like(now, None, stores.zone, 2)
    try:
        return migrate(
            document, version, target, boot_time=boot_time, zone=stores.zone, stash=stores.stash.read()
        )
    except ShapeError as error:
        key, path = ".".join(map(str, error.path)), STASH_NAME if "stash" in error.what else name
        raise InvalidDocument(f"can't be brought to v{target}: {error.what}", path=path, key=key) from error


def carried_bytes(stores: Stores, data: bytes, name: str, version: int, target: int, now: datetime) -> bytes:
    """The same bytes when the version is right already, else the migrated document as it would be saved."""
    if version == target:
        return data
    raw = parse(data, name)
    assert isinstance(raw, dict)
    return dump(carried(stores, raw, name, version, target, now)[0])
