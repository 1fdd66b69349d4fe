"""The five as sound: the words of each quote, evenly loud, in one file with a chapter for each."""

import av
import numpy as np
import pytest

from digest.outlets.sound import LONGEST_SECONDS, RATE, Clip, compose, cut
from store.errors import Unusable
from tests.worlds.sounds import silence, tone, wav


@pytest.fixture
def episode(tmp_path):
    """A tone from the fifth to the eighth second."""
    return wav(tmp_path / "e.wav", silence(5), tone(3), silence(5))


def loudness(samples, start, end):
    return float(np.sqrt(np.mean(samples[round(start * RATE) : round(end * RATE)] ** 2)))


def test_a_clip_holds_the_quote_with_a_breath_around_it(episode):
    clip = cut(episode, 5.0, 8.0)

    assert len(clip) / RATE == pytest.approx(4.2, abs=0.05)
    assert loudness(clip, 0.0, 0.3) < 0.001
    assert loudness(clip, 0.6, 3.2) > 0.05
    assert loudness(clip, 3.6, 4.2) < 0.001


def test_clips_of_loud_and_quiet_shows_are_as_loud(tmp_path):
    quiet = wav(tmp_path / "quiet.wav", 0.02 * tone(6))
    loud = wav(tmp_path / "loud.wav", 4.5 * tone(6))

    assert loudness(cut(quiet, 1, 4), 1, 2) == pytest.approx(loudness(cut(loud, 1, 4), 1, 2), rel=0.05)


def test_no_show_is_played_for_more_than_a_minute(tmp_path):
    long = wav(tmp_path / "long.wav", tone(100))

    assert len(cut(long, 1.0, 95.0)) / RATE <= LONGEST_SECONDS + 0.5


def test_what_is_no_sound_or_ends_before_the_quote_is_left_out(tmp_path, episode):
    page = tmp_path / "e.mp3"
    page.write_text("<html>")

    with pytest.raises(Unusable):
        cut(page, 1, 2)
    with pytest.raises(Unusable):
        cut(episode, 60, 70)


def test_one_file_has_a_chapter_for_each_clip(tmp_path, episode):
    clip = cut(episode, 5.0, 8.0)
    path = tmp_path / "reader-1" / "2026-11-23.mp3"

    marks = compose([Clip(title=f"Claim {n} <b>", url="https://e.example", samples=clip) for n in "ab"], path, "Day")

    with av.open(str(path)) as made:
        chapters = [(chapter["start"], chapter["metadata"]["title"]) for chapter in made.chapters()]
        seconds = made.duration / 1_000_000
    assert chapters == [(0, "Claim a <b>"), (round(marks[0].end * 1000), "Claim b <b>")]
    assert seconds == pytest.approx(marks[-1].end, abs=0.1)
    assert path.stat().st_size < 12_000 * seconds
    assert list(path.parent.iterdir()) == [path]
