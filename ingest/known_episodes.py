"""Recognises episodes that are known already when a feed names them differently. Pure.

Some hosts give every entry a fresh guid at each fetch, or change all of them when a show moves.
"""

from collections.abc import Sequence
from datetime import timedelta

from ingest.feeds import without_query
from store.types import FeedEpisode

_SAME_AIRING = timedelta(days=1)
_SAME_LENGTH_SECONDS = 600.0  # inserted adverts change the length from fetch to fetch


class KnownEpisodes:
    """The `stored` episodes of a show beside those that its feed `offers` now."""

    def __init__(self, stored: Sequence[FeedEpisode], offers: Sequence[FeedEpisode]) -> None:
        offered_keys = {offer.key for offer in offers}
        self._by_key = {episode.key: episode for episode in stored}
        self._by_audio: dict[str, list[FeedEpisode]] = {}
        self._by_title: dict[str, list[FeedEpisode]] = {}
        for episode in stored:
            if episode.key not in offered_keys:  # those still in the feed under their key are spoken for
                self._by_audio.setdefault(without_query(episode.audio_url or ""), []).append(episode)
                self._by_title.setdefault(episode.title, []).append(episode)
        self._claimed: set[str] = set()

    def same_as(self, offer: FeedEpisode) -> FeedEpisode | None:
        """The stored episode that `offer` is, or None when it is new. Each stored one answers to one offer only."""
        if offer.key in self._by_key:
            return self._by_key[offer.key]
        audio = self._by_audio.get(without_query(offer.audio_url), []) if offer.audio_url else []
        same_audio = [known for known in audio if known.title == offer.title or _same_airing(known, offer)]
        same_title = [
            known
            for known in self._by_title.get(offer.title, [])
            if known.published and offer.published and _same_airing(known, offer) and _same_length(known, offer)
        ]
        for known in same_audio + same_title:
            if known.key not in self._claimed:
                self._claimed.add(known.key)
                return known
        return None


def _same_airing(a: FeedEpisode, b: FeedEpisode) -> bool:
    if a.published is None or b.published is None:
        return True
    return abs(a.published - b.published) < _SAME_AIRING


def _same_length(a: FeedEpisode, b: FeedEpisode) -> bool:
    return a.duration is None or b.duration is None or abs(a.duration - b.duration) <= _SAME_LENGTH_SECONDS
