"""Mornings beside the page, each in a process of its own: once a day, again after a failure, never on an empty day."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from apscheduler.events import EVENT_JOB_EXECUTED

from commands.frame import Frame
from commands.serving.mornings import Mornings
from config import open_store, read_settings
from digest.delivery import timetable
from index.embedding.packaged_embedder import PACKAGED_NAME
from store.queries import digests
from tests.worlds import citing
from tests.worlds.mailbox import free_port

pytestmark = pytest.mark.slow  # each morning is a process of some 3 s


class Hours:
    """A clock that stands until it is moved. It begins now, for the processes have no other clock."""

    def __init__(self):
        self.now = datetime.now(UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def by_mail(data_dir, monkeypatch, port):
    monkeypatch.setenv("EARMARK_HOUR", "0")
    monkeypatch.setenv("EARMARK_MAIL_TO", "ann@example.org")
    monkeypatch.setenv("EARMARK_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("EARMARK_SMTP_PORT", str(port))
    monkeypatch.setenv("EARMARK_SMTP_TLS", "none")
    monkeypatch.setenv("EARMARK_MAIL_FROM", "earmark@example.org")


@pytest.fixture
def hours():
    return Hours()


def opened(hours):
    """The mornings with their first look at the feeds behind them: these are of one show that does not exist."""
    mornings = Mornings(Frame(settings=read_settings(), clock=hours))
    mornings._tries = timetable.Tries(intake_ended=hours.now)
    return mornings


def with_news(monkeypatch, hours, *found):
    monkeypatch.setattr(citing, "MODEL", PACKAGED_NAME)
    store = open_store(read_settings())
    citing.bring_in(store, *found)
    return store


def ended(mornings):
    mornings.tick()
    if mornings._morning is not None:
        mornings._morning.wait(120)
    mornings.tick()


def test_the_five_go_out_once_a_day(by_mail, mailbox, hours, monkeypatch):
    with_news(monkeypatch, hours, citing.an_insight("a", created_at=hours.now))
    mornings = opened(hours)

    ended(mornings)
    hours.now += timedelta(minutes=20)
    ended(mornings)

    assert len(mailbox.messages) == 1
    assert mornings._tries.failed == 0


def test_a_server_that_was_away_is_asked_again_after_a_pause(by_mail, mailbox, hours, monkeypatch, port):
    with_news(monkeypatch, hours, citing.an_insight("a", created_at=hours.now))
    mornings = opened(hours)
    monkeypatch.setenv("EARMARK_SMTP_PORT", str(free_port()))
    ended(mornings)
    failed = mornings._tries.failed
    monkeypatch.setenv("EARMARK_SMTP_PORT", str(port))

    ended(mornings)
    before_the_pause_is_over = list(mailbox.messages)
    hours.now += timedelta(minutes=11)
    ended(mornings)

    assert (failed, before_the_pause_is_over, len(mailbox.messages)) == (1, [], 1)


def test_an_empty_day_has_no_mail_and_had_its_morning(by_mail, mailbox, hours, monkeypatch):
    store = with_news(monkeypatch, hours)
    mornings = opened(hours)

    ended(mornings)

    reader = mornings._face.reader
    with store.read() as connection:
        assert timetable.had(connection, reader) == hours.now.date()
        assert digests.days(connection, reader.id) == []
    assert mailbox.messages == []


def test_opened_it_begins_by_itself_and_ends_what_it_began(by_mail, mailbox, hours, monkeypatch):
    with_news(monkeypatch, hours, citing.an_insight("a", created_at=hours.now))
    mornings, ticked = Mornings(Frame(settings=read_settings(), clock=hours)), Event()
    mornings._scheduler.add_listener(lambda event: ticked.set(), EVENT_JOB_EXECUTED)

    with mornings:
        ticked.wait(30)
        child, running = mornings._intake, mornings._intake.poll() is None

    assert running
    assert child.poll() is not None
