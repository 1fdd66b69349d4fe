"""Which entries of a feed are one episode, and the key by which each is known. Pure.

Hosts leave guids out, repeat one for all, list an episode twice, give all episodes one address or tell them apart by
the query alone. Seen in AntennaPod 3275, 4839, 5598 and 5729, audiobookshelf 1896, gPodder 847.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from store.types import FeedEpisode


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
    """Without the entries that list the same file again under the same guid, title or moment."""
    seen: set[tuple[str, object]] = set()
    kept: list[FeedEpisode] = []
    for draft in drafts:
        marks = {(draft.audio_url, mark) for mark in (draft.key, draft.title, draft.published) if mark}
        if draft.audio_url and not seen.isdisjoint(marks):
            continue
        seen |= {(url, mark) for url, mark in marks if url}
        kept.append(draft)
    return kept


def _guid(draft: FeedEpisode) -> str:
    return draft.key


def _place(draft: FeedEpisode) -> str:
    return without_query(draft.audio_url or "")


def _title_and_day(draft: FeedEpisode) -> str:
    day = draft.published
    return f"{draft.title} {day.date().isoformat() if day else ''}".strip()


def _whole_address(draft: FeedEpisode) -> str:
    return draft.audio_url or ""
