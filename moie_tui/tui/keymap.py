"""Which key does what: lowercase moves and shows, uppercase acts, control and function keys never act."""

from __future__ import annotations

from textual.binding import Binding, BindingType

PANES = ("phases", "jobs", "heart", "snapshots", "events")
"""The five panes in the order of their number keys."""


def _hidden(key: str, action: str, description: str, *, priority: bool = False) -> Binding:
    name = action.replace("(", "-").replace(")", "").replace("'", "").replace("app.", "")
    return Binding(key, action, description, show=False, id=name, priority=priority)


APP: list[BindingType] = [
    _hidden("question_mark,f1", "help_here", "Help for where you are"),
    _hidden("colon,ctrl+p", "command_palette", "Command palette"),
    _hidden("L", "toggle_lock", "Lock against clumsy fingers"),
    _hidden("r", "read_again", "Refresh"),
    _hidden("q", "leave", "Quit"),
    Binding("ctrl+c", "help_quit", show=False, system=True),
]
DASHBOARD: list[BindingType] = [
    *[_hidden(str(number), f"pane('{name}')", f"Go to {name}") for number, name in enumerate(PANES, 1)],
    _hidden("0", "overview", "Overview: all panes"),
    _hidden("escape", "unzoom", "Back to all panes"),
    _hidden("q", "back", "Back, or quit"),
    _hidden("tab,right,l", "next_pane(1)", "Next pane"),
    _hidden("shift+tab,left,h", "next_pane(-1)", "Previous pane"),
    _hidden("z", "zoom", "Zoom the pane"),
    _hidden("o", "app.show_running", "Show the running operation"),
    _hidden("u", "operations", "Operations: what was done, and how to take it back"),
    _hidden("a,exclamation_mark", "alerts", "Alerts: all that is wrong, and who sees to it"),
    _hidden("ctrl+d", "inspect(1)", "Scroll the inspector down"),
    _hidden("ctrl+u", "inspect(-1)", "Scroll the inspector up"),
    _hidden("P", "act('pulse')", "Pulse: one heartbeat"),
    _hidden("B", "act('backup')", "Backup"),
    _hidden("V", "act('verify')", "Verify the selected job or phase; from other panes everything"),
    _hidden("X", "act('start')", "Run the selected job now"),
    _hidden("H", "act('hold')", "Hold pulses, or resume them"),
    _hidden("R", "act('rollback')", "Roll back to the selected snapshot"),
    _hidden("M", "act('migrate')", "Migrate the schema"),
    _hidden("U", "act('undo')", "Undo the last operation"),
]

Hint = tuple[str, str]
"""A key and one or two words."""
ACT_HINTS: tuple[Hint, ...] = (("P", "pulse"), ("B", "backup"), ("R", "rollback"), ("U", "undo"))
ALERTS_HINT: Hint = ("a", "alerts")
BROKEN_HINT: Hint = ("R", "rollback")
LAST_HINTS: tuple[Hint, ...] = (("?", "help"), ("q", "quit"))
PANE_ACT_HINTS: dict[str, tuple[Hint, ...]] = {
    "phases": (("V", "verify"),),
    "jobs": (("X", "run now"),),
    "heart": (("H", "hold"),),
    "snapshots": (("R", "rollback"),),
}
"""Acts that matter in one pane, said first; gone while nothing may be done."""
RESUME_HINT: Hint = ("H", "resume")
PANE_HINTS: dict[str, tuple[Hint, ...]] = {
    "phases": (("Enter", "open"),),
    "jobs": (("Enter", "open"),),
    "snapshots": (("Enter", "diff"),),
    "events": (("Enter", "read"),),
}
