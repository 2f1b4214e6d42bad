"""The way from one root's screen to another's: nothing typed on the way reaches the one that is left."""

from __future__ import annotations

from textual import events

from moie_tui.tui.messages import RootWanted
from moie_tui.tui.screens.facts import Facts


class OneOfSeveral(Facts, inherit_bindings=False):
    """Asks for another root; its keys sleep until it is known whether one comes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._leaving = False
        self._is_new = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for several roots only where there are; none that was typed before another one was there."""
        several = len(self.roots) > 1 or (action != "root" and parameters != ("roots",))
        return several and not self._leaving

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """This root is in front again; the first time each widget has its looks already."""
        event.refresh_styles &= not self._is_new
        self._is_new = False
        self.stay()

    def stay(self) -> None:
        """No other root comes to the front: keys count again."""
        self._leaving = False

    def on_root_wanted(self) -> None:
        """What is typed from now on is not meant for this root."""
        self._leaving = True

    def action_root(self, step: int) -> None:
        """Asks for another root."""
        self._leaving = True
        self.post_message(RootWanted(step=step))
