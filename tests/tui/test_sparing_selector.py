from __future__ import annotations

import asyncio
import os

from moie_tui.tui import sparing_selector
from moie_tui.tui.sparing_selector import SparingSelector, sparing_loop


def test_a_busy_loop_looks_outside_only_once_in_a_while() -> None:
    ours, theirs = os.pipe()
    selector = SparingSelector()
    try:
        selector.register(ours, 1)
        os.write(theirs, b"!")
        assert selector.select(None)
        selector._looked = float("inf")
        assert selector.select(0) == []
        assert selector.select(1), "who has time to wait looks"
        selector._looked = 0
        assert selector.select(0)
    finally:
        selector.close()
        os.close(ours)
        os.close(theirs)


def test_such_a_loop_hears_of_threads_and_of_time() -> None:
    async def work() -> str:
        await asyncio.sleep(sparing_selector.PAUSE_SECONDS / 10)
        return await asyncio.to_thread(lambda: "done")

    with asyncio.Runner(loop_factory=sparing_loop) as runner:
        assert runner.run(work()) == "done"
