"""What is in front of the operator, as something that can be copied and written into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from moie_tui.domain.amounts import counted
from moie_tui.domain.commands import commands_for
from moie_tui.domain.event_query import Logged
from moie_tui.domain.records import record_of
from moie_tui.domain.tables import as_csv, as_json, as_markdown, escaped, fenced, fields_as_markdown
from moie_tui.domain.text import plain
from moie_tui.values import dataclass

MOST = 10_000
"""So many rows of something longer go into a file."""
Words = Callable[[Any], tuple[str, ...]]
"""The words of the cells of a row."""


@dataclass(frozen=True)
class Form:
    """One way to write it down: its name, a taste of it, how to make the text, and for a file of it the
    suffix and how its name begins ("": like what it is from)."""

    name: str
    taste: str
    make: Callable[[], str]
    suffix: str = ""
    stem: str = ""


@dataclass(frozen=True, eq=False)
class Matter:
    """A list with its cursor (`at`, -1 for none), or a text with what it says as a `record`.

    `job` is whose runs are listed; `longer` reads so many rows of what the list is only a stretch of."""

    title: str
    names: tuple[str, ...] = ()
    items: tuple[Any, ...] = ()
    at: int = -1
    words: Words = lambda _: ()
    job: str = ""
    text: str = ""
    record: Mapping[str, object] | None = None
    longer: Callable[[int], Sequence[Any]] | None = None
    more: tuple[Form, ...] = ()
    """Forms of its own, offered first where it is exported."""

    @property
    def item(self) -> Any:
        """The one under the cursor."""
        return self.items[self.at] if self.at >= 0 else None


def of_lines(title: str, lines: Iterable[str]) -> Matter:
    """A text."""
    text = "\n".join(lines).strip("\n")
    return Matter(title, text=f"{text}\n" if text else "")


def line_of(matter: Matter) -> str:
    """The selected row as one line, or the whole text."""
    if matter.item is None:
        return matter.text
    return "  ".join(one.strip() for one in matter.words(matter.item) if one.strip())


def copies(matter: Matter, root: str) -> tuple[Form, ...]:
    """Commands, then JSON, Markdown and plain text of the selected row, or of the text."""
    topic = topic_of(matter.item)
    forms = [ready(what, command) for what, command in commands_for(topic, root, matter.job)]
    record = record_of(topic) if topic is not None else matter.record
    if record is not None:
        forms += [ready("JSON", as_json(record)), ready("Markdown", fields_as_markdown(record))]
    if line := line_of(matter):
        forms.append(ready("text", line))
    return tuple(forms)


def exports(matter: Matter) -> tuple[Form, ...]:
    """The whole list as CSV, JSON and Markdown, or the whole text."""
    title = f"# {escaped(matter.title)}\n\n"
    if matter.items:
        many = f"the newest {MOST} at most" if matter.longer else counted(len(matter.items), "row")
        return (
            *matter.more,
            Form("CSV", f"{many}, for a spreadsheet", lambda: as_csv(_records(matter)), "csv"),
            Form("JSON", f"{many}, every field", lambda: as_json(_records(matter)), "json"),
            Form("Markdown", f"{many}, as they look here", lambda: title + _table(matter), "md"),
        )
    forms = []
    if matter.text.strip():
        forms.append(ready("Markdown", title + fenced(matter.text), "md"))
        forms.append(ready("text", matter.text, "txt"))
    if matter.record is not None:
        forms.append(ready("JSON", as_json(matter.record), "json"))
    return tuple(forms)


def ready(name: str, text: str, suffix: str = "", stem: str = "") -> Form:
    """A form whose text is known."""
    return Form(name, plain(text.strip()), lambda: text, suffix, stem)


def _items(matter: Matter) -> Sequence[Any]:
    return matter.longer(MOST) if matter.longer else matter.items


def _records(matter: Matter) -> list[dict[str, object]]:
    return [record_of(topic_of(one)) for one in _items(matter)]


def _table(matter: Matter) -> str:
    return as_markdown(matter.names, map(matter.words, _items(matter)))


def topic_of(row: Any) -> object:
    """What a row is about, without what only the screen needs of it; most are the thing itself."""
    if isinstance(row, Logged):
        return row.event
    return row[-1] if isinstance(row, tuple) else getattr(row, "topic", row)
