"""What is kept under one name: what is said, from old to new, in which threads, and what the name alone cannot say.

The page, the terminal and the tools for a model tell it in this order and in these words.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from digest.people import known as people
from digest.people.known import Person, Presence
from digest.wording import counted
from index.people.speaker import introduced
from store.queries import episodes, insights
from store.queries.threads import threads
from store.queries.voices import people as kept
from store.queries.voices.people import Credited
from store.records.insights import CitedInsight
from store.records.threads import Thread

_THREADS = 8  # by judgement, not measured: those in which they say most
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`roles`: what the notes of a show's latest episodes say that they are, by show; `credits`: episodes of which the
    feed says that they are in them, and from which nothing of theirs was drawn."""

    insights: Sequence[CitedInsight]
    roles: Mapping[int, str]
    credits: Sequence[Credited]

    @property
    def show_ids(self) -> list[int]:
        """In the order in which they were first heard there."""
        return list(dict.fromkeys(cited.show_id for cited in self.insights))


def read_people(connection: Connection) -> list[Person]:
    """Those who said most first."""
    return people.people(kept.spoken(connection), kept.credited(connection))


def read_said(connection: Connection, person: Person) -> Said:
    """From old to new, what has no date first."""
    found = [
        cited
        for cited in insights.said_by(connection, person.labels)
        if people.name_key(cited.insight.speaker, cited.show_id) == person.key
    ]
    found.sort(key=lambda one: (one.published or _LONG_AGO, one.insight.episode_id, one.insight.start))
    drawn = {cited.insight.episode_id for cited in found}
    credited = [each for presence in person.shows for each in presence.credits if each.episode_id not in drawn]
    return Said(insights=found, roles=_roles(connection, person, found), credits=credited)


def _roles(connection: Connection, person: Person, said: Sequence[CitedInsight]) -> dict[int, str]:
    latest = {one.show_id: one.insight.episode_id for one in said}
    latest |= {one.show_id: one.credits[0].episode_id for one in person.shows if one.credits}
    known = episodes.by_ids(connection, latest.values())
    told = {
        show_id: introduced(person.name, known[key].feed.notes, known[key].feed.people)
        for show_id, key in latest.items()
        if key in known
    }
    return {key: role for key, role in told.items() if role}


def speaks_in(connection: Connection, said: Said, reader_id: int) -> list[tuple[Thread, int]]:
    """Threads with how much of each is theirs, of what has more than one insight or is followed."""
    often = Counter(thread_id for cited in said.insights for thread_id in cited.thread_ids)
    found = [(threads.by_id(connection, key, reader_id), count) for key, count in often.most_common(_THREADS * 2)]
    return [(one, count) for one, count in found if one and (one.size > 1 or one.followed)][:_THREADS]


def extent(person: Person, day: Callable[[datetime], str]) -> list[str]:
    """Such as "12 insights", "Copper and Current", "last heard 3 May 2026"."""
    told = [counted(person.insights, "insight") if person.insights else "Named by the feed, nothing of theirs yet"]
    told.append(person.shows[0].show if len(person.shows) == 1 else counted(len(person.shows), "show"))
    return [*told, f"last heard {day(person.latest)}"] if person.latest else told


def extent_in(presence: Presence, role: str | None) -> list[str]:
    """Such as "3 insights", "energy analyst at Northwind"."""
    what = counted(presence.insights, "insight") if presence.insights else "named by the feed"
    return [what, role] if role else [what]


def doubt(person: Person, known: Sequence[Person], named: Callable[[Person], str]) -> str | None:
    """What the name alone cannot say; `named` tells the show of another one."""
    if person.key.show_id is not None:
        elsewhere = [named(one) for one in people.sharing_first_name(person, known)]
        told = f" Somebody is called so in {', '.join(elsewhere)}, too." if elsewhere else ""
        return f"A first name alone may be anybody’s, so this is of one show.{told}"
    if len(person.shows) > 1:
        count = counted(len(person.shows), "show").capitalize()
        return f"{count} have somebody of this name. It may be more than one person: no show says."
    return None


def named_in(said: Said) -> str:
    """Such as "Also named in 2 episodes"."""
    return f"{'Also named' if said.insights else 'Named'} in {counted(len(said.credits), 'episode')}"
