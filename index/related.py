"""Insights near another one, from the vectors in the store: no embedder and no index is loaded."""

import numpy as np

from index.documents import claim_text
from store import Store, embeddings, insights
from store.types import CitedInsight

_NEAR = 0.35  # under it two insights share a mood at most


def related(store: Store, model_name: str, insight_id: str, limit: int = 4) -> list[CitedInsight]:
    """The nearest other insights, nearest first; empty when `model_name` has not embedded this one."""
    with store.read() as connection:
        texts = {key: claim_text(headline, body) for key, headline, body in insights.claims(connection)}
        if insight_id not in texts:
            return []
        vectors = embeddings.known(connection, model_name, list(texts.values()))
        own = vectors.get(texts[insight_id])
        others = [key for key, text in texts.items() if text in vectors and text != texts[insight_id]]
        if own is None or not others:
            return []
        cosines = np.array([vectors[texts[key]] for key in others]) @ own
        nearest = [others[at] for at in np.argsort(-cosines)[:limit] if cosines[at] >= _NEAR]
        found = insights.by_ids(connection, nearest)
    return [found[key] for key in nearest if key in found]
