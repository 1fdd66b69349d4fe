"""A hostile feed, host, model and mail server together, morning after morning: nothing is lost, nothing is unproved.

EARMARK_HOSTILE_MORNINGS says how many mornings, EARMARK_HOSTILE_SEED what goes wrong in them.
"""

import json
import os
import sys
from random import Random

import pytest

from language.folding import folded_words
from tests.worlds.chat_server import serving
from tests.worlds.dying_mail import PHASES, dying_mail
from tests.worlds.hostile_night import HostileHost, HostileModel, hostile_host

pytestmark = pytest.mark.slow

MORNINGS = int(os.environ.get("EARMARK_HOSTILE_MORNINGS", "3"))
SEED = int(os.environ.get("EARMARK_HOSTILE_SEED", "17"))


@pytest.fixture
def world(monkeypatch, port):
    """The host and the model; the mail server that is well is behind `port`."""
    sys.stdout.write(f"EARMARK_HOSTILE_SEED={SEED}\n")
    chance = Random(SEED)
    with hostile_host(HostileHost(chance)) as host, serving(HostileModel(chance)) as model:
        monkeypatch.setenv("EARMARK_ALLOW_PRIVATE_HOSTS", host.url.partition("//")[2])
        monkeypatch.setenv("EARMARK_LLM", "openai/hostile")
        monkeypatch.setenv("EARMARK_LLM_BASE_URL", model.url)
        monkeypatch.setenv("EARMARK_MAIL_TO", "ann@example.org")
        monkeypatch.setenv("EARMARK_MAIL_FROM", "earmark@example.org")
        monkeypatch.setenv("EARMARK_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("EARMARK_SMTP_TLS", "none")
        monkeypatch.setenv("EARMARK_HEAR_FIVE", "off")
        host.calm = True
        yield host, model


@pytest.fixture
def morning(earmark, world, monkeypatch, port):
    """One whole morning: feeds and episodes with a mail server that dies, and an hour later with one that is well."""
    host, _ = world
    chance = Random(f"{SEED} mail")

    def held(day: int):
        host.days = day + 1
        date = f"2026-06-{2 + day:02}"
        with dying_mail(chance.choice(PHASES), "drops the line") as dying:
            monkeypatch.setenv("EARMARK_SMTP_PORT", str(dying))
            first = earmark("--now", f"{date}T08:00:00Z", "daily", "--all")
        monkeypatch.setenv("EARMARK_SMTP_PORT", str(port))
        return [first, earmark("--now", f"{date}T09:00:00Z", "daily", "--send-only")]

    return held


def test_what_a_hostile_world_brings_is_all_there_and_all_proved(earmark, world, morning, mailbox):
    host, model = world
    added = earmark("add", host.url + "/feed")
    host.calm = False

    runs = [run for day in range(MORNINGS) for run in morning(day)]
    host.calm = model.calm = True
    earmark("retry")
    runs += morning(MORNINGS)

    told = "".join(run.out + run.err for run in runs)
    rows = [json.loads(line) for line in earmark("export", "--format", "jsonl").out.splitlines()]
    unproved = [row["quote"] for row in rows if folded(row["quote"]) not in talk(earmark, row["episode_id"])]
    taken = earmark("status", "--show", "Harbour").out
    assert added.code == 0
    assert "Traceback" not in told
    assert "unexpected" not in told
    assert (taken.count("indexed"), "✗" in taken) == (MORNINGS + 1, False)
    assert len(rows) > MORNINGS
    assert unproved == []
    assert "Corvane" not in json.dumps(rows)
    assert_each_day_once(mailbox, told)


def folded(text: str) -> str:
    return " ".join(folded_words(text))


def talk(earmark, episode_id) -> str:
    segments = json.loads(earmark("transcript", str(episode_id), "--format", "json").out)["segments"]
    return folded(" ".join(segment["text"] for segment in segments if not segment["advert"]))


def assert_each_day_once(mailbox, told: str) -> None:
    """A letter a day on which there was something to send, but where nobody knows; none with a header of the feed's."""
    days = [letter["Message-ID"] for letter in mailbox.messages]
    assert len(days) == len(set(days))
    assert len(days) + told.count("Nobody knows whether") == told.count("chosen already")
    assert mailbox.recipients == ["ann@example.org"] * len(days)
    assert [letter["Bcc"] for letter in mailbox.messages] == [None] * len(days)
