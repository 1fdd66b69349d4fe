"""Presses in the mail: stopped with one click, useful with one press, and nothing by programs that follow links."""

import pytest

from digest.outlets.addresses import renewed
from store.queries import feedback, outlets
from tests.worlds.at_the_desk import BASE, a_desk, an_address, asked
from tests.worlds.citing import MORNING, an_insight, bring_in, keep_reader


@pytest.fixture
def reader(store):
    bring_in(store, an_insight("a", headline="<script>alert(1)</script>"))
    return keep_reader(store)


@pytest.fixture
def browser(store, reader):
    with asked(a_desk(store)) as client:
        yield client


def is_stopped(store, reader):
    with store.read() as connection:
        return outlets.is_stopped(connection, reader.id, "mail")


def verdict(store, reader):
    with store.read() as connection:
        return feedback.verdict_on(connection, reader.id, "a")


def test_a_mail_programs_one_click_stops_the_mail(store, reader, browser):
    answer = browser.post(
        an_address(store, reader, "mail", "stop"),
        content="List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert (answer.status_code, is_stopped(store, reader)) == (200, True)


def test_a_program_that_follows_links_stops_nothing(store, reader, browser):
    page = browser.get(an_address(store, reader, "mail", "stop"))
    browser.head(an_address(store, reader, "mail", "stop"))
    browser.get(an_address(store, reader, "mail", "useful", "a"))

    assert "Stop the mail?" in page.text
    assert (is_stopped(store, reader), verdict(store, reader)) == (False, None)


def test_what_was_stopped_comes_again_with_one_press(store, reader, browser):
    stopped = browser.post(an_address(store, reader, "mail", "stop"))
    again = browser.post(an_address(store, reader, "mail", "resume"))

    assert "No more mail" in stopped.text
    assert "The mail comes again" in again.text
    assert not is_stopped(store, reader)


def test_one_press_says_what_it_was_worth_and_another_takes_it_back(store, reader, browser):
    address = an_address(store, reader, "mail", "not-for-me", "a")

    opening = browser.get(address)
    said = browser.post(address)
    noted = verdict(store, reader)
    browser.post(address, data={"undo": "1"})

    assert "getElementById('say').submit()" in opening.text
    assert "Less like it will come." in said.text
    assert (noted, verdict(store, reader)) == ("not for me", None)


def test_hostile_headlines_stay_text_and_only_our_own_script_runs(store, reader, browser):
    page = browser.get(an_address(store, reader, "mail", "useful", "a"))

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "script-src 'sha256-" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_the_hour_is_changed_where_the_mail_says_so(store, reader, browser):
    address = an_address(store, reader, "mail", "hour")

    changed = browser.post(address, data={"hour": "9", "zone": "Europe/Berlin"})
    wrong = browser.post(address, data={"hour": "noon"})

    assert "They come at 09:00 (Europe/Berlin)." in changed.text
    assert (wrong.status_code, "choose an hour from 0 to 23" in wrong.text) == (400, True)


@pytest.mark.parametrize(
    "path",
    [
        "/out/mail/guessed/stop",
        "/out/mail/%00/hour",
        "/out/mail/guessed/useful/a",
        "/out/mail/..%2f..%2fetc/passwd",
        "/out/mail/x/praise/a",
    ],
)
def test_an_address_that_nobody_gave_leads_nowhere(browser, path):
    answer = browser.post(f"{BASE}{path}")

    assert answer.status_code == 404
    assert "cli.py addresses" in answer.text or answer.text == "Not Found"


def test_a_renewed_address_closes_the_one_before(store, reader, browser):
    old = an_address(store, reader, "mail", "stop")
    with store.write() as connection:
        renewed(connection, reader.id, "mail", MORNING)

    assert browser.post(old).status_code == 404
    assert browser.post(an_address(store, reader, "mail", "stop")).status_code == 200


def test_an_address_of_another_kind_answers_nothing_here(store, reader, browser):
    feeds = an_address(store, reader, "five", "stop").replace("/out/five/", "/out/mail/")

    assert browser.post(feeds).status_code == 404


def test_a_huge_body_is_not_listened_to(store, reader, browser):
    answer = browser.post(an_address(store, reader, "mail", "useful", "a"), content=b"x" * 1_000_000)

    assert answer.status_code == 200
    assert verdict(store, reader) == "useful"
