"""The rows of the table in docs/reliability.md: what each asks, by the name its tests report under."""

from __future__ import annotations

from moie_tui.values import dataclass


@dataclass(frozen=True)
class Row:
    """One promise: what is done to a root, and what must come of it."""

    name: str
    test: str
    asked: str


ROWS = (
    Row(
        "kill at write steps",
        "`kill -9` before and after every write step of state, health, snapshot, prune, migrate, rollback,"
        " undo, event log and config cache",
        "100 % of ≥ 48 points, 50 times each: 0 corrupt, 0 acknowledged but lost",
    ),
    Row("random kills", "`kill -9` at random moments of a mix of operations", "10,000 (CI: 500): 0 lost"),
    Row(
        "failing system calls",
        "the k-th system call fails (EIO, ENOSPC, EDQUOT, EROFS, EACCES, short write), once and for good",
        "every k: the old or the new file whole, exit ≠ 0 when not done, an event if it can be",
    ),
    Row("many writers", "16 processes record 500 executions each", "8,000 of 8,000"),
    Row(
        "rotation killed beside appenders",
        "`kill -9` of a process that compresses a day of the log while three others append to it, by its name"
        " and through files they hold open",
        "every line exactly once",
    ),
    Row("readers during writes", "readers beside a process that saves without pause", "0 torn of 100,000"),
    Row(
        "fuzz",
        "documents truncated at every byte, with bits flipped, and generated",
        "1,000,000 (CI: 10,000): valid or a typed error; never a traceback, never overwritten",
    ),
    Row(
        "disk full",
        "disk full (`RLIMIT_FSIZE`, a 64 kB tmpfs), folder without write permission (as another user)",
        "the old file intact, no temp left, one clear line of error",
    ),
    Row(
        "order of system calls",
        "the trace of every save",
        "fsync < rename < fsync of the folder in 100 % of saves",
    ),
    Row(
        "stateful model",
        "pulse, foreign edit, rollback, migrate, undo and kill against a model in memory",
        "1,000 sequences; rollback, then undo is byte-identical",
    ),
    Row(
        "clocks",
        "clock ±1 h, ±1 day, 1970, 2038; naive, `Z` and offset times; both DST changes in 3 zones",
        "0 TypeErrors, never falsely healthy, 0 schedules missed or doubled",
    ),
    Row(
        "hung verification",
        "a command that ignores TERM, forks and prints 100 MB",
        "gone within its limit + 2 s, 0 orphans, ≤ 10 kB kept",
    ),
    Row(
        "hostile text",
        "markup, escape sequences, bidi and newlines in every field of state, health, events and config",
        "shown as text; no action fires; only printable text reaches terminal and journal",
    ),
    Row("untrusted root", "a root nobody trusted, from every face", "no command runs"),
    Row(
        "overlapping pulses",
        "20 pulses at once",
        "exactly 1 runs, the others leave as `busy` in under 1 s",
    ),
    Row(
        "soak",
        "10,000 fast pulses, 5 % of them killed; the dashboard open over 2 h of churn",
        "every pulse accounted for; memory and descriptors grow < 5 %",
    ),
    Row(
        "monkey",
        "random keys, words, pastes, mouse events, sizes from 1×1 to 250×80, over files that change, tear "
        "and go away",
        "100,000 (CI: 1,500): no exception, no act without consent, in read-only mode not one byte changed",
    ),
    Row(
        "permissions and links",
        "modes, owners, symbolic links (relative, chained, to elsewhere), another file system",
        "files keep theirs; ours are 0600 or what the folder says; links stay links",
    ),
    Row(
        "watchdog kills",
        "`kill -9` of the watchdog before and in the middle of every step between decision and delivery, and"
        " by its own hook; 8 watchdogs at once",
        "each alert delivered at least once, duplicates under one id; at once: one alert",
    ),
)

NAMES = frozenset(row.name for row in ROWS)
