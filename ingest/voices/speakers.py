"""Who speaks in a recognised transcript: its voices told apart, then named by the talk, the feed and the show's past.

A name that the show's own past contradicts is not given: a voice that says it is Maya and does not sound like her stays
"Speaker 2".
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from ingest.transcripts.cues import segments_of
from ingest.voices.encoder import Prints, VoiceEncoder
from ingest.voices.grouping import voices_in
from ingest.voices.names import Named, Turn, introduced, left_over, named
from ingest.voices.prints import prints_of
from ingest.voices.turns import utterances, voices_of
from language.sentences import words_of
from store import Store
from store.queries.voices import voices
from store.records.episodes import Episode, FeedEpisode
from store.records.transcripts import Segment, Span, Transcript, held_by
from store.records.voices import Voice, VoiceHeard

# Likeness of two episodes' voices above which they are one: in ten amateur recordings of one show and eight synthetic
# talks, one voice has 0.97 and more in the same surroundings (less with another microphone), two have 0.89 at most.
SAME_VOICE = 0.92
# Below this, a voice is not the one that the show knows by its name, whatever it says. In the same recordings one
# person's voice has 0.81 at least with other microphones.
OTHER_VOICE = 0.8
_OTHER_SHOW = 0.7  # of a voice of that name in another show: by judgement, for it may have been recorded anywhere
_REMEMBERED_SECONDS = 5.0  # by judgement, not measured: a print of less talk is chance

log = logging.getLogger("earmark.voices")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    """A transcript whose speakers are "Speaker 1" and so on, in the order in which they are heard, and their prints."""

    transcript: Transcript
    prints: Prints


def told_apart(transcript: Transcript, path: Path, encoder: VoiceEncoder, feed: FeedEpisode | None = None) -> ToldApart:
    """`feed` names people; those whom the talk introduces are voices, too, where they sound alike."""
    words = [word for segment in transcript.segments for word in words_of(segment)]
    found = prints_of(path, words, encoder)
    rows = voices_in(found, at_least=introduced(words, feed) if feed else 1)
    given = voices_of(words, found, rows)
    order = list(dict.fromkeys(voice for voice in given if voice is not None))
    names = [None if voice is None else label(order.index(voice)) for voice in given]
    segments = segments_of(utterances(words, names))
    return ToldApart(transcript=replace(transcript, segments=segments), prints=rows[order])


def label(at: int) -> str:
    return f"Speaker {at + 1}"


def with_names(
    store: Store, episode: Episode, found: ToldApart, adverts: Sequence[Span]
) -> tuple[Transcript, list[VoiceHeard]]:
    """The transcript with its speakers' names, and who they are. Who speaks in adverts alone is nobody of the show."""
    content = [each for each in found.transcript.segments if held_by(adverts, each.start, each.end) is None]
    with store.read() as connection:
        known = voices.of_show(connection, episode.show_id)
    turns, feed = _turns(content), episode.feed
    told = named(turns, feed)
    with store.read() as connection:
        elsewhere = {name: voices.called(connection, name) for name in {*feed.people, *(n.name for n in told.values())}}
    heard = _matched(found, _seconds(content), known, told, elsewhere, feed.people)
    last = left_over(turns, feed, {at: each.name for at, each in heard.items() if each.name})
    if last:
        heard = _matched(found, _seconds(content), known, {**told, **last}, elsewhere, feed.people)
    calls = {label(at): each.label for at, each in heard.items()}
    segments = tuple(
        replace(each, speaker=calls.get(each.speaker, each.speaker) if each.speaker else None)
        for each in found.transcript.segments
    )
    for each in heard.values():
        log.info("episode=%d voice=%r reason=%r", episode.id, each.label, each.reason or "")
    remembered = [each for each in heard.values() if each.voice_id or each.seconds >= _REMEMBERED_SECONDS]
    return replace(found.transcript, segments=segments), remembered


def _turns(content: Sequence[Segment]) -> list[Turn]:
    runs = groupby(content, key=lambda segment: segment.speaker)
    return [Turn(voice=_place(who), text=" ".join(segment.text for segment in run)) for who, run in runs]


def _place(speaker: str | None) -> int | None:
    return int(speaker.rpartition(" ")[2]) - 1 if speaker else None


def _seconds(content: Sequence[Segment]) -> dict[int, float]:
    spoken: dict[int, float] = {}
    for segment in content:
        at = _place(segment.speaker)
        if at is not None:
            spoken[at] = spoken.get(at, 0.0) + segment.end - segment.start
    return spoken


def _matched(
    found: ToldApart,
    seconds: Mapping[int, float],
    known: Sequence[Voice],
    told: Mapping[int, Named],
    elsewhere: Mapping[str, Sequence[Voice]],
    people: Collection[str],
) -> dict[int, VoiceHeard]:
    """Each voice that is heard outside adverts, the longest first, as the show's own, by its name, or as a new one.

    What it sounds like counts for less than the feed's `people`: where the talk gives one of their names to it, and
    where they are as many as the voices and it would be somebody else.
    """
    heard: dict[int, VoiceHeard] = {}
    long = {at: found.prints[at] for at in seconds if seconds[at] >= _REMEMBERED_SECONDS}
    sounding = {
        at: voice
        for at, voice in _sounding(long, known, told).items()
        if voice.by_hand or voice.name is None or _may_be(voice.name, told.get(at), people, len(long))
    }
    given = {voice.id for voice in sounding.values()}
    free = {voice.id: voice for voice in known if voice.id not in given}
    for at in sorted(seconds, key=lambda each: -seconds[each]):
        row, voice, name = found.prints[at], sounding.get(at), told.get(at)
        if voice is None and name is not None:
            voice = next((each for each in free.values() if each.name == name.name), None)
            taken = {each.label for each in heard.values()} | {each.name for each in sounding.values()}
            rivals = [*known, *elsewhere.get(name.name, ())]
            if name.name in taken or any(_contradicts(row, each, name.name, known) for each in rivals):
                voice, name = None, None
        if voice is not None:
            free.pop(voice.id, None)
        called = voice.name if voice and (voice.name or voice.by_hand) else name.name if name else None
        heard[at] = VoiceHeard(
            label=called or label(at),
            voice_id=voice.id if voice else None,
            seconds=seconds[at],
            print=row,
            name=called,
            reason=f"sounds like {voice.name} of earlier episodes" if voice and voice.name else _reason(name),
        )
    return heard


def _may_be(name: str, told: Named | None, people: Collection[str], voices: int) -> bool:
    if told and told.name in people:
        return name == told.name
    return name in people or len(people) < voices


def _reason(name: Named | None) -> str | None:
    return name.reason if name else None


def _sounding(rows: Mapping[int, Prints], known: Sequence[Voice], told: Mapping[int, Named]) -> dict[int, Voice]:
    """Which known voice each sounds like, for two that are alike may be two people of one show: first those whom the
    talk calls so, then the most alike."""
    alike = [(float(row @ voice.print), at, voice) for at, row in rows.items() for voice in known]
    called = {at: name.name for at, name in told.items()}
    given: dict[int, Voice] = {}
    for likeness, at, voice in sorted(alike, key=lambda each: (called.get(each[1], "") != each[2].name, -each[0])):
        if likeness >= SAME_VOICE and at not in given and voice.id not in {each.id for each in given.values()}:
            given[at] = voice
    return given


def _contradicts(row: Prints, voice: Voice, name: str, known: Sequence[Voice]) -> bool:
    """Whether somebody of that name is known who sounds otherwise; in another show only by a whole name."""
    if voice.name != name:
        return False
    ours = any(voice.id == each.id for each in known)
    least = OTHER_VOICE if ours else _OTHER_SHOW if " " in name else -1.0
    return float(row @ voice.print) < least
