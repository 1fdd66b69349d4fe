"""The page of followed shows: what it says of feeds that ended or moved, and what it offers to do."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ingest.feeds.scan import ScanReport
from pages.shared.safe import plain
from store.queries import episodes, shows
from store.queries.voices import voices
from store.records.voices import VoiceHeard
from tests.pages.test_pages import SHOWS, button, visit, words
from tests.worlds import page_world

pytestmark = pytest.mark.slow

__all__ = ["visit"]


def change(data_dir, what):
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        what(connection)
    store.close()


def chips(connection):
    return next(show.id for show in shows.all_shows(connection) if show.title.startswith("Chips"))


def test_a_show_that_ended_says_so_and_can_be_asked_again(visit, data_dir):
    page_world.fill(data_dir)
    gone = "b.example says that this address is gone for good (status 410)"
    change(data_dir, lambda connection: shows.end(connection, chips(connection), gone, datetime.now(UTC)))
    app = visit(SHOWS)

    button(app, "Ask again").click().run()

    assert "will be asked again at the next" in words(app)
    with page_world.open_world(data_dir).read() as connection:
        assert shows.by_id(connection, chips(connection)).ended_at is None


def test_a_show_that_moved_says_where_to(visit, data_dir):
    page_world.fill(data_dir)
    yesterday = datetime.now(UTC) - timedelta(days=1)

    def move(connection):
        shows.relocate(connection, chips(connection), "https://new.example/feed?key=1", yesterday)
        shows.checked(connection, chips(connection), yesterday)

    change(data_dir, move)
    app = visit(SHOWS)

    said = "\n".join(str(caption.value) for caption in app.caption) + words(app)
    assert plain("Moved to new.example yesterday; the old address still finds it.") in said
    assert "key=1" not in said


def test_a_replaced_recording_can_be_taken(visit, data_dir):
    page_world.fill(data_dir)
    now = datetime.now(UTC)
    change(data_dir, lambda connection: episodes.replaced(connection, chips(connection), ["key1"], now))
    app = visit(SHOWS)
    with page_world.open_world(data_dir).read() as connection:
        show_id = chips(connection)
    app.session_state[f"episodes-{show_id}"] = True
    app.run()

    button(app, "Take the new audio").click().run()

    assert "The new audio of Episode 1 will be taken" in words(app)


def test_status_tells_of_a_replaced_recording_and_retry_takes_it(earmark, data_dir):
    page_world.fill(data_dir)
    now = datetime.now(UTC)
    change(data_dir, lambda connection: episodes.replaced(connection, chips(connection), ["key1"], now))

    told = earmark("status").out
    taken = earmark("retry", "2")

    assert "its audio was replaced: `cli.py retry 2` takes the new one" in told
    assert "The new audio of Episode 1 will be taken" in taken.out
    assert "its audio was replaced" not in earmark("status").out


def test_a_scan_is_told_in_one_line(capsys):
    from commands.daily import Terminal

    Terminal(face=None).scanned(
        ScanReport(
            checked=3, unchanged=1, new_episodes=1, failures=(), waiting=1, resting=2, put_off=1, moved=("Harbour",)
        )
    )

    assert capsys.readouterr().out == (
        "3 shows checked, 1 new episode, 1 not due after earlier trouble, 2 asked for a pause (`--all` looks at them), "
        "1 left for the next run because the hosts were slow.\n"
        "Harbour has moved and is followed at its new address.\n"
    )


def test_the_followed_shows_are_written_for_other_apps(earmark, data_dir, tmp_path):
    page_world.fill(data_dir)

    run = earmark("export", "--format", "opml", "-o", str(tmp_path / "out.opml"))

    assert run.code == 0
    assert 'xmlUrl="https://a.example/feed"' in (tmp_path / "out.opml").read_text()


def test_a_voice_is_named_on_the_page(visit, data_dir):
    page_world.fill(data_dir)
    change(data_dir, with_a_voice)
    app = visit(SHOWS)
    with page_world.open_world(data_dir).read() as connection:
        app.session_state[f"voices-{chips(connection)}"] = True
    app.run()

    app.text_input(key="voice-name-1").set_value("Ines Okafor").run()
    button(app, "Save the name").click().run()

    with page_world.open_world(data_dir).read() as connection:
        assert voices.by_id(connection, 1).name == "Ines Okafor"


def with_a_voice(connection):
    row = np.zeros(256, np.float32)
    row[0] = 1.0
    heard = VoiceHeard(label="Speaker 1", voice_id=None, seconds=60.0, print=row)
    voices.keep(connection, chips(connection), 2, [heard])
