"""The quotes of the five are listened to: whether their words are said there, at which second, and in whose voice.

What is fetched for it is deleted again. What cannot be fetched keeps its place as it was.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

import numpy as np

from ingest.speech.recognition import Transcriber
from ingest.voices.encoder import VoiceEncoder
from ingest.voices.grouping import unit
from ingest.voices.prints import prints_of
from ingest.voices.quoted_sound import Beginning, Parts, Sound
from ingest.voices.speakers import OTHER_VOICE
from ingest.web.client import Access, Web
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
# Of an episode's length a guessed second may be off: an MP3's table of seeks knows 256 places. By judgement.
_GUESSED_SHARE = 1 / 200

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
    """By parts of the file where its host gives them; what they leave open, by all of it up to the last quote."""
    found: dict[str, Hearing] = {}
    try:
        for sound in _ways(listener, episode_id, quotes):
            left = [each for each in quotes if each.insight.id not in found]
            found |= _settled(listener, sound, left)
    finally:
        for path in listener.cache.glob(f"{_name(episode_id)}*"):
            path.unlink(missing_ok=True)
    return [(each, found.get(each.insight.id, Hearing(outcome="about"))) for each in quotes]


def _name(episode_id: int) -> str:
    return f"episode-{episode_id}.heard"


def _ways(listener: Listener, episode_id: int, quotes: Sequence[CitedInsight]) -> list[Sound]:
    url, access = quotes[0].audio_url, listener.access(quotes[0].show_id)
    if url is None:
        return []
    listener.cache.mkdir(parents=True, exist_ok=True)
    into = listener.cache / _name(episode_id)
    end = max(each.insight.end for each in quotes) + max(_MARGINS)
    return [
        Parts(web=listener.web, url=url, access=access, into=into.with_name(f"{into.name}.wav")),
        Beginning(
            web=listener.web,
            url=url,
            access=access,
            into=into,
            max_bytes=listener.max_bytes,
            seconds=_seconds(listener, episode_id),
            until=end,
        ),
    ]


def _seconds(listener: Listener, episode_id: int) -> float | None:
    with listener.store.read() as connection:
        episode = episodes.by_id(connection, episode_id)
    return episode.feed.duration if episode else None


def _settled(listener: Listener, sound: Sound, quotes: Sequence[CitedInsight]) -> dict[str, Hearing]:
    """What came of those that this way to the sound settles; none any more where it fails."""
    found: dict[str, Hearing] = {}
    for each in quotes:
        try:
            hearing = _listened(listener, sound, each)
        except (Transient, Unusable) as error:
            log.warning("insight=%s by=%s reason=%r", each.insight.id, type(sound).__name__.lower(), str(error))
            return found
        found |= {each.insight.id: hearing} if hearing else {}
    return found


def _listened(listener: Listener, sound: Sound, cited: CitedInsight) -> Hearing | None:
    """None where the place in the sound is a guess that does not lead to the quote, or not to its very second."""
    insight = cited.insight
    for margin in _MARGINS:
        begin, end = max(0.0, insight.start - margin), insight.end + margin
        excerpt = sound.around(begin, end)
        words = listener.transcriber().listen(excerpt.path, [(begin - excerpt.start, end - excerpt.start)])[0]
        place = place_of(insight.quote, words)
        if place is None:
            continue
        start, end = place[0] + excerpt.start, place[1] + excerpt.start
        if not excerpt.exact:
            if not _tells_no_other(listener, cited, start):
                return None
            start, end = insight.start, insight.end
        said = [word for word in words if place[0] <= word.start < place[1]]
        other = _sounds_other(listener, excerpt.path, cited, said)
        return Hearing(outcome="other voice" if other else "heard", start=start, end=end)
    return Hearing(outcome="other words") if excerpt.exact else None


def _tells_no_other(listener: Listener, cited: CitedInsight, guessed: float) -> bool:
    """Whether the quote's own second holds, that was measured, beside a guessed one."""
    seconds = _seconds(listener, cited.insight.episode_id) or 0.0
    return not cited.insight.approximate and abs(guessed - cited.insight.start) <= _GUESSED_SHARE * seconds


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
