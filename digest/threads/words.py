"""What happened to a thread and how sure its members are, in words: "Merged with Open models on 3 May 2026". Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from digest.wording import day_in, plain, short_day
from store.records.threads import Event

# Of a member's sureness, which is .35 or more where it joined. By judgement, not measured: they only choose the word.
SURE, LIKELY = 0.8, 0.55
_RULINGS = frozenset(("pinned", "excluded", "cleared"))
_OUT = frozenset(("left", "excluded"))
_EITHER_WAY = frozenset(("split", "moved"))
_NEUTRAL = _EITHER_WAY | {"cleared"}


def sureness_words(sureness: float | None) -> str | None:
    """None where nobody reckoned it: what grew by itself, or was moved here by a reader."""
    if sureness is None:
        return None
    return "sure" if sureness >= SURE else "likely" if sureness >= LIKELY else "unsure"


def history(
    events: Sequence[Event],
    labels: Mapping[int, str],
    zone: tzinfo,
    *,
    since: datetime | None = None,
    joined: bool = True,
) -> list[str]:
    """Plain sentences without an end, newest first: what happened after `since`, one for each kind and day.

    `joined` adds how many came by themselves. What a reader said more than once of an insight counts the last time.
    """
    told = [one for one in _last_words(_directed(events)) if since is None or one[0].at > since]
    groups = Counter((day_in(zone, event.at), event.kind, event.other_id, came) for event, came in told)
    lines = []
    for (day, kind, other_id, came), count in sorted(groups.items(), key=lambda group: group[0][0], reverse=True):
        other = plain(labels.get(other_id, f"thread {other_id}")) if other_id is not None else ""
        if joined or kind != "joined":
            lines.append(f"{_words(kind, count, other, came=came)} on {short_day(day)}")
    return lines


def _directed(events: Sequence[Event]) -> list[tuple[Event, bool]]:
    """Each event and whether the insight was in the thread after it."""
    inside: set[str] = set()
    directed = []
    for event in events:
        there = event.insight_id in inside
        came = there != (event.kind in _EITHER_WAY) if event.kind in _NEUTRAL else event.kind not in _OUT
        (inside.add if came else inside.discard)(event.insight_id)
        directed.append((event, came))
    return directed


def _last_words(events: Sequence[tuple[Event, bool]]) -> list[tuple[Event, bool]]:
    """Without what a reader said and then said otherwise."""
    last = {event.insight_id: at for at, (event, _) in enumerate(events) if event.kind in _RULINGS}
    ruled = {at for at in last.values() if events[at][0].kind != "cleared"}
    return [one for at, one in enumerate(events) if one[0].kind not in _RULINGS or at in ruled]


def _words(kind: str, count: int, other: str, *, came: bool) -> str:
    insights = f"{count:,} insight{'' if count == 1 else 's'}"
    return {
        "joined": f"{insights} joined",
        "left": f"{insights} left",
        "merged": f"Merged with {other}",
        "split": f"Split off from {other}" if came else f"{insights} moved to {other}",
        "moved": f"{insights} came from {other}" if came else f"{insights} moved to {other}",
        "excluded": f"You took out {count:,}",
        "pinned": f"You said of {count:,} that {'it belongs' if count == 1 else 'they belong'}",
    }[kind]
