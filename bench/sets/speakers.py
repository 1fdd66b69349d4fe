"""Audio with the script of who says what in it, and the script's words found among recognised ones."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from language.folding import folded_words
from store.records.transcripts import Word

_AUDIO = {".mp3", ".m4a", ".mp4", ".ogg", ".opus", ".wav", ".flac"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is said in an audio file, as (speaker, folded word)."""

    audio: Path
    words: tuple[tuple[str, str], ...]


def scripts(folder: Path) -> Iterator[Script]:
    told = {path.name.removesuffix(".ref.txt"): path for path in folder.rglob("*.ref.txt")}
    turns = {path.stem: path for path in folder.rglob("*.json")}
    for name, path in sorted((told | turns).items()):
        audio = next(each for each in sorted(path.parent.glob(f"{name}.*")) if each.suffix in _AUDIO)
        text = path.read_text(encoding="utf-8")
        parts = (
            [(turn["speaker"], turn["text"]) for turn in json.loads(text)["turns"]]
            if path.suffix == ".json"
            else [("reader", text)]
        )
        spoken = ((speaker, word) for speaker, part in parts for word in folded_words(part))
        yield Script(audio=audio, words=tuple(spoken))


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
