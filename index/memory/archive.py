"""All insights at once, as grouping sees them: vectors of meaning, stems, and how many insights use each stem."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from sqlalchemy import Connection

from index.library.documents import claim_text
from language.words import COUNTRIES, WORD, terms
from store.queries import embeddings, insights
from store.queries.embeddings import Vector

_END = re.compile(r"[.!?:]\s+")
_NEARLY_ALWAYS = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An insight without its proof. `stems` are in the order of the text, repeats kept."""

    id: str
    headline: str
    text: str
    stems: tuple[str, ...]
    vector: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Claims by insight id, in the order of their making."""

    claims: Mapping[str, Claim]
    uses: Mapping[str, int]

    def rarity(self, stem: str) -> float:
        """Inverse document frequency, always above 0."""
        return log((len(self.claims) + 1) / (self.uses.get(stem, 0) + 0.5)) + 0.1

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


def archive_of(claims: Sequence[Claim]) -> Archive:
    uses = Counter(stem for claim in claims for stem in set(claim.stems))
    return Archive(claims={claim.id: claim for claim in claims}, uses=uses)


def load_archive(connection: Connection, model: str) -> Archive:
    """Insights that `model` has not embedded are left out."""
    listed = [(key, headline, claim_text(headline, body)) for key, headline, body in insights.claims(connection)]
    vectors = embeddings.known(connection, model, [text for _, _, text in listed])
    return archive_of(
        [
            Claim(id=key, headline=headline, text=text, stems=tuple(terms(text)), vector=vectors[text])
            for key, headline, text in listed
            if text in vectors
        ]
    )
