"""Counts the words that recognition gets wrong, and times it against faster-whisper's own loop on the same weights.

    python bench/transcribe.py --data DIR [--data DIR …] [--models tiny.en base] [--threads N] [--held]

DIR is a folder in the form of bench/sets/speakers.py, or `demo`. Each file is heard in one process by each model twice:
by `WhisperModel.transcribe` with its defaults, and by Earmark; int8, N threads, by default one a core; which of the two
comes first changes from file to file. Words are compared in small letters without marks. **Introductions are left
out**: heard words before the first and after the last word of the reference count for nothing, because readers say who
reads and what is to come. Each file's figures go to stderr. The last line is JSON: `files, audio_s`, for each model
`speed_default, speed` (seconds of audio a second by the wall clock, decoding and all), `ratio_median` (Earmark's speed
by the loop's, of the files), `processor_ratio_median` (the same by the time of all threads on processors, which other
work on the machine changes little), `wer_default, wer` (percent of all words of the references), `wer_median` of the
files, `deletions_default, deletions`; and `fewer_errors`: by which share the last model's errors are fewer than the
first one's, both by Earmark. How windows are heard was chosen on every second file of a folder by name, beginning with
the first: `held` has the same figures for the others, and with `--held` those alone are heard. `load` is how many
processes wanted a core in the last minute, before and after.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from faster_whisper import WhisperModel  # noqa: E402 - found through the path above

from bench.sets.speakers import spoken  # noqa: E402
from ingest.speech.decoding import sound_out  # noqa: E402
from ingest.speech.recognition import WhisperTranscriber, cores  # noqa: E402
from ingest.speech.weights import weights  # noqa: E402


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Words wrong, left out and added, of `words` in the reference."""

    words: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    @property
    def all(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    @property
    def rate(self) -> float:
        """The word error rate, in percent."""
        return 100 * self.all / self.words

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            words=self.words + other.words,
            substitutions=self.substitutions + other.substitutions,
            deletions=self.deletions + other.deletions,
            insertions=self.insertions + other.insertions,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One file by one model: its seconds of audio, the seconds that each way took by the clock (`spent`) and on
    processors (`worked`), and the errors that it made."""

    name: str
    model: str
    held: bool
    audio: float
    spent_default: float
    spent: float
    worked_default: float
    worked: float
    errors_default: Errors
    errors: Errors

    @property
    def ratio(self) -> float:
        return self.spent_default / self.spent

    @property
    def processor_ratio(self) -> float:
        return self.worked_default / self.worked


def references(folders: Sequence[Path], *, only_held: bool) -> Iterator[tuple[Path, str, bool]]:
    """Each audio file, what is said in it, and whether nothing was chosen on it."""
    for folder in folders:
        for number, (audio, turns) in enumerate(spoken(folder)):
            held = number % 2 == 1
            if held or not only_held:
                yield audio, "\n".join(text for _, text in turns), held


def plain_words(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"['’]", "", text.lower())).split()


def compare(reference: str, heard: str) -> Errors:
    """By the fewest edits between the reference and any run of the heard words (Levenshtein, its ends free in them)."""
    said, found = plain_words(reference), plain_words(heard)
    numbers = {word: at for at, word in enumerate({*said, *found})}
    columns = np.array([numbers[word] for word in found], dtype=np.int64)
    steps = np.arange(len(found) + 1)
    table = np.zeros((len(said) + 1, len(found) + 1), dtype=np.int32)
    for at, word in enumerate(said, start=1):
        row = table[at - 1] + 1
        row[1:] = np.minimum(row[1:], table[at - 1, :-1] + (columns != numbers[word]))
        table[at] = np.minimum.accumulate(row - steps) + steps
    return _walked(table, said, found)


def _walked(table: np.ndarray, said: list[str], found: list[str]) -> Errors:
    at, to = len(said), int(table[-1].argmin())
    substitutions = deletions = insertions = 0
    while at:
        if to and table[at, to] == table[at - 1, to - 1] + (said[at - 1] != found[to - 1]):
            substitutions += said[at - 1] != found[to - 1]
            at, to = at - 1, to - 1
        elif table[at, to] == table[at - 1, to] + 1:
            deletions += 1
            at -= 1
        else:
            insertions += 1
            to -= 1
    return Errors(words=len(said), substitutions=substitutions, deletions=deletions, insertions=insertions)


def runs_of(model: str, threads: int) -> dict[str, Callable[[Path], str]]:
    """The two ways in which a model hears a file."""
    found = weights(model)
    files = dict(found.files) if found.files else None
    plain = WhisperModel(found.source, device="cpu", compute_type="int8", cpu_threads=threads, files=files)
    ours = WhisperTranscriber(model, threads=threads)
    return {
        "default": lambda path: " ".join(segment.text for segment in plain.transcribe(str(path))[0]),
        "ours": lambda path: " ".join(segment.text for segment in ours.transcribe(path).segments),
    }


def measure(folders: Sequence[Path], models: Sequence[str], threads: int, *, only_held: bool) -> list[Heard]:
    ways = {model: runs_of(model, threads) for model in models}
    found: list[Heard] = []
    for number, (path, reference, held) in enumerate(references(folders, only_held=only_held)):
        for model in models:
            spent, worked, errors = {}, {}, {}
            for run in sorted(ways[model], reverse=number % 2 == 0):
                began, busy = perf_counter(), process_time()
                heard = ways[model][run](path)
                spent[run], worked[run] = perf_counter() - began, process_time() - busy
                errors[run] = compare(reference, heard)
            one = Heard(
                name=path.name,
                model=model,
                held=held,
                audio=sound_out(path).seconds or 0.0,
                spent_default=spent["default"],
                spent=spent["ours"],
                worked_default=worked["default"],
                worked=worked["ours"],
                errors_default=errors["default"],
                errors=errors["ours"],
            )
            found.append(one)
            print(told(one), file=sys.stderr, flush=True)
    return found


def told(one: Heard) -> str:
    return (
        f"{one.name} by {one.model}: {one.audio:.0f} s of audio in {one.spent_default:.1f} s by the loop, "
        f"{one.spent:.1f} s ours, {one.ratio:.2f} times as fast, {one.processor_ratio:.2f} by processor time; "
        f"{one.errors_default.rate:.1f} % of words wrong, {one.errors.rate:.1f} % ours; "
        f"{one.errors_default.deletions} words left out, {one.errors.deletions} ours"
    )


def with_held(found: Sequence[Heard], models: Sequence[str]) -> dict[str, object]:
    held = [one for one in found if one.held]
    return {**summed(found, models), **({"held": summed(held, models)} if held else {})}


def summed(found: Sequence[Heard], models: Sequence[str]) -> dict[str, object]:
    by_model = {model: [one for one in found if one.model == model] for model in models}
    rates = [sum((one.errors for one in by_model[model]), Errors()).rate for model in models]
    return {
        "files": len(by_model[models[0]]),
        "audio_s": round(sum(one.audio for one in by_model[models[0]]), 1),
        **{model: _summed(by_model[model]) for model in models},
        "fewer_errors": round(1 - rates[-1] / rates[0], 3),
    }


def _summed(found: Sequence[Heard]) -> dict[str, float]:
    audio = sum(one.audio for one in found)
    default = sum((one.errors_default for one in found), Errors())
    ours = sum((one.errors for one in found), Errors())
    return {
        "speed_default": round(audio / sum(one.spent_default for one in found), 2),
        "speed": round(audio / sum(one.spent for one in found), 2),
        "ratio_median": round(median(one.ratio for one in found), 3),
        "processor_ratio_median": round(median(one.processor_ratio for one in found), 3),
        "wer_default": round(default.rate, 2),
        "wer": round(ours.rate, 2),
        "wer_median": round(median(one.errors.rate for one in found), 2),
        "deletions_default": default.deletions,
        "deletions": ours.deletions,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument("--models", nargs="+", default=["tiny.en", "base"])
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--held", action="store_true")
    chosen = parser.parse_args()
    load = [os.getloadavg()[0]]
    heard = measure(chosen.data, chosen.models, chosen.threads, only_held=chosen.held)
    load.append(os.getloadavg()[0])
    print(json.dumps({**with_held(heard, chosen.models), "load": [round(each, 2) for each in load]}))
