"""Learns which words and clues tell adverts from talk, and writes ingest/adverts/adverts.npz.

    python bench/training/train_adverts.py --data DIR [--out FILE]

DIR holds the evaluation sets:
    ads/*.json              episodes with adverts marked by people (MinusPod's corpus, MIT): adverts and talk
    ads-patterns/*.json     sponsor texts collected by a community (MinusPod, MIT): adverts
    highlights/*.json       interviews of one show, with labels from rules (bench/sets/adverts.py): adverts and talk
    search/podcasts/*.json  conversations of another show: talk
    search/qmsum/*.json     meetings (QMSum, MIT): talk
What is kept are weights of single words and pairs of words that several sponsors or many talks use, and no text.

Two steps. A logistic regression over words and pairs in stretches of talk gives the lexicon. A second one weighs the
lexicon's sums around a sentence beside the other clues (ingest/adverts/features.py); there each document is scored by a
lexicon that did not see it, and the sponsor texts are spliced into foreign talk. A first round, without the labelled
episodes, finds interview sentences whose label is doubtful. Then each labelled episode is left out once, for
bench/adverts.py. Needs scikit-learn, which sentence-transformers brings along.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.sets import adverts as sets  # noqa: E402 - found through the path above
from bench.sets.adverts import ADVERT, TALK, UNKNOWN, Document  # noqa: E402
from ingest.adverts.features import Numbers, TalkFeatures, clues, hear, phrases  # noqa: E402
from ingest.adverts.weights import FILE  # noqa: E402

FOLDS = 4
FEWEST_SPONSORS = 4
TALK_PHRASES = 2500
STRETCHES = (1, 45)  # the lexicon learns from single sentences and from stretches of so many words
ADVERT_SHARE = 0.25  # adverts together weigh so much of what talk weighs
SPLICED, TEXTS_A_TALK = 90, 3
# The share of each kind's stretches from which the lexicon learns; adverts in interviews are all taken.
TAKEN = {"ads": 1.0, "sponsor": 1.0, "interview": 0.12, "talk": 0.12, "meeting": 0.25}
# What a second of each kind counts in the second step, and how many of the interviews are needed there.
COUNTS = {"ads": 2.0, "interview": 0.3, "spliced": 0.3}
INTERVIEWS = 0.4
LONGEST_SECONDS = 30.0
DOUBTFUL_TALK, DOUBTFUL_ADVERT = -1.0, -3.0  # log odds past which an interview's label is no longer believed


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Sentences in the order in which they are heard: `origin` (document, sentence) says where each comes from."""

    kind: str
    documents: frozenset[int]
    origin: tuple[tuple[int, int], ...]
    labels: Numbers
    seconds: Numbers
    heard: TalkFeatures


class Learner:
    """Everything that does not depend on which episode is left out."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.random = np.random.default_rng(0)
        self.documents = list(documents)
        self.words = vocabulary(documents)
        self.place = {word: at for at, word in enumerate(self.words)}
        fold: dict[tuple[str, str], int] = defaultdict(lambda: int(self.random.integers(FOLDS)))
        self.folds = [fold[document.kind, document.group] for document in documents]
        counted = [self.counted(document) for document in documents]
        self.first = np.cumsum([0, *(len(document.sentences) for document in documents)])
        self.counts = matrix([row for rows in counted for row in rows], len(self.words))
        self._stretches(counted)
        self.scenes = [*self._whole(), *(self._spliced() for _ in range(SPLICED))]

    def counted(self, document: Document) -> list[Counter[int]]:
        return [
            Counter(self.place[phrase] for phrase in phrases(sentence.text) if phrase in self.place)
            for sentence in document.sentences
        ]

    def _stretches(self, counted: Sequence[Sequence[Counter[int]]]) -> None:
        rows: list[dict[int, float]] = []
        found: list[tuple[int, int, int]] = []
        for at, document in enumerate(self.documents):
            lengths = [len(sentence.text.split()) for sentence in document.sentences]
            for first, last in (run for words in STRETCHES for run in runs(document.labels, lengths, words)):
                label = document.labels[first]
                share = 1.0 if label == ADVERT else TAKEN[document.kind]
                if label == UNKNOWN or self.random.random() > share:
                    continue
                scale = 1 / np.sqrt(sum(lengths[first:last]) + 3)
                total = sum(counted[at][first:last], Counter[int]())
                rows.append({word: count * scale for word, count in total.items()})
                found.append((at, label, self.folds[at]))
        self.stretches = matrix(rows, len(self.words))
        self.of_document, self.labels, self.of_fold = np.array(found).T

    def _whole(self) -> list[Scene]:
        kept = [
            at
            for at, document in enumerate(self.documents)
            if document.kind == "ads" or (document.kind == "interview" and self.random.random() < INTERVIEWS)
        ]
        return [self._scene(self.documents[at].kind, [(at, 0, len(self.documents[at].sentences))]) for at in kept]

    def _spliced(self) -> Scene:
        """A talk with sponsor texts between its sentences."""
        hosts = [at for at, document in enumerate(self.documents) if document.kind in ("talk", "meeting")]
        texts = [at for at, document in enumerate(self.documents) if document.kind == "sponsor"]
        host = int(self.random.choice(hosts))
        cuts = sorted(self.random.choice(len(self.documents[host].sentences), TEXTS_A_TALK, replace=False).tolist())
        parts: list[tuple[int, int, int]] = []
        before = 0
        for cut, text in zip(cuts, self.random.choice(texts, TEXTS_A_TALK, replace=False).tolist(), strict=True):
            parts += [(host, before, cut), (text, 0, len(self.documents[text].sentences))]
            before = cut
        parts.append((host, before, len(self.documents[host].sentences)))
        return self._scene("spliced", parts)

    def _scene(self, kind: str, parts: Sequence[tuple[int, int, int]]) -> Scene:
        sentences, labels, origin = [], [], []
        clock = 0.0
        for document, first, last in parts:
            for at in range(first, last):
                sentence = self.documents[document].sentences[at]
                if kind == "spliced":
                    seconds = max(0.3, len(sentence.text.split()) / sets.WORDS_A_SECOND)
                    sentence = replace(sentence, start=clock, end=clock + seconds)
                    clock += seconds
                sentences.append(sentence)
                labels.append(self.documents[document].labels[at])
                origin.append((document, at))
        return Scene(
            kind=kind,
            documents=frozenset(document for document, _, _ in parts),
            origin=tuple(origin),
            labels=np.array(labels),
            seconds=np.array([min(sentence.end - sentence.start, LONGEST_SECONDS) for sentence in sentences]),
            heard=hear(sentences),
        )

    def learn(self, left_out: frozenset[int]) -> tuple[Numbers, Numbers, float]:
        """The lexicon, the weights of the clues and the bias, without some documents."""
        kept = ~np.isin(self.of_document, list(left_out))
        sold = np.zeros(len(self.counts.indptr) - 1)
        for fold in range(FOLDS):
            unseen = [at for at, own in enumerate(self.folds) if own == fold]
            scores = self.counts @ self._lexicon(kept & (self.of_fold != fold))
            for at in unseen:
                sold[self.first[at] : self.first[at + 1]] = scores[self.first[at] : self.first[at + 1]]
        weight, bias = self._weigh([scene for scene in self.scenes if not scene.documents & left_out], sold)
        return self._lexicon(kept), weight, bias

    def _lexicon(self, kept: NDArray[np.bool_]) -> Numbers:
        labels = self.labels[kept]
        adverts = labels == ADVERT
        counts = np.where(adverts, ADVERT_SHARE * (~adverts).sum() / adverts.sum(), 1.0)
        model = LogisticRegression(max_iter=300, solver="liblinear")
        return np.asarray(model.fit(self.stretches[kept], labels, sample_weight=counts).coef_[0])

    def _weigh(self, scenes: Sequence[Scene], sold: Numbers) -> tuple[Numbers, float]:
        rows, labels, counts = [], [], []
        for scene in scenes:
            known = scene.labels != UNKNOWN
            rows.append(clues(scene.heard, self.sold_in(scene, sold))[known])
            labels.append(scene.labels[known])
            counts.append(scene.seconds[known] * COUNTS[scene.kind])
        table, told, weights = np.concatenate(rows), np.concatenate(labels), np.concatenate(counts)
        mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
        model = LogisticRegression(C=0.1, max_iter=500)
        model.fit((table - mean) / spread, told, sample_weight=weights / weights.mean())
        weight = model.coef_[0] / spread
        return weight, float(model.intercept_[0] - weight @ mean)

    def sold_in(self, scene: Scene, sold: Numbers) -> Numbers:
        return np.array([sold[self.first[document] + at] for document, at in scene.origin])


def vocabulary(documents: Sequence[Document]) -> list[str]:
    """Phrases of several sponsors, and the commonest of talk; labelled episodes have no part in it."""
    sponsors: dict[str, set[str]] = defaultdict(set)
    talked = Counter[str]()
    for document in documents:
        if document.kind == "sponsor":
            for phrase in {phrase for sentence in document.sentences for phrase in phrases(sentence.text)}:
                sponsors[phrase].add(document.group)
        elif document.kind != "ads":
            talk = [s for s, label in zip(document.sentences, document.labels, strict=True) if label == TALK]
            talked.update({phrase for sentence in talk for phrase in phrases(sentence.text)})
    common = {phrase for phrase, names in sponsors.items() if len(names) >= FEWEST_SPONSORS}
    return sorted(common | {phrase for phrase, _ in talked.most_common(TALK_PHRASES)})


def runs(labels: Sequence[int], lengths: Sequence[int], words: int) -> list[tuple[int, int]]:
    """Stretches (first, last exclusive) of sentences alike in label with at least so many words, where there are."""
    found = []
    first = 0
    while first < len(labels):
        last = first + 1
        while last < len(labels) and labels[last] == labels[first] and sum(lengths[first:last]) < words:
            last += 1
        found.append((first, last))
        first = last
    return found


def matrix(rows: Sequence[dict[int, float]] | Sequence[Counter[int]], width: int) -> csr_matrix:
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = [column for row in rows for column in row]
    values = [float(value) for row in rows for value in row.values()]
    return csr_matrix((values, columns, ends), shape=(len(rows), width))


def doubted(documents: Sequence[Document]) -> list[Document]:
    """The documents, with the interview labels that a first round does not believe made unknown."""
    learner = Learner([document for document in documents if document.kind != "ads"])
    lexicon, weight, bias = learner.learn(frozenset())
    told = []
    for document in documents:
        if document.kind == "interview":
            sold = matrix(learner.counted(document), len(learner.words)) @ lexicon
            odds = clues(hear(document.sentences), sold) @ weight + bias
            labels = [
                UNKNOWN
                if (label == TALK and odd > DOUBTFUL_TALK) or (label == ADVERT and odd < DOUBTFUL_ADVERT)
                else label
                for label, odd in zip(document.labels, odds, strict=True)
            ]
            told.append(replace(document, labels=tuple(labels)))
        else:
            told.append(document)
    return told


def train(data: Path, out: Path) -> dict[str, int]:
    episodes = sets.labelled(data / "ads")
    documents = [
        *map(sets.of_labelled, episodes),
        *sets.sponsor_texts(data / "ads-patterns"),
        *sets.interviews(data / "highlights"),
        *sets.talks(data / "search" / "podcasts", "talk"),
        *sets.talks(data / "search" / "qmsum", "meeting"),
    ]
    print(f"{len(documents)} documents read", file=sys.stderr)
    learner = Learner(doubted(documents))
    learned = []
    for left_out in (frozenset[int](), *(frozenset({at}) for at in range(len(episodes)))):
        learned.append(learner.learn(left_out))
        print(f"learned without {[episodes[at].name for at in left_out] or 'leaving any out'}", file=sys.stderr)
    np.savez_compressed(
        out,
        words=np.frombuffer("\n".join(learner.words).encode(), dtype=np.uint8),
        lexicon=np.array([lexicon for lexicon, _, _ in learned], dtype=np.float16),
        weight=np.array([weight for _, weight, _ in learned], dtype=np.float32),
        bias=np.array([bias for _, _, bias in learned], dtype=np.float32),
        left_out=np.array(["", *(sets.key_of(episode.transcript.segments) for episode in episodes)]),
    )
    return {"documents": len(documents), "phrases": len(learner.words), "bytes": out.stat().st_size}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FILE)
    chosen = parser.parse_args()
    print(json.dumps(train(chosen.data, chosen.out)))
