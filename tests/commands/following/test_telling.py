"""How much of a show is fetched and told, from the terminal: each with its way back."""

import pytest

from store.queries import feedback, shows
from tests.worlds import page_world


@pytest.fixture
def told(data_dir, earmark):
    """What a command says, over a small library."""
    page_world.fill(data_dir)
    return lambda *words: earmark(*words).out


def read(data_dir, what):
    with page_world.open_world(data_dir).read() as connection:
        return what(connection)


def test_a_show_is_paused_and_resumed(told, data_dir, earmark):
    assert "is paused: nothing of it is fetched until `cli.py resume 1`" in told("pause", "Copper")
    assert "paused" in told("status")
    assert "`resume 1` has it looked at again" in earmark("retry", "--show", "1").err

    assert "is looked at again" in told("resume", "1")
    assert read(data_dir, lambda connection: shows.by_id(connection, 1)).paused_at is None
    assert "is not paused" in told("resume", "1")


def test_a_show_is_muted_and_let_in_again(told, data_dir):
    assert "until `cli.py unmute 1`" in told("mute", "1")
    assert read(data_dir, lambda connection: feedback.muted_by(connection, 1)) == {1}

    assert "comes in your five again" in told("unmute", "1")
    assert read(data_dir, lambda connection: feedback.muted_by(connection, 1)) == set()


def test_a_shows_share_of_the_five_is_said_and_taken_back(told, data_dir, earmark):
    assert "At most 1 of your five are of Copper and Current." in told("limit", "1", "1")
    assert read(data_dir, lambda connection: feedback.limits_of(connection, 1)) == {1: 1}

    assert "At most 2 of your five" in told("limit", "1", "usual")
    assert read(data_dir, lambda connection: feedback.limits_of(connection, 1)) == {}
    assert "`mute` leaves a show out" in earmark("limit", "1", "0").err
