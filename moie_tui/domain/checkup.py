"""What a check of a root found, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable

from moie_tui.domain.plan import ABSENT, MEND, MODE, Effect
from moie_tui.values import dataclass

OK, NOTE, PROBLEM = "ok", "note", "problem"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Puts the bytes `after` (None: no file) where `before` is now; `words` say what each of them is."""

    path: str
    before: bytes | None
    after: bytes | None
    words: tuple[str, str] = ("", "")

    @property
    def effect(self) -> Effect:
        """How it shows in a plan."""
        was, becomes = self.words
        return Effect(
            MEND,
            self.path,
            ABSENT if self.before is None else was,
            ABSENT if self.after is None else becomes,
        )


@dataclass(frozen=True, slots=True)
class Chmod:
    """Gives a file the permission bits `after` in place of `before`."""

    path: str
    before: int
    after: int

    @property
    def effect(self) -> Effect:
        """How it shows in a plan."""
        return Effect(MODE, self.path, f"{self.before:04o}", f"{self.after:04o}")


Mend = Rewrite | Chmod


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One finding: `ok`, a `note` to know of, or a `problem`; `mend` is what --fix would do about it.

    `slip`: a note on what somebody probably meant otherwise."""

    level: str
    where: str
    what: str
    fix: str = ""
    mend: Mend | None = None
    slip: bool = False

    def as_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {
            "level": self.level,
            "where": self.where,
            "what": self.what,
            "fix": self.fix,
            "mends": self.mend is not None,
            "slip": self.slip,
        }


@dataclass(frozen=True)
class Checkup:
    """All findings about one root."""

    root: str
    checked_at: str
    findings: tuple[Diagnosis, ...] = ()

    @property
    def problems(self) -> tuple[Diagnosis, ...]:
        """What is wrong."""
        return tuple(one for one in self.findings if one.level == PROBLEM)

    @property
    def slips(self) -> tuple[Diagnosis, ...]:
        """What is no problem and yet probably not what was meant."""
        return tuple(one for one in self.findings if one.slip)

    @property
    def mends(self) -> tuple[Mend, ...]:
        """What --fix would do, each once."""
        return tuple(dict.fromkeys(one.mend for one in self.findings if one.mend is not None))

    def without(self, done: Iterable[Mend]) -> Checkup:
        """What is left after these mends."""
        mended = set(done)
        left = tuple(one for one in self.findings if one.mend is None or one.mend not in mended)
        return Checkup(self.root, self.checked_at, left)

    def as_json(self) -> dict[str, object]:
        """The contract's keys of `doctor`."""
        return {
            "root": self.root,
            "checked_at": self.checked_at,
            "healthy": not self.problems,
            "mends": len(self.mends),
            "findings": [one.as_json() for one in self.findings],
        }
