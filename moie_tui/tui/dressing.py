"""How the screen looks and which keys it takes: what the config wants, as far as it can be had."""

from __future__ import annotations

from textual.app import App
from textual.theme import Theme

from moie_tui.domain.errors import MoieError
from moie_tui.domain.keys import keys_from
from moie_tui.domain.palettes import Palettes
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, Problem, SystemView
from moie_tui.tui.driver import HangupDriver
from moie_tui.tui.keymap import textual_keymap
from moie_tui.tui.live import Live
from moie_tui.tui.mark import Mark, mark_of, mark_tokens, title_of
from moie_tui.tui.overview import names
from moie_tui.tui.theme import PLAIN, THEMES, theme_of, tokens_for
from moie_tui.values import replace


class Dressing:
    """Follows the config and the user's own themes; `usual` is the theme where nobody wants another."""

    def __init__(self, app: Live, usual: Theme) -> None:
        self._app, self._usual = app, usual
        self._wanted: str | None = None
        self._palettes: Palettes | None = None
        for theme in THEMES:
            app.register_theme(theme)
        # Without the theme's watcher, which would have all sheets parsed a second time.
        app.set_reactive(App.theme, usual.name)

    def tokens(self) -> dict[str, str]:
        """Our tokens for themes that do not have them, and the tone of the mark."""
        theme = self._app.current_theme
        return {**tokens_for(theme), **mark_tokens(self._app.mark, theme)}

    def put_on(self, view: SystemView) -> SystemView:
        """Looks as the config of `view` wants; the view, with what could not be had among its problems."""
        ui = view.settings.ui
        if ui.theme != self._wanted:
            self._wanted = ui.theme
            self._choose()
        keys = keys_from(ui.keymap)[0]
        if keys != self._app.keys:
            self._app.keys = keys
            self._app.set_keymap(textual_keymap(keys))
            self._relabel()
        mark = self._mark(view)
        if mark != self._app.mark:
            self._app.mark = mark
            self._app.theme_variables.update(self.tokens())
            self.repaint()
        found = tuple(self._problems())
        return replace(view, problems=(*view.problems, *found)) if found else view

    def entitle(self) -> None:
        """Names the terminal's window or tab, if it can be named."""
        app = self._app
        driver = app._driver
        if isinstance(driver, HangupDriver) and app.newest is not NO_VIEW:
            driver.entitle(title_of(app.mark, app.newest, app.judgement))

    def repaint(self) -> None:
        """Draws everything again: lines wear tones, whose change no style sheet notices."""
        for screen in self._app.screen_stack:
            for widget in screen.walk_children():
                widget.refresh()
        self._relabel()

    async def follow(self) -> None:
        """Takes the user's own themes, now and whenever they change."""
        try:
            async for palettes in self._app.source.palettes():
                self._take(palettes)
        except MoieError as error:
            self._app.notify(plain(error.line()), title="No themes", severity="error", markup=False)

    def _take(self, palettes: Palettes) -> None:
        app, worn = self._app, self._app.current_theme
        gone = {one.name for one in self._palettes.found} if self._palettes else set()
        self._palettes = palettes
        for palette in palettes.found:
            app.register_theme(theme_of(palette))
        for name in gone - {one.name for one in palettes.found}:
            app.unregister_theme(name)
        if worn.name not in app.available_themes or (self._wanted and worn.name != self._wanted):
            self._choose()
        elif app.current_theme != worn:
            app.refresh_css(animate=False)
            self.repaint()
        if app.desk.read is not NO_VIEW:
            app.show(app.desk.read)

    def _choose(self) -> None:
        known = self._wanted in self._app.available_themes and self._usual is not PLAIN
        self._app.theme = self._wanted if self._wanted and known else self._usual.name

    def _mark(self, view: SystemView) -> Mark:
        """Where there are several roots each has one, so that no sheet leaves open which it is about."""
        mark, desks = mark_of(view), self._app.desks
        return Mark(names(desks)[self._app.desk], mark.colour) if len(desks) > 1 else mark

    def _problems(self) -> list[Problem]:
        if self._palettes is None:
            return []
        found = list(self._palettes.problems)
        names = self._app.available_themes
        if self._wanted and self._wanted not in names:
            from difflib import get_close_matches

            near = get_close_matches(self._wanted, names, 1, 0.5)
            fix = f"did you mean {near[0]}?" if near else "the command palette lists the themes"
            what = f"there is no theme {plain(self._wanted)!r}"
            found.append(Problem("config.yaml (ui.theme)", what, fix))
        return found

    def _relabel(self) -> None:
        if not (over := self._app.screen_stack[1:]):
            return
        from moie_tui.tui.screens.sheet import Sheet

        for screen in over:
            if isinstance(screen, Sheet):
                screen.relabel()
