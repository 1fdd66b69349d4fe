"""Vectors of sentences: kept with the passages, made once, never of two models."""

import numpy as np
import pytest

from index.embedding import sentence_vectors
from index.library.chunks import cut
from store.queries import transcripts
from store.queries.passages import vectors as kept_vectors
from tests.worlds.library_of import keep_episode, talk

TURNS = (("Ann", "Copper is scarce."), ("Bob", "It is. Chips need it."))


class Counting:
    """Counts what it is asked to embed."""

    def __init__(self, name="counting"):
        self.name, self.asked = name, []

    def embed(self, texts):
        self.asked += texts
        return [np.eye(6, dtype=np.float32)[len(text) % 6] for text in texts]


@pytest.fixture
def chunks(store):
    episode_id = keep_episode(store, *TURNS)
    made = cut(episode_id, talk(*TURNS), [])
    with store.write() as connection:
        transcripts.keep_chunks(connection, episode_id, made)
    return made


def kept(store, chunks):
    with store.read() as connection:
        return kept_vectors.of_sentences(connection, [chunk.id for chunk in chunks])


def test_passages_cut_before_have_none_until_they_are_filled(store, chunks):
    assert kept(store, chunks) == {}

    told = []
    count = sentence_vectors.fill(store, Counting(), lambda *progress: told.append(progress))

    rows = kept(store, chunks)[chunks[0].id]
    assert (count, told) == (1, [(1, 1)])
    assert rows.argmax(axis=1).tolist() == [len(sentence.text) % 6 for sentence in chunks[0].sentences]
    assert sentence_vectors.fill(store, Counting()) == 0


def test_a_sentence_is_embedded_once(store, chunks):
    model = Counting()
    sentence_vectors.fill(store, model)

    again = sentence_vectors.of_chunks(store, model, chunks[0].episode_id, chunks)

    assert sorted(model.asked) == sorted(sentence.text for sentence in chunks[0].sentences)
    assert np.allclose(again[chunks[0].id], kept(store, chunks)[chunks[0].id])


def test_another_model_begins_anew(store, chunks):
    sentence_vectors.fill(store, Counting())

    assert sentence_vectors.fill(store, Counting("other")) == 1


def test_a_vector_comes_back_nearly_as_it_was(store, chunks, embedder):
    sentence_vectors.fill(store, embedder)

    exact = np.array(embedder.embed([sentence.text for sentence in chunks[0].sentences]))
    assert np.abs((kept(store, chunks)[chunks[0].id] * exact).sum(axis=1) - 1).max() < 0.01


def test_a_passage_has_a_vector_of_its_own_and_the_cosine_of_its_best_sentence(store, chunks, embedder):
    passage = chunks[0]
    own, asked = embedder.embed([passage.text, "Which metal is rare?"])
    rows = sentence_vectors.of_chunks(store, embedder, passage.episode_id, chunks)
    with store.write() as connection:
        transcripts.keep_chunks(connection, passage.episode_id, chunks, rows, {passage.id: own})

    with store.read() as connection:
        found = kept_vectors.kept(connection, [passage.id, "gone"])

    said = np.array(embedder.embed([sentence.text for sentence in passage.sentences])) @ asked
    assert found.cosines(asked) == {passage.id: pytest.approx(float(own @ asked), abs=0.002)}
    assert found.best_sentences(asked) == {passage.id: pytest.approx(float(said.max()), abs=0.01)}


def test_vectors_of_another_size_tell_nothing(store, chunks, embedder):
    sentence_vectors.fill(store, embedder)
    with store.write() as connection:
        kept_vectors.keep_whole(connection, dict.fromkeys([chunks[0].id], np.ones(384, dtype=np.float32)))
        found = kept_vectors.kept(connection, [chunks[0].id])

    assert found.cosines(np.ones(8, dtype=np.float32)) == {}
    assert found.best_sentences(np.ones(8, dtype=np.float32)) == {}


def test_the_passages_own_vectors_go_with_those_of_the_sentences(store, chunks):
    sentence_vectors.fill(store, Counting())
    with store.write() as connection:
        kept_vectors.keep_whole(connection, dict.fromkeys([chunks[0].id], np.ones(6, dtype=np.float32)))

    sentence_vectors.fill(store, Counting("other"))

    with store.read() as connection:
        assert kept_vectors.kept(connection, [chunks[0].id]).whole == {}


def test_no_passages_have_no_vectors(store):
    assert kept(store, []) == {}
