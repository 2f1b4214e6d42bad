"""`moie serve` as a process: where it listens, who stands in its way, how it ends."""

from __future__ import annotations

import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.served import TOKEN, Served, serving, start
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.long


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic"))))


def _raw(served: Served, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as client:
        client.sendall(request)
        return client.recv(65536)


def test_it_tells_its_url_answers_and_ends_with_0(root: Root) -> None:
    with serving(root, token=TOKEN) as served:
        assert served.get("/health")[0] in (200, 503)
        assert served.get("/jobs/1.1/runs", Authorization=f"Bearer {TOKEN}")[0] == 200
        head = b"GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        for path in (b"..", b"../config.yaml", b"./../../etc/passwd", b"%2e%2e/x", b"jobs/../../x"):
            assert b" 404 " in _raw(served, head % path).partition(b"\r\n")[0] + b" "
        for odd in (
            b"\x00\xff\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n\r\n",
        ):
            assert _raw(served, odd).startswith(b"HTTP/1.1 400")


def test_slow_clients_stop_nobody_and_are_let_go(root: Root) -> None:
    with serving(root) as served, ExitStack() as open_ones:
        address = ("127.0.0.1", served.port)
        slow = [open_ones.enter_context(socket.create_connection(address)) for _ in range(600)]
        for one in slow[-500:]:
            one.sendall(b"GET /health HTTP/1.1\r\nHost: ")
        for _ in range(50):
            assert served.get("/health")[0] in (200, 503)
        # The one that waited longest made room.
        assert _is_cut(slow[0])


def _is_cut(client: socket.socket) -> bool:
    client.settimeout(5)
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.slow
def test_a_request_that_never_ends_is_cut_after_its_time(root: Root) -> None:
    with serving(root) as served, socket.create_connection(("127.0.0.1", served.port)) as client:
        began = time.monotonic()
        try:
            while time.monotonic() - began < 25:
                client.sendall(b"G")
                time.sleep(0.5)
        except (ConnectionResetError, BrokenPipeError):
            pass  # that is how one hears of it
        assert 8 < time.monotonic() - began < 14


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_another_address_needs_a_token(root: Root, host: str) -> None:
    process = start(root, "--host", host, "--port", "0")
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (6, "")
    assert "there is no token" in err


def test_with_a_token_it_listens_there_and_answers_nobody_else(root: Root, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    file.chmod(0o600)
    with serving(root, "--host", "0.0.0.0", "--token-file", str(file)) as served:
        assert served.get("/health")[0] == 401
        assert served.get("/health", Authorization=f"Bearer {TOKEN}")[0] in (200, 503)
        assert served.get("/health", Authorization=f"Bearer {TOKEN}", Host="evil.example")[0] == 421


def test_a_port_that_is_taken_is_one_line(root: Root) -> None:
    with serving(root) as served:
        process = start(root, "--port", str(served.port))
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.count("\n")) == (1, "", 1)
    assert f"can't listen on 127.0.0.1 port {served.port}" in err


def test_ctrl_c_ends_it_and_a_pulse_that_runs_ends_first(root: Root) -> None:
    (root.folder / "config.yaml").write_text("server: {allow_actions: true}\n")
    root.write(a_state(a_phase(1, a_job("1.1", verification_cmd="touch began; sleep 60"))))
    root.trust()
    process = start(root, "--port", "0", token=TOKEN)
    assert process.stdout is not None
    port = int(process.stdout.readline().split("http://127.0.0.1:")[1].split()[0])
    with ThreadPoolExecutor(1) as threads:
        pulse = threads.submit(_pulse, Served("", port, process))
        until((root.folder / "began").exists)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err, pulse.result()) == (0, "", 503)
    assert root.document["phases"][0]["jobs"][0]["status"] == "pending"


def _pulse(served: Served) -> int:
    with closing(served.connect()) as connection:
        connection.request("POST", "/actions/pulse", headers={"Authorization": f"Bearer {TOKEN}"})
        return connection.getresponse().status
