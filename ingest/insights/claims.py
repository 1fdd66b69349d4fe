"""Holds what a model claims about an episode against what was said in it: whatever proposes, this decides.

A claim stays if its quote is found, its headline rests on that quote, and each sentence of its body is carried by words
said near it. A sentence that nothing carries is left out; where too little is left, the claim is refused.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from ingest.insights.proof import Proof, Talk
from ingest.insights.proposals import QUOTE_OF, WORTH
from ingest.insights.proving.anchors import Anchors
from ingest.insights.proving.body import reheaded, remade
from ingest.insights.proving.carrying import OFF_TOPIC, Carried, Carrier
from ingest.insights.proving.form import BAD_LENGTH, HEADLINE_WORDS, fault_of_form, fault_of_words
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

MOST_AS_HEADLINE = 28  # words of a sentence of the body that may stand for a headline that cannot; by judgement
# The judge is shown so many words on either side of the quote.
TOPIC_WORDS = 150
# A claim whose headline gave way stands behind the same one that is whole; by judgement, less than a worth apart.
REHEADED, LESS_WHOLE = "headline that could not stay", 0.1
MOST_SUPPORT = 3  # quotes beside a claim's own: one a sentence
_SHOWN_LETTERS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim as it was proposed, each sentence with what carries it; `proof` is of its quote."""

    head: Carried
    sentences: tuple[Carried, ...]
    proof: Proof
    worth: str

    @property
    def all(self) -> tuple[Carried, ...]:
        return (self.head, *self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One proposal: its `insight` where it is proved, and what is told of it either way. `said` surrounds the quote.

    `dropped` are the sentences of its body that were left out, `shown` its headline and what is left of its body, made
    of what was `told`.
    """

    candidate: Candidate
    insight: Insight | None = None
    said: str = ""
    dropped: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    told: Told | None = None


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
        reason = fault_of_form(headline, body, quote)
        if reason is not None:
            return Checked(candidate=_refused(headline, reason))
        proof = self._talk.look_up(quote)
        if not isinstance(proof, Proof):
            return Checked(candidate=_refused(headline, proof))
        if self._carrier.is_off_topic(headline, body, proof):
            return Checked(candidate=_refused(headline, OFF_TOPIC, proof))
        head = self._carrier.headline(headline, body, proof)
        sentences = tuple(self._sentences(headline, body, proof, record))
        return self._made(Told(head=head, sentences=sentences, proof=proof, worth=record.get(WORTH, "")))

    def without(self, checked: Checked, faults: Mapping[str, str], doubted: Collection[str] = ()) -> Checked:
        """The claim without those of its sentences, headline among them, that have a fault: their text → why.

        What is `doubted` gives way, too, where enough is left without it.
        """
        if checked.told is None or not (faults or doubted):
            return checked
        told = checked.told
        head, *sentences = (
            replace(each, fault=faults.get(each.text, each.fault), doubted=each.doubted or each.text in doubted)
            for each in told.all
        )
        return self._made(replace(told, head=head, sentences=tuple(sentences)))

    def _made(self, told: Told) -> Checked:
        """What may be shown: a sentence that has a fault is left out, in a headline's place another one stands."""
        head, kept = told.head, remade(told.sentences, doubted=True) or remade(told.sentences)
        headed = reheaded(kept, MOST_AS_HEADLINE) if head.fault or head.doubted else None
        headed = headed or (None if head.fault else (head, kept))
        if not kept or headed is None:
            return Checked(candidate=_refused(head.text, head.fault or _first_fault(told.sentences), told.proof))
        heading, rest = headed
        worth = written_worth(told.worth, [each.text for each in rest])
        if heading is not head:
            worth |= {REHEADED: -LESS_WHOLE}
        if heading.proof is not None:  # its words are the claim's quote now; what rested on the old one keeps it
            rest = [each if each.proof else replace(each, proof=told.proof) for each in rest]
        dropped = tuple(each.text for each in told.sentences if each not in kept)
        made = self._kept(heading.text.rstrip(". "), rest, heading.proof or told.proof, worth)
        return replace(made, told=told, dropped=dropped, shown=(heading.text, *(each.text for each in rest)))

    def stands(self, headline: str, body: str, proof: Proof) -> bool:
        """Whether a clause of the quote may be the headline over the rest of it: by the tests of a written one."""
        least, most = HEADLINE_WORDS
        if not least <= len(headline.split()) <= most or fault_of_words(headline):
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
        return Checked(candidate=candidate, insight=insight, said=said)

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


def _refused(headline: str, reason: str, proof: Proof | None = None) -> Candidate:
    shown = headline if len(headline) <= _SHOWN_LETTERS else f"{headline[:_SHOWN_LETTERS]}…"
    return Candidate(
        headline=shown, outcome=reason, start=proof.start if proof else None, end=proof.end if proof else None
    )
