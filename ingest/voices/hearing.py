"""The quotes of the five are listened to: whether their words are said there, at which second, and in whose voice.

Of each episode as much audio is fetched as reaches its last quote, the whole where that cannot be decoded, and deleted
again. What cannot be fetched keeps its place as it was.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

import numpy as np

from ingest.speech.decoding import sound_out
from ingest.speech.recognition import Transcriber
from ingest.voices.encoder import VoiceEncoder
from ingest.voices.grouping import unit
from ingest.voices.prints import prints_of
from ingest.voices.speakers import OTHER_VOICE
from ingest.web.client import Access, Web
from ingest.web.download import download
from ingest.web.responses import length_of, limited
from language.folding import folded_words
from store import Store
from store.errors import Transient, Unusable
from store.queries import episodes
from store.queries.voices import hearings, voices
from store.records.insights import CitedInsight
from store.records.transcripts import Word
from store.records.voices import Hearing, Print

# Around the quote: at first what a publisher's rounding may shift, then what an inserted advert may. By judgement.
_MARGINS = (5.0, 45.0)
# Of a quote's words that must be heard in order: by judgement, as the packaged recogniser gets one word in seven wrong.
_LEAST_HEARD = 0.6
_WORD_SECONDS = 0.35  # of a word before the first that was heard: people speak some 170 words a minute
_SPARE = 1.1  # of the bytes that a constant rate would take, by judgement
_SPARE_BYTES = 2**20  # for a picture in the file's head, by judgement

log = logging.getLogger("earmark.hearing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What quotes are listened to with; the slow parts are made where there is something to hear."""

    store: Store
    web: Web
    cache: Path
    max_bytes: int
    access: Callable[[int], Access | None]
    transcriber: Callable[[], Transcriber]
    voices: Callable[[], VoiceEncoder | None]


def hear(listener: Listener, quotes: Sequence[CitedInsight]) -> dict[str, Hearing]:
    """Listens to those that were not listened to yet, and keeps what came of it; by the insight's id."""
    found: dict[str, Hearing] = {}
    waiting = sorted((each for each in quotes if each.heard is None), key=lambda each: each.insight.episode_id)
    for episode_id, group in groupby(waiting, key=lambda each: each.insight.episode_id):
        for cited, hearing in _heard(listener, episode_id, list(group)):
            log.info("insight=%s heard=%r", cited.insight.id, hearing.outcome)
            found[cited.insight.id] = hearing
            with listener.store.write() as connection:
                hearings.keep(connection, cited.insight.id, hearing)
    return found


def _heard(listener: Listener, episode_id: int, quotes: Sequence[CitedInsight]) -> list[tuple[CitedInsight, Hearing]]:
    path = listener.cache / f"episode-{episode_id}.heard"
    try:
        end = max(each.insight.end for each in quotes) + max(_MARGINS)
        _fetch(listener, episode_id, quotes[0], path, end)
        return [(each, _listened(listener, path, each)) for each in quotes]
    except (Transient, Unusable) as error:
        log.warning("episode=%d heard=no reason=%r", episode_id, str(error))
        return [(each, Hearing(outcome="about")) for each in quotes]
    finally:
        path.unlink(missing_ok=True)


def _fetch(listener: Listener, episode_id: int, cited: CitedInsight, path: Path, end: float) -> None:
    """Raises Transient or Unusable where the audio does not come or is none."""
    if cited.audio_url is None:
        raise Unusable("the feed offers no audio")
    with listener.store.read() as connection:
        episode = episodes.by_id(connection, episode_id)
    access = listener.access(cited.show_id)
    listener.cache.mkdir(parents=True, exist_ok=True)
    seconds = episode.feed.duration if episode else None
    if seconds and seconds > end:
        _fetch_beginning(listener, cited.audio_url, path, end / seconds, access)
        try:
            sound_out(path)
            return
        except Unusable:  # its index stands at its end
            path.unlink()
    download(listener.web, cited.audio_url, path, max_bytes=listener.max_bytes, access=access)


def _fetch_beginning(listener: Listener, url: str, path: Path, share: float, access: Access | None) -> None:
    """Such a share of the file, and some more."""
    with listener.web.answer(url, {"Accept-Encoding": "identity"}, access=access) as answer:
        coming = length_of(answer)
        wanted = round(coming * share * _SPARE) + _SPARE_BYTES if coming else listener.max_bytes
        with path.open("wb") as file:
            for piece in limited(answer, listener.max_bytes):
                file.write(piece)
                if file.tell() >= wanted:
                    break


def _listened(listener: Listener, path: Path, cited: CitedInsight) -> Hearing:
    insight = cited.insight
    for margin in _MARGINS:
        span = (max(0.0, insight.start - margin), insight.end + margin)
        words = listener.transcriber().listen(path, [span])[0]
        place = place_of(insight.quote, words)
        if place is not None:
            said = [word for word in words if place[0] <= word.start < place[1]]
            other = _sounds_other(listener, path, cited, said)
            return Hearing(outcome="other voice" if other else "heard", start=place[0], end=place[1])
    return Hearing(outcome="other words")


def place_of(quote: str, words: Sequence[Word]) -> tuple[float, float] | None:
    """From when to when the quote is said among the heard words; None where it is not."""
    wanted = folded_words(quote)
    heard = [(fold, word) for word in words for fold in folded_words(word.text)]
    matcher = SequenceMatcher(a=wanted, b=[fold for fold, _ in heard], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not wanted or sum(block.size for block in blocks) < _LEAST_HEARD * len(wanted):
        return None
    first, last = blocks[0], blocks[-1]
    missed = len(wanted) - last.a - last.size
    start = heard[first.b][1].start - _WORD_SECONDS * first.a
    end = heard[last.b + last.size - 1][1].end + _WORD_SECONDS * missed
    return max(0.0, start), end


def _sounds_other(listener: Listener, path: Path, cited: CitedInsight, said: Sequence[Word]) -> bool:
    """Whether the words are in another voice than the speaker's; False where that voice is not known."""
    insight = cited.insight
    if insight.speaker is None or not said:
        return False
    with listener.store.read() as connection:
        known = voices.of_show(connection, cited.show_id)
        own = voices.heard_as(connection, insight.episode_id, insight.speaker)
    own = own or next((voice for voice in known if voice.name == insight.speaker), None)
    encoder = listener.voices() if own else None
    if own is None or encoder is None:
        return False
    found = prints_of(path, said, encoder)
    if not len(found.rows):
        return False
    print_said = unit(np.asarray(found.rows.mean(axis=0), np.float32))
    return is_another(print_said, own.print, [voice.print for voice in known if voice.id != own.id])


def is_another(said: Print, own: Print, others: Sequence[Print]) -> bool:
    """Whether what was said sounds less like its speaker than a voice may, or more like somebody else of the show."""
    alike = float(said @ own)
    return alike < OTHER_VOICE or any(float(said @ other) > alike for other in others)
