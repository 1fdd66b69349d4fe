"""Measures how well the speakers of recognised audio are told apart, and what that costs.

    python bench/speakers.py --data DIR [--threads N]

DIR holds audio files, each with what is said in it beside it: NAME.json with `turns`, each with its `speaker` and
`text`; or NAME.ref.txt, read by one person. The words are recognised with the packaged weights, and those that are the
script's are compared: `accuracy` is the share of them that have the right speaker, voices being matched with speakers
so that most are right; `right_number` is the share of files in which as many voices were found as speak.
`seconds_an_hour` is what the voices cost beside recognition, by the wall clock, for an hour of audio,
`processor_seconds_an_hour` the same by the time of all its threads on processors. Thresholds were chosen on every
second file, beginning with the first: `held` has the same figures for the others. Each file's go to stderr. The last
line is JSON: `files, words, accuracy, right_number, seconds_an_hour, processor_seconds_an_hour, held`.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # ships no types

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.sets.speakers import aligned, scripts  # noqa: E402 - found through the path above
from ingest.speech.recognition import WhisperTranscriber, cores  # noqa: E402
from ingest.voices.encoder import VoiceEncoder  # noqa: E402
from ingest.voices.grouping import voices_in  # noqa: E402
from ingest.voices.prints import prints_of  # noqa: E402
from ingest.voices.turns import voices_of  # noqa: E402


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One file: its seconds of audio, what its voices took by the clock (`spent`) and on processors (`worked`), and the
    words that were compared.
    """

    name: str
    audio: float
    spent: float
    worked: float
    speakers: int
    voices: int
    words: int
    right: int


def measure(folder: Path, threads: int) -> Iterator[Told]:
    transcriber, encoder = WhisperTranscriber(threads=threads), VoiceEncoder()
    for script in scripts(folder):
        segments = transcriber.transcribe(script.audio).segments
        words = [word for segment in segments for word in segment.words]
        began, worked = perf_counter(), process_time()
        found = prints_of(script.audio, words, encoder)
        given = voices_of(words, found, voices_in(found))
        spent, worked = perf_counter() - began, process_time() - worked
        compared = [(aligned_to, voice) for aligned_to, voice in zip(aligned(script, words), given, strict=True)]
        pairs = [(speaker, voice) for speaker, voice in compared if speaker is not None]
        one = Told(
            name=script.audio.name,
            audio=segments[-1].end,
            spent=spent,
            worked=worked,
            speakers=len({speaker for speaker, _ in script.words}),
            voices=len(set(given) - {None}),
            words=len(pairs),
            right=matched(pairs),
        )
        print(
            f"{one.name}: {one.right} of {one.words} words right, {one.voices} voices of {one.speakers}, "
            f"{one.spent:.1f} s for {one.audio:.0f} s of audio",
            file=sys.stderr,
            flush=True,
        )
        yield one


def matched(pairs: Sequence[tuple[str, int | None]]) -> int:
    """How many words are right when each voice is the speaker whom it fits best, no two the same."""
    speakers = sorted({speaker for speaker, _ in pairs})
    voices = sorted({voice for _, voice in pairs if voice is not None})
    table = np.zeros((len(speakers), max(1, len(voices))), np.int64)
    for speaker, voice in pairs:
        if voice is not None:
            table[speakers.index(speaker), voices.index(voice)] += 1
    rows, columns = linear_sum_assignment(-table)
    return int(table[rows, columns].sum())


def summed(found: Sequence[Told]) -> dict[str, float]:
    words, audio = sum(one.words for one in found), sum(one.audio for one in found)
    return {
        "files": len(found),
        "words": words,
        "accuracy": round(sum(one.right for one in found) / max(1, words), 4),
        "right_number": round(sum(one.voices == one.speakers for one in found) / max(1, len(found)), 3),
        "seconds_an_hour": round(3600 * sum(one.spent for one in found) / max(1.0, audio), 1),
        "processor_seconds_an_hour": round(3600 * sum(one.worked for one in found) / max(1.0, audio), 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=cores())
    chosen = parser.parse_args()
    told = list(measure(chosen.data, chosen.threads))
    print(json.dumps({**summed(told), "held": summed(told[1::2])}))
