"""One result of a search, with all that a reader needs to check it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from index.library.documents import Kind, folded_name, named_so
from index.search.fusion import Ranked
from index.search.landing import answer_end, asks_at_its_end, land
from store import Store
from store.queries import episodes, insights, transcripts
from store.queries.embeddings import Vector, cosines
from store.queries.passages import vectors as kept_vectors
from store.records.episodes import Episode
from store.records.insights import CitedInsight
from store.records.transcripts import Chunk, Segment

_PAUSE = 10.0  # seconds between passages of one conversation; what is left out between others is an advert


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A result. `start` is the second where `sentence` begins, and with it the answer; `approximate` as in Transcript.

    `text` is the insight's body or the whole passage, with the answer to a question that it ends in; `sentences` the
    parts of a passage, and `near` the cosine of each to the query, where they are known. `similarity` is the cosine to
    the query, 0 when only the words found it, `best` that of its best sentence, and `coverage` the share of the query's
    words that it says, rare ones counting more. `own` is how well its own text matches, beside others of the same
    search. `also` are hits of the same stretch of talk that this one stands for.
    """

    kind: Kind
    id: str
    score: float
    episode_id: int
    show_id: int
    show: str
    episode: str
    published: datetime | None
    audio_url: str | None
    link: str | None
    speaker: str | None
    start: float
    end: float
    headline: str | None
    text: str
    sentence: str
    approximate: bool
    similarity: float = 0.0
    own: float = 0.0
    best: float = 0.0
    coverage: float = 0.0
    sentences: tuple[Segment, ...] = ()
    near: tuple[float, ...] = ()
    also: tuple["Hit", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the beginning of an answer is found by: the query's stems, its vector, and who must say it."""

    stems: Sequence[str]
    vector: Vector
    speaker: str | None = None


def read_hits(store: Store, ranked: Sequence[Ranked], wanted: Wanted) -> list[Hit]:
    """In the same order; what the store has forgotten since is left out."""
    with store.read() as connection:
        passages = transcripts.chunks_by_id(connection, _ids(ranked, "passage"))
        vectors = kept_vectors.of_sentences(connection, list(passages))
        asking = [chunk.id for chunk in passages.values() if asks_at_its_end(chunk.sentences)]
        following = transcripts.following(connection, asking)
        claims = insights.by_ids(connection, _ids(ranked, "insight"))
        heard = {each.match.episode_id for each in ranked}
        about = episodes.by_ids(connection, heard)
        approximate = transcripts.approximate_ones(connection, heard)
    hits = []
    for each in ranked:
        match, episode = each.match, about.get(each.match.episode_id)
        if match.kind == "insight" and match.id in claims:
            hits.append(insight_hit(claims[match.id], each))
        elif match.kind == "passage" and match.id in passages and episode:
            chunk = passages[match.id]
            landed = _landed(chunk, following.get(chunk.id), wanted, vectors.get(chunk.id))
            hits.append(_passage_hit(each, chunk, landed, episode, approximate=episode.id in approximate))
    return hits


def _ids(ranked: Iterable[Ranked], kind: Kind) -> list[str]:
    return [each.match.id for each in ranked if each.match.kind == kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Landed:
    """The sentences to show, the position to start at, and the cosines of the passage's own, where they are known."""

    sentences: tuple[Segment, ...]
    at: int
    near: tuple[float, ...]


def _landed(chunk: Chunk, after: Chunk | None, wanted: Wanted, vectors: NDArray[np.float32] | None) -> _Landed:
    """What to show, and where to start in it: the passage, with the answer to a question that it ends in.

    Words alone decide for a passage that was cut before the vectors of sentences were kept.
    """
    said = chunk.sentences
    name = folded_name(wanted.speaker or "")
    own = [at for at, each in enumerate(said) if name and named_so(folded_name(each.speaker or ""), name)]
    meaning = None if vectors is None or len(vectors) != len(said) else cosines(vectors, wanted.vector).tolist()
    following = after.sentences if after and after.start - chunk.end <= _PAUSE else ()
    at = land(said, wanted.stems, meaning, among=own or None, following=following)
    more = at - len(said)
    shown = said if more < 0 else (*said, *following[: answer_end(following, more)])
    return _Landed(sentences=shown, at=at, near=tuple(meaning or ()))


def insight_hit(cited: CitedInsight, ranked: Ranked | None = None) -> Hit:
    """An insight as a result; without a ranking, as when its thread is summed up, it has no score."""
    insight = cited.insight
    return Hit(
        kind="insight",
        id=insight.id,
        score=ranked.score if ranked else 0.0,
        episode_id=insight.episode_id,
        show_id=cited.show_id,
        show=cited.show,
        episode=cited.episode,
        published=cited.published,
        audio_url=cited.audio_url,
        link=cited.link,
        speaker=insight.speaker,
        start=insight.start,
        end=insight.end,
        headline=insight.headline,
        text=insight.body,
        sentence=insight.quote,
        approximate=insight.approximate,
        similarity=(ranked.similarity if ranked else None) or 0.0,
        own=ranked.own if ranked else 0.0,
        best=ranked.sentence if ranked else 0.0,
        coverage=ranked.coverage if ranked else 0.0,
    )


def _passage_hit(ranked: Ranked, chunk: Chunk, landed: _Landed, episode: Episode, *, approximate: bool) -> Hit:
    sentences = landed.sentences
    first = sentences[landed.at]
    return Hit(
        kind="passage",
        id=chunk.id,
        score=ranked.score,
        episode_id=chunk.episode_id,
        show_id=episode.show_id,
        show=episode.show,
        episode=episode.feed.title,
        published=episode.feed.published,
        audio_url=episode.feed.audio_url,
        link=episode.feed.link,
        speaker=first.speaker or chunk.speaker,
        start=first.start,
        end=max(chunk.end, sentences[-1].end),
        headline=None,
        text=" ".join(sentence.text for sentence in sentences),
        sentence=first.text,
        approximate=approximate,
        similarity=ranked.similarity or 0.0,
        own=ranked.own,
        best=ranked.sentence,
        coverage=ranked.coverage,
        sentences=sentences,
        near=landed.near,
    )
