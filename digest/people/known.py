"""Who speaks in the shows, by name: how much of what they said is here, in which shows, since when. Pure.

A name is all that ties what is said in several shows: two people may have it. So a whole name stands for whoever is
called so, and each show is told apart under it; a first name alone is never carried from one show to another.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.people.speaker import called
from language.folding import folded_words
from store.queries.voices.people import Credited, Spoken

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKey:
    """What one name is known by, however it is written; `show_id` where it is a first name alone, of that show."""

    words: tuple[str, ...]
    show_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What a show has under a name: insights in the words of somebody called so, and the episodes that name them."""

    show_id: int
    show: str
    insights: int
    credits: tuple[Credited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whoever is called `name`. `labels` are the ways in which transcripts write it; the show with most comes first."""

    key: NameKey
    name: str
    labels: tuple[str, ...]
    shows: tuple[Presence, ...]
    latest: datetime | None

    @property
    def insights(self) -> int:
        return sum(presence.insights for presence in self.shows)


def name_key(label: str | None, show_id: int) -> NameKey | None:
    """None for what is nobody's name, such as "Speaker 2"."""
    name = called(label)
    words = tuple(folded_words(name)) if name else ()
    if not words:
        return None
    return NameKey(words=words, show_id=None if len(words) > 1 else show_id)


def people(spoken: Iterable[Spoken], credited: Iterable[Credited]) -> list[Person]:
    """Those who said most first."""
    said: dict[NameKey, list[Spoken]] = {}
    named: dict[NameKey, dict[int, Credited]] = {}
    spelled: dict[NameKey, Counter[str]] = {}
    for one in spoken:
        key = name_key(one.label, one.show_id)
        if key:
            said.setdefault(key, []).append(one)
            spelled.setdefault(key, Counter())[called(one.label) or ""] += one.insights
    for each in credited:
        for label in each.labels:
            key = name_key(label, each.show_id)
            if key:
                named.setdefault(key, {})[each.episode_id] = each
                spelled.setdefault(key, Counter())[called(label) or ""] += 1
    found = [
        _person(key, names.most_common(1)[0][0], said.get(key, ()), list(named.get(key, {}).values()))
        for key, names in spelled.items()
    ]
    return sorted(found, key=lambda one: (-one.insights, one.name.casefold()))


def _person(key: NameKey, name: str, said: Sequence[Spoken], named: Sequence[Credited]) -> Person:
    titles = {one.show_id: one.show for one in said} | {one.show_id: one.show for one in named}
    shows = [
        Presence(
            show_id=show_id,
            show=title,
            insights=sum(one.insights for one in said if one.show_id == show_id),
            credits=tuple(one for one in named if one.show_id == show_id),
        )
        for show_id, title in titles.items()
    ]
    moments = [one.latest for one in said] + [one.published for one in named]
    return Person(
        key=key,
        name=name,
        labels=tuple(dict.fromkeys(one.label for one in said)),
        shows=tuple(sorted(shows, key=lambda one: (-one.insights, -len(one.credits), one.show))),
        latest=max((moment for moment in moments if moment), default=None),
    )


def sharing_first_name(person: Person, known: Iterable[Person]) -> list[Person]:
    """Who is called so in other shows, where a first name is all that there is."""
    return [one for one in known if one.key.words == person.key.words and one.key != person.key]


def latest_first(known: Iterable[Person]) -> list[Person]:
    return sorted(known, key=lambda one: one.latest or _LONG_AGO, reverse=True)


def by_name(known: Iterable[Person]) -> list[Person]:
    return sorted(known, key=lambda one: one.key.words)


def called_like(known: Iterable[Person], typed: str) -> list[Person]:
    """Those of whose names each typed word begins a part."""
    wanted = folded_words(typed)
    return [one for one in known if all(any(part.startswith(word) for part in one.key.words) for word in wanted)]
