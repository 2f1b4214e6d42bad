from __future__ import annotations

from tests.builders import a_health, an_execution
from tests.cli.conftest import Moie
from tests.roots import Root

STATUS = [
    "root", "schema_version", "project", "operator", "current_phase",
    "heartbeat", "phases", "jobs", "snapshots", "problems",
]  # fmt: skip
JOB = [
    "id", "task", "status", "total_runs", "success_rate",
    "recent_success_rate", "avg_duration_ms", "last_execution", "message",
    "schedule", "next_due", "late_seconds", "running_since",
]  # fmt: skip
SNAPSHOT = [
    "id", "name", "taken_at", "reason", "note",
    "size_bytes", "sha256", "proven", "pinned", "schema_version", "damaged",
]  # fmt: skip


def _write_health(root: Root, **jobs: object) -> None:
    import json

    (root.folder / "cyclic_job_health.json").write_text(json.dumps(jobs))


def test_status_has_every_key_of_the_contract(moie: Moie, root: Root) -> None:
    said = moie("status", "--json")
    assert said.code == 0
    assert list(said.json) == STATUS
    assert said.json["root"] == str(root.folder)
    assert said.json["current_phase"] == 1
    assert said.json["phases"][0] == {
        "id": 1, "name": "Phase 1", "status": "active", "completed": 1, "total": 2,
    }  # fmt: skip
    assert [list(job) for job in said.json["jobs"]] == [JOB]
    assert said.json["heartbeat"]["last"] == "2025-12-12T00:00:00.000Z"
    assert said.json["heartbeat"]["status"] == "stale"
    assert said.json["heartbeat"]["age_seconds"] > 0
    assert said.json["snapshots"] == {"count": 0, "newest": None}
    assert said.json["problems"] == []


def test_status_of_an_unreadable_state_prints_the_problem_and_leaves_with_3(moie: Moie, root: Root) -> None:
    root.do("backup")
    (root.folder / root.name).write_text('{"meta": {}')
    said = moie("status", "--json")
    assert said.code == 3
    assert list(said.json) == STATUS
    assert said.json["phases"] == said.json["jobs"] == []
    assert said.json["project"] is said.json["schema_version"] is None
    (problem,) = said.json["problems"]
    assert list(problem) == ["where", "what", "fix"]
    assert f"{root.name}:1:" in problem["where"]
    plain = moie("status")
    assert plain.code == 3
    # The same mark as on the dashboard.
    assert f"✗ {problem['where']}: {problem['what']}" in plain.out


def test_status_for_people_has_phases_jobs_and_the_heart_with_its_limit(moie: Moie) -> None:
    lines = moie("status").out.splitlines()
    assert lines[0] == "Project · Operator · schema v2"
    assert any("limit 15m" in line and "stale" in line for line in lines)
    assert any(line.split()[1:] == ["1", "Phase", "1", "1/2", "←", "now"] for line in lines)
    assert any("5.1" in line and "unknown" in line and "no recorded run" in line for line in lines)


def test_a_folder_without_a_state_is_no_root(moie: Moie, root: Root) -> None:
    (root.folder / root.name).unlink()
    said = moie("status", "--json")
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1


def test_jobs_are_those_of_status(moie: Moie, root: Root) -> None:
    _write_health(root, **{"5.1": a_health(an_execution("2026-01-01T00:00:00"))})
    assert moie("jobs", "--json").json == moie("status", "--json").json["jobs"]
    assert "5.1" in moie("jobs").out


def test_history_has_executions_and_failures_by_kind(moie: Moie, root: Root) -> None:
    runs = [
        an_execution("2026-01-01T00:00:00Z"),
        an_execution("2026-01-01T00:10:00Z", "failure", error="row 503", exit_code=22, run_id="r2"),
        an_execution("2026-01-01T00:20:00Z", "failure", error="row 502"),
    ]
    _write_health(root, **{"5.1": a_health(*runs)})
    shown = moie("history", "5.1", "--json").json
    assert shown["job"] == "5.1"
    assert shown["executions"][1] == {
        "timestamp": "2026-01-01T00:10:00+00:00",
        "status": "failure",
        "duration_ms": 100,
        "error": "row 503",
        "exit_code": 22,
        "run_id": "r2",
    }
    assert [(one["signature"], one["count"]) for one in shown["signatures"]] == [("row N", 2)]
    lines = moie("history", "5.1").out.splitlines()
    assert "row 502" in lines[0]
    assert "2×" in lines[-1]


def test_a_job_without_runs_has_an_empty_history_and_an_unknown_one_is_a_wrong_call(moie: Moie) -> None:
    shown = moie("history", "1.1", "--json").json
    assert shown["executions"] == shown["signatures"] == shown["gaps"] == []
    assert (shown["job"], shown["p50_ms"], shown["flips"]) == ("1.1", None, 0)
    assert "no recorded run" in moie("history", "1.1").out
    said = moie("history", "9.9")
    assert (said.code, said.out) == (2, "")


def test_backups_are_listed_newest_first_with_the_keys_of_the_contract(moie: Moie) -> None:
    assert moie("backups", "--json").json == []
    first = moie("backup", "--note", "one", "--json").json["snapshot"]
    second = moie("backup", "--no-pin", "--json").json["snapshot"]
    rows = moie("backups", "--json").json
    assert [row["name"] for row in rows] == [second, first]
    assert [list(row) for row in rows] == [SNAPSHOT] * 2
    assert [(row["note"], row["pinned"], row["reason"]) for row in rows] == [
        ("", False, "manual"),
        ("one", True, "manual"),
    ]
    assert rows[0]["id"] in moie("backups").out
    assert moie("status", "--json").json["snapshots"] == {"count": 2, "newest": second}


def test_diff_is_from_a_snapshot_to_another_or_to_now(moie: Moie, root: Root) -> None:
    moie("backup")
    document = root.document
    document["phases"][0]["jobs"][1]["status"] = "completed"
    root.write(document)
    moie("backup")
    newest, oldest = [row["id"] for row in moie("backups", "--json").json]
    to_now = moie("diff", oldest, "--json").json
    assert list(to_now) == ["effects"]
    assert to_now["effects"] == [
        {"kind": "job", "target": to_now["effects"][0]["target"], "before": "pending", "after": "completed"}
    ]
    assert moie("diff", oldest, newest, "--json").json == to_now
    assert moie("diff", "latest", "--json").json == {"effects": []}
    assert "job 1.2  pending → completed" in moie("diff", oldest).out
    assert moie("diff", "latest").out == "No difference.\n"
    assert moie("diff", "none").code == 2


def test_operations_are_listed_with_what_was_undone(moie: Moie) -> None:
    done = moie("backup", "--json").json["operation"]
    undone = moie("undo", "--yes", "--json").json["operation"]
    rows = moie("operations", "--json").json
    assert [(row["operation"], row["kind"], row["undone"]) for row in rows] == [
        (undone, "undo", False),
        (done, "backup", True),
    ]
    assert list(rows[0]) == ["operation", "kind", "at", "origin", "effects", "undone"]
    assert len(moie("operations", "--limit", "1", "--json").json) == 1
    assert moie("operations", "--limit", "0").code == 2
    assert f"undone by {undone}" in moie("operations").out


def test_reading_commands_change_no_byte_of_a_fresh_root(moie: Moie, root: Root) -> None:
    for words in (["status"], ["jobs"], ["backups"], ["operations"], ["validate"], ["config"]):
        assert moie(*words).code == 0
    assert [path.name for path in root.folder.iterdir() if not path.name.startswith(".")] == [root.name]


def test_a_misspelt_key_is_valid_and_warned_of_at_its_place(moie: Moie, root: Root) -> None:
    (root.folder / "config.yaml").write_text("alerts:\n  comand: 'wall'\n")
    said = moie("config", "validate", "--json")
    assert (said.code, said.json["valid"], said.json["errors"]) == (0, True, [])
    ((warning),) = said.json["warnings"]
    assert (warning["where"], warning["line"]) == ("alerts.comand", 2)
    assert "▲ config.yaml:2:" in moie("config", "validate").out
    assert "did you mean command?" in moie("config", "validate").out


def test_the_glyphs_of_snapshots_are_explained_below_them(moie: Moie) -> None:
    moie("backup")
    assert moie("backups").out.splitlines()[-1].startswith("● proven by a scratch restore  ◆ pinned")
