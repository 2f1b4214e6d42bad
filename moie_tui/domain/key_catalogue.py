"""Every action of the dashboard that has a key: its id, its keys as we ship them, and what it does."""

from __future__ import annotations

from moie_tui.values import dataclass

ACT, CONSENT, SHOW = "act", "consent", "show"
"""What a key does: it asks for a change of the root, consents to one, or only moves and shows."""
ANYWHERE, DASHBOARD, SHEETS = "anywhere", "the dashboard", "sheets"
"""Where a key works. Those of the dashboard and those of the sheets over it never meet."""


@dataclass(frozen=True, slots=True)
class KeyAction:
    """One id of `ui.keymap`; a key is one character, or a name like "pagedown" with "ctrl+" and the like."""

    id: str
    keys: tuple[str, ...]
    words: str
    where: str = ANYWHERE
    kind: str = SHOW


ACTIONS = (
    KeyAction("pulse", ("P",), "Pulse: one heartbeat", kind=ACT),
    KeyAction("backup", ("B",), "Backup", kind=ACT),
    KeyAction("verify", ("V",), "Verify the selected job or phase; from other panes everything", kind=ACT),
    KeyAction("run", ("X",), "Run the selected job now", kind=ACT),
    KeyAction("hold", ("H",), "Hold pulses, or resume them", kind=ACT),
    KeyAction("rollback", ("R",), "Roll back to the selected snapshot", kind=ACT),
    KeyAction("migrate", ("M",), "Migrate the schema", kind=ACT),
    KeyAction("undo", ("U",), "Undo the last operation", kind=ACT),
    KeyAction("edit", ("E",), "Edit the state in your editor", kind=ACT),
    KeyAction("acknowledge", ("A",), "Acknowledge the selected alert, with a note", SHEETS, ACT),
    KeyAction("silence", ("S",), "Silence what an alert is about, or let it be told again", SHEETS, ACT),
    KeyAction("consent", ("y",), "Run what the sheet shows", SHEETS, CONSENT),
    KeyAction("no", ("n",), "Leave the sheet, nothing is done", SHEETS),
    KeyAction("help", ("?", "f1"), "Help for where you are"),
    KeyAction("palette", (":", "ctrl+p"), "Command palette"),
    KeyAction("lock", ("L",), "Lock against clumsy fingers"),
    KeyAction("refresh", ("r",), "Refresh"),
    KeyAction("back", ("q",), "Back, or quit"),
    KeyAction("suspend", ("ctrl+z",), "Back to the shell for a while; `fg` there returns"),
    KeyAction("down", ("down", "j"), "Down"),
    KeyAction("up", ("up", "k"), "Up"),
    KeyAction("left", ("left", "h"), "To the left, close"),
    KeyAction("right", ("right", "l"), "To the right, open"),
    KeyAction("page-down", ("pagedown", "space"), "Page down"),
    KeyAction("page-up", ("pageup",), "Page up"),
    KeyAction("first", ("home", "g"), "First"),
    KeyAction("last", ("end", "G"), "Last"),
    KeyAction("next-pane", ("tab",), "Next pane", DASHBOARD),
    KeyAction("previous-pane", ("shift+tab",), "Previous pane", DASHBOARD),
    KeyAction("pane-phases", ("1",), "Go to phases", DASHBOARD),
    KeyAction("pane-jobs", ("2",), "Go to cyclic jobs", DASHBOARD),
    KeyAction("pane-heart", ("3",), "Go to heartbeat", DASHBOARD),
    KeyAction("pane-snapshots", ("4",), "Go to snapshots", DASHBOARD),
    KeyAction("pane-events", ("5",), "Go to events", DASHBOARD),
    KeyAction("overview", ("0",), "Overview: all panes", DASHBOARD),
    KeyAction("zoom", ("z",), "Zoom the pane", DASHBOARD),
    KeyAction("running", ("o",), "Show the running operation"),
    KeyAction("operations", ("u",), "Operations: what was done, and how to take it back"),
    KeyAction("alerts", ("a", "!"), "Alerts: all that is wrong, and who sees to it"),
    KeyAction("metrics", ("m",), "Metrics: what happened, counted, with charts"),
    KeyAction("news", ("v",), "News: what happened while you were away"),
    KeyAction("bundle", ("b",), "Incident bundle: all that somebody else needs to help"),
    KeyAction("inspector-down", ("ctrl+d",), "Scroll the inspector down", DASHBOARD),
    KeyAction("inspector-up", ("ctrl+u",), "Scroll the inspector up", DASHBOARD),
    KeyAction("time-back", ("[",), "One moment back in time", DASHBOARD),
    KeyAction("time-forward", ("]",), "One moment forward in time", DASHBOARD),
    KeyAction("leap-back", ("{",), "An hour back in time; a day, where it is more than a day ago", DASHBOARD),
    KeyAction("leap-forward", ("}",), "An hour forward in time, or a day", DASHBOARD),
    KeyAction("time-machine", ("T",), "Time machine: choose a moment", DASHBOARD),
    KeyAction("mark-moment", ("x",), "Mark this moment, to compare another one with it", DASHBOARD),
    KeyAction("next-root", (">",), "The next root, of several", DASHBOARD),
    KeyAction("previous-root", ("<",), "The root before it", DASHBOARD),
    KeyAction("roots", (";",), "Roots: all that are open, with a line each", DASHBOARD),
    KeyAction("filter", ("/",), "Filter the list"),
    KeyAction("next-match", ("n",), "The next one with the words looked for last"),
    KeyAction("previous-match", ("N",), "The one before with the words looked for last"),
    KeyAction("failures", ("f",), "Failures only"),
    KeyAction("events-of", ("*",), "The events of the selected job, or event's job, alone; then back"),
    KeyAction("sort", ("s",), "Another order, or another way to count"),
    KeyAction("tail", ("t",), "Follow the end"),
    KeyAction("go-to-time", ("w",), "Go to a time"),
    KeyAction("diff", ("d",), "Compare, or show every value"),
    KeyAction("copy", ("c",), "Copy"),
    KeyAction("copy-as", ("C",), "Copy as a command, JSON or Markdown"),
    KeyAction("export", ("e",), "Export to a file: CSV, JSON or Markdown"),
    KeyAction("output", ("o",), "The whole output", SHEETS),
    KeyAction("span-day", ("1",), "The last 24 hours", SHEETS),
    KeyAction("span-week", ("2",), "The last 7 days", SHEETS),
    KeyAction("span-month", ("3",), "The last 30 days", SHEETS),
    KeyAction("span-other", ("4",), "Another span", SHEETS),
    KeyAction("tick", ("space",), "Tick or untick the selected one", SHEETS),
    KeyAction("all", ("x",), "All of them again", SHEETS),
    KeyAction("discard", ("x",), "Throw away what was written", SHEETS),
    KeyAction("stop", ("x",), "Cancel the running operation", SHEETS),
    KeyAction("hold-too", ("h", "space"), "Hold pulses after the rollback, or not", SHEETS),
    *(KeyAction(f"root-{at}", (str(at),), f"Go to root {at}", SHEETS) for at in range(1, 10)),
)
"""In the order in which they are listed."""
BY_ID = {one.id: one for one in ACTIONS}
