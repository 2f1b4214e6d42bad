"""Consent to pruning: each snapshot with the reason why it goes or stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import cast

from textual.content import Content

from moie_tui.domain.health import ago
from moie_tui.domain.retention import UNWANTED, retain
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.text import plain
from moie_tui.tui import glyphs
from moie_tui.tui.live import Live
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.widgets.hanging_text import Row

BACK = "{} brings them back, byte for byte, as long as their bytes are kept."
_NOTHING = "Every snapshot is wanted by a tier or pinned: nothing would go."


class PruneSheet(PlanSheet):
    """What the plan removes, what stays, and by which tier of `backups` in the config."""

    yes = "remove them"

    def rows(self) -> list[Row]:
        """Those that go first, then those that stay."""
        app = cast(Live, self.app)
        view, going = app.view, {PurePath(effect.target).name for effect in self.plan.effects}
        why = retain(view.snapshots, view.settings.backups, view.zone).why
        goes = [one for one in view.snapshots if one.name in going]
        stays = [one for one in view.snapshots if one.name not in going]
        if not going:
            rows: list[Row] = [(Content(), Content(_NOTHING))]
        else:
            # The plan is what is consented to: one that the view does not know yet is named all the same.
            unknown = going - {one.name for one in goes}
            rows = [_heading(f"Go · {len(going)}"), *_each(app, goes, why, glyphs.LATE, "$late")]
            rows += [(Content("  "), Content(plain(name))) for name in sorted(unknown)]
            back = BACK.format(app.keys.shown("undo"))
            rows += [(Content(), Content.styled(back, "$faint"))]
        return [*rows, _GAP, _heading(f"Stay · {len(stays)}"), *_each(app, stays, why, glyphs.OK, "$ok")]


_GAP: Row = (Content(), Content())


def _heading(words: str) -> Row:
    return Content(), Content.styled(words, "bold")


def _each(app: Live, some: Iterable[Snapshot], why: object, glyph: str, colour: str) -> Iterator[Row]:
    reasons = cast("dict[str, str]", why)
    for one in some:
        margin = Content.assemble("  ", (glyph, colour), f" {plain(one.id)[:6]:<6}  ")
        age, reason = ago(app.now - one.taken_at), plain(one.reason)
        words = (f"{age:>7}  {reason:<10}  ", (reasons.get(one.id, UNWANTED), "$faint"))
        yield margin, Content.assemble(*words)
