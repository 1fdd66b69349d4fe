"""Windows of unlike lengths beside each other, and what is kept of those that were listened to for their language."""

from itertools import islice

import numpy as np
import pytest

from ingest.speech.decoding import pieces
from ingest.speech.ears.encoder import filled, given_frames
from ingest.speech.ears.whisper import Whisper
from ingest.speech.voice_activity import windows
from ingest.speech.weights import weights
from language.folding import folded_words
from tests.worlds.sounds import TALK


def said(guess):
    return folded_words(" ".join(word.text for word in guess.words))


def alike(one, other):
    return len(set(one) & set(other)) / max(len(set(one)), len(set(other)))


def test_a_short_window_is_filled_up_with_its_own_silence():
    encoded = np.arange(80, dtype=np.float32).reshape(1, 40, 2)

    longer = filled(encoded, 70)

    assert longer.shape == (1, 70, 2)
    assert (longer[:, :40] == encoded).all()
    assert (longer[:, 40:65] == encoded[:, 15:]).all()
    assert (longer[:, 65:] == encoded[:, 15:20]).all()


def test_the_longest_is_as_it_was():
    encoded = np.ones((1, 40, 2), np.float32)

    assert (filled(encoded, 40) == encoded).all()


@pytest.fixture(scope="module")
def ear():
    return Whisper(weights("base"), threads=2)


@pytest.fixture
def cut():
    """A short window and a long one."""
    long = next(windows(pieces(TALK), 0.0, 24.0))
    short = next(islice(windows(pieces(TALK), 0.0, 8.0), 1, None))
    return [short, long]


@pytest.mark.slow
def test_a_short_window_beside_a_long_one_says_what_it_says_alone(ear, cut):
    together = ear.guesses(cut, "en")
    alone = [ear.guesses([window], "en")[0] for window in cut]

    assert given_frames(cut[:1]) < given_frames(cut)
    assert alike(said(together[0]), said(alone[0])) > 0.8
    assert alike(said(together[1]), said(alone[1])) > 0.8
    assert max(word.end for word in together[0].words) <= cut[0].end + 0.5


@pytest.mark.slow
def test_what_was_listened_to_for_its_language_is_heard_as_if_it_had_not_been(ear, cut):
    fresh = ear.guesses(cut, "en")

    assert ear.language_of(cut) == "en"
    assert ear.guesses(cut, "en") == fresh
