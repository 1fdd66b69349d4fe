"""Holds what a model claims about an episode against what was said in it: whatever proposes, this decides.

A claim stays if its quote is found, its headline rests on that quote, and each sentence of its body is carried by words
said near it. A sentence that nothing carries is left out; where too little is left, the claim is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Final

from index.proof.trespass import LINK_OR_MARKUP
from ingest.insights.proof import Proof, Talk
from ingest.insights.proposals import QUOTE_OF, WORTH
from ingest.insights.proving.anchors import Anchors
from ingest.insights.proving.body import reheaded, remade
from ingest.insights.proving.carrying import OFF_TOPIC, Carried, Carrier
from ingest.insights.proving.grounds import Grounds
from ingest.insights.replies import Record
from ingest.insights.worth import written_worth
from ingest.passages.selection import Reading
from language.detection import is_english
from language.fillers import closed
from language.folding import folded_words
from language.sentences import split, talk_sentences
from store.records.episodes import Episode
from store.records.insights import Candidate, Insight, Question, Support
from store.records.transcripts import Span, Transcript

BODY_WORDS = (20, 80)  # asked for are 25-70; a few words more or less are no reason to lose a proved claim
QUOTE_WORDS = (5, 80)
HEADLINE_WORDS = (3, 20)
MOST_AS_HEADLINE = 28  # words of a sentence of the body that may stand for a headline that cannot; by judgement
LONGEST_WORD = 40
# The judge is shown so many words on either side of the quote.
TOPIC_WORDS = 150
# A claim whose headline gave way stands behind the same one that is whole; by judgement, less than a worth apart.
REHEADED, LESS_WHOLE = "headline that could not stay", 0.1
MOST_SUPPORT = 3  # quotes beside a claim's own: one a sentence
_SHOWN_LETTERS = 160

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
    """One proposal: its `insight` where it is proved, and what is told of it either way. `said` surrounds the quote.

    `dropped` are the sentences of its body that were left out.
    """

    candidate: Candidate
    insight: Insight | None = None
    said: str = ""
    dropped: tuple[str, ...] = ()


class Claims:
    """What a model's claims about one episode are checked against."""

    def __init__(
        self,
        episode: Episode,
        transcript: Transcript,
        adverts: Sequence[Span],
        now: datetime,
        origin: str,
        reading: Reading,
    ) -> None:
        self._episode = episode
        self._transcript = transcript
        self._now = now
        self._origin = origin
        self._talk = Talk(transcript.segments, adverts)
        self._reading = reading

    @cached_property
    def _carrier(self) -> Carrier:
        """Made when a first quote is found: it embeds the whole talk."""
        feed, transcript = self._episode.feed, self._transcript
        grounds = Grounds(self._talk, talk_sentences(transcript), self._reading.embedder)
        labels = sorted({segment.speaker for segment in transcript.segments if segment.speaker} | set(feed.people))
        about = (feed.title, self._episode.show, " ".join(feed.people), feed.notes)
        return Carrier(
            grounds,
            Anchors(grounds, about, labels, self._reading.grammar),
            labels,
            self._reading.grammar,
            english=is_english(transcript),
        )

    def check(self, record: Record) -> Checked:
        """Proves one proposal, or says why it is no insight."""
        headline, body, quote = record["headline"].rstrip(". "), closed(record["body"]), record["quote"]
        reason = _fault_of_form(headline, body, quote)
        if reason is not None:
            return Checked(candidate=_refused(headline, reason))
        proof = self._talk.look_up(quote)
        if not isinstance(proof, Proof):
            return Checked(candidate=_refused(headline, proof))
        if self._carrier.is_off_topic(headline, body, proof):
            return Checked(candidate=_refused(headline, OFF_TOPIC, proof))
        found = self._carrier.headline(headline, body, proof)
        sentences = self._sentences(headline, body, proof, record)
        kept = remade(sentences)
        dropped = tuple(each.text for each in sentences if each not in kept)
        headed = reheaded(kept, MOST_AS_HEADLINE) if found.fault or found.doubted else None
        headed = headed or (None if found.fault else (found, kept))
        if not kept or headed is None:
            return Checked(candidate=_refused(headline, found.fault or _first_fault(sentences), proof))
        head, rest = headed
        worth = written_worth(record.get(WORTH, ""), [each.text for each in rest])
        if head is not found:
            worth |= {REHEADED: -LESS_WHOLE}
        if head.proof is not None:  # its words are the claim's quote now; what rested on the old one keeps it
            rest = [each if each.proof else replace(each, proof=proof) for each in rest]
        return self._kept(head.text.rstrip(". "), rest, head.proof or proof, dropped, worth)

    def stands(self, headline: str, body: str, proof: Proof) -> bool:
        """Whether a clause of the quote may be the headline over the rest of it: by the tests of a written one."""
        least, most = HEADLINE_WORDS
        if not least <= len(headline.split()) <= most or _fault_of_words(headline):
            return False
        if self._carrier.is_off_topic(headline, body, proof):
            return False
        found = self._carrier.headline(headline, body, proof)
        return not found.fault and not found.doubted

    def _sentences(self, headline: str, body: str, proof: Proof, record: Record) -> list[Carried]:
        sentences = split(body)
        offered = [self._talk.look_up(record.get(f"{QUOTE_OF}{at}", "")) for at in range(1, len(sentences) + 1)]
        return [
            self._carrier.sentence(
                sentence,
                proof,
                " ".join((headline, *sentences[:at], *sentences[at + 1 :])),
                [quote] if isinstance(quote, Proof) else [],
            )
            for at, (sentence, quote) in enumerate(zip(sentences, offered, strict=True))
        ]

    def _kept(
        self,
        headline: str,
        sentences: Sequence[Carried],
        proof: Proof,
        dropped: tuple[str, ...],
        worth: Mapping[str, float],
    ) -> Checked:
        insight = proved_insight(
            self._episode,
            self._transcript,
            self._now,
            headline,
            " ".join(each.text for each in sentences),
            proof,
            origin=self._origin,
            worth=sum(worth.values()),
            support=self._support(sentences),
        )
        candidate = Candidate(
            headline=headline,
            outcome="kept",
            worth=insight.worth,
            parts=worth,
            start=proof.start,
            end=proof.end,
            insight_id=insight.id,
        )
        said = self._talk.around(proof, TOPIC_WORDS)
        return Checked(candidate=candidate, insight=insight, said=said, dropped=dropped)

    def _support(self, sentences: Sequence[Carried]) -> tuple[Support, ...]:
        """The quotes beside the claim's own, in the order of the sentences that they carry."""
        carried: dict[Proof, list[int]] = {}
        for at, sentence in enumerate(sentences):
            if sentence.proof is not None:
                carried.setdefault(sentence.proof, []).append(at)
        return tuple(
            Support(
                quote=proof.quote,
                start=proof.start,
                end=proof.end,
                speaker=proof.speaker,
                approximate=self._transcript.approximate or proof.approximate,
                carries=tuple(carries),
            )
            for proof, carries in list(carried.items())[:MOST_SUPPORT]
        )


def _first_fault(sentences: Sequence[Carried]) -> str:
    return next((each.fault for each in sentences if each.fault), BAD_LENGTH)


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
    support: tuple[Support, ...] = (),
    placing: str = "",
    question: Question | None = None,
    shown: tuple[tuple[int, int], ...] = (),
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
        support=support,
        placing=placing,
        question=question,
        shown=shown,
    )


def _fault_of_form(headline: str, body: str, quote: str) -> str | None:
    lengths = ((headline, HEADLINE_WORDS), (body, BODY_WORDS), (quote, QUOTE_WORDS))
    if any(not least <= len(text.split()) <= most for text, (least, most) in lengths):
        return BAD_LENGTH
    if any(len(word) > LONGEST_WORD for text in (headline, body) for word in text.split()):
        return BAD_LENGTH
    return _fault_of_words(headline, body)


def _fault_of_words(*told: str) -> str | None:
    """`told` are a headline and what follows it, if anything does."""
    if LINK_OR_MARKUP.search(" ".join(told)):
        return MARKUP
    if any(sentence.endswith("?") for text in told for sentence in split(text)):
        return QUESTION
    shown = _SPOKEN_MARKS.sub("", ". ".join(told))
    leaning = any(_OPENS_LEANING.match(text) for text in told)
    return LEANS if leaning or _LEANS.search(shown) or _FIRST_PERSON.search(shown) else None


def _refused(headline: str, reason: str, proof: Proof | None = None) -> Candidate:
    shown = headline if len(headline) <= _SHOWN_LETTERS else f"{headline[:_SHOWN_LETTERS]}…"
    return Candidate(
        headline=shown, outcome=reason, start=proof.start if proof else None, end=proof.end if proof else None
    )
