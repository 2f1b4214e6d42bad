"""What a check of one document found."""

from __future__ import annotations

from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: the key path it is at, 1-based line and column (0 when unknown), and what."""

    where: str
    line: int
    column: int
    what: str

    def as_json(self) -> dict[str, object]:
        """The contract's keys of an error."""
        return {"where": self.where, "line": self.line, "column": self.column, "what": self.what}


@dataclass(frozen=True, slots=True)
class Validation:
    """All findings of one file, `warnings` being what is valid and has no effect.

    `schema_version` is None where the kind of document has none."""

    file: str
    schema_version: int | None
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors

    def as_json(self) -> dict[str, object]:
        """The contract's keys of `validate`."""
        return {
            "valid": self.valid,
            "schema_version": self.schema_version,
            "errors": [error.as_json() for error in self.errors],
            "warnings": [one.as_json() for one in self.warnings],
        }
