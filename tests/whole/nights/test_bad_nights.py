"""Nights in which something outside is wrong: an end in time, one sentence, and the next night makes up for it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from tests.worlds.podcast import TALK, feed_xml, vtt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
FAILURE = 1
TUESDAY = "2026-05-26T09:00:00Z"


@pytest.fixture
def mailed(monkeypatch, port):
    monkeypatch.setenv("EARMARK_MAIL_TO", "ann@example.org")
    monkeypatch.setenv("EARMARK_MAIL_FROM", "earmark@example.org")
    monkeypatch.setenv("EARMARK_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("EARMARK_SMTP_PORT", str(port))
    monkeypatch.setenv("EARMARK_SMTP_TLS", "none")


@pytest.fixture
def show(earmark, site):
    """A show that is followed, with an episode that waits to be taken."""
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))
    site.put("/e0.vtt", vtt(), "text/vtt")
    return site


def beside(*arguments: str, before: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
    """A command in a process of its own."""
    command = [*before, sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(running: "subprocess.Popen[str]") -> tuple[int, str]:
    told, wrong = running.communicate(timeout=120)
    return running.returncode, told + wrong


def test_two_mornings_at_once_take_and_send_once(earmark, show, mailed, mailbox):
    both = [beside("--now", TUESDAY, "daily"), beside("--now", TUESDAY, "daily")]

    codes, told = zip(*[ended(one) for one in both], strict=True)
    after = earmark("--now", TUESDAY, "daily")

    assert sorted(codes) in ([0, 0], [0, FAILURE])  # one after the other, or one that is told so
    assert "Traceback" not in "".join(told)
    assert "".join(told).count("1 episode taken.") == 1
    assert (after.code, len(mailbox.messages)) == (0, 1)


def test_a_database_that_another_program_holds_is_said_in_time_and_the_next_morning_goes_on(
    earmark, show, mailed, mailbox, data_dir
):
    earmark("status")
    other = sqlite3.connect(data_dir / "earmark.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = monotonic()

    held = earmark("--now", TUESDAY, "--patience", "1", "daily")
    lasted = monotonic() - began
    other.close()
    free = earmark("--now", TUESDAY, "daily")

    assert (held.code, "in use by another program" in held.err) == (FAILURE, True)
    assert lasted < 20
    assert (free.code, len(mailbox.messages)) == (0, 1)


@pytest.mark.parametrize("jump", ["2026-05-25T09:00:00Z", "2026-05-27T09:00:00Z"], ids=["back", "forward"])
def test_a_clock_that_jumps_a_day_between_mornings_sends_nothing_twice(earmark, show, mailed, mailbox, jump):
    first = earmark("--now", TUESDAY, "daily")
    show.put("/feed", feed_xml(show.url, episodes=2), "application/rss+xml")
    show.put("/e1.vtt", vtt(TALK[:1] + TALK[4:]), "text/vtt")

    jumped = earmark("--now", jump, "daily", "--all")
    back = earmark("--now", "2026-05-26T10:00:00Z", "daily", "--all")

    told = [letter["Subject"] for letter in mailbox.messages]
    assert (first.code, jumped.code, back.code) == (0, 0, 0)
    assert len(told) == len(set(told))
    assert "Traceback" not in first.err + jumped.err + back.err
    assert "gone out already" in back.out


# Root's right to pass over modes is taken away: then they hold for it as for everybody.
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override") if os.geteuid() == 0 else ()


@pytest.mark.skipif(bool(UNPRIVILEGED) and shutil.which("setpriv") is None, reason="root passes over modes of folders")
def test_a_folder_that_can_only_be_read_is_said_in_a_sentence_and_loses_nothing(earmark, show, data_dir):
    earmark("--now", TUESDAY, "daily")
    before = earmark("export").out
    files = [data_dir, *data_dir.rglob("*")]
    modes = [path.stat().st_mode for path in files]
    [path.chmod(mode & 0o555) for path, mode in zip(files, modes, strict=True)]

    written, read = (ended(beside("--now", TUESDAY, one, before=UNPRIVILEGED)) for one in ("daily", "status"))
    [path.chmod(mode) for path, mode in zip(files, modes, strict=True)]

    assert (written[0], "EARMARK_DATA_DIR" in written[1], "Traceback" in written[1]) == (FAILURE, True, False)
    assert (read[0], "Loopback" in read[1]) == (0, True)
    assert earmark("export").out == before
    assert earmark("--now", TUESDAY, "daily").code == 0
