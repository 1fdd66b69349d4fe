"""Holds what a model claims about an episode against what was said in it. Pure: whatever proposes, this decides.

A claim stays only if its quote is found, its names and numbers are supported, and it is about what the quote says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from index.proof.attribution import is_somebody, misattributed, whispered
from index.proof.support import Amounts, amounts, ground, unsupported_terms
from index.proof.trespass import LINK_OR_MARKUP
from ingest.insights.proof import Proof, Talk
from ingest.insights.replies import Record
from ingest.insights.worth import worth_of
from language.detection import is_english
from language.everyday_words import is_ordinary
from language.fillers import closed
from language.folding import folded_words
from language.sentences import split
from language.words import terms
from store.records.episodes import Episode
from store.records.insights import Candidate, Insight
from store.records.transcripts import Span, Transcript

BODY_WORDS = (20, 80)  # asked for are 25-70; a few words more or less are no reason to lose a proved claim
QUOTE_WORDS = (5, 80)
HEADLINE_WORDS = (3, 20)
LONGEST_WORD = 40
# A written claim says in 50 words what speech says in 200; the scorer, made for speech, does not see that.
MODEL_BOOST = 0.25
# How far from its quote a claim's numbers may be said, in words.
NEAR_WORDS = 300
# Of the claim's content words, how many are said within TOPIC_WORDS of the quote; of the shorter of claim and quote,
# how many are in both. 16 claims on the demo's talks have 0.6 and more with their own quotes; with the quote of another
# claim on the same talk 2 of 36 pairs have over 0.3.
TOPIC_WORDS = 150
LEAST_SHARED = 0.3
LEAST_IN_QUOTE = 0.3
FEWEST_SHARED = 2
_SHOWN_LETTERS = 160

UNSUPPORTED: Final = "unsupported name or number"
MISATTRIBUTED: Final = "said by somebody else"
OFF_TOPIC: Final = "claim is not about its quote"
BAD_LENGTH: Final = "too long or short"
QUESTION: Final = "a question"
MARKUP: Final = "a link or markup"
LEANS: Final = "does not stand alone"

_SPOKEN_MARKS = re.compile(r"[“\"][^”\"]*[”\"]")
_LEANS = re.compile(
    r"\b(?:the (?:guests?|speakers?|hosts?|interviewer|interviewee|podcast|episode|transcript|conversation|discussion)|"
    r"this (?:podcast|episode|conversation|discussion|transcript|passage))\b",
    re.IGNORECASE,
)
_OPENS_LEANING = re.compile(
    r"(?:they|he|she|these|those|(?:this|that|it) (?:is|was|means?|makes?|has|will|can|could|shows?|leads?|allows?|"
    r"helps?|would) (?!true that|clear that|possible|hard|easy|important))\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One proposal: its `insight` where it is proved, and what is told of it either way. `said` surrounds the quote."""

    candidate: Candidate
    insight: Insight | None = None
    said: str = ""


class Claims:
    """What a model's claims about one episode are checked against."""

    def __init__(
        self, episode: Episode, transcript: Transcript, adverts: Sequence[Span], now: datetime, origin: str
    ) -> None:
        self._episode = episode
        self._transcript = transcript
        self._now = now
        self._origin = origin
        self._talk = Talk(transcript.segments, adverts)
        feed = episode.feed
        labels = {segment.speaker for segment in transcript.segments if segment.speaker}
        self._people = tuple(sorted({name for name in labels if is_somebody(name)} | set(feed.people)))
        self._about = (feed.title, episode.show, " ".join(feed.people), feed.notes)
        self._said = ground((self._talk.content, *self._about, *self._people))
        self._told = amounts(self._about)
        self._english = is_english(transcript)

    def check(self, record: Record) -> Checked:
        """Proves one proposal, or says why it is no insight."""
        headline, body, quote = record["headline"].rstrip(". "), closed(record["body"]), record["quote"]
        reason = _fault_of_form(headline, body, quote)
        if reason is not None:
            return Checked(candidate=_refused(headline, reason))
        proof = self._talk.look_up(quote)
        if not isinstance(proof, Proof):
            return Checked(candidate=_refused(headline, proof))
        reason = self._fault_of_content(headline, body, proof)
        if reason is not None:
            return Checked(candidate=_refused(headline, reason, proof))
        own = worth_of(split(body))
        parts = {"claim": round((1 - MODEL_BOOST) * own, 4), "written": MODEL_BOOST}
        insight = proved_insight(
            self._episode,
            self._transcript,
            self._now,
            headline,
            body,
            proof,
            origin=self._origin,
            worth=sum(parts.values()),
        )
        candidate = Candidate(
            headline=headline,
            outcome="kept",
            worth=insight.worth,
            parts=parts,
            start=proof.start,
            end=proof.end,
            insight_id=insight.id,
        )
        return Checked(candidate=candidate, insight=insight, said=self._talk.around(proof, TOPIC_WORDS))

    def _fault_of_content(self, headline: str, body: str, proof: Proof) -> str | None:
        claim = f"{headline}.\n{body}"
        near = self._talk.around(proof, NEAR_WORDS)
        around = amounts((near,))
        counted = Amounts(
            values=around.values | self._told.values, percentages=around.percentages | self._told.percentages
        )
        strangers = (
            word
            for word in whispered(claim)
            if word not in self._said.words and not is_ordinary(word, self._said.words)
        )
        if unsupported_terms(claim, self._said, counted) or (self._english and any(strangers)):
            return UNSUPPORTED
        if misattributed(claim, speaker=proof.speaker, people=self._people, near=near):
            return MISATTRIBUTED
        return OFF_TOPIC if self._english and self._is_off_topic(headline, body, proof) else None

    def _is_off_topic(self, headline: str, body: str, proof: Proof) -> bool:
        """Whether the claim has too few words in common with its quote, and with what is said around it."""
        claimed = set(terms(f"{headline} {body}"))
        heard = set(terms(self._talk.around(proof, TOPIC_WORDS)))
        quoted = set(terms(proof.quote))
        least = max(FEWEST_SHARED, LEAST_IN_QUOTE * min(len(claimed), len(quoted)))
        named = set(terms(headline))
        if not named & quoted and len(named & set(terms(body))) < FEWEST_SHARED:
            return True  # a headline of its own over somebody's body and quote
        return len(claimed & quoted) < least or len(claimed & heard) < LEAST_SHARED * len(claimed)


def insight_id(episode: Episode, quote: str) -> str:
    """The same for the same words of the same episode, so that a second run changes no link."""
    identity = "\n".join((episode.show, episode.feed.key, " ".join(folded_words(quote))))
    return sha256(identity.encode()).hexdigest()[:12]


def proved_insight(
    episode: Episode,
    transcript: Transcript,
    now: datetime,
    headline: str,
    body: str,
    proof: Proof,
    *,
    origin: str,
    worth: float,
) -> Insight:
    return Insight(
        id=insight_id(episode, proof.quote),
        episode_id=episode.id,
        headline=headline,
        body=body,
        quote=proof.quote,
        start=proof.start,
        end=proof.end,
        speaker=proof.speaker,
        origin=origin,
        worth=round(worth, 4),
        approximate=transcript.approximate or proof.approximate,
        created_at=now,
    )


def _fault_of_form(headline: str, body: str, quote: str) -> str | None:
    lengths = ((headline, HEADLINE_WORDS), (body, BODY_WORDS), (quote, QUOTE_WORDS))
    if any(not least <= len(text.split()) <= most for text, (least, most) in lengths):
        return BAD_LENGTH
    if any(len(word) > LONGEST_WORD for text in (headline, body) for word in text.split()):
        return BAD_LENGTH
    if LINK_OR_MARKUP.search(f"{headline} {body}"):
        return MARKUP
    if headline.endswith("?") or any(sentence.endswith("?") for sentence in split(body)):
        return QUESTION
    shown = _SPOKEN_MARKS.sub("", f"{headline}. {body}")
    leaning = any(_OPENS_LEANING.match(text) for text in (headline, body))
    return LEANS if leaning or _LEANS.search(shown) or _FIRST_PERSON.search(shown) else None


def _refused(headline: str, reason: str, proof: Proof | None = None) -> Candidate:
    shown = headline if len(headline) <= _SHOWN_LETTERS else f"{headline[:_SHOWN_LETTERS]}…"
    return Candidate(
        headline=shown, outcome=reason, start=proof.start if proof else None, end=proof.end if proof else None
    )
