"""The record around a change, also when a foreign program writes while it is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from moie_tui.domain.plan import FileChange
from moie_tui.operations.saving import recorded
from moie_tui.storage.state_file import StateDocument
from moie_tui.values.digest import sha256_of
from tests.builders import a_state
from tests.roots import NOON, Root


def test_a_change_that_begins_anew_is_one_operation_with_the_bytes_it_really_replaced(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    stores = root.workspace.stores
    foreign = json.dumps(a_state(foreign=True)).encode()
    with recorded(stores, "edit", NOON) as record:

        def change(current: StateDocument) -> dict[str, Any]:
            first = not record.id
            record.intend((), {current.name: current.data})
            if first:
                (root.folder / root.name).write_bytes(foreign)
            return {**current.raw, "mine": True}

        stores.state.update(change)
    (done,) = stores.operations.all()
    assert root.document["foreign"]
    assert root.document["mine"]
    assert done.files == (FileChange(root.name, sha256_of(foreign), sha256_of(root.bytes)),)
    assert stores.operations.old_bytes(sha256_of(foreign)) == foreign
