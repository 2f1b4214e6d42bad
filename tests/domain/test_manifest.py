from __future__ import annotations

from typing import Any

import pytest

from moie_tui.domain.errors import ShapeError
from moie_tui.domain.manifest import LARGEST_TOTAL, Manifest, Packed, belongs, is_safe, manifest_from

SUM = "ab" * 32


def a_row(path: str = "config.yaml", **more: Any) -> dict[str, Any]:
    return {"path": path, "size": 3, "sha256": SUM, "mode": "0600"} | more


def a_manifest(*rows: Any, **more: Any) -> dict[str, Any]:
    return {"format": 1, "root": "root", "made_at": "2026-11-22T12:00:00+00:00", "files": list(rows)} | more


def test_a_manifest_survives_its_document() -> None:
    manifest = Manifest(
        "root", "2026-11-22", (Packed("config.yaml", 3, SUM, 0o640), Packed("logs/a", 4, SUM))
    )
    assert manifest_from(manifest.as_json()) == manifest
    assert manifest.total == 7


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        "a/.",
        "a\\b",
        "a\nb",
        "a\0b",
        "x" * 256,
        "\ud800",
    ],
)
def test_no_path_leads_out_of_the_folder_or_is_spelt_oddly(path: str) -> None:
    assert not is_safe(path)
    with pytest.raises(ShapeError):
        manifest_from(a_manifest(a_row(path)))


@pytest.mark.parametrize("path", ["config.yaml", "backups/kept/x.json", "logs/ü.log", ".moie/old/" + SUM])
def test_plain_paths_are_safe(path: str) -> None:
    assert is_safe(path)


def test_locks_caches_and_what_is_about_this_machine_do_not_belong() -> None:
    assert belongs(".moie/operations.jsonl")
    assert belongs("logs/pulse.lock")
    for path in (".moie", ".moie/pulse.lock", ".moie/cache/config.json", ".moie/mirror.json"):
        assert not belongs(path)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        a_manifest(format=2),
        a_manifest(files={}),
        a_manifest("config.yaml"),
        a_manifest(a_row(size=-1)),
        a_manifest(a_row(size=True)),
        a_manifest(a_row(size=LARGEST_TOTAL + 1)),
        a_manifest(a_row(sha256="AB" * 32)),
        a_manifest(a_row(mode="600")),
        a_manifest(a_row("a"), a_row("A")),
        a_manifest(*[a_row()] * 100_001),
    ],
)
def test_what_could_do_harm_is_no_manifest(raw: object) -> None:
    with pytest.raises(ShapeError):
        manifest_from(raw)


def test_nobody_else_may_write_and_nothing_runs_as_another_user() -> None:
    assert manifest_from(a_manifest(a_row(mode="6777"))).files[0].mode == 0o755
