"""A few seconds are cut out of a file that is fetched in parts, whatever tells in it where a second is."""

import numpy as np
import pytest

from ingest.speech.decoding import stretch
from ingest.speech.mixing import RATE
from ingest.voices.excerpts import cut_out
from store.errors import Unusable
from tests.worlds.sounds import TALK, encoded, silence, talk

COPY_SECONDS = 107.9  # of the talk


def alike(found, wanted):
    """How like the sounds are, -1 to 1, at the shift that fits best, and that shift in seconds."""
    size = 2 * max(len(found), len(wanted))
    fits = np.fft.irfft(np.fft.rfft(found, size) * np.conj(np.fft.rfft(wanted, size)))
    best = int(fits.argmax())
    likeness = fits[best] / np.sqrt((found**2).sum() * (wanted**2).sum())
    return likeness, (best if best < size // 2 else best - size) / RATE


def cut(path, start, end, tmp_path):
    with path.open("rb") as file:
        exact = cut_out(file, start, end, tmp_path / "some.wav")
    return exact, stretch(tmp_path / "some.wav", 0.0, end - start)


def test_a_constant_rate_tells_where_a_second_is(tmp_path):
    exact, found = cut(TALK, 50.0, 60.0, tmp_path)

    likeness, shift = alike(found, talk(50.0, 60.0))

    assert (exact, len(found)) == (True, 10 * RATE)
    assert (likeness > 0.98, abs(shift) < 0.05) == (True, True)


def test_so_does_it_in_joined_files_of_which_the_first_tells_its_own_length_alone(tmp_path):
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(TALK.read_bytes() * 5)

    exact, found = cut(joined, 3 * COPY_SECONDS + 50.0, 3 * COPY_SECONDS + 60.0, tmp_path)

    likeness, shift = alike(found, talk(50.0, 60.0))
    assert (exact, likeness > 0.9, abs(shift) < 1.0) == (True, True, True)


def test_an_index_tells_it_that_stands_at_the_end(tmp_path):
    exact, found = cut(encoded(tmp_path / "e.m4a", talk(0, 60), codec="aac"), 40.0, 50.0, tmp_path)

    likeness, shift = alike(found, talk(40.0, 50.0))

    assert (exact, likeness > 0.95, abs(shift) < 0.1) == (True, True, True)


def test_where_the_rate_varies_the_place_is_a_guess(tmp_path):
    sound = np.concatenate([silence(30), talk(0, 60)])

    exact, found = cut(encoded(tmp_path / "e.mp3", sound, varying=True), 60.0, 80.0, tmp_path)

    likeness, shift = alike(found, talk(30.0, 50.0))
    assert (exact, likeness > 0.5, abs(shift) < 5.0) == (False, True, True)


def test_what_is_no_sound_is_refused(tmp_path):
    page = tmp_path / "e.mp3"
    page.write_text("<html>gone</html>")

    with pytest.raises(Unusable):
        cut(page, 50.0, 60.0, tmp_path)
