"""Turns a talk into proved insights: a model's where there is one, the speakers' own words where there is none.

Whatever proposes, this file checks: what cannot be proved is counted as refused and never becomes an insight.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from index.answer import LanguageModel
from index.sentences import split
from ingest.cleaning import closed
from ingest.model_insights import proposals
from ingest.passages import best_passages, is_english, wanted_count
from ingest.proof import Proof, Talk, folded_words
from ingest.replies import Record
from ingest.support import unsupported_terms
from ingest.worth import content_words, worth_of
from store.errors import Transient, Unusable
from store.types import Episode, Insight, Span, Transcript

BODY_WORDS = (20, 80)  # asked for are 25-70; a few words more or less are no reason to lose a proved claim
QUOTE_WORDS = (5, 80)
HEADLINE_WORDS = (3, 20)
# Half of the rarer claim's words in common: the same thing said twice.
DUPLICATE_OVERLAP = 0.6
# A written claim says in 50 words what speech says in 200; the scorer, made for speech, does not see that.
MODEL_BOOST = 0.25

NOT_IN_TRANSCRIPT = "quote not in transcript"
IN_ADVERT = "in an advert"
UNSUPPORTED = "unsupported name or number"
BAD_LENGTH = "too long or short"
QUESTION = "a question"
DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distilled:
    """An episode's insights, best first. `refused` counts proposals by the reason why they were not kept."""

    insights: tuple[Insight, ...]
    refused: dict[str, int] = field(default_factory=dict)
    note: str | None = None


def distil(
    episode: Episode, transcript: Transcript, adverts: Sequence[Span], now: datetime, *, model: LanguageModel | None
) -> Distilled:
    """The insights of one episode. Only Misconfigured is raised: any other failure of the model falls back."""
    if model is None:
        return _in_their_words(episode, transcript, adverts, now)
    try:
        proposed = proposals(episode, transcript, adverts, model)
    except (Transient, Unusable) as error:
        note = f"the model's answer could not be used ({error}): these insights are in the speaker's own words"
        return _in_their_words(episode, transcript, adverts, now, note=note)
    checked = _checked(_Claims(episode, transcript, adverts, now, model.name), proposed)
    if checked.insights or not proposed:
        return checked
    note = f"none of the model's {len(proposed)} insights could be proved: these are in the speaker's own words"
    return replace(_in_their_words(episode, transcript, adverts, now, note=note), refused=checked.refused)


def insight_id(episode: Episode, quote: str) -> str:
    """The same for the same words of the same episode, so that a second run changes no link."""
    identity = "\n".join((episode.show, episode.feed.key, " ".join(folded_words(quote))))
    return sha256(identity.encode()).hexdigest()[:12]


def _in_their_words(
    episode: Episode, transcript: Transcript, adverts: Sequence[Span], now: datetime, *, note: str | None = None
) -> Distilled:
    talk = Talk(transcript.segments, adverts)
    found = []
    for passage in best_passages(transcript, adverts):
        proof = talk.find(passage.quote)
        if proof is not None:
            shown = {"headline": passage.headline, "body": passage.body}
            found.append(_insight(episode, transcript, now, shown, proof, origin="speaker", worth=passage.worth))
    if not found and not is_english(transcript):
        note = note or "this talk is not in English: without a language model Earmark reads only English"
    return Distilled(insights=tuple(found), note=note)


class _Claims:
    """What a model's claims about one episode are checked against."""

    def __init__(
        self, episode: Episode, transcript: Transcript, adverts: Sequence[Span], now: datetime, origin: str
    ) -> None:
        self.episode = episode
        self.transcript = transcript
        self.now = now
        self.origin = origin
        self.talk = Talk(transcript.segments, adverts)
        feed = episode.feed
        spoken = (
            segment.text
            for segment in transcript.segments
            if not any(segment.start >= span.start and segment.end <= span.end for span in adverts)
        )
        # One text, so that a name that runs over two segments is still found.
        self.sources = (" ".join(spoken), feed.title, episode.show, " ".join(feed.people), feed.notes)

    def check(self, record: Record) -> Insight | str:
        """The proved insight, or why it is none."""
        headline, body = record["headline"].rstrip(". "), closed(record["body"])
        reason = self._fault(headline, body, record["quote"])
        if reason is not None:
            return reason
        proof = self.talk.find(record["quote"])
        if proof is None:
            return IN_ADVERT if self.talk.in_advert(record["quote"]) else NOT_IN_TRANSCRIPT
        if unsupported_terms(f"{headline}.\n{body}", self.sources):
            return UNSUPPORTED
        worth = MODEL_BOOST + (1 - MODEL_BOOST) * worth_of(split(body))
        shown = {"headline": headline, "body": body}
        return _insight(self.episode, self.transcript, self.now, shown, proof, origin=self.origin, worth=worth)

    @staticmethod
    def _fault(headline: str, body: str, quote: str) -> str | None:
        lengths = ((headline, HEADLINE_WORDS), (body, BODY_WORDS), (quote, QUOTE_WORDS))
        if any(not least <= len(text.split()) <= most for text, (least, most) in lengths):
            return BAD_LENGTH
        return QUESTION if headline.endswith("?") or body.endswith("?") else None


def _checked(claims: _Claims, proposed: Sequence[Record]) -> Distilled:
    refused: Counter[str] = Counter()
    proved: list[Insight] = []
    for record in proposed:
        verdict = claims.check(record)
        if isinstance(verdict, Insight):
            proved.append(verdict)
        else:
            refused[verdict] += 1
    kept: list[Insight] = []
    for insight in sorted(proved, key=lambda insight: -insight.worth):
        if any(_says_the_same(insight, other) for other in kept):
            refused[DUPLICATE] += 1
        else:
            kept.append(insight)
    segments = claims.transcript.segments
    wanted = wanted_count(segments[-1].end - segments[0].start) if segments else 0
    return Distilled(insights=tuple(kept[:wanted]), refused=dict(refused))


def _says_the_same(one: Insight, other: Insight) -> bool:
    if one.id == other.id:
        return True
    left, right = (set(content_words(f"{each.headline} {each.body}")) for each in (one, other))
    return len(left & right) > DUPLICATE_OVERLAP * min(len(left), len(right))


def _insight(
    episode: Episode,
    transcript: Transcript,
    now: datetime,
    shown: Mapping[str, str],
    proof: Proof,
    *,
    origin: str,
    worth: float,
) -> Insight:
    return Insight(
        id=insight_id(episode, proof.quote),
        episode_id=episode.id,
        headline=shown["headline"],
        body=shown["body"],
        quote=proof.quote,
        start=proof.start,
        end=proof.end,
        speaker=proof.speaker,
        origin=origin,
        worth=round(worth, 4),
        approximate=transcript.approximate,
        created_at=now,
    )
