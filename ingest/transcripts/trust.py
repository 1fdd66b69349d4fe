"""Whether a published transcript can be what is said in its episode: by language, length and other episodes. Pure."""

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np

from language.detection import LANGUAGES, language_of
from language.folding import folded_words
from store.records.transcripts import Transcript

MOST_SECONDS, MOST_SHARE = 120.0, 0.05  # a transcript may end that far from where the audio ends, whichever is more
_SLOWEST, _FASTEST = 60.0, 250.0  # words a minute; 508 transcripts of talk shows have 100 to 209
_SHINGLE = 6
_SKETCH = 128
_SAME = 0.5
_FEWEST_SHINGLES = 60


class Doubt(str):
    """A sentence on why a transcript may not belong to its episode."""

    __slots__ = ()


class LengthDoubt(Doubt):
    """One that a look at the audio may lift: adverts that were inserted make it longer."""

    __slots__ = ()


def doubt_of(
    transcript: Transcript, *, language: str | None, duration: float | None, others: Mapping[str, bytes]
) -> Doubt | None:
    """What speaks against the transcript; None when nothing does. `language` is the show's, `duration` the audio's, and
    `others` are the sketches of the show's other transcripts by the titles of their episodes.
    """
    written, told = language_of(transcript), (language or "").lower()[:2]
    if written and told and written != told:
        return Doubt(f"it is in {LANGUAGES[written]}, and the show in {_named(told)}")
    own = sketch(transcript)
    for title, other in others.items():
        if same_text(own, other):
            return Doubt(f"it is the text of another episode, “{title}”")
    return length_doubt(transcript, duration) if duration else None


def length_doubt(transcript: Transcript, duration: float) -> LengthDoubt | None:
    least, most = transcript.segments[-1].end, transcript.segments[-1].end
    if transcript.approximate:
        words = sum(len(segment.text.split()) for segment in transcript.segments)
        least, most = 60 * words / _FASTEST, 60 * words / _SLOWEST
    allowed = max(MOST_SECONDS, MOST_SHARE * duration)
    if least > duration + allowed:
        return LengthDoubt(f"it is {_minutes(least)} long, and the audio {_minutes(duration)}")
    if most < duration - allowed:
        return LengthDoubt(f"it ends after {_minutes(most)}, and the audio after {_minutes(duration)}")
    return None


def sketch(transcript: Transcript) -> bytes:
    """The smallest hashes of its runs of words (bottom-k): what two texts share of them, they share of all."""
    words = folded_words(" ".join(segment.text for segment in transcript.segments))
    runs = {" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    hashes = sorted(int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs)
    return np.array(hashes[:_SKETCH], dtype=np.uint64).tobytes()


def same_text(one: bytes, other: bytes) -> bool:
    left, right = np.frombuffer(one, np.uint64), np.frombuffer(other, np.uint64)
    if min(len(left), len(right)) < _FEWEST_SHINGLES:
        return False
    smallest = np.union1d(left, right)[:_SKETCH]
    shared = np.isin(smallest, left) & np.isin(smallest, right)
    return float(shared.mean()) >= _SAME


def _named(code: str) -> str:
    return LANGUAGES.get(code, f"another language ({code})")


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min"
