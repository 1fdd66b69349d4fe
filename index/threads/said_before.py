"""What was said about a followed topic in talk of which no insight was made, or none that belongs to it.

A topic that was followed just now would else be empty where many spoke of it in passing. Looked up when the thread is
read, so that talk that comes later is found too; the name's vector was kept when the topic was declared, so no embedder
is loaded.
"""

import numpy as np

from index.answers.evidence import strongest
from index.library.documents import Scope
from index.library.library import Library
from index.library.queries import parse
from index.search.excerpt import clamped
from index.search.hits import Hit, Wanted, read_hits
from index.search.neighbours import folded
from index.search.ranking import rank
from language.words import terms
from store import Store
from store.queries import embeddings
from store.queries.embeddings import Vector
from store.queries.threads import history, places
from store.records.threads import Thread

MOST = 10  # passages; by judgement, not measured: two screens of a phone
# Evidence, as index/answers/evidence.py weighs it, from which a passage is shown. Of 181 short section titles put to
# ten talks of one show 2.6 passages a title reach it: 73 % of them in the title's own talk, which holds a tenth of all
# (at .6 66 % of 5.3, at .85 77 % of 1.6); of 40 drawn by chance 33 spoke of the title when they were read.
_SURE = 0.75
_LOOKED_AT = 60  # by judgement, not measured: of a common topic half of the best may be passages of its own insights


def said_before(store: Store, library: Library, model_name: str, thread: Thread) -> list[Hit]:
    """The surest passages, each cut down to the sentence that says it and one beside it; from old to new, those of an
    episode together. None for a thread that no words declared, or that `model_name` did not embed.
    """
    words, vector = _asked(store, model_name, thread)
    if vector is None or library.model() != model_name:
        return []
    told = _told(store, thread.id)
    ranked = rank(store, library, parse(words), vector, Scope(kind="passage"))
    others = [each for each in ranked if each.match.id not in told][:_LOOKED_AT]
    hits = read_hits(store, others, Wanted(stems=terms(words), vector=vector))
    sure = [hit for weight, hit in strongest(words, folded(hits)) if weight >= _SURE]
    return sorted(map(clamped, sure[:MOST]), key=_place)


def _place(hit: Hit) -> tuple[bool, float, int, float]:
    """What has no date goes first, as in a story."""
    published = hit.published.timestamp() if hit.published else 0.0
    return hit.published is not None, published, hit.episode_id, hit.start


def _asked(store: Store, model_name: str, thread: Thread) -> tuple[str, Vector | None]:
    """The words of a topic, and the direction in which they lie with what describes them."""
    texts = [text for text in (thread.query, thread.description if thread.query is not None else "") if text]
    with store.read() as connection:
        known = embeddings.known(connection, model_name, texts)
    if not texts or len(known) < len(set(texts)):
        return "", None
    middle = np.mean([known[text] for text in texts], axis=0)
    return texts[0], np.asarray(middle / np.linalg.norm(middle), dtype=np.float32)


def _told(store: Store, thread_id: int) -> frozenset[str]:
    """The passages of the thread's insights, and of those that a reader took out of it."""
    with store.read() as connection:
        out = [key for key, ruling in history.rulings(connection, thread_id).items() if ruling == "excluded"]
        return frozenset(places.of_members(connection, thread_id)) | set(places.of_insights(connection, out))
