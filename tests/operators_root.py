"""A root like the one an operator really has: gaps, another machine's paths and commands, no health yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

HOME = "/Users/operator"
CONFIG = f"""# Generated: 2025-12-12

system:
  name: "MOIE-OS Sovereign Intelligence"
  version: "1.0.0"
  operator: "Operator"
  base_path: "{HOME}/nexus"

reasoning_core:
  model: "llama3:latest"
  provider: "ollama"
  temperature: 0.7
  max_tokens: 4096
  context_window: 8192

logging:
  level: "info"
  journal_path: "{HOME}/logs/daily.md"
  safety_log: "{HOME}/logs/safety.log"
  system_journal: "{HOME}/logs/system_journal.md"

safety:
  enabled: true
  critical_error_threshold: 3
  auto_shutdown: true
  save_state_on_shutdown: true

file_system:
  safe_mode: true
  allowed_paths:
    - "{HOME}/nexus"
    - "{HOME}/logs"
  max_file_size: 10485760  # 10MB

heartbeat:
  enabled: true
  interval_minutes: 10
  state_file: "{HOME}/nexus/sovereign_state.json"
"""


def operators_document() -> dict[str, Any]:
    """Phases 1, 2 and 5, all still "active"; the last one runs for ever."""
    first = (
        a_job("1.1", "completed", task="Establish Persistence", verification_cmd="launchctl list | grep a"),
        a_job("1.2", "completed", task="Create the file handler", verification_cmd="ls steps/files.ts"),
        a_job("1.3", "completed", task="Link the Logger", verification_cmd=f"test -w {HOME}/logs/daily.md"),
    )
    second = a_job("2.1", "completed", task="Verify Models", verification_cmd="ollama list | grep llama3")
    last = a_job("5.1", "cyclic", task="Deep Research Scan", verification_cmd="false")
    return a_state(
        a_phase(1, *first, name="WIRE THE NERVOUS SYSTEM (Resurrection)"),
        a_phase(2, second, name="UPGRADE THE HEART (Llama 3)"),
        a_phase(5, last, name="ETERNAL MONITORING (The Infinite Game)"),
        current=5,
        meta={"project": "MOIE-OS Sovereign Architecture"},
    )


def operators_root(folder: Path) -> Root:
    """That root, in version 2, with its config and without a trailing newline."""
    return Root(folder, operators_document(), config=CONFIG)
