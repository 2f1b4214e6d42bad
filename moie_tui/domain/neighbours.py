"""Other programs that beat the same heart, told from the lines of a scheduler."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from itertools import pairwise

from moie_tui.values import dataclass, pattern

_OURS = pattern(r"""(?:^|[\s/'"])moie(?:_tui)?['"]?\s(?:.*\s)?(?:pulse|check)(?=['"\s]|$)""")
_PULSE = pattern(_OURS.pattern.replace("(?:pulse|check)", "pulse"))
_MOIE = pattern(r"""(?:^|[\s/'"])moie(?:_tui)?['"]?\s+(?:-|[a-z])""")
_BEAT = pattern(r"pulse|heart[-_ ]?beat|(?<![a-z])beat(?![a-z])", re.IGNORECASE)
_SCHEDULED = pattern(r"(?:@[a-z]+|\S+(?:[ \t]+\S+){4})[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A program that a scheduler starts on this root: where that is written (the crontab or a file), what it
    runs, the scheduler's name for it, whether it is a moie, and whether it seems to beat the heart too."""

    where: str
    words: str
    name: str
    is_ours: bool
    beats: bool


def neighbour(where: str, words: str, roots: Iterable[str], name: str = "") -> Neighbour | None:
    """What starts these words as a neighbour of the root, None when they do not name it."""
    known = tuple(roots)
    if not names_root(words, known):
        return None
    return Neighbour(where, words, name, is_ours(words), _beats(f"{name} {words}", known))


def in_crontab(crontab: str, roots: Iterable[str]) -> list[Neighbour]:
    """The neighbours in a crontab, one for each active line."""
    known = tuple(roots)
    found = (neighbour("crontab", line, known) for line in active_lines(crontab))
    return [one for one in found if one is not None]


def foreign_lines(crontab: str, roots: Iterable[str]) -> list[str]:
    """The active lines that name one of the folders and are neither pulse nor check of ours."""
    return [one.words for one in in_crontab(crontab, roots) if not one.is_ours]


def our_lines(crontab: str, roots: Iterable[str]) -> list[str]:
    """The active lines that are a pulse of ours for one of the folders."""
    return [one.words for one in in_crontab(crontab, roots) if _PULSE.search(one.words)]


def pulsed_root(words: str) -> str:
    """The folder that a pulse of ours is told to beat, "" in words that run none, or name none."""
    if not _PULSE.search(words):
        return ""
    try:
        spoken = shlex.split(words.replace("\\%", "%"))
    except ValueError:
        return ""  # an open quotation mark: nothing starts it either
    named = [value for option, value in pairwise(spoken) if option == "--root"]
    named += [one.removeprefix("--root=") for one in spoken if one.startswith("--root=")]
    return named[0] if named else ""


def is_ours(line: str) -> bool:
    """Whether a line runs `moie … pulse` or `moie … check`."""
    return _OURS.search(line) is not None


def names_root(line: str, roots: Iterable[str]) -> bool:
    """Whether a line names one of these folders, or something in it."""
    return any(_naming(root).search(_unquoted(line)) for root in roots)


def spellings(paths: Iterable[str], home: str) -> frozenset[str]:
    """The ways in which a line may name these folders: as they are, and from the home folder on."""
    plain = frozenset(paths)
    inside = {path.removeprefix(home) for path in plain if home and path.startswith(f"{home}/")}
    return plain | {start + rest for rest in inside for start in ("~", "$HOME", "${HOME}")}


def active_lines(crontab: str) -> list[str]:
    """The lines of a crontab that start something."""
    lines = (line.strip() for line in crontab.split("\n"))
    return [line for line in lines if not line.startswith("#") and _SCHEDULED.match(line)]


def _beats(words: str, roots: tuple[str, ...]) -> bool:
    """By its words; those of the root's own path tell nothing."""
    rest = _unquoted(words)
    for root in sorted(roots, key=len, reverse=True):
        rest = _naming(root).sub(".", rest)
    return bool((_PULSE if _MOIE.search(rest) else _BEAT).search(rest))


def _naming(root: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w.~}-])" + re.escape(root) + r"(?![\w.-])")


def _unquoted(line: str) -> str:
    """Without what cron and the shell want before some characters of a path."""
    return line.replace("\\%", "%").replace("'\"'\"'", "'").replace("\\ ", " ")
