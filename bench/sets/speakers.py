"""Audio with the script of who says what in it, and the script's words found among recognised ones.

A folder holds audio files, each with what is said in it beside it: NAME.json with `turns`, each with its `speaker` and
`text`; or NAME.ref.txt, read by one person. Of the demo's folder, the audio of its shows goes with its scripts.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from language.folding import folded_words
from store.records.transcripts import Word

Turn = tuple[str, str]

_AUDIO = {".mp3", ".m4a", ".mp4", ".ogg", ".opus", ".wav", ".flac"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is said in an audio file, as (speaker, folded word)."""

    audio: Path
    words: tuple[tuple[str, str], ...]


def spoken(folder: Path) -> Iterator[tuple[Path, Sequence[Turn]]]:
    """Each audio file with its turns, as (speaker, text), by name."""
    for audio in sorted((path for path in folder.rglob("*") if path.suffix in _AUDIO), key=lambda path: path.stem):
        read = audio.with_name(f"{audio.stem}.ref.txt")
        turns = audio.with_suffix(".json")
        script = folder / "scripts" / audio.parents[1].name / f"{audio.stem}.txt"
        if read.exists():
            yield audio, [("reader", read.read_text(encoding="utf-8"))]
        elif turns.exists():
            told = json.loads(turns.read_text(encoding="utf-8"))["turns"]
            yield audio, [(turn["speaker"], turn["text"]) for turn in told]
        elif script.exists():
            lines = [line for line in script.read_text(encoding="utf-8").splitlines() if ": " in line]
            yield audio, [(line.split(": ")[0], line.split(": ", 1)[1]) for line in lines if line[:3] != "== "]


def scripts(folder: Path) -> Iterator[Script]:
    for audio, turns in spoken(folder):
        said = ((speaker, word) for speaker, part in turns for word in folded_words(part))
        yield Script(audio=audio, words=tuple(said))


def aligned(script: Script, words: Sequence[Word]) -> list[str | None]:
    """Who says each recognised word by the script; None where it has another one there. By the fewest edits."""
    heard = [(fold, at) for at, word in enumerate(words) for fold in folded_words(word.text)]
    numbers = {fold: at for at, fold in enumerate({fold for _, fold in script.words} | {fold for fold, _ in heard})}
    rows = np.array([numbers[fold] for _, fold in script.words])
    columns = np.array([numbers[fold] for fold, _ in heard])
    steps = np.arange(len(columns) + 1)
    table = np.zeros((len(rows) + 1, len(columns) + 1), np.int32)
    table[0] = steps
    for at, number in enumerate(rows, start=1):
        row = table[at - 1] + 1
        row[1:] = np.minimum(row[1:], table[at - 1, :-1] + (columns != number))
        table[at] = np.minimum.accumulate(row - steps) + steps
    speakers: list[str | None] = [None] * len(words)
    at, to = len(rows), len(columns)
    while at and to:
        same = bool(rows[at - 1] == columns[to - 1])
        if table[at, to] == table[at - 1, to - 1] + (not same):
            at, to = at - 1, to - 1
            if same:
                speakers[heard[to][1]] = script.words[at][0]
        elif table[at, to] == table[at - 1, to] + 1:
            at -= 1
        else:
            to -= 1
    return speakers
