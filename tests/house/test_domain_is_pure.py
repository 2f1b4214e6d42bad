"""The domain has no idea of the screen, the disk or the clock."""

from __future__ import annotations

import ast
import sys

from tests.house.checkout import PACKAGE, facts, files, name_of, pyproject, tree

DOMAIN = list(files(PACKAGE / "domain", ".py"))
CLOCK_READS = {"now", "utcnow", "today", "time_ns", "monotonic", "perf_counter"}
IO_CALLS = {"open", "print", "input", "exec", "eval", "compile", "breakpoint", "__import__"}


def _forbidden() -> set[str]:
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    (modules,) = (contract["forbidden_modules"] for contract in contracts if contract["id"] == "pure")
    return set(modules)


def _impure_calls(module: ast.Module) -> list[str]:
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    plain = [call.func.id for call in calls if isinstance(call.func, ast.Name) and call.func.id in IO_CALLS]
    dotted = [
        call.func.attr
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in CLOCK_READS
    ]
    return plain + dotted


def test_the_domain_imports_only_the_standard_library_and_cronsim() -> None:
    allowed = (set(sys.stdlib_module_names) | {"cronsim", "moie_tui"}) - _forbidden()
    assert DOMAIN
    assert {name_of(path): strange for path in DOMAIN if (strange := facts(path)[1] - allowed)} == {}


def test_the_domain_reads_no_file_and_no_clock() -> None:
    assert {name_of(path): calls for path in DOMAIN if (calls := _impure_calls(tree(path)))} == {}


def test_a_clock_read_and_an_opened_file_would_be_noticed() -> None:
    assert _impure_calls(ast.parse("datetime.now(UTC)\nopen('x')")) == ["open", "now"]
