"""The terminal's manners: what it is asked for by name, by a program, by a slip of the hand, on eighty columns."""

import json
import re
import subprocess
import sys

import pytest
import typer

from cli import app
from config import read_settings
from digest.delivery import render
from tests.conftest import ROOT
from tests.digest.delivery.test_render import a_digest, a_reader
from tests.worlds import page_world
from tests.worlds.citing import cited


def test_it_says_its_version(earmark):
    run = earmark("--version")

    assert (run.code, bool(re.fullmatch(r"earmark \d+\.\d+\.\d+\n", run.out))) == (0, True)


def test_help_is_in_groups(earmark):
    told = earmark("--help").out

    heads = re.findall(r"─ (\w[\w ]+) ─", told)
    assert heads == [
        "Options",
        "Every day",
        "Shows and episodes",
        "What you think",
        "Threads",
        "Ways out",
        "Upkeep",
    ]


def test_a_slip_of_the_hand_is_answered_with_what_was_meant(earmark):
    run = earmark("dialy")

    assert (run.code, "daily" in run.err) == (2, True)


def test_a_shell_is_told_the_commands_that_begin_so(earmark, monkeypatch):
    monkeypatch.setenv("_CLI.PY_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "cli.py dig")
    monkeypatch.setenv("COMP_CWORD", "1")

    assert "digest" in earmark().out


def test_a_monitor_reads_how_the_shows_stand(earmark, data_dir):
    page_world.fill(data_dir)

    told = json.loads(earmark("status", "--format", "json").out)

    states = {show["title"]: show["state"] for show in told["shows"]}
    assert states == {"Chips *&* Terms": "failing", "Copper and Current": "fine"}
    assert told["shows"][1]["episodes"]["indexed"] == 2
    assert told["newest_five"] is not None


def test_json_is_of_all_shows(earmark):
    run = earmark("status", "--format", "json", "--episode", "1")

    assert (run.code, "leave out --episode" in run.err) == (2, True)


def test_headlines_are_bold_for_a_person_and_plain_for_a_program():
    digest = a_digest(cited("a", headline="\x1b[5mClaim a holds"))

    bold = render.text(digest, a_reader(), "https://e.example", bold=True)

    assert "\x1b[1m1. [5mClaim a holds\x1b[0m" in bold
    assert "\x1b" not in render.text(digest, a_reader(), "https://e.example")


def test_a_vault_is_kept_by_one_command(earmark, data_dir, tmp_path):
    page_world.fill(data_dir)

    first = earmark("export", "--format", "obsidian", str(tmp_path / "vault"))
    second = earmark("export", "--format", "obsidian", str(tmp_path / "vault"))

    assert "6 notes" in first.out
    assert "6 as they were" in second.out
    assert len(list((tmp_path / "vault" / "Insights").glob("*.md"))) == 3


@pytest.mark.parametrize(("form", "head"), [("csv", "id,headline"), ("readwise", "Highlight,Title"), ("markdown", "#")])
def test_insights_leave_in_the_form_that_is_named(earmark, data_dir, form, head):
    page_world.fill(data_dir)

    assert earmark("export", "--format", form).out.startswith(head)


def test_a_vault_wants_a_folder(earmark):
    run = earmark("export", "--format", "obsidian")

    assert (run.code, "DIR" in run.err) == (2, True)


def test_addresses_are_opened_renewed_and_closed(earmark, data_dir):
    page_world.fill(data_dir)
    first = earmark("addresses").out

    renewed = earmark("addresses", "--renew", "five").out
    thread = json.loads(earmark("addresses", "--thread", "1", "--format", "json").out)
    closed = earmark("addresses", "--close", "page").out

    assert first.count("/out/five/") == 2
    assert re.findall(r"/out/five/[\w-]+", first)[0] not in renewed
    assert [row["of"] for row in thread if row["kind"] == "thread"] == ["Grid batteries"] * 3  # page, Atom, JSON Feed
    assert closed.startswith("Closed")


def test_the_hour_is_kept_and_what_the_environment_says_stands_above(earmark, data_dir, monkeypatch):
    kept = earmark("mail", "hour", "9", "--zone", "Europe/Berlin")
    now = read_settings()
    monkeypatch.setenv("EARMARK_HOUR", "5")
    above = earmark("mail", "hour", "8")

    assert kept.out == "The five are due at 9:00 (Europe/Berlin).\n"
    assert (now.hour, now.timezone) == (9, "Europe/Berlin")
    assert (above.code, "EARMARK_HOUR is set in the environment" in above.err) == (2, True)


def test_a_zone_that_is_none_is_said(earmark):
    run = earmark("mail", "hour", "9", "--zone", "Mars/Olympus")

    assert (run.code, "Europe/Berlin" in run.err) == (2, True)


def test_the_mail_is_stopped_and_started_by_name(earmark):
    assert "mail start" in earmark("mail", "stop").out
    assert "goes out again" in earmark("mail", "start").out
    assert "there is mail" in earmark("mail", "stop", "pigeon").err


def test_a_trial_without_a_channel_says_what_to_set(earmark):
    assert "EARMARK_CHANNELS" in earmark("mail", "test").err


def test_help_waits_for_nothing_that_reads_a_store():
    asked = "import sys, cli\ntry:\n    cli.main(['--help'])\nexcept SystemExit:\n    print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)

    assert {"sqlalchemy", "pydantic", "config", "commands.frame"}.isdisjoint(loaded.stdout.split())


def test_every_command_of_the_catalogue_is_there_and_tells_what_it_is_for():
    group = typer.main.get_command(app)
    listed = group.list_commands(None)

    found = {name: group.resolve_command(None, [name])[1] for name in listed}

    assert {name: command.name for name, command in found.items()} == {name: name for name in listed}
    assert [name for name in listed if not group.get_command(None, name).help] == []
    assert [name for name in listed if group.get_command(None, name).help != found[name].help] == []
