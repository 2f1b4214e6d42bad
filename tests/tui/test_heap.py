"""The heap shrinks again, and threads have none of their own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from moie_tui.tui import heap
from tests.tui.loose_heap import HOLE_BYTES, HOLES, loosened, resident

pytestmark = pytest.mark.skipif(heap._glibc() is None, reason="only glibc has such heaps")

OF_THREADS = """
import re, sys, threading
from pathlib import Path
from moie_tui.tui import heap

def threads():
    together = threading.Barrier(4)
    def work():
        held = [bytes(1000) for _ in range(1000)]
        together.wait()
    begun = [threading.Thread(target=work) for _ in range(4)]
    for one in begun: one.start()
    for one in begun: one.join()

if sys.argv[1] == "shared": heap.share()
threads()
starts = re.findall(r"^([0-9a-f]+)-[0-9a-f]+ rw-p 0+ 00:00 0 *$", Path("/proc/self/maps").read_text(), re.M)
print(sum(int(start, 16) % (64 << 20) == 0 for start in starts))
"""
"""How many heaps four threads left behind: each lies at a multiple of 64 MB."""


def test_pages_that_lie_free_between_others_go_back() -> None:
    pins = loosened()
    before = resident()
    heap.give_back()
    assert before - resident() > HOLES * HOLE_BYTES / 2
    assert len(pins) == HOLES


@pytest.mark.parametrize(("how", "heaps"), [("apart", 3), ("shared", 0)])
def test_threads_that_begin_later_share_the_heap_there_is(how: str, heaps: int) -> None:
    command = [sys.executable, "-c", OF_THREADS, how]
    found = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert found >= heaps if heaps else found == 0
