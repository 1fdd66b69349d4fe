"""An insight read where it was said: spoken claims seldom repeat the subject that the episode is named after.

Only following uses it. The text is embedded once, and kept by the store like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from index.documents import claim_text
from index.embedder import Embedder, embedded
from index.terms import terms
from store import Store, insights
from store.embeddings import Vector

_NOTES = 300  # characters: what follows in a feed is links, credits and sponsors
_SENTENCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`stems` of the episode's title and notes and of what was said just before; `vector` of those with the claim."""

    stems: frozenset[str]
    vector: Vector


def read_contexts(store: Store, embedder: Embedder, insight_ids: Iterable[str] | None = None) -> dict[str, Context]:
    """Insight id → its context, of all insights when none are named; in the order of their making."""
    wanted = None if insight_ids is None else set(insight_ids)
    with store.read() as connection:
        around = insights.surroundings(connection, _SENTENCES, wanted)
        claims = {key: claim_text(headline, body) for key, headline, body in insights.claims(connection)}
    subjects = {key: f"{title}. {notes[:_NOTES]}\n{before}" for key, (title, notes, before) in around.items()}
    texts = {key: f"{subjects[key]}\n{claim}" for key, claim in claims.items() if key in subjects}
    vectors = embedded(store, embedder, list(texts.values()))
    return {key: Context(stems=frozenset(terms(subjects[key])), vector=vectors[text]) for key, text in texts.items()}
