"""`python -m tests.faults.table FIGURES`: writes what was measured into docs/reliability.md."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from tests.faults.figures import Measured, as_text, read, together
from tests.faults.rows import ROWS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: written by `make faults` -->", "<!-- end of figures -->"
UNMEASURED = "not measured"


def table(figures: Path) -> str:
    """The table in Markdown, a line for each row."""
    reports: dict[str, list[Measured]] = defaultdict(list)
    for row, measured in read(figures):
        reports[row].append(measured)
    lines = ["| test | asked | measured |", "|---|---|---|"]
    for one in ROWS:
        told = as_text(together(reports[one.name])) or UNMEASURED
        lines.append(f"| {one.test} | {one.asked} | {told} |")
    return "\n".join(lines)


def inserted(document: str, new: str) -> str:
    """The document with the table between its markers."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document has no {BEGIN!r} … {END!r}")
    return f"{before}{BEGIN}\n\n{new}\n\n{END}{after}"


def main(figures: str) -> int:
    """Writes the table; 1 when a row has no figure."""
    new = table(Path(figures))
    DOCUMENT.write_text(inserted(DOCUMENT.read_text(encoding="utf-8"), new), encoding="utf-8")
    print(new)
    return 1 if UNMEASURED in new else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
