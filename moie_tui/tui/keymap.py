"""Which key does what: lowercase moves and shows, uppercase acts, control and function keys never act."""

from __future__ import annotations

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from moie_tui.domain.key_catalogue import BY_ID
from moie_tui.domain.keys import SHIPPED, Keys

PANES = ("phases", "jobs", "heart", "snapshots", "events")
"""The five panes in the order of their number keys."""


def bound(
    name: str, action: str, words: str = "", *, only: tuple[str, ...] = (), everywhere: bool = False
) -> Binding:
    """The binding of an id of the catalogue; `words` where it is something more special here.

    `only` keeps those of its keys that have no other meaning in this place; `everywhere` is also over sheets
    and while one types."""
    one = BY_ID[name]
    return Binding(
        ",".join(only or one.keys), action, words or one.words, show=False, priority=everywhere, id=name
    )


def keys_of(node: DOMNode) -> Keys:
    """The keys in force in the app around `node`."""
    keys = getattr(node.app, "keys", SHIPPED)
    return keys if isinstance(keys, Keys) else SHIPPED


def textual_keymap(keys: Keys) -> dict[str, str]:
    """The keys that are not as shipped, as Textual takes them."""
    return {name: ",".join(chosen) for name, chosen in keys.chosen.items()}


APP: list[BindingType] = [
    bound("help", "help_here"),
    bound("palette", "command_palette"),
    bound("lock", "toggle_lock"),
    bound("refresh", "read_again"),
    bound("bundle", "bundle"),
    bound("back", "leave", "Quit"),
    bound("suspend", "suspend", everywhere=True),
    Binding("ctrl+c", "help_quit", show=False, system=True),
]
DASHBOARD: list[BindingType] = [
    *[bound(f"pane-{name}", f"pane('{name}')") for name in PANES],
    bound("overview", "overview"),
    Binding("escape", "unzoom", "Leave the past, the pane that stands alone, or the news", show=False),
    bound("back", "back"),
    bound("next-pane", "next_pane(1)"),
    bound("right", "next_pane(1)", "Next pane"),
    bound("previous-pane", "next_pane(-1)"),
    bound("left", "next_pane(-1)", "Previous pane"),
    bound("zoom", "zoom"),
    bound("running", "app.show_running"),
    bound("operations", "list('operations')"),
    bound("alerts", "list('alerts')"),
    bound("metrics", "list('metrics')"),
    bound("news", "list('news')"),
    bound("time-back", "time('back')"),
    bound("time-forward", "time('forward')"),
    bound("leap-back", "time('leap-back')"),
    bound("leap-forward", "time('leap-forward')"),
    bound("time-machine", "time('choose')"),
    bound("mark-moment", "time('mark')"),
    bound("next-root", "root(1)"),
    bound("previous-root", "root(-1)"),
    bound("roots", "list('roots')"),
    bound("events-of", "events_of"),
    bound("diff", "compare", "Compare moments, or the selected snapshot with now"),
    bound("copy", "matter('row')", "Copy the selected row"),
    bound("copy-as", "matter('as')"),
    bound("export", "matter('export')", "Export the pane to a file: CSV, JSON or Markdown"),
    bound("inspector-down", "inspect(1)"),
    bound("inspector-up", "inspect(-1)"),
    bound("pulse", "act('pulse')"),
    bound("backup", "act('backup')"),
    bound("verify", "act('verify')"),
    bound("run", "act('start')"),
    bound("hold", "act('hold')"),
    bound("rollback", "act('rollback')"),
    bound("migrate", "act('migrate')"),
    bound("undo", "act('undo')"),
    bound("edit", "act('edit')"),
]
FINDING: list[BindingType] = [
    bound("filter", "filter", "Filter by words, ! for rows without them"),
    bound("failures", "failures"),
    bound("sort", "order", "The next order"),
    bound("next-match", "match(1)"),
    bound("previous-match", "match(-1)"),
    Binding("escape", "show_all", "Show all rows again", show=False),
]
ROOTS: list[BindingType] = [
    bound("roots", "leave", "back"),
    *[bound(f"root-{at}", f"root({at})") for at in range(1, 10)],
]
EVENTS: list[BindingType] = [
    bound("filter", "filter", "Filter by words"),
    bound("failures", "level", "Failures only: warnings, errors, critical events, all"),
    bound("sort", "sorts", "Choose the kinds of events to show"),
    bound("go-to-time", "when"),
    bound("next-match", "match(1)", "The next newer event with the words looked for last"),
    bound("previous-match", "match(-1)", "The next older event with the words looked for last"),
    bound("tail", "tail", "Stay at the newest event, or stop that"),
    Binding("escape", "show_all", "Show all events again", show=False),
]

Hint = tuple[str, str]
"""An id of the catalogue, or a key that is always the same, and one or two words."""
ROLLBACK_HINT: Hint = ("rollback", "rollback")
UNDO_HINT: Hint = ("undo", "undo")
ACT_HINTS: tuple[Hint, ...] = (("pulse", "pulse"), ("backup", "backup"), ROLLBACK_HINT, UNDO_HINT)
ALERTS_HINT: Hint = ("alerts", "alerts")
UNLOCK_HINT: Hint = ("lock", "unlock")
LAST_HINTS: tuple[Hint, ...] = (("help", "help"), ("back", "quit"))
PANE_ACT_HINTS: dict[str, tuple[Hint, ...]] = {
    "phases": (("verify", "verify"),),
    "jobs": (("run", "run now"),),
    "heart": (("hold", "hold"),),
    "snapshots": (ROLLBACK_HINT,),
}
"""Acts that matter in one pane, said first; gone while nothing may be done."""
TIME_HINTS: tuple[Hint, ...] = (("time-machine", "time"), ("mark-moment", "mark"), ("diff", "compare"))
"""What there is to do in the past beside stepping through it; nothing else is."""
TO_LIVE: dict[bool, Hint] = {False: ("Esc", "live"), True: ("back", "live")}
"""The way back to now; by the key that still leads there while Esc means something nearer, as a filter."""
RESUME_HINT: Hint = ("hold", "resume")
PANE_HINTS: dict[str, tuple[Hint, ...]] = {
    "phases": (("Enter", "open"),),
    "jobs": (("Enter", "open"),),
    "heart": (("Enter", "open"),),
    "snapshots": (("Enter", "diff"),),
    "events": (
        ("Enter", "read"),
        ("filter", "filter"),
        ("failures", "level"),
        ("sort", "kinds"),
        ("go-to-time", "time"),
        ("tail", "tail"),
    ),
}
