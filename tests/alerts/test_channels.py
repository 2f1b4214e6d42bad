"""Each way to tell people, with real processes and real servers."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from moie_tui.alerts.channels.apprise import Service
from moie_tui.alerts.channels.channel import Barred, title
from moie_tui.alerts.channels.desktop import Desktop
from moie_tui.alerts.channels.hook import Hook
from moie_tui.alerts.configured import channels
from moie_tui.alerts.ping import ping
from moie_tui.domain.errors import MoieError, OperationFailed, UsageError
from tests.alerts.conftest import Listener, told
from tests.processes.commands import is_gone
from tests.roots import Root
from tests.waiting import time_is_up_when, written

HOSTILE = "late <b>; $(touch pwned) `x` \u2019é"


def an_event(**more: Any) -> dict[str, Any]:
    """What the watchdog hands out."""
    event = {"id": "abc", "state": "firing", "kind": "stale", "level": "warning", "subject": "5.1"}
    event |= {"message": HOSTILE, "key": "job:5.1", "since": "s", "at": "a", "root": "/r"}
    return {**event, "project": "Project", "host": "host", **more}


def test_the_title_says_whose_it_is_and_how_bad() -> None:
    assert title(an_event()) == "Project: warning"
    assert title(an_event(state="recovered")) == "Project: well again"


def test_the_hook_gets_the_event_as_one_json_object_on_its_stdin(tmp_path: Path) -> None:
    Hook("cat > got; echo $MOIE_ROOT $MOIE_ALERT_ID > env; pwd > where", tmp_path).send(an_event())
    assert json.loads((tmp_path / "got").read_text()) == an_event()
    assert (tmp_path / "env").read_text() == f"{tmp_path} abc\n"
    assert not (tmp_path / "pwned").exists()


def test_a_hook_that_does_not_read_is_told_all_the_same(tmp_path: Path) -> None:
    Hook("true", tmp_path).send(an_event(message="x" * 1_000_000))


def test_a_hook_that_fails_says_what_it_said_last(tmp_path: Path) -> None:
    with pytest.raises(OperationFailed, match=r"3.*: no such room"):
        Hook("echo first; echo no such room >&2; exit 3", tmp_path).send(an_event())


def test_a_hook_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_is_up_when(monkeypatch, written(tmp_path / "child"))
    started = time.monotonic()
    with pytest.raises(OperationFailed, match="time"):
        Hook("sleep 60 & echo $! > child; wait", tmp_path).send(an_event())
    assert time.monotonic() - started < 50
    assert is_gone(int((tmp_path / "child").read_text()))


def a_tool(folder: Path, name: str, code: int = 0) -> dict[str, str]:
    """A program that writes down its arguments, and an environment in which it is found."""
    path = folder / name
    path.write_text(
        f"""#!/bin/sh
printf "%s\\n" "$@" > {folder}/said
echo "$DBUS_SESSION_BUS_ADDRESS" > {folder}/bus
exit {code}
"""
    )
    path.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}


def test_a_linux_desktop_is_told_by_notify_send_without_markup(tmp_path: Path) -> None:
    Desktop(a_tool(tmp_path, "notify-send"), "linux").send(an_event(level="critical"))
    said = (tmp_path / "said").read_text().splitlines()
    assert said[1:] == ["--urgency=critical", "--", "Project: critical", HOSTILE.replace("<b>", "&lt;b&gt;")]
    assert (tmp_path / "bus").read_text() == "unix:path=/x\n"


def test_a_mac_is_told_by_osascript_with_the_words_as_arguments(tmp_path: Path) -> None:
    Desktop(a_tool(tmp_path, "osascript"), "darwin").send(an_event())
    said = (tmp_path / "said").read_text().splitlines()
    assert said[-2:] == ["Project: warning", HOSTILE]
    assert not any("late" in line for line in said[:-1])


def test_a_desktop_that_cannot_be_reached_says_why(tmp_path: Path) -> None:
    there = a_tool(tmp_path, "notify-send")
    assert "is not installed" in Desktop({"PATH": "/nowhere"}, "linux").unreachable()
    with patch("moie_tui.alerts.channels.desktop.Path.exists", lambda path: False):
        without = Desktop({"PATH": there["PATH"]}, "linux")
        assert "DBUS_SESSION_BUS_ADDRESS" in without.unreachable()
        with pytest.raises(OperationFailed, match="no desktop session"):
            without.send(an_event())
    with patch("moie_tui.alerts.channels.desktop.Path.exists", lambda path: True):
        assert without.unreachable() == ""


def test_a_desktop_tool_that_fails_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(OperationFailed, match="1"):
        Desktop(a_tool(tmp_path, "notify-send", code=1), "linux").send(an_event())


apprise_loads_what_python_deprecates = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")


@apprise_loads_what_python_deprecates
def test_apprise_brings_it_to_a_real_server(listener: Listener) -> None:
    pytest.importorskip("apprise")
    service = Service(f"json://127.0.0.1:{listener.port}/")
    service.send(an_event(level="critical"))
    ((method, path, body),) = listener.asked
    assert (method, path) == ("POST", "/")
    assert (body["title"], body["type"]) == ("Project: critical", "failure")
    assert body["message"].startswith(HOSTILE)


@apprise_loads_what_python_deprecates
def test_a_service_that_refuses_is_a_failure_and_its_name_keeps_its_secrets(listener: Listener) -> None:
    pytest.importorskip("apprise")
    listener.status = 403
    service = Service(f"json://user:secret@127.0.0.1:{listener.port}/")
    with pytest.raises(OperationFailed) as failure:
        service.send(an_event())
    assert "secret" not in service.name + failure.value.line()
    assert service.name.startswith("apprise json ")


@apprise_loads_what_python_deprecates
def test_a_url_that_apprise_does_not_know_and_a_missing_apprise_are_said() -> None:
    pytest.importorskip("apprise")
    with pytest.raises(UsageError, match="no URL that Apprise knows"):
        Service("nonsense").send(an_event())
    with patch.dict("sys.modules", {"apprise": None}), pytest.raises(UsageError) as failure:
        Service("json://x").send(an_event())
    assert 'pip install "moie-tui[alerts]"' in failure.value.line()


def test_a_ping_asks_once_and_an_error_or_silence_is_a_failure(listener: Listener) -> None:
    ping(listener.url)
    assert listener.asked == [("GET", "/ping", None)]
    listener.status = 404
    with pytest.raises(OperationFailed, match="404"):
        ping(listener.url)
    with pytest.raises(OperationFailed, match="no answer"):
        ping("http://127.0.0.1:1/")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_ping_leads_to_no_file_not_even_by_a_redirect(listener: Listener, target: str) -> None:
    with pytest.raises(UsageError):
        ping(target)
    listener.status, listener.headers = 302, {"Location": target}
    with pytest.raises(OperationFailed):
        ping(listener.url)


def test_the_config_names_the_channels_and_one_service_each(root: Root) -> None:
    urls = "[json://127.0.0.1:1, json://127.0.0.1:2, json://127.0.0.1:1]"
    (root.folder / "config.yaml").write_text(f"alerts: {{command: 'true', urls: {urls}}}\n")
    stores = root.workspace.stores
    away, here = Desktop({"PATH": "/nowhere"}, "linux"), Desktop(a_tool(root.home, "osascript"), "darwin")
    names = [one.name for one in channels(stores, here)]
    assert [name.split()[0] for name in names] == ["hook", "apprise", "apprise", "desktop"]
    assert len(set(names)) == 4
    assert "desktop" not in [one.name for one in channels(stores, away)]
    (root.folder / "config.yaml").write_text("")
    assert [one.name for one in channels(root.workspace.stores, away)] == ["desktop"]


def test_what_the_config_of_an_untrusted_root_names_is_barred_but_the_desktop(root: Root) -> None:
    stores = root.workspace.stores
    stores.trust.forget(root.folder)
    (barred,) = channels(stores)
    assert isinstance(barred, Barred)
    with pytest.raises(MoieError, match="nobody trusted"):
        barred.send(an_event())
    assert told(root) == []
