"""Work of which only the newest counts."""

from __future__ import annotations

import pytest
from textual.app import App

from moie_tui.tui.working import instead


@pytest.mark.asyncio
async def test_what_comes_last_is_done_with_its_arguments_and_nothing_else_of_its_group() -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        done.append(number)

    app: App[None] = App()
    async with app.run_test() as pilot:
        for number in range(3):
            instead(app, "group", work, number)
        await pilot.pause(0.1)
    assert done == [2]
