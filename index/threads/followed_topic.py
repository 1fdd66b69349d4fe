"""How surely a claim belongs to a topic that a reader follows. Pure.

First by the name: how much nearer it is to the claim than to nearly all others, and whether its parts are there. Each
part counts as there when its words are, or when the claim is near to what it means: a name with several parts is an
AND, but not a hard one. Then again with the surest of those, and what the reader confirmed, beside the name: they say
what a name of two words leaves out. What the reader ruled on moves besides what is very like it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from index.threads.backdrop import Backdrop, Rows
from index.threads.name_forms import Keys, pairs, tokens
from store.queries.embeddings import Vector
from store.records.threads import Ruling

Scores = NDArray[np.float64]

SHORT = 4  # keys: in a longer name single words say little
_NAME = 5.0  # the name weighs as much as so many sure members
_CONFIRMED = 2.0  # what a member that a reader confirmed weighs, in sure members; by judgement, not measured
_SURE_ENOUGH = 0.3  # by the name, from which a member speaks for the topic
_JOINED_USES, _JOINED_SHARE = 3, 0.3  # two words of a name that the archive writes together so often are one part
_BY_MEANING = 0.8  # at most, for a part of the name that is only meant, where one that is said counts 1
_SPREAD = 1.4826  # of a normal distribution, by the median distance from the median

_FAR = 6.0  # beyond it, where only a young archive puts a claim, the next step counts less and less

# Logistic regressions, learned from IBM's key points (15 motions, by their text and by a short name) and 17 names asked
# of 1,488 insights, marked by hand: constant, then weights as in `traits`. Left out in turn, the motions had an average
# precision of .98 by regressions of the others, and the 17 names of .71.
BY_NAME = (-6.504, 1.305, 1.495, -0.016, 1.644, -1.173, 3.946)
BY_SUREST = (-6.966, -0.327, 0.724, 1.546, 1.386, -1.19, 3.035, 1.567)
# How sure that makes: a topic of which there is much can be trusted further. Constant, weights of the regression's
# outcome, of the logarithm of how many are sure by the name, and of both; learned on topics left out above. The first
# and the third were then moved so that small topics are trusted more, those of some 200 members as before: of 17 names
# asked of 211 claims written by hand, marked by reading, recall rose from .67 to .78, precision fell from .99 to .95.
_TRUST = (-2.267, 0.554, 0.538, 0.0972)
_LEARNED_AMONG = 1_500  # claims: among fewer there are fewer strangers to be taken in, by as much as they are fewer
_FEWEST = 200  # by judgement, not measured: a smaller archive says no more about who is a stranger
# What a ruling moves: a claim that is more like the one ruled on than this, and than this share of its likeness to the
# topic, so that a no does not empty a small thread. Three sentences refused of one claim took out 22 % of those that
# make the same claim and 3 % of the others (16 claims of IBM's key points, chosen on the same).
_LIKE_RULED = 0.45
_LIKE_TOPIC = 0.8
_PULL = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePart:
    """Words of a name that say one thing. `vector` is of the words alone."""

    words: str
    keys: Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTopic:
    """What a reader asked for: `vector` of the name and the description (None when there are only examples).

    What a description says, the words of the name need not: `described` by one, they may be missing.
    """

    vector: Vector | None
    described: bool = False
    parts: Sequence[NamePart]
    part_vectors: Sequence[Vector]

    @property
    def keys(self) -> Keys:
        return tuple(dict.fromkeys(key for part in self.parts for key in part.keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where nearly all claims lie on a direction."""

    middle: float
    spread: float

    def of(self, values: Scores) -> Scores:
        apart = (values - self.middle) / self.spread
        return np.asarray(np.where(apart > _FAR, _FAR + np.log1p(np.maximum(apart - _FAR, 0)), apart), dtype=np.float64)


def parts_of(name: str, backdrop: Backdrop) -> list[NamePart]:
    """Neighbouring words are one part when the archive writes them together."""
    out: list[NamePart] = []
    for token, found in tokens(name):
        if out and _written_together(out[-1].keys[-1], found[0], backdrop):
            out[-1] = NamePart(words=f"{out[-1].words} {token}", keys=out[-1].keys + found)
        else:
            out.append(NamePart(words=token, keys=found))
    return out


def _written_together(one: str, other: str, backdrop: Backdrop) -> bool:
    together = sum((one, other) in each for each in backdrop.rows.pairs)
    rarer = min(backdrop.uses.get(one, 0), backdrop.uses.get(other, 0))
    return together >= max(_JOINED_USES, _JOINED_SHARE * rarer)


class Topic:
    """A followed topic against the archive as it stands; gives any claim its sureness."""

    def __init__(self, asked: AskedTopic, backdrop: Backdrop, rulings: Mapping[str, Ruling]) -> None:
        self._asked, self._backdrop = asked, backdrop
        ruled = {backdrop.places[key]: ruling for key, ruling in rulings.items() if key in backdrop.places}
        rows = backdrop.rows
        self._confirmed = rows.vectors[[at for at, ruling in ruled.items() if ruling == "pinned"]]
        self._refused = rows.vectors[[at for at, ruling in ruled.items() if ruling == "excluded"]]
        self._direction = self._first_direction()
        self._part_directions = [backdrop.about_mean(vector) for vector in asked.part_vectors]
        self._scale = _scale(_dot(rows.vectors, self._direction))
        self._part_scales = [_scale(_dot(rows.vectors, each)) for each in self._part_directions]
        by_name = _logistic(self._traits(rows) @ np.array(BY_NAME[1:]) + BY_NAME[0])
        held = np.where(by_name >= _SURE_ENOUGH, by_name**2, 0.0)
        for at, ruling in ruled.items():
            held[at] = _CONFIRMED if ruling == "pinned" else 0.0
        self._held = held
        self._much = float(np.log1p(np.minimum(held, 1).sum()))
        self._sum = _NAME * self._direction + held @ rows.vectors
        self._sum_scale = _scale(self._to_surest(rows, held))

    def of_archive(self) -> Scores:
        """The sureness of each claim of the archive, in its order."""
        return self._sureness(self._backdrop.rows, self._held)[: len(self._backdrop.ids)]

    def of(self, rows: Rows) -> Scores:
        """The sureness of claims that are not of the archive that the topic was seen against."""
        return self._sureness(rows, np.zeros(len(rows.keys)))

    def traits(self, rows: Rows, held: Scores) -> Scores:
        """What the two regressions weigh, a row a claim."""
        nearness = self._sum_scale.of(self._to_surest(rows, held))
        return np.column_stack([self._traits(rows), nearness])

    def _first_direction(self) -> NDArray[np.float32]:
        if self._asked.vector is not None:
            return self._backdrop.about_mean(self._asked.vector)
        if not len(self._confirmed):
            return np.zeros_like(self._backdrop.mean)
        middle = self._confirmed.mean(axis=0)
        return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-9), dtype=np.float32)

    def _sureness(self, rows: Rows, held: Scores) -> Scores:
        logits = self.traits(rows, held) @ np.array(BY_SUREST[1:]) + BY_SUREST[0]
        trusted = _TRUST[0] + _TRUST[1] * logits + _TRUST[2] * self._much + _TRUST[3] * logits * self._much
        trusted += max(0.0, log(_LEARNED_AMONG / max(_FEWEST, len(self._backdrop.rows.keys))))
        usual = np.maximum(_LIKE_RULED, _LIKE_TOPIC * self._to_surest(rows, held))
        refused = np.maximum(0.0, _likest(rows, self._refused) - usual)
        confirmed = np.maximum(0.0, _likest(rows, self._confirmed) - _LIKE_RULED)
        return _logistic(trusted + _PULL * (confirmed - refused))

    def _to_surest(self, rows: Rows, held: Scores) -> Scores:
        """The cosine with the name and its surest members; a member is not compared with itself."""
        others = self._sum - held[:, None] * rows.vectors
        cosines = np.einsum("ij,ij->i", others, rows.vectors) / np.maximum(np.linalg.norm(others, axis=1), 1e-9)
        return np.asarray(cosines, dtype=np.float64)

    def _traits(self, rows: Rows) -> Scores:
        """Nearness to the name; of a short name besides: the share of its words, the rarest, words that meet; parts."""
        near = self._scale.of(_dot(rows.vectors, self._direction))
        wanted = self._asked.keys
        if not wanted:
            nothing = np.zeros(len(near))
            return np.column_stack([near, nothing, nothing, nothing, nothing, np.full(len(near), 0.5)])
        weights = {key: self._backdrop.rarity(key) for key in wanted}
        total, rarest = sum(weights.values()), max(wanted, key=lambda key: weights[key])
        share = np.array([sum(weights[key] for key in wanted if key in said) for said in rows.keys]) / total
        has_rarest = np.array([float(rarest in said) for said in rows.keys])
        meeting = pairs([key for part in self._asked.parts for key in part.keys])
        met = np.array([len(meeting & said) for said in rows.pairs]) / len(meeting) if meeting else share >= 1 - 1e-9
        short = float(len(wanted) <= SHORT)
        columns = [near, short * share, short * has_rarest, short * met, np.full(len(near), short), self._parts(rows)]
        return np.column_stack(columns)

    def _parts(self, rows: Rows) -> Scores:
        """How far all parts of the name are there, 0-1: one that is missing costs by its rarity."""
        rarity = [max(self._backdrop.rarity(key) for key in part.keys) for part in self._asked.parts]
        whole = self._scale.of(_dot(rows.vectors, self._direction))
        out = np.zeros(len(rows.keys))
        for at, part in enumerate(self._asked.parts):
            near = self._part_scales[at].of(_dot(rows.vectors, self._part_directions[at]))
            near = np.maximum(near, whole) if self._asked.described else near
            meant = _BY_MEANING * _logistic((near - 2.5) * 1.5)
            there = np.maximum(_there(part.keys, rows), meant)
            out += rarity[at] / sum(rarity) * np.log(0.1 + 0.9 * there)
        return np.exp(out)


def _there(wanted: Keys, rows: Rows) -> Scores:
    """1 when the words of a part stand together, less when only some or apart."""
    meeting = pairs(wanted)
    apart = 1.0 if len(wanted) == 1 else 0.6
    return np.array(
        [
            1.0 if meeting and meeting <= pairs_said else apart * sum(key in said for key in wanted) / len(wanted)
            for said, pairs_said in zip(rows.keys, rows.pairs, strict=True)
        ]
    )


def _likest(rows: Rows, ruled: NDArray[np.float32]) -> Scores:
    """The cosine with the likest of those ruled on."""
    if not len(ruled):
        return np.zeros(len(rows.keys))
    return np.asarray((rows.vectors @ ruled.T).max(axis=1), dtype=np.float64)


def _scale(values: Scores) -> Scale:
    middle = float(np.median(values))
    return Scale(middle=middle, spread=max(_SPREAD * float(np.median(np.abs(values - middle))), 1e-3))


def _dot(rows: NDArray[np.float32], direction: NDArray[np.float32]) -> Scores:
    return np.asarray(rows @ direction, dtype=np.float64)


def _logistic(logits: Scores) -> Scores:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -40, 40))))
