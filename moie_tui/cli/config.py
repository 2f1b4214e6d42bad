"""`moie config`: shows what config.yaml sets, checks it, says where it is, or lists the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import as_json_text, print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, text, write
from moie_tui.cli.validate import answer
from moie_tui.domain.validation import Validation


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
        return answer(call, workspace.validate(workspace.config_path) if there else missing)
    if what == "keys":
        return _keys(call, workspace.effective_config())
    shown = {"path": str(workspace.config_path)} if what == "path" else workspace.effective_config()
    if call.json:
        print_json(shown)
    else:
        write([text(shown["path"])] if what == "path" else _lines(shown, workspace.unused_config()))
    return 0


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
