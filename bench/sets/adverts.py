"""Reads the sets that adverts are learned from and measured on, as sentences with labels.

The interviews carry no labels; rules give them some: an advert runs from a sentence that names its sponsor to the last
one nearby that sells, in the same speaker's words. What is doubtful, around it and elsewhere, is left unknown, and so
is what two interviews say in the same words: a show's own opening and end.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ingest.adverts.cues import BACK_TO_TALK, OPENERS, mark
from ingest.adverts.weights import FILE
from language.sentences import split_segments
from store.records.transcripts import Segment, Transcript, Word

WORDS_A_SECOND = 2.7  # stands in where a set gives no times
ADVERT, TALK, UNKNOWN = 1, 0, -1
_JOIN_SECONDS = 45.0
_ENOUGH = 4.5  # an opening and something else that sells
_BORDER_SENTENCES = 2
_SHINGLE = 7


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """An episode as people labelled it: `adverts` are (start, end) in seconds."""

    name: str
    transcript: Transcript
    adverts: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """Sentences with labels. Documents of one `group` are never apart in learning and measuring."""

    kind: str
    group: str
    sentences: tuple[Segment, ...]
    labels: tuple[int, ...]


def training_keys() -> frozenset[str]:
    """The keys of the labelled episodes that the shipped weights have seen."""
    with np.load(FILE, allow_pickle=False) as held:
        return frozenset(str(key) for key in held["left_out"] if key)


def key_of(segments: Sequence[Segment]) -> str:
    """Tells an episode by its words."""
    words = re.findall(r"\w+", " ".join(segment.text for segment in segments).lower())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def labelled(folder: Path) -> list[Labelled]:
    found = []
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        transcript = Transcript(segments=tuple(_segments(told["segments"])), source="published")
        adverts = tuple((float(start), float(end)) for start, end in told["ads"])
        found.append(Labelled(name=path.stem, transcript=transcript, adverts=adverts))
    return found


def of_labelled(episode: Labelled) -> Document:
    """For learning: an advert that the rules are sure of and people passed over is unknown."""
    sentences = tuple(split_segments(episode.transcript.segments))
    marked = [any(a <= (s.start + s.end) / 2 < b for a, b in episode.adverts) for s in sentences]
    labels = [
        ADVERT if by_people else UNKNOWN if by_rules == ADVERT else TALK
        for by_people, by_rules in zip(marked, _guessed(sentences), strict=True)
    ]
    return Document(kind="ads", group=episode.name, sentences=sentences, labels=tuple(labels))


def sponsor_texts(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(told, dict) and "text_template" in told:
            sentences = tuple(split_segments(_segments([{"text": told["text_template"]}])))
            labels = (ADVERT,) * len(sentences)
            yield Document(kind="sponsor", group=told["sponsor"], sentences=sentences, labels=labels)


def talks(folder: Path, kind: str) -> Iterator[Document]:
    """Conversations without adverts, except that what the rules find suspicious is left unknown."""
    for path in sorted(folder.glob("*.json")):
        sentences = _sentences(path)
        labels = [UNKNOWN if label == ADVERT else label for label in _guessed(sentences)]
        yield Document(kind=kind, group=path.stem, sentences=sentences, labels=tuple(labels))


def interviews(folder: Path) -> Iterator[Document]:
    """One show's interviews with the labels that rules give."""
    paths = sorted(folder.glob("*.json"))
    said = Counter(run for path in paths for run in set(_shingles(_sentences(path))))
    for path in paths:
        sentences = _sentences(path)
        labels = [
            UNKNOWN if label == TALK and any(said[run] > 1 for run in _shingles([sentence])) else label
            for sentence, label in zip(sentences, _guessed(sentences), strict=True)
        ]
        yield Document(kind="interview", group=path.stem, sentences=sentences, labels=tuple(labels))


def _guessed(sentences: Sequence[Segment]) -> list[int]:
    marks = [mark(sentence.text) for sentence in sentences]
    labels = [TALK] * len(sentences)
    for run in _marked_runs(sentences, [weight for weight, _ in marks]):
        sure = any(marks[at][1] in OPENERS for at in run) and sum(marks[at][0] for at in run) >= _ENOUGH
        for at in range(max(0, run[0] - _BORDER_SENTENCES), min(len(sentences), run[-1] + 1 + _BORDER_SENTENCES)):
            inside = run[0] <= at <= run[-1]
            labels[at] = ADVERT if (inside and sure) or labels[at] == ADVERT else UNKNOWN
    return labels


def _marked_runs(sentences: Sequence[Segment], weights: Sequence[float]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at, weight in enumerate(weights):
        if not weight:
            continue
        if runs and _joined(sentences[runs[-1][-1] : at + 1]):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _joined(stretch: Sequence[Segment]) -> bool:
    near = stretch[-1].start - stretch[0].end <= _JOIN_SECONDS
    one_voice = len({sentence.speaker for sentence in stretch}) == 1
    return near and one_voice and not any(BACK_TO_TALK.search(sentence.text) for sentence in stretch[1:-1])


def _shingles(sentences: Sequence[Segment]) -> list[tuple[str, ...]]:
    runs: list[tuple[str, ...]] = []
    for sentence in sentences:
        words = re.findall(r"\w+", sentence.text.lower())
        runs.extend(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))
    return runs


def _sentences(path: Path) -> tuple[Segment, ...]:
    return tuple(split_segments(_segments(json.loads(path.read_text(encoding="utf-8"))["segments"])))


def _segments(records: Sequence[dict[str, object]]) -> list[Segment]:
    """A segment lasts until the next one begins, or as long as its words usually take, where the set does not say."""
    segments: list[Segment] = []
    for record in records:
        text, at = str(record["text"]), segments[-1].end if segments else 0.0
        start = _number(record.get("start"), at)
        if segments and "end" not in record and "start" in record:
            segments[-1] = replace(segments[-1], end=max(start, segments[-1].start + 0.1))
        words = record.get("words")
        timed = tuple(Word(start=a, end=b, text=word) for a, b, word in words) if isinstance(words, list) else ()
        end = _number(record.get("end"), start + max(0.1, len(text.split()) / WORDS_A_SECOND))
        speaker = str(record["speaker"]) if record.get("speaker") else None
        segments.append(Segment(start=start, end=end, text=text, speaker=speaker, words=timed))
    return segments


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) else otherwise
