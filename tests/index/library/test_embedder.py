"""Vectors of texts, and that none is made twice."""

import numpy as np
import pytest

from index.library import embedder as embedding
from index.library.embedder import SentenceTransformerEmbedder, embedded
from store.errors import Misconfigured


class Counting:
    """Counts what it is asked to embed."""

    name = "counting"

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked += texts
        return [np.eye(4, dtype=np.float32)[len(text) % 4] for text in texts]


def test_the_packaged_model_gives_unit_vectors_of_meaning(embedder):
    one, near, far = embedder.embed(["Chips are scarce.", "There are too few semiconductors.", "I like jazz."])

    assert embedder.name == "all-MiniLM-L6-v2"
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-4)
    assert one @ near > one @ far + 0.2
    assert embedder.embed([]) == []


def test_weights_with_another_hash_are_not_used(monkeypatch):
    monkeypatch.setattr(embedding, "_PACKAGED_SHA256", "0" * 64)

    with pytest.raises(Misconfigured):
        SentenceTransformerEmbedder()


def test_a_model_that_cannot_be_loaded_names_the_setting(tmp_path):
    with pytest.raises(Misconfigured, match="EARMARK_EMBEDDING_MODEL"):
        SentenceTransformerEmbedder(str(tmp_path / "no-model"))


def test_a_text_is_embedded_once(store):
    model, told = Counting(), []

    first = embedded(store, model, ["a", "bb", "a"], on_text=lambda done, all_: told.append((done, all_)))
    second = embedded(store, model, ["bb", "ccc"])

    assert model.asked == ["a", "bb", "ccc"]
    assert told == [(2, 2)]
    assert np.array_equal(first["bb"], second["bb"])


def test_what_was_embedded_before_a_break_is_kept(store):
    model, texts = Counting(), [str(number) for number in range(70)]

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embedded(store, model, texts, on_text=stop)
    embedded(store, model, texts)

    assert model.asked == texts
