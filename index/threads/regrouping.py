"""Puts threads right in the background: parts what does not hold together, joins what does, and gathers the single.

Joining as insights arrive has only the past to go by. Here threads that have changed are taken apart where they do not
hold together, and the parts are grouped anew with the threads near them, so that the order of arrival matters little.
An id lives for ever: of threads that become one the followed one stays, else the one that a reader named, else the
oldest; a thread that falls apart stays where its largest part is. What readers ruled is kept: nobody comes back who was
put out, who is pinned stays, split threads stay split, declared threads are left alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import Connection

from index.threads.matter import matters
from index.threads.naming.labels import headline_label
from index.threads.naming.relabelling import relabel
from index.threads.topic_space import Space
from index.threads.topics import grouped, parts
from store import Store
from store.queries.embeddings import Vector
from store.queries.threads import growth, history, threads

_AT_ONCE = 300  # changed threads regrouped in one go, together with those near them
_TAKEN_APART = 400  # members up to which a thread is looked at whole
_NEAREST = 5  # neighbours of a member whose threads may have to do with its own
_SAMPLE = 20  # members that stand for a thread that has not changed, or is larger


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPart:
    """Members of a thread that hold together. `main`: where these go, the thread's id goes."""

    thread_id: int
    members: tuple[str, ...]
    middle: Vector
    main: bool
    whole: bool


def regroup(store: Store, space: Space, now: datetime, since: datetime) -> int:
    """Regroups the threads that have changed at `since` or later; gives how many insights changed their thread.

    Commits as it goes; whoever stops it half-way loses nothing, and it may run twice.
    """
    with store.write() as connection:
        space.refresh(connection)
        changed = growth.changed_since(connection, since)
    moved = 0
    for at in range(0, len(changed), _AT_ONCE):
        with store.write() as connection:
            there = growth.members(connection, changed[at : at + _AT_ONCE])
            moved += _regroup(connection, space, there, now)
    return moved


def _regroup(connection: Connection, space: Space, changed: Mapping[int, Sequence[str]], now: datetime) -> int:
    near = _threads_near(connection, space, changed)
    others = growth.members(connection, near - changed.keys())
    standings = growth.standings(connection, [*changed, *others])
    rulings = growth.rulings(connection, standings)
    _read_ahead(connection, space, changed, others)
    listed: list[ThreadPart] = []
    seen: set[str] = set()
    for thread_id, members in sorted([*changed.items(), *others.items()]):
        own = [key for key in members if key not in seen]
        seen.update(own)
        pinned = {key for key, ruling in rulings.get(thread_id, {}).items() if ruling == "pinned"}
        listed += _parts(connection, space, thread_id, own, pinned, changed=thread_id in changed)
    if not listed:
        return 0
    groups = _grouped(listed, history.parted(connection), rulings)
    settled = [_settle(connection, [listed[at] for at in group], standings, now) for group in groups]
    grown = set(changed)
    moved = 0
    for kept, group in settled:  # after all moves, for a merge takes along whoever is still there
        for part in group:
            if part.main and part.thread_id != kept:
                threads.merge(connection, part.thread_id, kept, now)
        moving = sum(len(part.members) for part in group if part.thread_id != kept)
        grown |= {kept} if moving else set()
        moved += moving
    relabel(connection, space, grown)
    return moved


def _threads_near(connection: Connection, space: Space, changed: Mapping[int, Sequence[str]]) -> set[int]:
    """Threads of the neighbours of members."""
    asked = [insight_id for members in changed.values() for insight_id in members[:_TAKEN_APART]]
    found = {each.id for listed in space.near(connection, asked).values() for each in listed[:_NEAREST]}
    return set(growth.homes(connection, found).values())


def _read_ahead(
    connection: Connection, space: Space, changed: Mapping[int, Sequence[str]], others: Mapping[int, Sequence[str]]
) -> None:
    """All neighbours at once, which costs less than thread by thread."""
    whole = [key for members in changed.values() for key in members[:_TAKEN_APART]]
    space.near(connection, [*whole, *(key for members in others.values() for key in members[:_SAMPLE])])


def _parts(
    connection: Connection,
    space: Space,
    thread_id: int,
    members: Sequence[str],
    pinned: set[str],
    *,
    changed: bool,
) -> list[ThreadPart]:
    """The thread in the parts that hold together, pinned members in the main one; whole, when it has not changed."""
    apart = changed and len(members) <= _TAKEN_APART
    known = list(space.points(connection, members if apart else members[:_SAMPLE]))
    if not known:
        return []
    profiles = space.profiles(connection, known)
    if not apart or len(known) < len(members):
        return [
            ThreadPart(thread_id=thread_id, members=tuple(members), middle=profiles.mean(axis=0), main=True, whole=True)
        ]
    found = parts(profiles)
    main = {at for group in found if any(known[at] in pinned for at in group) for at in group}
    main = main or set(sorted(found, key=_size_then_age)[-1])
    held = [sorted(main), *(group for group in found if not main.issuperset(group))]
    return [
        ThreadPart(
            thread_id=thread_id,
            members=tuple(known[at] for at in group),
            middle=profiles[group].mean(axis=0),
            main=group is held[0],
            whole=len(held) == 1,
        )
        for group in held
    ]


def _size_then_age(rows: Sequence[int]) -> tuple[int, int]:
    return len(rows), -rows[0]


def _grouped(
    listed: Sequence[ThreadPart], parted: Iterable[tuple[int, int]], rulings: Mapping[int, Mapping[str, str]]
) -> list[list[int]]:
    middles = np.array([part.middle for part in listed], dtype=np.float32)
    likeness = middles @ middles.T
    of_thread: dict[int, list[int]] = defaultdict(list)
    for at, part in enumerate(listed):
        of_thread[part.thread_id].append(at)
    apart = [(one, other) for pair in parted for one in of_thread[pair[0]] for other in of_thread[pair[1]]]
    for thread_id, ruled in rulings.items():
        gone = {key for key, ruling in ruled.items() if ruling == "excluded"}
        without = [at for at, part in enumerate(listed) if gone.intersection(part.members)]
        apart += [(one, other) for one in of_thread[thread_id] for other in without if one != other]
    for one, other in apart:
        likeness[one, other] = likeness[other, one] = -np.inf
    return grouped(likeness, np.array([len(part.members) for part in listed], dtype=np.float64))


def _settle(
    connection: Connection, group: Sequence[ThreadPart], standings: Mapping[int, growth.Standing], now: datetime
) -> tuple[int, Sequence[ThreadPart]]:
    """The thread that the parts are to be in, and they; those that are not the main one of their thread are moved."""

    def rank(thread_id: int) -> tuple[bool, bool, int]:
        return not standings[thread_id].followed, not standings[thread_id].named, thread_id

    claims = {part.thread_id for part in group if part.main}
    kept = min(claims, key=rank) if claims else threads.begin(connection, _first_headline(connection, group), now)
    for part in group:
        if not part.main and part.thread_id != kept:
            growth.move(connection, part.thread_id, kept, part.members, now)
    return kept, group


def _first_headline(connection: Connection, group: Sequence[ThreadPart]) -> str:
    found = matters(connection, group[0].members[:1])
    return headline_label(next(iter(found.values())))
