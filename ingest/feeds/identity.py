"""Recognises episodes that are known already when a feed names them differently. Pure.

Some hosts give every entry a fresh guid at each fetch, or change all of them when a show moves; some publish an episode
for members first and a day later, under another guid and date, for all. Others publish every hour under one title, or
give each day's episode the guid of the last. Seen in AntennaPod 1468, 3275 and 8103, gPodder 850 and 1407,
audiobookshelf 2986.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from store.records.episodes import FeedEpisode

_SAME_AIRING = timedelta(days=1)
_SAME_MOMENT = timedelta(minutes=1)
_SAME_LENGTH_SECONDS = 600.0  # inserted adverts change the length from fetch to fetch
_BULLETIN_SECONDS = 900.0  # shorter ones may well come twice a day under one title


class KnownEpisodes:
    """The `stored` episodes of a show beside those that its feed `offers` now."""

    def __init__(self, stored: Sequence[FeedEpisode], offers: Sequence[FeedEpisode]) -> None:
        offered = {offer.key: offer for offer in offers}
        self._by_key = {episode.key: episode for episode in stored}
        # Those still in the feed under their key are spoken for.
        free = [e for e in stored if e.key not in offered or _is_another(e, offered[e.key])]
        self._by_file = _grouped((without_query(episode.audio_url or ""), episode) for episode in free)
        self._by_title = _grouped((episode.title, episode) for episode in free)
        self._often = _repeated(stored) | _repeated(offers)
        self._offered = {(without_query(offer.audio_url or ""), offer.title) for offer in offers}
        self._claimed: set[str] = set()

    def same_as(self, offer: FeedEpisode) -> FeedEpisode | None:
        """The stored episode that `offer` is, or None when it is new. Each stored one answers to one offer only."""
        by_key = self._by_key.get(offer.key)
        if by_key and not _is_another(by_key, offer):
            return by_key
        by_file = self._by_file.get(without_query(offer.audio_url), []) if offer.audio_url else []
        same_file = [known for known in by_file if self._is_same_file(known, offer)]
        same_title = [known for known in self._by_title.get(offer.title, []) if self._is_same_talk(known, offer)]
        for known in same_file + same_title:
            if known.key not in self._claimed:
                self._claimed.add(known.key)
                return known
        return None

    def new_key(self, offer: FeedEpisode) -> str:
        """The key under which a new episode is kept: its own, or another when a stored one has that."""
        day = offer.published.date().isoformat() if offer.published else ""
        names = (offer.key, without_query(offer.audio_url or ""), f"{offer.title} {day}".strip())
        free = next((name for name in names if name and name not in self._by_key), None)
        key = free or f"{offer.key} {offer.published.isoformat() if offer.published else offer.audio_url}"
        self._by_key.setdefault(key, offer)
        return key

    def _is_same_file(self, known: FeedEpisode, offer: FeedEpisode) -> bool:
        """One address is one file, unless several episodes share it, or share it but for the query."""
        if known.title != offer.title and (without_query(known.audio_url or ""), known.title) in self._offered:
            return False
        apart = known.audio_url != offer.audio_url and without_query(offer.audio_url or "") in self._often
        return not apart and (known.title == offer.title or _same_airing(known, offer))

    def _is_same_talk(self, known: FeedEpisode, offer: FeedEpisode) -> bool:
        """By title, day and length. A title that the show uses again and again says nothing, but for the moment."""
        if known.published is None or offer.published is None or not _same_length(known, offer):
            return False
        if abs(known.published - offer.published) <= _SAME_MOMENT:
            return True
        return (
            offer.title not in self._often
            and known.published.date() == offer.published.date()
            and min(known.duration or 0, offer.duration or 0) >= _BULLETIN_SECONDS
        )


def _grouped(pairs: Iterable[tuple[str, FeedEpisode]]) -> dict[str, list[FeedEpisode]]:
    groups: defaultdict[str, list[FeedEpisode]] = defaultdict(list)
    for name, episode in pairs:
        groups[name].append(episode)
    return dict(groups)


def _repeated(episodes: Sequence[FeedEpisode]) -> set[str]:
    """The titles, and addresses without query, that several of the episodes have."""
    titles = Counter(episode.title for episode in episodes)
    files = Counter(without_query(episode.audio_url) for episode in episodes if episode.audio_url)
    return {name for name, count in [*titles.items(), *files.items()] if count > 1}


def _is_another(known: FeedEpisode, offer: FeedEpisode) -> bool:
    """Whether a guid is used again for what has nothing in common with the episode that had it."""
    return (
        known.title != offer.title
        and known.audio_url is not None
        and offer.audio_url is not None
        and without_query(known.audio_url) != without_query(offer.audio_url)
        and known.published is not None
        and offer.published is not None
        and not _same_airing(known, offer)
    )


def _same_airing(a: FeedEpisode, b: FeedEpisode) -> bool:
    if a.published is None or b.published is None:
        return True
    return abs(a.published - b.published) < _SAME_AIRING


def _same_length(a: FeedEpisode, b: FeedEpisode) -> bool:
    return a.duration is None or b.duration is None or abs(a.duration - b.duration) <= _SAME_LENGTH_SECONDS


def without_query(url: str) -> str:
    """Where a file lies, as far as that tells files apart: hosts change scheme and query from fetch to fetch."""
    try:
        parts = urlsplit(url)
        return f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"
    except ValueError:
        return url


def with_keys(drafts: Sequence[FeedEpisode]) -> list[FeedEpisode]:
    """Gives each episode its identity. On the way in, `key` is the entry's guid or empty.

    It is the first of guid, audio address without query, title with day, and whole audio address that no other entry
    shares. Entries alike in all of them are one episode.
    """
    singles = _once(drafts)
    kinds = [[identity(draft) for draft in singles] for identity in (_guid, _place, _title_and_day, _whole_address)]
    shared = [Counter(kind) for kind in kinds]
    episodes: dict[str, FeedEpisode] = {}
    for draft, *identities in zip(singles, *kinds, strict=True):
        unique = [name for name, count in zip(identities, shared, strict=True) if name and count[name] == 1]
        key = unique[0] if unique else next(filter(None, reversed(identities)))
        episodes.setdefault(key, replace(draft, key=key))
    return list(episodes.values())


def _once(drafts: Sequence[FeedEpisode]) -> list[FeedEpisode]:
    """Without the entries that list the same file again under the same guid, title or moment. Two with other titles
    are two episodes, of which the host gave one the other's guid, address or moment."""
    seen: defaultdict[tuple[str, object], list[str]] = defaultdict(list)
    kept: list[FeedEpisode] = []
    for draft in drafts:
        url = draft.audio_url or ""
        marks = {(url, mark) for mark in (draft.key, draft.title, draft.published) if mark and url}
        if any(_same_title(draft.title, title) for mark in marks for title in seen[mark]):
            continue
        for mark in marks:
            seen[mark].append(draft.title)
        kept.append(draft)
    return kept


def _same_title(one: str, other: str) -> bool:
    """But for case and punctuation, or with something before or behind, such as "Replay:"."""
    short, long = sorted((" ".join(re.findall(r"\w+", title.casefold())) for title in (one, other)), key=len)
    return short in long


def _guid(draft: FeedEpisode) -> str:
    return draft.key


def _place(draft: FeedEpisode) -> str:
    return without_query(draft.audio_url or "")


def _title_and_day(draft: FeedEpisode) -> str:
    day = draft.published
    return f"{draft.title} {day.date().isoformat() if day else ''}".strip()


def _whole_address(draft: FeedEpisode) -> str:
    return draft.audio_url or ""
