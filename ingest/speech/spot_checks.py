"""Compares a published transcript with its audio at a few places, and corrects its times.

It costs the recognition of some two minutes of audio, and half a minute more for each insertion that is found.
"""

from pathlib import Path

from ingest.speech.recognition import Transcriber
from ingest.transcripts import alignment
from ingest.transcripts.alignment import PROBE_SECONDS, Clue, TimedTalk, in_order, next_probe
from store.records.transcripts import Transcript

PLACES = 8  # by judgement, not measured: at 14 s each some two minutes to recognise
PLACES_IF_APPROXIMATE = 24  # interpolated times are off everywhere, and differently
_LEAST_FOUND = 0.4  # share of the places whose words must stand in the transcript
_MOST_PROBES = 40
_CLOSE_SECONDS = 8.0  # around a word, so that little of what is on the other side of an insertion is in it


def compared(transcriber: Transcriber, path: Path, seconds: float, transcript: Transcript) -> Transcript | None:
    """The transcript by the clock of the audio, which is `seconds` long; None when it is not what is said there."""
    talk = TimedTalk(transcript)
    places = PLACES_IF_APPROXIMATE if transcript.approximate else PLACES
    middles = [seconds * (place + 0.5) / places for place in range(places)]
    starts = sorted({max(0.0, min(middle, seconds - PROBE_SECONDS)) for middle in middles})
    heard = transcriber.listen(path, [(start, start + PROBE_SECONDS) for start in starts])
    probes = [probe for probe in (talk.look_up(words) for words in heard) if probe.told]
    found = [probe for probe in probes if probe.clues]
    if not probes or len(found) < _LEAST_FOUND * len(probes):
        return None
    clues = in_order([clue for probe in found for clue in probe.clues])
    if not transcript.approximate:
        clues = _closed_in(transcriber, path, seconds, talk, clues)
    return alignment.corrected(transcript, talk, clues)


def _closed_in(transcriber: Transcriber, path: Path, seconds: float, talk: TimedTalk, clues: list[Clue]) -> list[Clue]:
    """Listens at further places until every insertion lies between two clues that are near each other."""
    tried: set[int] = set()
    for _ in range(_MOST_PROBES):
        wanted = next_probe(talk, clues, tried)
        if wanted is None:
            break
        second = wanted[1]
        tried.add(round(second * 10))
        start = max(0.0, min(second - _CLOSE_SECONDS / 2, seconds - _CLOSE_SECONDS))
        words = transcriber.listen(path, [(start, start + _CLOSE_SECONDS)])[0]
        clues = in_order([*clues, *talk.look_up(words).clues])
    return clues
