"""The command palette: every act, and every phase, job and snapshot to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from re import findall
from typing import cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from moie_tui.domain.state import COMPLETED, CYCLIC, PENDING
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.tui.live import Live
from moie_tui.tui.messages import ActRequested, ForecastOpened, GoTo, RootWanted
from moie_tui.tui.screens.help import HERE, grouped
from moie_tui.values import dataclass

PRUNE = "Prune snapshots… (shows which and why)"
EDIT_CONFIG = "Edit the config in your editor"
FORECAST = "Forecast: what the next heartbeats will do"
THEME = "Theme: other colours until you leave"
VERIFY_ALL = "Verify everything: run every verification command"
WHOLE_WORDS = 1.3
FEW_LETTERS = 4
"""Letters left out may break a word that is looked for, once in so many."""
THEIRS = {"restore": "roll back", "revert": "undo", "log": "events", "logs": "events", "restart": "run"}
"""Words that other tools have for what is called so here."""
MOST = 50
"""How many hits are enough to choose from."""


@dataclass(frozen=True)
class PaletteEntry:
    """One thing to choose: plain words, a key to the right of them, and what it does."""

    words: str
    key: str
    run: Callable[[], object]


class MoieCommands(Provider):
    """Searches the acts of the screen below, and the things in view; all words are plain text."""

    async def search(self, query: str) -> Hits:
        """The best matches. The matcher's own highlighting reads markup, which names from files are not."""
        ours = in_our_words(query)
        matcher, hits = self.matcher(ours), []
        for entry in self._entries():
            found = [(matcher.fuzzy_search.match(asked, entry.words), asked) for asked in {query, ours}]
            weights = [(weighed(*match, asked, entry.words), match[1]) for match, asked in found]
            score, offsets = max(weights, key=lambda one: one[0])
            if score > 0:
                hits.append((score, entry, offsets))
        for score, entry, offsets in sorted(hits, key=lambda hit: -hit[0])[:MOST]:
            shown = Content(entry.words)
            for offset in offsets:
                shown = shown.stylize(matcher.match_style, offset, offset + 1)
            yield Hit(score, _with_key(shown, entry), entry.run, text=entry.words)

    async def discover(self) -> Hits:
        """What can be done here, before anything is typed."""
        for entry in self._acts():
            yield DiscoveryHit(_with_key(Content(entry.words), entry), entry.run, text=entry.words)

    def _entries(self) -> Iterator[PaletteEntry]:
        yield from self._acts()
        if self.screen.is_modal:
            return
        for root in cast(Live, self.app).roots:
            wanted, words = RootWanted(root.number), f"Root {root.number}  {root.name}"
            yield PaletteEntry(words, "", partial(self.screen.post_message, wanted))
        view = cast(Live, self.app).view
        for kind, key, words in places(view):
            yield PaletteEntry(words, "", partial(self.screen.post_message, GoTo(kind, key)))
        for words, act in pins(view):
            yield PaletteEntry(words, "", partial(self.screen.post_message, act))

    def _acts(self) -> Iterator[PaletteEntry]:
        # Over a sheet its Enter could become consent, so there it offers no act.
        if not self.screen.is_modal:
            yield from self._acts_here()
        yield PaletteEntry(THEME, "", self.app.action_change_theme)

    def _acts_here(self) -> Iterator[PaletteEntry]:
        for heading, actions in grouped(self.screen.active_bindings, "").items():
            # Moving the cursor is no command.
            for words, (one, *_) in actions.items() if heading != HERE else ():
                act = partial(self.app.run_action, one.binding.action, one.node)
                yield PaletteEntry(words, self.app.get_key_display(one.binding), act)
        kind, key = getattr(self.screen, "selection", ("", ""))
        for words, request in changes(cast(Live, self.app).view, key) if kind == "job" else ():
            yield PaletteEntry(words, "", partial(self.screen.post_message, request))
        yield PaletteEntry(VERIFY_ALL, "", partial(self.screen.post_message, ActRequested("verify")))
        edit = ActRequested("edit", {"what": "config"})
        yield PaletteEntry(EDIT_CONFIG, "", partial(self.screen.post_message, edit))
        yield PaletteEntry(FORECAST, "", partial(self.screen.post_message, ForecastOpened()))
        yield PaletteEntry(PRUNE, "", partial(self.screen.post_message, ActRequested("prune")))


def in_our_words(query: str) -> str:
    """The same with the words that are used here."""
    return " ".join(THEIRS.get(word.lower(), word) for word in query.split(" "))


def weighed(score: float, offsets: Sequence[int], query: str, words: str) -> float:
    """The score of a match; more for whole words, none for letters that merely occur somewhere in order."""
    wanted, said = query.lower().split(), words.lower()
    if not score or not wanted:
        return score
    if all(one in said for one in wanted):
        whole = set(wanted) <= set(findall(r"[\w.]+", said))
        return score * (WHOLE_WORDS if whole else 1)
    jumps = [(before, after) for before, after in pairwise(offsets) if after != before + 1]
    starts = [not words[after - 1].isalnum() for _, after in jumps]
    in_word = all(words[before:after].isalnum() for before, after in jumps)
    slip = in_word and len(jumps) <= len(offsets) // FEW_LETTERS
    return score if all(starts) or slip else 0


def places(view: SystemView) -> Iterator[tuple[str, str, str]]:
    """Kind, key and words of everything that can be gone to."""
    if view.state:
        for phase in view.state.phases:
            yield "phase", phase.key, plain(f"Phase {phase.key}  {phase.name}")
        for _, job in view.state.jobs():
            yield "job", job.key, plain(f"Job {job.key}  {job.task}")
    for snapshot in view.snapshots:
        note = f"  {snapshot.note}" if snapshot.note else ""
        yield (
            "snapshot",
            snapshot.id,
            plain(f"Snapshot {snapshot.id}  {snapshot.reason}  {snapshot.name}{note}"),
        )


def changes(view: SystemView, key: str) -> Iterator[tuple[str, ActRequested]]:
    """What can be said of a job, where it makes sense: done, pending again, paused, going on."""
    job = view.state.job(key) if view.state else None
    if job is None:
        return
    offered = {
        "done": ("Mark job {} as done", job.status not in (COMPLETED, CYCLIC)),
        "pending": ("Make job {} pending again", job.status not in (PENDING, CYCLIC)),
        "pause": ("Pause job {}", not job.paused and job.status != COMPLETED),
        "resume": ("Resume job {}", job.paused),
    }
    for change, (words, fits) in offered.items():
        if fits:
            said = plain(f"{words.format(key)}  {job.task}")
            yield said, ActRequested("job", {"job": key, "change": change})


def pins(view: SystemView) -> Iterator[tuple[str, ActRequested]]:
    """For each snapshot the words and the act that pin it, or let it go."""
    for one in view.snapshots:
        arguments = {"snapshot": one.id, "pinned": not one.pinned}
        act = "Unpin" if one.pinned else "Pin"
        yield (
            plain(f"{act} snapshot {one.id}  {one.reason}  {one.note}").rstrip(),
            ActRequested("pin", arguments),
        )


def _with_key(words: Content, entry: PaletteEntry) -> Content:
    return Content.assemble(words, (f"   {entry.key}", "$faint")) if entry.key else words
