"""The day's sound, made after the morning: only where it is wanted, once, of audio that may be fetched."""

import shutil

import pytest

from commands.frame import Frame
from commands.outlets.sound import make_sound
from config import read_settings
from digest.outlets import podcast
from digest.outlets.addresses import opened
from store.queries import credentials
from tests.worlds import citing
from tests.worlds.at_the_desk import chosen_for
from tests.worlds.sounds import TALK


@pytest.fixture
def face(data_dir):
    face = Frame(settings=read_settings(), clock=lambda: citing.MORNING)
    citing.bring_in(face.store, citing.an_insight("a", start=20.0, end=26.0, worth=0.9))
    citing.bring_in(face.store, citing.an_insight("b", start=20.0, end=26.0))
    chosen_for(face.store, face.reader)
    face.settings.cache_dir.mkdir(parents=True)
    shutil.copy(TALK, face.settings.cache_dir / "episode-1.audio")
    return face


def wanted(face):
    with face.store.write() as connection:
        opened(connection, face.reader.id, "sound", citing.MORNING)


def made(face):
    return podcast.kept_days(podcast.sound_folder(face.settings.data_dir, face.reader.id))


def test_nobody_who_did_not_ask_for_it_has_sound_made(face):
    make_sound(face, face.reader)

    assert made(face) == []


def test_a_clip_that_cannot_be_had_is_left_out_and_the_others_are_there(face):
    wanted(face)

    make_sound(face, face.reader)

    (day,) = made(face)
    assert [mark.title for mark in day.marks] == ["Claim a holds (Ann Lee, Show 1)"]
    assert [mark.url for mark in day.marks] == ["http://localhost:8501/insight?id=a"]
    assert day.seconds == pytest.approx(9, abs=1)


def test_what_is_behind_a_password_is_put_into_no_feed(face):
    wanted(face)
    with face.store.write() as connection:
        credentials.keep(connection, 1, "sealed", citing.MORNING)

    make_sound(face, face.reader)

    assert made(face) == []
