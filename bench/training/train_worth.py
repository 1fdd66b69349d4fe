"""Learns which sentences of a talk are worth a reader's while, and writes ingest/passages/worth.npz.

    python bench/training/train_worth.py --data DIR --claims FILE [--talks DIR] [--vectors DIR]          # needs
    scikit-learn

What editors choose: `--data` is a folder of interviews in the form of bench/sets/interviews.py. The shipped weights
were learned from 132 interviews of Lenny's Podcast, whose transcripts are published for personal study and are no part
of this repository. A logistic regression on sentences, each a positive by the share of its words inside a highlight.
Besides the weights from all episodes the file holds those of ten folds, each without a tenth of the episodes, so that
bench/highlights.py never ranks an episode with weights that have seen it.

What sounds like a claim: `--claims` is a file of arguments, one JSON a line with its `text`; shipped: the 3,514 of the
key point analysis task of 2021 (IBM, Apache-2.0). A logistic regression tells them from short sentences of the
interviews and of `--talks`, other talks of the same form; shipped: 92 of DataTalks.Club, no part of this repository.

Nothing of any text is in the weights: one number for each trait of ingest/passages/features.py, two for each dimension
of the embedding, and a hash of each interview's words. `--vectors` keeps the embeddings from one run to the next.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped] # ships no types

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.sets.interviews import Interview, KeptEmbedder, read_interviews, word_offsets  # noqa: E402 - found through the path above
from index.embedding.embedder import Embedder  # noqa: E402
from ingest.passages.features import PARTS, Array, traits_of  # noqa: E402
from ingest.passages.ranking import WEIGHTS, from_the_middle, standardised  # noqa: E402
from language.sentences import talk_sentences  # noqa: E402

FOLDS = 10
SEED = 1
# Chosen by cross-validation over the episodes.
STRENGTH = 0.002  # scikit-learn's C
VECTOR_SCALE = 10.0  # against standardised traits: the greater, the less the vectors are held back
SHORTEST_WORDS = 4
OTHERS = 12_000  # sentences that no editor chose, of about ten times as many
MOST_WORDS, USUAL_WORDS = 30, 12  # a sentence counts by its words, up to MOST_WORDS
CLAIM_STRENGTH = 0.05  # scikit-learn's C; stronger ones learn the topics of the arguments
CLAIM_WORDS = (6, 18)
CLAIMS, TALK_SENTENCES = 1200, 20  # arguments in all, and sentences of each talk


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """An episode's sentences: `traits` and `vectors` a row each, and the share of each one's words in a highlight."""

    traits: Array
    vectors: Array
    words: Array
    chosen: Array


@dataclass(frozen=True, kw_only=True)
class Learned:
    mean: Array
    scale: Array
    coefficients: Array
    direction: Array


def lesson(interview: Interview, embedder: Embedder) -> Lesson:
    sentences = talk_sentences(interview.transcript)
    vectors = np.array(embedder.embed([sentence.text for sentence in sentences]), dtype=np.float32)
    offsets = word_offsets(sentences)
    words = np.diff(offsets).astype(np.float32)
    found = traits_of(sentences, vectors)
    return Lesson(
        traits=np.column_stack([found[name] for name in PARTS]),
        vectors=from_the_middle(vectors, words.astype(np.float64)),
        words=words,
        chosen=np.array([interview.covered(first, end) for first, end in pairwise(offsets)]),
    )


def learn(lessons: Sequence[Lesson]) -> Learned:
    traits = np.vstack([lesson.traits for lesson in lessons])
    mean, scale = np.nanmean(traits, axis=0), np.nanstd(traits, axis=0) + 1e-6
    columns = np.hstack(
        [standardised(traits, mean, scale), VECTOR_SCALE * np.vstack([lesson.vectors for lesson in lessons])]
    )
    words = np.concatenate([lesson.words for lesson in lessons])
    chosen = np.concatenate([lesson.chosen for lesson in lessons])
    whole = words >= SHORTEST_WORDS
    positive = np.flatnonzero(whole & (chosen > 0))
    other = np.flatnonzero(whole & (chosen == 0))
    other = np.random.default_rng(SEED).choice(other, min(OTHERS, len(other)), replace=False)
    weight = np.minimum(words, MOST_WORDS) / USUAL_WORDS
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(
        columns[np.concatenate([positive, other])],
        np.repeat([1, 0], [len(positive), len(other)]),
        sample_weight=np.concatenate([(weight * chosen)[positive], weight[other]]),
    )
    coefficients = model.coef_[0].astype(np.float32)
    count = traits.shape[1]
    return Learned(
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        coefficients=coefficients[:count],
        direction=VECTOR_SCALE * coefficients[count:],
    )


def learn_claims(claims: Path, talks: Sequence[Interview], embedder: Embedder) -> Array:
    """The direction in the embedding's space from what is said to what is argued."""
    chance = np.random.default_rng(SEED)
    argued = [json.loads(line)["text"].rstrip(".").capitalize() for line in claims.read_text().splitlines()]
    argued = _some([text for text in argued if _is_short(text)], CLAIMS, chance)
    said: list[str] = []
    for talk in talks:
        texts = [sentence.text.rstrip(".") for sentence in talk_sentences(talk.transcript)]
        said += _some([text for text in texts if _is_short(text) and not text.endswith("?")], TALK_SENTENCES, chance)
    vectors = np.array(embedder.embed([*argued, *said]), dtype=np.float32)
    model = LogisticRegression(C=CLAIM_STRENGTH, max_iter=1000)
    direction: Array = model.fit(vectors, np.repeat([1, 0], [len(argued), len(said)])).coef_[0].astype(np.float32)
    return direction


def _is_short(text: str) -> bool:
    return CLAIM_WORDS[0] <= len(text.split()) <= CLAIM_WORDS[1]


def _some(texts: Sequence[str], count: int, chance: np.random.Generator) -> list[str]:
    return [texts[at] for at in chance.permutation(len(texts))[:count]]


def folds(count: int) -> list[np.ndarray]:
    order = np.random.default_rng(SEED).permutation(count)
    return [order[first::FOLDS] for first in range(FOLDS)]


def train(folder: Path, claims: Path, talks: Path | None, kept: Path | None) -> None:
    embedder = KeptEmbedder(kept)
    interviews = read_interviews(folder)
    lessons = []
    for interview in interviews:
        lessons.append(lesson(interview, embedder))
        print(f"{len(lessons)} of {len(interviews)}", file=sys.stderr)
    every = learn(lessons)
    parted, fold_of = [], np.zeros(len(lessons), dtype=np.int16)
    for number, left_out in enumerate(folds(len(lessons))):
        parted.append(learn([lesson for at, lesson in enumerate(lessons) if at not in set(left_out)]))
        fold_of[left_out] = number
    np.savez_compressed(
        WEIGHTS,
        traits=np.array(list(PARTS)),
        parts=np.array(list(PARTS.values())),
        mean=every.mean,
        scale=every.scale,
        coefficients=every.coefficients,
        direction=every.direction,
        claim=learn_claims(claims, [*interviews, *(read_interviews(talks) if talks else ())], embedder),
        episodes=np.array([interview.identity for interview in interviews]),
        fold_of=fold_of,
        fold_mean=np.stack([learned.mean for learned in parted]),
        fold_scale=np.stack([learned.scale for learned in parted]),
        fold_coefficients=np.stack([learned.coefficients for learned in parted]),
        fold_direction=np.stack([learned.direction for learned in parted]),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--talks", type=Path)
    parser.add_argument("--vectors", type=Path)
    arguments = parser.parse_args()
    train(arguments.data, arguments.claims, arguments.talks, arguments.vectors)
