"""Documents as Hypothesis imagines them: every version, unknown keys at every level, odd ids and gaps."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
JSON_VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
UNKNOWN = st.dictionaries(st.text(min_size=1, max_size=3).map("x-{}".format), JSON_VALUES, max_size=2)

# A small pool, so that two documents share most of their ids.
IDS: st.SearchStrategy[int | str] = st.sampled_from(
    [1, 2, 3, 5, 9, 10, 100, -1, 0, "1", "2", "01", "1.9", "1.10", "final", "é", "", "[b]x[/b]"]
)
STATUSES = st.sampled_from(["pending", "completed", "cyclic", "active", "blocked", "läuft", ""])
TEXTS = st.text(max_size=12)
TIMES = st.sampled_from(
    [
        "2025-12-12T00:00:00.000Z",
        "2025-12-12T06:00:00",
        "2025-10-26T02:30:00",
        "2025-03-30 02:30",
        "2025-12-12T06:00:00.123456789+05:30",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59.999999-12:00",
        "2038-01-19t03:14:08z",
        " 2025-12-12T06:00:00+0100 ",
        "soon",
        "",
    ]
)


OPTIONAL = st.lists(
    st.sampled_from(["description", "verification_cmd", "command"]).flatmap(
        lambda key: st.tuples(st.just(key), st.none() | TEXTS)
    )
    | st.tuples(st.just("schedule"), st.sampled_from([None, "every 20m", "0 4 * * *", "never"]))
    | st.tuples(st.just("timeout_seconds"), st.none() | st.integers(0, 10**6) | st.floats(0, 1e300))
    | st.tuples(st.just("grace_minutes"), st.sampled_from([None, 0, 5, 10**30]))
    | st.tuples(st.just("paused"), st.sampled_from([None, True, False]))
    | st.tuples(st.just("max_attempts"), st.sampled_from([None, 1, 9])),
    max_size=2,
).map(dict)


@st.composite
def jobs(draw: st.DrawFn, identity: int | str) -> dict[str, Any]:
    """One valid job."""
    known = {"id": identity, "task": draw(TEXTS), "status": draw(STATUSES)}
    return turned(draw, known | draw(OPTIONAL) | draw(UNKNOWN))


@st.composite
def phases(draw: st.DrawFn, identity: int | str) -> dict[str, Any]:
    """One valid phase whose jobs have different ids."""
    ids = draw(st.lists(IDS, unique_by=str, max_size=3))
    known = {"id": identity, "name": draw(TEXTS), "status": draw(STATUSES)}
    return turned(draw, known | {"jobs": [draw(jobs(one)) for one in ids]} | draw(UNKNOWN))


@st.composite
def state_documents(draw: st.DrawFn, version: int) -> dict[str, Any]:
    """One valid state document, without duplicate ids; key order is as it comes."""
    meta = {"project": draw(TEXTS), "operator": draw(TEXTS), "current_phase": draw(st.none() | IDS)}
    optional = {
        "last_heartbeat": st.none() | TIMES,
        "boot_time": st.none() | TIMES,
        "mode": st.none() | TEXTS,
    }
    meta |= draw(st.fixed_dictionaries({}, optional=optional)) | draw(UNKNOWN)
    ids = draw(st.lists(IDS, unique_by=str, max_size=3))
    top = {"meta": turned(draw, meta), "phases": [draw(phases(one)) for one in ids]} | draw(UNKNOWN)
    if version >= 3 or draw(st.booleans()):
        top["schema_version"] = version
    return turned(draw, top)


@st.composite
def malformed_documents(draw: st.DrawFn) -> dict[str, Any]:
    """A JSON object that looks like a state, with duplicates and values of the wrong shape."""
    broken = st.fixed_dictionaries(
        {"id": IDS | JSON_VALUES}, optional={"jobs": JSON_VALUES, "status": JSON_VALUES}
    )
    nested = st.lists(broken, max_size=3)
    phase = st.fixed_dictionaries({"id": IDS, "jobs": nested | JSON_VALUES})
    return draw(
        st.fixed_dictionaries(
            {}, optional={"meta": JSON_VALUES, "phases": st.lists(phase | broken, max_size=4) | JSON_VALUES}
        )
    )


def turned(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The same keys, beginning with another one."""
    keys = list(document)
    at = draw(st.integers(0, len(keys) - 1))
    return {key: document[key] for key in keys[at:] + keys[:at]}
