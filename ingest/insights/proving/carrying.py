"""What carries each sentence of a claim: the quote itself, or words near it; and what is wrong where nothing does.

A headline rests on the claim's own quote. A sentence of the body may rest on words said near it, which become a quote
of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.proof.attribution import is_somebody, misattributed, name_parts, whispered
from ingest.insights.proof import Proof
from ingest.insights.proving import bearing, polarity
from ingest.insights.proving.anchors import Anchors
from ingest.insights.proving.grounds import Array, Grounds, Mask
from ingest.insights.proving.hedges import hedged
from ingest.insights.proving.opposites import opposite
from ingest.insights.proving.overclaims import denied_alone, doubtful, overclaims, turned
from ingest.insights.proving.places import Place
from language.everyday_words import is_ordinary
from language.folding import folded_words
from language.grammar import Grammar
from language.words import terms, words

UNSUPPORTED: Final = "unsupported name or number"
MISATTRIBUTED: Final = "said by somebody else"
OFF_TOPIC: Final = "claim is not about its quote"
DENIED: Final = "says the opposite"
OVERCLAIMED: Final = "says more than was said"
UNCARRIED: Final = "nothing said carries it"

# Of a sentence's words, by weight, what is said elsewhere and not in its claim's quote, for that to be shown as well.
# By judgement, not measured: a reader looks for each sentence's own.
_TELLS_MORE = 0.12
# Of what the best words near the quote say of a sentence, how much must those of the person it names say.
# By judgement, on claims whose speaker was replaced.
_AS_WELL = 0.97
AROUND = 30  # words on either side, in which a "will" may have been said; by judgement, not measured
_ADDRESSING = (",", ".", "?", "!", "…")  # "Yeah, Adam." speaks to him


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A sentence and what it rests on: `proof` is None where that is the claim's own quote. `fault`: why it may not
    stay; `doubted`: another one is better, where there is one."""

    text: str
    proof: Proof | None = None
    fault: str | None = None
    doubted: bool = False


class Carrier:
    """Holds the sentences of claims against one talk. `labels` are all who are heard or credited."""

    def __init__(
        self, grounds: Grounds, anchors: Anchors, labels: Sequence[str], grammar: Grammar, *, english: bool
    ) -> None:
        self._grounds = grounds
        self._grammar = grammar
        self._anchors = anchors
        self._people = tuple(sorted({label for label in labels if is_somebody(label)}))
        self._heard = frozenset(words(" ".join(self._people)))
        self._english = english

    def headline(self, headline: str, body: str, proof: Proof) -> Carried:
        """The headline beside the claim's quote; the body tells what the claim is about."""
        fault = self._fault_of_names(headline)
        if fault:
            return Carried(text=headline, fault=fault)
        place = Place(first=proof.first, last=proof.last)
        (text,) = bearing.texts_of(self._grounds, [headline], self._heard)
        near = bearing.best_run(text, bearing.within(self._grounds, proof, bearing.NEAR))
        carrying = [place, *([self._place(near)] if near is not None else [])]
        fault = self._fault(headline, text, proof, carrying, body)
        if not self._english:
            return Carried(text=headline, fault=fault)
        quote = self._said([place])
        if not fault and denied_alone(headline, quote, body):
            fault = DENIED
        told = hedged(headline, self._said(carrying))
        # What has a fault gives way anyhow: nothing is embedded to doubt it as well.
        doubted = not fault and (doubtful(headline, quote, body) or self._is_turned(headline, body, proof))
        return Carried(text=told, fault=fault, doubted=doubted)

    def _is_turned(self, headline: str, body: str, proof: Proof) -> bool:
        """Whether the opposite of the headline is told rather than itself."""
        (tokens,) = self._grammar.parse([headline])
        other = opposite(headline, tokens)
        return other is not None and polarity.is_doubtful(
            headline, other, self._grounds.talk.around(proof, AROUND), body, self._grounds.embedder
        )

    def is_off_topic(self, headline: str, body: str, proof: Proof) -> bool:
        """Whether the claim is about something else than its quote. Always false outside English."""
        if not self._english:
            return False
        whole = f"{headline}. {body}"
        features = bearing.about(
            self._grounds, proof, bearing.texts_of(self._grounds, [headline, body, whole], self._heard)
        )
        weights = bearing.shipped("about")
        return weights.probability(features) < weights.refused_below

    def sentence(self, sentence: str, proof: Proof, beside: str, offered: Sequence[Proof] = ()) -> Carried:
        """A sentence of the body; `beside` is the rest of the claim, `offered` the quotes named for it."""
        fault = self._fault_of_names(sentence)
        if fault:
            return Carried(text=sentence, fault=fault)
        (text,) = bearing.texts_of(self._grounds, [sentence], self._heard)
        allowed = bearing.within(self._grounds, proof, bearing.REGION)
        for quote in offered:
            allowed = allowed | bearing.within(self._grounds, quote, 0)
        run = bearing.best_run(text, allowed)
        carrying = [Place(first=quote.first, last=quote.last) for quote in (proof, *offered)]
        carrying += [self._place(run)] if run is not None else []
        fault = self._fault(sentence, text, proof, carrying, beside)
        if fault or run is None or not self._english:
            return Carried(text=sentence, fault=fault)
        if self._sureness(text, run) < bearing.shipped("carried").refused_below or not self._has_words_of(text, run):
            return Carried(text=sentence, fault=UNCARRIED)
        told = hedged(sentence, self._said(carrying))
        return Carried(text=told, proof=self._shown(text, allowed, proof, offered))

    def _sureness(self, text: bearing.Text, run: int | None) -> float:
        """How sure it is that the run carries the text, 0 to 1."""
        if run is None:
            return 0.0
        return bearing.shipped("carried").probability(bearing.carried(self._grounds, text, run))

    def _has_words_of(self, text: bearing.Text, run: int) -> bool:
        """Whether any word of the text is said in the run or close to it: meaning alone carries nothing."""
        place = self._place(run)
        return bool(text.terms & frozenset(terms(self._said([place], bearing.NEAR)))) or not text.terms

    def _shown(self, text: bearing.Text, allowed: Mask, proof: Proof, offered: Sequence[Proof]) -> Proof | None:
        """What is shown beside the quote for the sentence; None where nothing `allowed` tells more of it.

        Words that the model names for it are shown whatever the quote says: a reader looks for each sentence's own.
        """
        least = bearing.shipped("carried").refused_below
        for quote in offered:
            inside = proof.first <= quote.first and quote.last <= proof.last
            if not inside and self._sureness(text, self._best_of(text, quote)) >= least:
                return quote
        more = self._more_than(text, proof)
        run = bearing.best_run(replace(text, shares=more), allowed)
        if run is None or more[run] < _TELLS_MORE or self._sureness(text, run) < least:
            return None
        found = self._grounds.talk.proof_at(self._grounds.runs[run].first, self._grounds.runs[run].last)
        return found if isinstance(found, Proof) else None

    def _more_than(self, text: bearing.Text, proof: Proof) -> Array:
        """Of the weight of the text's words, what each run says that the quote does not."""
        missing = text.terms - frozenset(terms(self._said([Place(first=proof.first, last=proof.last)])))
        weight = self._grounds.total(missing) / max(self._grounds.total(text.terms), 1e-9)
        return self._grounds.shares(missing) * weight

    def _best_of(self, text: bearing.Text, quote: Proof) -> int | None:
        return bearing.best_run(text, bearing.of_the_quote(self._grounds, quote))

    def _place(self, run: int) -> Place:
        return Place(first=self._grounds.runs[run].first, last=self._grounds.runs[run].last)

    def _fault_of_names(self, sentence: str) -> str | None:
        if self._anchors.invented(sentence):
            return UNSUPPORTED
        if not self._english:
            return None
        strangers = (word for word in whispered(sentence) if not is_ordinary(word, self._anchors.known))
        return UNSUPPORTED if any(strangers) else None

    def _said(self, places: Sequence[Place], reach: int = 0) -> str:
        return " ".join(self._grounds.talk.between(place.first - reach, place.last + reach) for place in places)

    def _fault(
        self, sentence: str, text: bearing.Text, proof: Proof, carrying: Sequence[Place], beside: str
    ) -> str | None:
        if self._gives_to_another(sentence, text, proof, carrying):
            return MISATTRIBUTED
        place = Place(first=proof.first, last=proof.last)
        distant = self._anchors.distant(sentence, text.terms, carrying, place, proof.speaker)
        if distant or self._anchors.misplaced(sentence):
            return UNSUPPORTED
        if not self._english:
            return None
        said = self._said(carrying)
        if turned(sentence, said, beside):
            return DENIED
        return OVERCLAIMED if overclaims(sentence, said, self._said(carrying, AROUND)) else None

    def _gives_to_another(self, sentence: str, text: bearing.Text, proof: Proof, carrying: Sequence[Place]) -> bool:
        """Whether it makes another say, or do, what the speaker of the quote tells."""
        near = self._grounds.talk.between(proof.first - bearing.REGION, proof.last + bearing.REGION)
        says = misattributed(sentence, speaker=proof.speaker, people=self._people, near=near)
        return says or self._names_another(sentence, text, proof, carrying)

    def _names_another(self, sentence: str, text: bearing.Text, proof: Proof, carrying: Sequence[Place]) -> bool:
        """Whether it names somebody who is heard, and who neither says what carries it nor is spoken of there."""
        named = frozenset(folded_words(sentence))
        own = name_parts(proof.speaker) if proof.speaker and is_somebody(proof.speaker) else frozenset()
        for person in self._people:
            parts = name_parts(person)
            if not self._own(parts) & named or parts & own:
                continue
            if not self._is_spoken_of(parts, carrying) and not self._carries(parts, text, proof):
                return True
        return False

    def _own(self, parts: frozenset[str]) -> frozenset[str]:
        """Those parts of a name that nobody else heard has. "Ann Lee" and "Ann Lee, MD" are one."""
        others = [name_parts(person) for person in self._people]
        return parts - frozenset[str]().union(*(each for each in others if not (each <= parts or parts <= each)))

    def _is_spoken_of(self, parts: frozenset[str], carrying: Sequence[Place]) -> bool:
        """Whether the words that carry it speak of the person, not merely to them."""
        words_said = self._grounds.talk.texts
        own = self._own(parts)
        for place in carrying:
            for at in range(max(1, place.first), place.last):
                named = own & frozenset(folded_words(words_said[at]))
                if named and words_said[at][-1:].isalnum() and not words_said[at - 1].endswith(_ADDRESSING):
                    return True
        return False

    def _carries(self, parts: frozenset[str], text: bearing.Text, proof: Proof) -> bool:
        """Whether the person says near the quote about as much of the sentence as anybody does."""
        near = bearing.within(self._grounds, proof, bearing.REGION)
        theirs = near & [bool(run.speaker and name_parts(run.speaker) & parts) for run in self._grounds.runs]
        both = text.nearness + text.shares
        return bool(theirs.any() and both[theirs].max() >= _AS_WELL * both[near].max())
