"""The runs of jobs on disk: alive, vanished, ended, and their bounded logs."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.errors import Busy, Refused, UsageError
from moie_tui.domain.run import Run
from moie_tui.storage.look import Looker
from moie_tui.storage.run_log import HEAD_BYTES, PART_BYTES, TAIL_BYTES
from moie_tui.storage.run_record import decode_run, encode_run, folder_of, is_run_id, new_run_id
from moie_tui.storage.runs import Runs
from moie_tui.storage.stores import open_stores
from moie_tui.values import replace

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DYING = """
import sys, os, signal
from datetime import UTC, datetime
from pathlib import Path
from moie_tui.domain.run import Run
from moie_tui.storage.runs import Runs
live = Runs(Path(sys.argv[1])).begin(Run(sys.argv[2], "5.1", "x", datetime.now(UTC)))
live.write(b"last words")
os.kill(os.getpid(), signal.SIGKILL)
"""


def a_run(job: str = "5.1", at: datetime = NOON, **more: object) -> Run:
    return replace(Run(new_run_id(at), job, "true", at), **more)  # type: ignore[arg-type]


def ended(runs: Runs, run: Run, output: bytes = b"") -> Run:
    live = runs.begin(run)
    live.write(output)
    return runs.finish(replace(run, ending="success", ended_at=run.started_at), live)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


def names(tmp_path: Path, folder: str) -> set[str]:
    return set(os.listdir(tmp_path / ".moie" / folder))


def test_a_run_is_alive_until_it_is_finished_and_its_output_can_be_read_all_the_time(runs: Runs) -> None:
    run = a_run()
    live = runs.begin(run)
    assert (runs.running(), runs.vanished(), runs.of_job("5.1")) == ((run,), (), ())
    live.write("früh\n".encode())
    assert runs.log("5.1", run.id) == ("früh\n", 6)
    done = runs.finish(replace(run, ending="failure", exit_code=3, error="no"), live)
    assert (runs.running(), runs.vanished(), runs.of_job("5.1")) == ((), (), (done,))
    assert runs.find("5.1", run.id) == done
    assert (done.output_bytes, done.exit_code) == (6, 3)
    assert runs.log("5.1", run.id, 4) == ("h\n", 6)


def test_a_view_tells_what_runs(runs: Runs, tmp_path: Path) -> None:
    looker = Looker(open_stores(tmp_path, home=tmp_path / "home"))
    assert looker.look(NOON).runs == ()
    run = a_run()
    live = runs.begin(run)
    view = looker.look_again(NOON)
    assert view is not None
    assert view.runs == (run,)
    assert looker.look_again(NOON) is None
    runs.finish(replace(run, ending="success"), live)
    assert looker.look(NOON).runs == ()


def test_a_character_that_is_half_written_waits_for_its_other_half(runs: Runs) -> None:
    run, whole = a_run(), "ä€😀".encode()
    live = runs.begin(run)
    read, offset = "", 0
    for byte in whole:
        live.write(bytes([byte]))
        text, offset = runs.log("5.1", run.id, offset)
        read += text
    assert read == "ä€😀"
    runs.finish(run, live)


def test_of_a_long_output_head_and_tail_stay_and_a_follower_misses_nothing(
    runs: Runs, tmp_path: Path
) -> None:
    run, line = a_run(), b"x" * 9_999 + b"\n"
    live = runs.begin(run)
    offset, followed = 0, 0
    for _ in range(500):
        live.write(line)
        text, offset = runs.log("5.1", run.id, offset)
        followed += len(text)
    assert followed == offset == 5_000_000
    folder = tmp_path / ".moie/runs/5.1"
    assert sum(one.stat().st_size for one in folder.iterdir()) < HEAD_BYTES + TAIL_BYTES + 2 * PART_BYTES
    done = runs.finish(replace(run, ending="success"), live)
    text, end = runs.log("5.1", run.id)
    dropped = f"\n… {5_000_000 - HEAD_BYTES - TAIL_BYTES:,} bytes dropped …\n"
    assert (end, done.output_bytes, text.count(dropped)) == (5_000_000, 5_000_000, 1)
    assert len(text) == HEAD_BYTES + len(dropped) + TAIL_BYTES
    assert runs.log("5.1", run.id, 4_999_990) == ("x" * 9 + "\n", 5_000_000)
    assert {one.suffix for one in folder.iterdir()} == {".json", ".log"}


@pytest.mark.parametrize("size", [HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 1, HEAD_BYTES + TAIL_BYTES])
def test_an_output_that_fits_is_kept_whole(size: int, runs: Runs) -> None:
    run = a_run()
    output = bytes(97 + n % 26 for n in range(size))
    ended(runs, run, output)
    assert runs.log("5.1", run.id) == (output.decode(), size)


def test_a_run_whose_process_was_killed_is_vanished_and_keeps_its_output(runs: Runs, tmp_path: Path) -> None:
    run_id = new_run_id(NOON)
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", DYING, str(tmp_path), run_id]) == -9
    assert signal.SIGKILL == 9
    (gone,) = runs.vanished()
    assert (gone.id, runs.running()) == (run_id, ())
    assert runs.last_sign(gone) is not None
    done = runs.finish(replace(gone, ending="interrupted"))
    assert (done.output_bytes, runs.vanished(), runs.of_job("5.1")) == (10, (), (done,))
    assert runs.log("5.1", run_id) == ("last words", 10)


def test_what_a_run_told_of_its_end_is_not_told_otherwise_afterwards(runs: Runs, tmp_path: Path) -> None:
    done = ended(runs, a_run(), b"said")
    (tmp_path / ".moie/running" / f"{done.id}.json").write_bytes(encode_run(replace(done, ending="")))
    (gone,) = runs.vanished()
    assert runs.finish(replace(gone, ending="interrupted")) == done
    assert (runs.vanished(), runs.of_job("5.1")) == ((), (done,))


def test_foreign_and_torn_files_among_the_running_are_left_alone(runs: Runs, tmp_path: Path) -> None:
    run = a_run()
    live = runs.begin(run)
    folder, other = tmp_path / ".moie/running", new_run_id(NOON)
    (folder / "notes.txt").write_text("mine")
    (folder / f"{other}.json").write_bytes(encode_run(replace(run, id=other))[:50])
    (folder / f"{new_run_id(NOON)}.json").write_bytes(encode_run(run))
    (folder / f"{new_run_id(NOON)}.json").mkdir()
    os.mkfifo(folder / f"{new_run_id(NOON)}.json")
    (folder / f"{new_run_id(NOON)}.json").symlink_to(tmp_path / "nowhere")
    before = set(os.listdir(folder))
    assert (runs.running(), runs.vanished()) == ((run,), ())
    runs.finish(run, live)
    assert set(os.listdir(folder)) == before - {f"{run.id}.json"}


def test_no_run_is_begun_or_deleted_through_a_link(runs: Runs, tmp_path: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    (far / f"{new_run_id(NOON)}.json").write_text("theirs")
    ended(runs, a_run("1.1"))
    (tmp_path / ".moie/runs/5.1").symlink_to(far)
    with pytest.raises(Refused, match="symbolic link"):
        runs.begin(a_run())
    assert runs.of_job("5.1") == ()
    ended(runs, a_run("1.1"))
    assert len(os.listdir(far)) == 1


def test_the_newest_hundred_of_a_job_stay_and_never_goes_one_that_runs(runs: Runs) -> None:
    old = a_run(at=NOON - timedelta(days=1))
    live = runs.begin(old)
    all_of_them = [ended(runs, a_run(at=NOON + timedelta(minutes=n)), b"out") for n in range(103)]
    assert runs.of_job("5.1", limit=200) == tuple(reversed(all_of_them[3:]))
    assert runs.of_job("5.1", limit=2) == tuple(reversed(all_of_them[-2:]))
    assert runs.running() == (old,)
    assert runs.log("5.1", old.id) == ("", 0)
    runs.finish(old, live)
    with pytest.raises(UsageError, match="no run"):
        runs.log("5.1", all_of_them[0].id)


def test_the_oldest_of_all_jobs_go_when_they_take_too_much(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moie_tui.storage.runs.MOST_BYTES", 250_000)
    kept = [ended(runs, a_run(f"job {n}", NOON + timedelta(minutes=n)), b"x" * 100_000) for n in range(4)]
    assert [bool(runs.of_job(run.job)) for run in kept] == [False, False, True, True]


def test_an_id_is_taken_once_and_is_never_a_path(runs: Runs) -> None:
    run = a_run()
    live = runs.begin(run)
    with pytest.raises(UsageError, match="already"):
        runs.begin(run)
    runs.finish(replace(run, ending="success"), live)
    with pytest.raises(UsageError, match="already"):
        runs.begin(run)
    for name in ("../x", "", "20261122T120000Z-../../..", "latest"):
        assert not is_run_id(name)
        with pytest.raises(UsageError):
            runs.begin(replace(run, id=name))
        with pytest.raises(UsageError):
            runs.find("5.1", name)


def test_ids_sort_by_their_moment_to_the_millisecond() -> None:
    moments = [NOON + timedelta(milliseconds=n) for n in range(0, 3000, 7)]
    assert [new_run_id(one)[:20] for one in moments] == sorted(new_run_id(one)[:20] for one in moments)
    assert all(is_run_id(new_run_id(one)) for one in moments)


def test_the_runs_of_one_job_go_one_after_the_other(runs: Runs) -> None:
    one, other = runs.job_lock("5.1"), runs.job_lock("5.2")
    with one.hold(), other.hold(), pytest.raises(Busy), runs.job_lock("5.1").hold():
        pass


def test_every_job_has_a_folder_of_its_own_inside() -> None:
    jobs = ["5.1", "a b", "a/b", "a%2Fb", "", ".", "..", "日本", "x" * 300, "x" * 301, "\ud800", ".x", "-v"]
    folders = [folder_of(job) for job in jobs]
    assert len(set(folders)) == len(jobs)
    assert folders[0] == "5.1"
    assert all("/" not in one and one not in ("", ".", "..") and len(one) <= 100 for one in folders)


def test_values_of_a_wrong_kind_in_a_record_are_as_if_absent() -> None:
    run = a_run(pid=7, exit_code=3, scheduled=True)
    assert decode_run(encode_run(run), run.id) == run
    spoilt = (
        encode_run(run).replace(b'"pid": 7', b'"pid": "7"').replace(b'"exit_code": 3', b'"exit_code": true')
    )
    assert decode_run(spoilt, run.id) == replace(run, pid=0, exit_code=None)
    assert decode_run(b'["no", "run"]', run.id) is None
