"""Gives each word of a talk to one of its voices, and makes the turns of it. Pure.

The cheapest path through the voices (Viterbi): a word goes to the voice that its prints are like, and a change of voice
costs something, less after a pause or the end of a sentence. So a "Yeah." in between is a turn of its own where it
sounds like another, and nobody's sentence is torn by one odd print.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ingest.transcripts.cues import Utterance
from ingest.voices.encoder import Prints
from ingest.voices.prints import Voiceprints
from store.records.transcripts import Word

# Chosen on four of eight synthetic talks, 1,374 words: of three to four values each, those beside them that do as well.
_REACH_SECONDS = 0.5  # of a print to the words around its middle
_CERTAINTY = 10.0  # what a likeness of 1 weighs for a word against the cost of a change
_CHANGE = 6.0
_AFTER_PAUSE = 3.0  # cheaper by so much, and once more at the end of a sentence
_LEAST_CHANGE = 0.3
_PAUSE_SECONDS = 0.15
# By judgement: a turn less like its voice than that is nobody's. In the synthetic talks one voice's prints have 0.8 and
# more with the mean of it; jingles and shouts in ten amateur recordings have 0.4 to 0.6.
_NOBODYS = 0.6
_ENDS = (".", "?", "!", "…", "。", "？", "！")

Likeness = NDArray[np.float32]


def voices_of(words: Sequence[Word], found: Voiceprints, voices: Prints) -> list[int | None]:
    """Which of `voices` says each word; None for turns that sound like none of them."""
    if not words or not len(voices) or not len(found.rows):
        return [None] * len(words)
    likeness = _likeness(words, found, voices)
    path = _cheapest(words, likeness)
    given: list[int | None] = []
    for voice, run in groupby(range(len(words)), key=lambda at: path[at]):
        places = list(run)
        known = float(likeness[places, voice].mean()) >= _NOBODYS
        given += [voice if known else None] * len(places)
    return given


def utterances(words: Sequence[Word], names: Sequence[str | None]) -> list[Utterance]:
    """The words in turns; `names` says who speaks each."""
    runs = groupby(zip(words, names, strict=True), key=lambda said: said[1])
    return [Utterance(speaker=name, words=tuple(word for word, _ in run)) for name, run in runs]


def _likeness(words: Sequence[Word], found: Voiceprints, voices: Prints) -> Likeness:
    """Words by voices: how like the prints around each word are, the nearer ones weighing more."""
    alike = found.rows @ voices.T
    rows = np.zeros((len(words), len(voices)), np.float32)
    for row, word in zip(rows, words, strict=True):
        middle = (word.start + word.end) / 2
        first, last = np.searchsorted(found.middles, [middle - _REACH_SECONDS, middle + _REACH_SECONDS])
        weights = _REACH_SECONDS - np.abs(found.middles[first:last] - middle)
        if len(weights) and weights.sum() > 0:
            row[:] = weights @ alike[first:last] / weights.sum()
        else:
            row[:] = alike[np.abs(found.middles - middle).argmin()]
    return rows


def _cheapest(words: Sequence[Word], likeness: Likeness) -> list[int]:
    worth = _CERTAINTY * likeness.astype(np.float64)
    best = worth[0]
    before: list[NDArray[np.intp]] = []
    stay = np.arange(likeness.shape[1])
    for at in range(1, len(words)):
        changed = best.max() - _cost(words[at - 1], words[at])
        before.append(np.where(best >= changed, stay, best.argmax()))
        best = np.maximum(best, changed) + worth[at]
    voice = int(best.argmax())
    path = [voice]
    for row in reversed(before):
        voice = int(row[voice])
        path.append(voice)
    return path[::-1]


def _cost(said: Word, following: Word) -> float:
    """Of a change of voice between two words."""
    pause = following.start - said.end > _PAUSE_SECONDS
    ends = said.text.rstrip("\"'”’)]").endswith(_ENDS)
    return max(_LEAST_CHANGE, _CHANGE - _AFTER_PAUSE * (pause + ends))
