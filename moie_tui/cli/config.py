"""`moie config`: shows what config.yaml sets, checks it, says where it is, or lists the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import as_json_text, print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, text, write
from moie_tui.cli.validate import answer
from moie_tui.domain.text import plain
from moie_tui.domain.validation import Finding, Validation
from moie_tui.values import replace

if TYPE_CHECKING:
    from moie_tui.workspace import Workspace


def configure(parser: Parser) -> None:
    """What to do with it."""
    add_json(parser)
    choices = ("show", "validate", "path", "keys")
    parser.add_argument("what", nargs="?", default="show", choices=choices, help="show is the default")


def run(call: Call) -> int:
    """Reads only."""
    workspace, what = call.workspace(), call.options.what
    if what == "validate":
        missing = Validation(workspace.config_path.name, None)
        there = workspace.config_path.exists()
        return answer(call, _checked(workspace) if there else missing)
    if what == "keys":
        return _keys(call, workspace.effective_config())
    shown = {"path": str(workspace.config_path)} if what == "path" else workspace.effective_config()
    if call.json:
        print_json(shown)
    else:
        write([text(shown["path"])] if what == "path" else _lines(shown, workspace.unused_config()))
    return 0


def _checked(workspace: Workspace) -> Validation:
    """What is wrong, and with it a theme that no dashboard has."""
    found = workspace.validate(workspace.config_path)
    theme = workspace.effective_config()["ui"]["theme"] if found.valid else None
    if not theme or theme in workspace.palette_names():
        return found
    from moie_tui.tui.theme import is_shipped  # loads Textual

    if is_shipped(theme):
        return found
    strange = Finding("ui.theme", 0, 0, f"there is no theme {plain(theme)!r}")
    return replace(found, warnings=(*found.warnings, strange))


def _keys(call: Call, config: Mapping[str, object]) -> int:
    from moie_tui.cli import config_keys

    if call.json:
        print_json(config_keys.as_json(config))
    else:
        write(config_keys.lines(config))
    return 0


def _lines(
    section: Mapping[str, object], unused: Mapping[str, str], way: tuple[str, ...] = ()
) -> Iterator[Line]:
    """The settings as YAML, sections indented; what has no effect is remarked."""
    indent = "  " * len(way)
    for key, value in section.items():
        here = (*way, str(key))
        why = unused.get(".".join(here))
        remark = text(f"  # {why}", "faint") if why else ()
        if isinstance(value, Mapping) and value:
            yield (*text(f"{indent}{key}:", "strong"), *remark)
            yield from _lines(value, unused, here)
        else:
            # Every JSON value is YAML, with the quotes it needs.
            shown = " ".join(as_json_text(value).split())
            yield (*text(f"{indent}{key}: "), *text(shown, "accent"), *remark)
