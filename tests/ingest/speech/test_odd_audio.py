"""Audio as hosts cut and pack it: whatever its rate, channels and streams, the talk comes out whole, on its second."""

import numpy as np
import pytest

from ingest.speech.decoding import counted_seconds, pieces, stretch
from ingest.speech.mixing import RATE, one_voice
from tests.worlds.sounds import OTHER_TALK, encoded, silence, talk, tone, wav

TALKED = talk(4, 12)


def decoded(path):
    return np.concatenate(list(pieces(path)))


def likeness(found, said):
    """1 where one is the other, later by at most a tenth of a second."""
    late = RATE // 10
    padded = np.pad(found, (late, late))[: len(said) + 2 * late]
    products = np.correlate(padded, said[: len(padded) - 2 * late], "valid")
    return float(products.max() / (np.linalg.norm(found) * np.linalg.norm(said)))


def joined(folder, *files):
    path = folder / "joined.audio"
    path.write_bytes(b"".join(file.read_bytes() for file in files))
    return path


def test_a_rate_that_changes_inside_the_file_loses_nothing(tmp_path):
    one = encoded(tmp_path / "a.mp3", TALKED[: 4 * RATE], rate=44_100)
    two = encoded(tmp_path / "b.mp3", TALKED[4 * RATE :], rate=24_000)

    found = decoded(joined(tmp_path, one, two))

    assert len(found) / RATE == pytest.approx(8.0, abs=0.2)
    assert likeness(found[: 4 * RATE], TALKED[: 4 * RATE]) > 0.9
    assert likeness(found[-4 * RATE :], TALKED[-4 * RATE :]) > 0.9


def test_channels_that_change_inside_the_file_lose_nothing(tmp_path):
    one = encoded(tmp_path / "a.mp3", TALKED[: 4 * RATE])
    two = encoded(tmp_path / "b.mp3", np.stack([TALKED[4 * RATE :]] * 2), layout="stereo")
    path = joined(tmp_path, one, two)

    found = decoded(path)

    assert len(found) / RATE == pytest.approx(8.0, abs=0.2)
    assert counted_seconds(path) == pytest.approx(8.0, abs=0.2)
    assert likeness(found[-4 * RATE :], TALKED[-4 * RATE :]) > 0.9


def test_channels_against_each_other_do_not_cancel(tmp_path):
    path = encoded(tmp_path / "a.mp3", np.stack([TALKED, -TALKED]), layout="stereo")

    assert likeness(decoded(path), TALKED) > 0.9


def test_a_guest_on_one_channel_alone_is_heard_beside_the_host():
    host, guest = talk(4, 6), talk(4, 6, OTHER_TALK)

    found = one_voice(np.stack([host, guest]))

    assert np.allclose(found, (host + guest) / 2)


def test_a_voice_on_one_channel_alone_is_as_loud_as_it_was():
    assert np.allclose(one_voice(np.stack([TALKED, silence(8)])), TALKED)


def test_the_voice_of_surround_sound_is_in_its_middle_and_its_rumble_is_left_out(tmp_path):
    none = silence(8)
    path = encoded(
        tmp_path / "a.m4a", np.stack([none, none, TALKED, tone(8), none, none]), layout="5.1", codec="aac", rate=48_000
    )

    assert likeness(decoded(path), TALKED) > 0.9


def test_telephone_sound_is_heard(tmp_path):
    path = encoded(tmp_path / "a.wav", TALKED, rate=8_000, codec="pcm_mulaw")

    assert likeness(decoded(path), TALKED) > 0.9


@pytest.mark.parametrize("ending", ["mp3", "m4a", "flac"])
@pytest.mark.parametrize("junk", [b"<br />\n<b>Warning</b>: none\n", bytes(70_000), b"\xff\xd8\xff\xe0JFIF" * 9_000])
def test_junk_in_front_is_passed_over(tmp_path, ending, junk):
    codec = {"mp3": "libmp3lame", "m4a": "aac", "flac": "flac"}[ending]
    plain = encoded(tmp_path / f"plain.{ending}", TALKED, codec=codec)
    path = tmp_path / "episode-1.audio"

    path.write_bytes(junk + plain.read_bytes())

    assert likeness(decoded(path), TALKED) > 0.9


def test_of_two_streams_the_silent_one_is_passed_over(tmp_path):
    path = encoded(tmp_path / "a.mka", silence(8), TALKED, codec="aac")

    assert likeness(decoded(path), TALKED) > 0.9


def test_of_two_streams_that_sound_the_first_is_heard(tmp_path):
    path = encoded(tmp_path / "a.mka", TALKED, talk(4, 12, OTHER_TALK), codec="aac")

    assert likeness(decoded(path), TALKED) > 0.9


def test_a_films_sound_is_heard_on_the_films_second(tmp_path):
    path = encoded(tmp_path / "a.mp4", TALKED, codec="aac", begins=3.0, picture_seconds=12.0)

    found = decoded(path)

    assert len(found) / RATE == pytest.approx(11.0, abs=0.2)
    assert np.abs(found[: 2 * RATE]).max() < 0.01
    assert likeness(found[3 * RATE :], TALKED) > 0.9
    assert likeness(stretch(path, 6.0, 9.0), TALKED[3 * RATE : 6 * RATE]) > 0.9


def test_a_plain_file_is_what_it_was(tmp_path):
    assert likeness(decoded(wav(tmp_path / "a.wav", TALKED)), TALKED) > 0.99
