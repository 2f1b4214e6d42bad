from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Moie
from tests.roots import Root


def test_a_valid_state_is_said_to_be(moie: Moie) -> None:
    found = {"valid": True, "schema_version": 2, "errors": [], "warnings": []}
    assert moie("validate", "--json").json == found
    assert "is valid (schema v2)" in moie("validate").out


def test_every_flaw_of_a_shape_is_told_with_its_line_and_column(moie: Moie, root: Root) -> None:
    document = root.document
    document["meta"]["operator"] = 7
    document["phases"][0]["jobs"][1]["task"] = None
    root.write(document)
    said = moie("validate", "--json")
    assert said.code == 3
    assert said.json["valid"] is False
    lines = (root.folder / root.name).read_text().splitlines()
    places = {error["where"]: error for error in said.json["errors"]}
    assert set(places) == {"meta.operator", "phases.0.jobs.1.task"}
    for where, key in (("meta.operator", "operator"), ("phases.0.jobs.1.task", "task")):
        assert f'"{key}"' in lines[places[where]["line"] - 1]
        assert places[where]["column"] > 1
    shown = moie("validate").out
    assert f"{root.name}:{places['meta.operator']['line']}:" in shown


def test_a_schedule_nobody_can_read_is_valid_and_warned_of(moie: Moie, root: Root) -> None:
    document = root.document
    document["phases"][0]["jobs"][0]["schedule"] = "every teusday"
    root.write(document)
    said = moie("validate", "--json")
    assert (said.code, said.json["valid"]) == (0, True)
    ((warning),) = said.json["warnings"]
    assert warning["where"] == "phases.0.jobs.0.schedule"
    assert warning["line"] > 1


def test_bad_syntax_is_one_error_with_its_place(moie: Moie, root: Root) -> None:
    (root.folder / root.name).write_text('{\n  "meta": }')
    said = moie("validate", "--json")
    assert said.code == 3
    (error,) = said.json["errors"]
    assert (error["line"], error["column"]) == (2, 11)


def test_any_file_can_be_checked_by_what_its_name_says(moie: Moie, tmp_path: Path, root: Root) -> None:
    health = tmp_path / "cyclic_job_health.json"
    health.write_text(json.dumps({"5.1": {"executions": [{"status": "maybe"}]}}))
    said = moie("validate", str(health), "--json")
    assert said.code == 3
    assert said.json["schema_version"] is None
    assert said.json["errors"][0]["where"].startswith("5.1.executions.0")
    old = tmp_path / "sovereign_state.json"
    old.write_bytes(root.bytes)
    assert moie("validate", str(old), "--json").json["schema_version"] == 1
    assert moie("validate", str(tmp_path / "none.json")).code == 2


def test_the_config_is_shown_with_its_defaults(moie: Moie, root: Root) -> None:
    (root.folder / "config.yaml").write_text("heartbeat:\n  max_age_minutes: 7\nreasoning_core: {model: x}\n")
    shown = moie("config", "show", "--json").json
    assert shown["heartbeat"]["max_age_minutes"] == 7
    assert shown["heartbeat"]["interval_minutes"] == 10
    assert shown["backups"]["keep"] == 20
    assert "  max_age_minutes: 7\n" in moie("config").out
    assert moie("config", "path").out == f"{root.folder / 'config.yaml'}\n"


def test_a_wrong_config_is_told_with_its_place(moie: Moie, root: Root) -> None:
    assert moie("config", "validate", "--json").json["valid"] is True
    (root.folder / "config.yaml").write_text("heartbeat:\n  max_age_minutes: soon\n")
    said = moie("config", "validate", "--json")
    assert said.code == 3
    (error,) = said.json["errors"]
    assert (error["where"], error["line"]) == ("heartbeat.max_age_minutes", 2)


def test_a_key_that_is_taken_is_told_with_its_place(moie: Moie, root: Root) -> None:
    (root.folder / "config.yaml").write_text("ui:\n  keymap:\n    zoom: Z\n    filter: j\n")
    (error,) = moie("config", "validate", "--json").json["errors"]
    assert (error["where"], error["line"]) == ("ui.keymap.filter", 4)
    assert "j is already the key of down" in moie("doctor").out


def test_what_in_the_config_has_no_effect_is_said_beside_it(moie: Moie, root: Root) -> None:
    (root.folder / "config.yaml").write_text("reactor: {model: x}\nheartbeat:\n  state_file: elsewhere\n")
    shown = moie("config", "show").out.splitlines()
    assert "reactor:  # nobody here uses this section, it is kept as it is" in shown
    assert '  state_file: "elsewhere"  # nobody here knows this key, it is kept as it is' in shown
    assert "  max_age_minutes: 15" in shown


def test_config_keys_lists_what_each_key_does_and_what_could_not_be_moved(moie: Moie, root: Root) -> None:
    (root.folder / "config.yaml").write_text("ui:\n  keymap: {pulse: W, filter: j}\n")
    said = moie("config", "keys").out
    assert said.splitlines()[0].split() == ["pulse", "W", "Pulse:", "one", "heartbeat", "was", "P"]
    assert "▲ ui.keymap.filter: j is already the key of down" in said
    pulse = moie("config", "keys", "--json").json[0]
    assert pulse == {
        "id": "pulse", "keys": ["W"], "shipped": ["P"], "does": "Pulse: one heartbeat", "kind": "act"
    }  # fmt: skip
