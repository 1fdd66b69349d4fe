"""What can be seen of each sentence of a talk before anyone judges it: how and where it is said, what is made of it.

One column a trait, one row a sentence. Most traits are of style and place, few of words: they are to hold for any show.
NaN means that a trait cannot be told here, as who answers whom where nobody is named. Pure; the cues are English.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.passages.setting import ALONE
from language.lists import cue_lists
from store.records.transcripts import Segment

Array = NDArray[np.float32]

SHORT_TALK_SECONDS = 900.0  # under a quarter of an hour nothing is early, late, long or said again
_FAR = 25  # sentences; nearer ones are alike because they are one train of thought
_ROWS = 512  # sentences compared at a time: a talk of four hours has 5,000

_LISTS = cue_lists("ingest/passages/features.toml")
_DELIGHT = _LISTS["delight"].pattern
_CUES: Mapping[str, re.Pattern[str]] = {name: cues.pattern for name, cues in _LISTS.items() if name != "delight"}
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w&.]*[a-zA-Z]")
_WORD = re.compile(r"[a-z][a-z']*|\d+")
# What a reader is told each trait belongs to.
_TURNS = (
    "share of the speaker", "main speaker", "turn length", "words before", "words after", "place in turn",
    "answers", "answers at once", "short reply", "delight", "taken up", "as asked",
)  # fmt: skip
_PLACE = ("place", "distance from the middle", "opening", "first third", "end")
_WEIGHT = (
    "rarity", "rarest word", "words of the topic", "centrality", "like the one before", "like the one after",
    "mean likeness", "crowd", "echo", "echo of others", "introduced", "introduced broadly",
)  # fmt: skip
_RHYTHM = (
    "length", "length squared", "very short", "very long", "letters a word", "commas", "variety", "names",
)  # fmt: skip
PARTS: Mapping[str, str] = {
    **dict.fromkeys(_CUES, "what it claims"),
    **dict.fromkeys(_RHYTHM, "how it is said"),
    **dict.fromkeys(_PLACE, "when it is said"),
    **dict.fromkeys(_TURNS, "who says it to whom"),
    **dict.fromkeys(_WEIGHT, "what the talk makes of it"),
}


def traits_of(sentences: Sequence[Segment], vectors: Array) -> dict[str, Array]:
    """Trait → one number a sentence. `vectors` are the sentences' embeddings, of unit length, in their order."""
    talk = _Talk(sentences, vectors)
    found = _manner(talk)
    if talk.seconds < SHORT_TALK_SECONDS:
        found |= dict.fromkeys((*_PLACE, *_TURNS, *_WEIGHT), talk.unknown)
    else:
        found |= _place(talk) | _turns(talk) | _weight_in_talk(talk) | _company(talk)
    return {name: np.asarray(column, dtype=np.float32) for name, column in found.items()}


class _Talk:
    """The talk's sentences with what several traits need of them."""

    def __init__(self, sentences: Sequence[Segment], vectors: Array) -> None:
        self.texts = [sentence.text.replace("’", "'") for sentence in sentences]
        self.vectors = vectors
        self.starts = np.array([sentence.start for sentence in sentences])
        self.seconds = max(1.0, sentences[-1].end - sentences[0].start)
        self.words = np.array([max(1, len(text.split())) for text in self.texts], dtype=float)
        self.until = np.cumsum(self.words)  # words said when the sentence ends
        self.tokens = [_WORD.findall(text.lower()) for text in self.texts]
        speakers = [sentence.speaker or "" for sentence in sentences]
        spoken = Counter[str]()
        for speaker, count in zip(speakers, self.words, strict=True):
            spoken[speaker] += count
        main, most = spoken.most_common(1)[0]
        self.share = np.array([spoken[speaker] for speaker in speakers]) / self.until[-1]
        self.is_main = np.array([speaker == main for speaker in speakers])
        self.is_conversation = most < ALONE * self.until[-1]
        changes = [one != other for one, other in pairwise(speakers)]
        self.turn = np.concatenate([[0], np.cumsum(changes)]).astype(int)
        self.firsts = np.searchsorted(self.turn, np.arange(self.turn[-1] + 1))
        self.lasts = np.append(self.firsts[1:], len(self.texts)) - 1

    @property
    def unknown(self) -> NDArray[np.float64]:
        return np.full(len(self.texts), np.nan)


Columns = dict[str, NDArray[np.floating]]


def _manner(talk: _Talk) -> Columns:
    words, tokens = talk.words, talk.tokens
    found: Columns = {
        "length": np.log1p(words),
        "length squared": (np.minimum(words, 60) / 20) ** 2,
        "very short": (words < 6) * 1.0,
        "very long": (words > 35) * 1.0,
        "letters a word": np.array([np.mean([len(word) for word in own]) if own else 0.0 for own in tokens]),
        "commas": np.array([text.count(",") for text in talk.texts]) / np.maximum(words, 3),
        "variety": np.array([len(set(own)) / max(1, len(own)) for own in tokens]),
        "names": np.minimum(3.0, [len(_NAME.findall(text)) for text in talk.texts]),
    }
    for name, pattern in _CUES.items():
        found[name] = np.minimum(3.0, [len(pattern.findall(text)) for text in talk.texts])
    return found


def _place(talk: _Talk) -> Columns:
    place = (talk.starts - talk.starts[0]) / talk.seconds
    columns = (place, (place - 0.5) ** 2, place < 0.05, (place >= 0.05) & (place < 0.3), place > 0.93)
    return {name: column * 1.0 for name, column in zip(_PLACE, columns, strict=True)}


def _turns(talk: _Talk) -> Columns:
    """Who speaks, how long, after what question, and what the other says to it."""
    if not talk.is_conversation:
        return dict.fromkeys(_TURNS, talk.unknown)
    length = (talk.until[talk.lasts] - talk.until[talk.firsts] + talk.words[talk.firsts])[talk.turn]
    before = talk.until - talk.words - (talk.until - talk.words)[talk.firsts][talk.turn]
    after = length - before - talk.words
    asked, answers = _asked(talk)
    delight, taken_up = _taken_up(talk, after)
    following = np.append(length[talk.firsts][1:], np.inf)[talk.turn]
    columns = (
        talk.share, talk.is_main, np.log1p(length), np.log1p(before), np.log1p(after), before / length,
        answers, answers * (before < 80), (following < 12) * (after < 40), delight, taken_up, asked,
    )  # fmt: skip
    return {name: column * 1.0 for name, column in zip(_TURNS, columns, strict=True)}


def _asked(talk: _Talk) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How like the last words of the turn before each sentence is, and whether a question was in them."""
    asked, answers = np.zeros(len(talk.texts)), np.zeros(len(talk.texts))
    for turn in range(1, len(talk.firsts)):
        own = slice(talk.firsts[turn], talk.lasts[turn] + 1)
        earlier = slice(max(talk.firsts[turn - 1], talk.firsts[turn] - 4), talk.firsts[turn])
        asked[own] = (talk.vectors[own] @ talk.vectors[earlier].T).max(axis=1)
        answers[own] = any(text.rstrip().endswith("?") for text in talk.texts[earlier][-2:])
    return asked, answers


def _taken_up(talk: _Talk, after: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How the next speaker greets each sentence, and how like it the reply is; less the longer the turn goes on."""
    delight, taken_up = np.zeros(len(talk.texts)), np.zeros(len(talk.texts))
    for turn in range(len(talk.firsts) - 1):
        own = slice(talk.firsts[turn], talk.lasts[turn] + 1)
        reply = slice(talk.firsts[turn + 1], min(talk.lasts[turn + 1] + 1, talk.firsts[turn + 1] + 6))
        greeted = min(2, sum(len(_DELIGHT.findall(text)) for text in talk.texts[reply]))
        delight[own] = greeted * np.select([after[own] < 60, after[own] < 150], [1.0, 0.4], 0.0)
        likeness = (talk.vectors[own] @ talk.vectors[reply].T).max(axis=1)
        taken_up[own] = likeness * np.where(after[own] < 200, 1.0, 0.5)
    return delight, taken_up


def _weight_in_talk(talk: _Talk) -> Columns:
    """How rare its words are in this talk, and how close it is to the talk and to the sentences beside it."""
    count = len(talk.texts)
    found = Counter(word for own in talk.tokens for word in set(own))
    rarity = {word: np.log((1 + count) / (1 + times)) for word, times in found.items()}
    centre = (talk.vectors * talk.words[:, None]).sum(axis=0)
    beside = (talk.vectors[1:] * talk.vectors[:-1]).sum(axis=1)
    return {
        "rarity": np.array([np.mean([rarity[word] for word in own]) if own else 0.0 for own in talk.tokens]),
        "rarest word": np.array([max((rarity[word] for word in own), default=0.0) for own in talk.tokens]),
        "words of the topic": np.array(
            [np.mean([found[word] >= 5 and len(word) > 4 for word in own]) if own else 0.0 for own in talk.tokens]
        ),
        "centrality": talk.vectors @ (centre / (np.linalg.norm(centre) or 1.0)),
        "like the one before": np.append(0.0, beside),
        "like the one after": np.append(beside, 0.0),
    }


def _company(talk: _Talk) -> Columns:
    """How like its nearest sentences each is: anywhere, far from it, the other speakers' and the introduction's."""
    count = len(talk.texts)
    names = ("mean likeness", "crowd", "echo", "echo of others", "introduced", "introduced broadly")
    found: Columns = {name: np.zeros(count) for name in names}
    told = talk.words > 6
    early = talk.until / talk.until[-1]
    body = early > 0.06
    introduction = np.flatnonzero((early < 0.06) & ~talk.is_main & told)[:40]
    if not len(introduction):
        introduction = np.flatnonzero((early < 0.03) & told)
    for first in range(0, count, _ROWS):
        rows = np.arange(first, min(first + _ROWS, count))
        likeness = talk.vectors[rows] @ talk.vectors.T
        far = (np.abs(rows[:, None] - np.arange(count)) > _FAR) & told
        found["mean likeness"][rows] = likeness.mean(axis=1)
        found["crowd"][rows] = _top(likeness, 12, skip=1)
        found["echo"][rows] = _top(np.where(far, likeness, 0.0), 3)
        found["echo of others"][rows] = _top(np.where(far & ~talk.is_main, likeness, 0.0), 3)
        if len(introduction):
            found["introduced"][rows] = likeness[:, introduction].max(axis=1) * body[rows]
            found["introduced broadly"][rows] = _top(likeness[:, introduction], 5) * body[rows]
    if not talk.is_conversation:
        found["echo of others"] = talk.unknown
    return found


def _top(likeness: Array, count: int, *, skip: int = 0) -> NDArray[np.float64]:
    """Mean of each row's greatest `count` after the `skip` greatest, the sentence itself."""
    width = min(count, likeness.shape[1])
    greatest = -np.sort(-np.partition(likeness, likeness.shape[1] - width, axis=1)[:, -width:], axis=1)
    kept = greatest[:, skip:] if width > skip else greatest
    return np.asarray(kept.mean(axis=1), dtype=np.float64)
