"""Measures how well the speakers of recognised audio are told apart, and what that costs.

    python bench/speakers.py --data DIR [--threads N] [--cut SECONDS …]

DIR is a folder in the form of bench/sets/speakers.py. The words are recognised with the packaged weights, and those
that are the script's are compared: `accuracy` is the share of them that have the right speaker, voices being matched
with speakers so that most are right; `right_number` is the share of files in which as many voices were found as speak.
`seconds_an_hour` is what the voices cost beside recognition, by the wall clock, for an hour of audio,
`processor_seconds_an_hour` the same by the time of all its threads on processors. Thresholds were chosen on every
second file, beginning with the first: `held` has the same figures for the others. With `--cut` each file is also cut
into clips of so many seconds, each heard as if it were all: `cuts` has their figures, by the seconds; a rest shorter
than three quarters is left out, and whoever is not among a clip's compared words does not count as its speaker. Each
file's figures go to stderr. The last line is JSON: `files, words, accuracy, right_number, seconds_an_hour,
processor_seconds_an_hour, held`, and `cuts`, each with its own `held`.
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

from bench.sets.speakers import Script, aligned, scripts  # noqa: E402 - found through the path above
from ingest.speech.recognition import WhisperTranscriber, cores  # noqa: E402
from ingest.voices.encoder import VoiceEncoder  # noqa: E402
from ingest.voices.grouping import voices_in  # noqa: E402
from ingest.voices.prints import prints_of  # noqa: E402
from ingest.voices.turns import voices_of  # noqa: E402
from store.records.transcripts import Word  # noqa: E402

_LEAST_REST = 0.25  # so that a rest of three quarters of a clip is one
Said = tuple[Word, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One file, or a clip of `cut` seconds of it (0 for all): its seconds of audio, what its voices took by the clock
    (`spent`) and on processors (`worked`), and the words that were compared.
    """

    name: str
    held: bool
    cut: float
    audio: float
    spent: float
    worked: float
    speakers: int
    voices: int
    words: int
    right: int


def measure(folder: Path, threads: int, cuts: Sequence[float]) -> Iterator[Told]:
    transcriber, encoder = WhisperTranscriber(threads=threads), VoiceEncoder()
    for number, script in enumerate(scripts(folder)):
        segments = transcriber.transcribe(script.audio).segments
        words = [word for segment in segments for word in segment.words]
        said = list(zip(words, aligned(script, words), strict=True))
        own = {speaker for speaker, _ in script.words}
        whole = _told(script, said, encoder, 0.0, speakers=len(own), held=number % 2 == 1)
        yield whole
        for cut in cuts:
            for clip in _clips(said, cut):
                heard = len({speaker for _, speaker in clip if speaker})
                yield _told(script, clip, encoder, cut, speakers=heard, held=whole.held)


def _clips(said: Sequence[Said], cut: float) -> Iterator[Sequence[Said]]:
    for at in range(int(said[-1][0].end / cut + _LEAST_REST)):
        yield [each for each in said if at * cut <= each[0].start < (at + 1) * cut]


def _told(
    script: Script, said: Sequence[Said], encoder: VoiceEncoder, cut: float, *, speakers: int, held: bool
) -> Told:
    words = [word for word, _ in said]
    began, worked = perf_counter(), process_time()
    found = prints_of(script.audio, words, encoder)
    given = voices_of(words, found, voices_in(found))
    spent, worked = perf_counter() - began, process_time() - worked
    pairs = [(speaker, voice) for (_, speaker), voice in zip(said, given, strict=True) if speaker is not None]
    one = Told(
        name=script.audio.name,
        held=held,
        cut=cut,
        audio=words[-1].end - (words[0].start if cut else 0.0),
        spent=spent,
        worked=worked,
        speakers=speakers,
        voices=len(set(given) - {None}),
        words=len(pairs),
        right=matched(pairs),
    )
    part = f" from {words[0].start:.0f} s" if cut else ""
    print(
        f"{one.name}{part}: {one.right} of {one.words} words right, {one.voices} voices of {one.speakers}, "
        f"{one.spent:.1f} s for {one.audio:.0f} s of audio",
        file=sys.stderr,
        flush=True,
    )
    return one


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


def with_held(found: Sequence[Told]) -> dict[str, object]:
    return {**summed(found), "held": summed([one for one in found if one.held])}


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
    parser.add_argument("--cut", type=float, nargs="*", default=[])
    chosen = parser.parse_args()
    told = list(measure(chosen.data, chosen.threads, chosen.cut))
    clips = {f"{cut:g}": with_held([one for one in told if one.cut == cut]) for cut in chosen.cut}
    print(json.dumps({**with_held([one for one in told if not one.cut]), **({"cuts": clips} if clips else {})}))
