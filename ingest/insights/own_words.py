"""Makes insights of the passages in which a speaker's own words are worth reading: quotes, placed and owned.

A quote claims nothing of its own. Its headline is the line that places it, but where one clause of it is a claim that
meets every test of a written one.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from ingest.insights.claims import Claims, proved_insight
from ingest.insights.proof import Proof
from ingest.passages.headline import is_claim
from ingest.passages.placing.placing import Places
from ingest.passages.selection import Chosen, Reading
from ingest.passages.standing import standing
from language.deletion.editing import edited, shown
from language.folding import folded_words
from language.trees import Tree
from store.records.episodes import Episode
from store.records.insights import SPEAKER, Insight
from store.records.transcripts import Segment, Span, Transcript

# From which on passages read well (ingest/passages/standing.py).
_STANDS = 0.7
_CLAIMS = 0.7  # strength (headline.py), by judgement, on the clauses of 90 quotes read one by one
# Of a quote's words, by judgement: a clause that is most of it would be read twice.
_MOST_OF_QUOTE = 0.5
_TO_THE_READER = frozenset("you your youre youll youve".split())  # "You have to do marketing" is advice to somebody


class OwnWords:
    """The quotes of one episode."""

    def __init__(
        self,
        episode: Episode,
        transcript: Transcript,
        sentences: Sequence[Segment],
        adverts: Sequence[Span],
        now: datetime,
        reading: Reading,
    ) -> None:
        self._episode, self._transcript, self._now, self._reading = episode, transcript, now, reading
        self._places = Places(episode, sentences, adverts, reading.embedder)
        self._claims = Claims(episode, transcript, adverts, now, SPEAKER, reading)

    def insight(self, chosen: Chosen, proof: Proof) -> Insight:
        read = shown(proof.quote, self._reading.grammar)
        body = edited(proof.quote, read)
        placed = self._places.of(chosen.passage)
        return proved_insight(
            self._episode,
            self._transcript,
            self._now,
            self._claim(chosen.passage.headline, body, chosen.passage.strength, proof) or placed.line,
            body,
            proof,
            origin=SPEAKER,
            worth=chosen.worth,
            placing=placed.line,
            question=placed.question,
            shown=read,
        )

    def _claim(self, clause: str, body: str, strength: float, proof: Proof) -> str | None:
        """The clause, where it may stand over the words as their claim."""
        if strength < _CLAIMS or not _is_apart(clause, body):
            return None
        (tokens,) = self._reading.grammar.parse([f"{clause}."])
        tree = Tree(f"{clause}.", tokens)
        stands = is_claim(tree) and standing([tree]) >= _STANDS
        return clause if stands and self._claims.stands(clause, body, proof) else None


def _is_apart(clause: str, body: str) -> bool:
    """Whether it is a clause of its own, between marks or behind a link, less than half of what is said, and not its
    beginning: over that it would be read twice in a row.
    """
    told, said = folded_words(clause), folded_words(body)
    if len(told) > _MOST_OF_QUOTE * len(said) or _TO_THE_READER.intersection(told):
        return False
    written = re.escape(clause)
    return re.search(rf"(?:[.,;:?!] (?:and |but )?|\bthat ){written}(?=[.,;:?!]|$)", body, re.IGNORECASE) is not None
