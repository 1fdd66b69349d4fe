"""All insights at once, as grouping sees them: vectors of meaning, stems, and how many insights use each stem."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from index.library.documents import claim_text
from language.countries import COUNTRIES
from language.words import WORD, rarity, terms
from store.queries import embeddings, insights
from store.queries.embeddings import Vector

_END = re.compile(r"[.!?:]\s+")
# Share of a word's uses inside sentences. By judgement, not measured: one slip of a transcript in ten uses is let pass.
_NEARLY_ALWAYS = 0.9


@dataclass(frozen=True, kw_only=True)
class Claim:
    """An insight without its proof."""

    id: str
    headline: str
    text: str
    vector: Vector

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """In the order of the text, repeats kept. Of all claims that a morning reads few are asked for them."""
        return tuple(terms(self.text))


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Claims by insight id, in the order of their making."""

    claims: Mapping[str, Claim]
    moments: Mapping[str, insights.Moment] = field(default_factory=dict)

    @cached_property
    def uses(self) -> Mapping[str, int]:
        """In how many claims each stem occurs: reads all of them."""
        return Counter(stem for claim in self.claims.values() for stem in set(claim.stems))

    def rarity(self, stem: str) -> float:
        return rarity(self.uses.get(stem, 0), len(self.claims))

    def is_name(self, stem: str) -> bool:
        """Whether the stem names a country, or is written with a capital nearly always, as "Apple" but not as "AI".

        Headlines do not count, nor the first word of a sentence, nor a single place.
        """
        if stem in COUNTRIES:
            return True
        forms = [form for claim in self.claims.values() if stem in claim.stems for form in _forms(claim.text, stem)]
        capital = sum(form[0].isupper() and not form.isupper() for form in forms)
        return capital >= max(2, _NEARLY_ALWAYS * len(forms))


def _forms(text: str, stem: str) -> list[str]:
    """The stem as written inside the sentences of a claim's body."""
    inner = [word for sentence in _END.split(text.partition("\n")[2]) for word in WORD.findall(sentence)[1:]]
    return [word for word in inner if terms(word) == [stem]]


def archive_of(claims: Sequence[Claim], moments: Mapping[str, insights.Moment] | None = None) -> Archive:
    return Archive(claims={claim.id: claim for claim in claims}, moments=moments or {})


def load_archive(connection: Connection, model: str) -> Archive:
    """Insights that `model` has not embedded are left out."""
    listed = [(key, headline, body) for key, headline, body in insights.claims(connection)]
    return archive_of(_claims(connection, model, listed), insights.moments(connection))


class KeptArchive:
    """The archive over a run, which reads only what has come since it was last asked. Not for several threads.

    Read anew for each episode it took 0.6 s at 2,000 insights and 1.4 s at 8,000.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._claims: dict[str, Claim] = {}
        self._moments: dict[str, insights.Moment] = {}

    def look(self, connection: Connection, fresh: Collection[str]) -> Archive:
        """The archive as it is now. What is `fresh` may have been known under the same id in other words."""
        present = set(insights.ids(connection))
        for gone in [key for key in self._claims if key not in present or key in fresh]:
            self._forget(gone)
        missing = [key for key in present if key not in self._claims]
        texts = insights.claims_of(connection, missing)
        for claim in _claims(connection, self._model, [(key, *text) for key, text in texts.items()]):
            self._claims[claim.id] = claim
        self._moments |= insights.moments(connection, missing)
        return Archive(claims=self._claims, moments=self._moments)

    def _forget(self, key: str) -> None:
        del self._claims[key]
        self._moments.pop(key, None)


def _claims(connection: Connection, model: str, told: Sequence[tuple[str, str, str]]) -> list[Claim]:
    listed = [(key, headline, claim_text(headline, body)) for key, headline, body in told]
    vectors = embeddings.known(connection, model, [text for _, _, text in listed])
    return [
        Claim(id=key, headline=headline, text=text, vector=vectors[text])
        for key, headline, text in listed
        if text in vectors
    ]
