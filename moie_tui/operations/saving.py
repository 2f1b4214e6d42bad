"""The record around every change: intent and pre-images before it, what came of it after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from moie_tui.operations.consent import sha256_at
from moie_tui.storage.operation_records import left_by
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass, field
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.plan import Effect

RECORDED = "the operation log has a record of it"
"""The note on an error that says so."""


@dataclass
class Recording:
    """One operation on its way into the operation log; `id` is "" until something is about to change.

    One that is not `exact` is undone by its effects alone: no bytes are kept for it, and its end may be lost
    in a power cut."""

    stores: Stores
    kind: str
    now: datetime
    scheduled: bool = False
    undoes: str = ""
    exact: bool = True
    id: str = ""
    outcome: str = "done"
    message: str = ""
    effects: Sequence[Effect] = ()
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    def intend(
        self,
        effects: Sequence[Effect],
        files: Mapping[str, bytes | None],
        after: Mapping[str, bytes | None] | None = None,
    ) -> None:
        """Writes the intent down before the change, with each file's bytes as they are (None: absent).

        `after` has the bytes that files are to have, so that a foreign edit is never taken for our work."""
        self.effects, self.files = effects, files
        self.after = {name: _sum(data) for name, data in (after or {}).items()}
        if self.id:
            # Another program wrote in between, so the change began anew on what it wrote.
            self.stores.operations.before(self.id, files, self.after, self.exact)
            return
        self.id = self.stores.operations.begin(
            self.kind,
            self.now,
            str(self.stores.origin),
            scheduled=self.scheduled,
            effects=effects,
            files=files,
            undoes=self.undoes,
            after=self.after,
            keep=self.exact,
        )

    def close(self) -> None:
        """Writes down what came of it, with the hashes of the files as it left them."""
        self.stores.operations.end(
            self.id,
            self.outcome,
            self.message,
            effects=self.effects,
            files={name: self._left(name, before) for name, before in self.files.items()},
            undoes=self.undoes if self.outcome != "failed" else "",
            durable=self.exact,
        )

    def _left(self, name: str, before: bytes | None) -> str:
        return left_by(_sum(before), sha256_at(self.stores.root / name), self.after.get(name))


def _sum(data: bytes | None) -> str:
    return "" if data is None else sha256_of(data)


@contextmanager
def recorded(
    stores: Stores,
    kind: str,
    now: datetime,
    *,
    scheduled: bool = False,
    undoes: str = "",
    exact: bool = True,
) -> Iterator[Recording]:
    """A recording that is closed at the end when something was intended, as failed when an error came."""
    recording = Recording(stores, kind, now, scheduled, undoes, exact)
    try:
        yield recording
    except BaseException as error:
        recording.outcome, recording.message = "failed", str(error)
        if recording.id:
            error.add_note(RECORDED)
        raise
    finally:
        if recording.id:
            recording.close()
