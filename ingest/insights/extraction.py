"""Turns a talk into proved insights: a model's where there is one, the speakers' own words where there is none.

Whatever proposes, claims and proof check: what cannot be proved is counted as refused and never becomes an insight.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import numpy as np

from index.chat import LanguageModel
from index.library.documents import insight_text
from index.memory.same_claim import AMONG_PROPOSALS, same
from ingest.insights.claims import Checked, Claims
from ingest.insights.judging.comparing import compared
from ingest.insights.judging.judge import JUDGE_UNREADABLE, Judge
from ingest.insights.judging.second_look import SecondLook, looked_again
from ingest.insights.own_words import OwnWords
from ingest.insights.preselection import SENT_WHOLE_WORDS, stretches
from ingest.insights.proof import Proof, Talk
from ingest.insights.proposals import proposals
from ingest.passages.candidates import wanted_count
from ingest.passages.ranking import sentence_scores
from ingest.passages.selection import Reading, best_passages
from language.detection import is_english, language_told
from language.sentences import talk_sentences
from store.errors import Transient, Unusable
from store.records.episodes import Episode
from store.records.insights import Candidate, Insight
from store.records.transcripts import Segment, Span, Transcript

KEPT: Final = "kept"
DUPLICATE: Final = "duplicate"
NOT_AMONG_THE_BEST: Final = "not among the best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distilled:
    """An episode's insights, best first. `refused` counts proposals by the reason why they were not kept; `weighed` are
    all that were weighed, with their outcome. `fell_back`: a model is set, but could not be used for all of the talk.
    """

    insights: tuple[Insight, ...]
    refused: Mapping[str, int] = field(default_factory=dict)
    note: str | None = None
    fell_back: bool = False
    weighed: tuple[Candidate, ...] = ()


def distil(
    episode: Episode,
    transcript: Transcript,
    adverts: Sequence[Span],
    now: datetime,
    *,
    reading: Reading,
    model: LanguageModel | None,
    judge: LanguageModel | None = None,
    looking: LanguageModel | None = None,
) -> Distilled:
    """The insights of one episode. `judge` says yes or no to each; without one `looking` looks at them again.

    Only Misconfigured is raised: any other failure of a model falls back."""
    if model is None:
        return _in_their_words(episode, transcript, adverts, now, reading)
    sentences = talk_sentences(transcript)
    sent = stretches(sentences, adverts, _scores(transcript, sentences, reading))
    seconds = sentences[-1].end - sentences[0].start if sentences else 0.0
    try:
        proposed = proposals(episode, sent, seconds, model)
    except (Transient, Unusable) as error:
        note = f"the model's answer could not be used ({error}): these insights are in the speaker's own words"
        own = _in_their_words(episode, transcript, adverts, now, reading)
        return replace(own, note=note, fell_back=True)
    claims = Claims(episode, transcript, adverts, now, model.name, reading)
    checked = [claims.check(record) for record in proposed.records]
    look = SecondLook(checked=tuple(checked))
    if looking is not None and judge is None:
        look = looked_again(checked, claims, episode, looking)
    chosen = _chosen(look.checked, wanted_count(seconds), Judge(judge, episode.id) if judge else None)
    if chosen.insights or not proposed.records:
        told = _joined(proposed.note, look.note, chosen.note)
        return replace(chosen, note=told, fell_back=proposed.note is not None)
    note = f"none of the model's {len(checked)} insights could be proved: these are in the speaker's own words"
    own = _in_their_words(episode, transcript, adverts, now, reading)
    return replace(own, refused=chosen.refused, note=note, fell_back=True, weighed=(*own.weighed, *chosen.weighed))


def _scores(transcript: Transcript, sentences: Sequence[Segment], reading: Reading) -> Sequence[float] | None:
    """How likely each sentence is worth a reader's while; None where all is sent anyway, or cannot be ranked."""
    if sum(len(sentence.text.split()) for sentence in sentences) <= SENT_WHOLE_WORDS or not is_english(transcript):
        return None
    vectors = np.array(reading.embedder.embed([sentence.text for sentence in sentences]))
    return [float(score) for score in sentence_scores(sentences, vectors)]


def _in_their_words(
    episode: Episode, transcript: Transcript, adverts: Sequence[Span], now: datetime, reading: Reading
) -> Distilled:
    talk = Talk(transcript.segments, adverts)
    own = OwnWords(episode, transcript, talk_sentences(transcript), adverts, now, reading)
    selection = best_passages(transcript, adverts, reading, soundbites=episode.feed.soundbites)
    found: dict[tuple[float | None, float | None], Insight] = {}
    refused: Counter[str] = Counter()
    for chosen in selection.chosen:
        proof = talk.look_up(chosen.passage.quote)
        if isinstance(proof, Proof):
            found[chosen.passage.start, chosen.passage.end] = own.insight(chosen, proof)
        else:
            refused[proof] += 1
    note = None
    if not found and not is_english(transcript):
        note = (
            f"this talk is {language_told(transcript)}: search finds it and its transcript can be read, but without a "
            "language model Earmark draws insights from English alone"
        )
    weighed = tuple(_with_id(each, found) for each in selection.weighed)
    return Distilled(insights=tuple(found.values()), refused=dict(refused), note=note, weighed=weighed)


def _with_id(candidate: Candidate, found: Mapping[tuple[float | None, float | None], Insight]) -> Candidate:
    """With the id of the insight that its passage became. Its seconds are its own, its headline need not be."""
    insight = found.get((candidate.start, candidate.end)) if candidate.outcome == KEPT else None
    return replace(candidate, insight_id=insight.id) if insight else candidate


def _chosen(checked: Sequence[Checked], wanted: int, judge: Judge | None) -> Distilled:
    """The best of what is proved, without repetition, as far as the judge lets them stay."""
    kept: list[Insight] = []
    weighed: list[Candidate] = []
    for each in sorted(checked, key=lambda each: -(each.insight.worth if each.insight else -1.0)):
        outcome = _outcome(each, kept, wanted, judge)
        weighed.append(each.candidate if outcome == KEPT else replace(each.candidate, outcome=outcome, insight_id=None))
        if outcome == KEPT and each.insight is not None:
            kept.append(each.insight)
    unreadable = sum(candidate.outcome == JUDGE_UNREADABLE for candidate in weighed)
    if judge is not None and unreadable and not judge.answers:
        note = "the judge answered neither yes nor no: the insights were not judged"
        return replace(_chosen(checked, wanted, None), note=note)
    refused = Counter(candidate.outcome for candidate in weighed if candidate.outcome not in (KEPT, NOT_AMONG_THE_BEST))
    if judge is not None:
        kept, weighed = compared(kept, weighed, judge)
    return Distilled(
        insights=tuple(kept), refused=dict(refused), weighed=tuple(weighed), note=judge.note if judge else None
    )


def _outcome(each: Checked, kept: Sequence[Insight], wanted: int, judge: Judge | None) -> str:
    if each.insight is None:
        return each.candidate.outcome
    if any(_says_the_same(each.insight, other) for other in kept):
        return DUPLICATE
    if len(kept) == wanted:
        return NOT_AMONG_THE_BEST
    return (judge.refusal(each.insight, each.said) if judge else None) or KEPT


def _says_the_same(one: Insight, other: Insight) -> bool:
    return one.id == other.id or same(insight_text(one), insight_text(other), AMONG_PROPOSALS)


def _joined(*notes: str | None) -> str | None:
    return "; ".join(note for note in notes if note) or None
