"""The trained part of finding adverts, and how it is measured."""

import json

import pytest

from bench.adverts import Seconds, blocks_found, compared, f_measure, measure
from bench.sets.adverts import key_of, labelled, training_keys
from ingest.adverts.features import clues, hear, phrases
from ingest.adverts.weights import FILE, load_weights
from tests.ingest.adverts.test_detection import LATER, MORE, READ, talk


def test_the_weights_are_small_and_fit_the_clues():
    weights = load_weights()
    sentences = talk(READ, MORE).segments

    assert FILE.stat().st_size < 300_000
    assert weights.odds(sentences, weights.sold(sentences)).shape == (2,)
    assert len(weights.lexicon) > 1000


def test_there_are_other_weights_for_each_episode_learned_from():
    left_out = min(training_keys())

    assert load_weights(left_out).lexicon != load_weights().lexicon


def test_an_episode_is_known_by_its_words_whatever_their_case_and_cuts():
    assert key_of(talk("Grids, and wires.").segments) == key_of(talk("grids and", "WIRES").segments)


def test_web_addresses_and_numbers_are_alike_however_they_are_written():
    assert phrases("Go to Northwind.com, 20% off")[:6] == ["go", "to", "northwind", "dotcom", "0", "percent"]
    assert phrases("northwind .com") == phrases("northwind dot com") == ["northwind", "dotcom", "northwind dotcom"]


def test_every_sentence_has_every_clue_even_where_times_run_backwards():
    segments = talk(READ, MORE).segments[::-1]

    found = clues(hear(segments), load_weights().sold(segments))

    assert found.shape == (2, len(load_weights().weight))


def test_seconds_found_twice_count_once():
    seconds = compared([(0, 30), (20, 40)], [(10, 50)], 100)

    assert seconds == Seconds(found=40, there=40, both=30, talk=100)
    assert seconds.figures() == {"precision": 0.75, "recall": 0.75, "f1": 0.75, "wrongly_cut": 16.67}


def test_a_block_is_found_where_half_of_both_is_shared_and_counts_once():
    assert blocks_found([(0, 30)], [(0, 60)]) == 1
    assert blocks_found([(0, 29)], [(0, 60)]) == 0
    assert blocks_found([(0, 31), (29, 60)], [(0, 60)]) == 1
    assert blocks_found([(0, 60)], [(0, 35), (35, 60)]) == 1
    assert blocks_found([], [(0, 60)]) == 0


def test_what_is_found_wrongly_weighs_more_than_what_is_missed():
    assert f_measure(1, 2, 1, 1.0) == f_measure(1, 1, 2, 1.0) == pytest.approx(2 / 3)
    assert f_measure(1, 2, 1, 0.5) == pytest.approx(0.556, abs=0.001)
    assert f_measure(1, 1, 2, 0.5) == pytest.approx(0.833, abs=0.001)


@pytest.fixture
def episodes(tmp_path):
    segments = talk(MORE + LATER, READ, LATER).segments
    told = {
        "segments": [{"start": s.start, "end": s.end, "text": s.text} for s in segments],
        "ads": [[segments[1].start, segments[1].end]],
    }
    (tmp_path / "episode.json").write_text(json.dumps(told))
    return labelled(tmp_path)


def test_an_episode_never_seen_is_measured_with_the_shipped_weights(episodes, capsys):
    figures = measure(episodes)

    assert figures["left_out"] == 0
    assert figures["f1"] > 0.9
    assert (figures["block_f1"], figures["block_f05"], figures["clean"]) == (1.0, 1.0, 0)
    assert "plain keyword rule" in capsys.readouterr().err


def test_an_episode_without_adverts_passes_or_fails(tmp_path, capsys):
    segments = [{"start": s.start, "end": s.end, "text": s.text} for s in talk(MORE + LATER).segments]
    (tmp_path / "clean.json").write_text(json.dumps({"segments": segments, "ads": []}))

    figures = measure(labelled(tmp_path))

    assert (figures["clean"], figures["clean_passed"]) == (1, 1)
