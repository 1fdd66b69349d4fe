"""The mail as mail programs and filters see it: who it is from, how it is stopped, how its letters travel."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import html5lib
import mailparser
import pytest

from digest.delivery.channel import Edition
from digest.delivery.deliver import deliver_due, send_trial
from digest.delivery.mail import compose
from digest.five.daily import choose_for
from store.errors import Mistake
from store.queries import outlets
from tests.digest.delivery.test_render import a_digest, a_reader
from tests.worlds.citing import MODEL, MORNING, an_insight, bring_in, cited, keep_reader
from tests.worlds.mailbox import SevenBits, by_mail, served

BASE = "https://earmark.example"


@pytest.fixture
def reader(store):
    return keep_reader(store, hour=6)


@pytest.fixture
def chosen(store, reader):
    bring_in(store, an_insight("a", headline="Batterien werden täglich billiger"), an_insight("b", speaker="José"))
    return choose_for(store, reader, MORNING, model_name=MODEL)


def sent(store, reader, mailbox, port, base_url=BASE):
    told = deliver_due(store, reader, by_mail(port), MORNING, base_url=base_url)[0]
    return told, mailbox.messages[-1]


def an_edition(reader, answers=f"{BASE}/out/mail/s3cret"):
    return Edition(digest=a_digest(cited("a")), reader=reader, base_url=BASE, at=MORNING, answers=answers)


def test_it_can_be_stopped_with_one_click_and_names_its_list(store, reader, chosen, mailbox, port):
    _, mail = sent(store, reader, mailbox, port)

    with store.read() as connection:
        (outlet,) = outlets.of_reader(connection, reader.id)
    assert mail["List-Unsubscribe"].strip() == f"<{BASE}/out/mail/{outlet.secret}/stop>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "Earmark <five.earmark.example.org>"
    assert mail["Message-ID"].endswith("@example.org>")


def test_one_click_is_for_https_alone():
    reader = a_reader()

    plain = compose(an_edition(mailed(reader), answers="http://earmark.example/out/mail/s3cret"), "example.org")

    assert plain["List-Unsubscribe"] == "<http://earmark.example/out/mail/s3cret/stop>"
    assert plain["List-Unsubscribe-Post"] is None


def mailed(reader):
    from dataclasses import replace

    return replace(reader, email="ann@example.org")


def test_its_date_is_in_the_readers_zone():
    mail = compose(an_edition(mailed(a_reader("Asia/Tokyo"))), "example.org")

    assert mail["Date"].endswith("16:00:00 +0900")


def test_links_to_this_machine_alone_are_warned_of_and_have_no_press(store, reader, chosen, mailbox, port):
    told, mail = sent(store, reader, mailbox, port, base_url="http://localhost:8501")

    assert told.sentence.startswith("Mailed 2 insights. Its links lead to http://localhost:8501, which no other device")
    assert "EARMARK_BASE_URL" in told.sentence
    assert mail["List-Unsubscribe"] is None
    assert "Useful? Tell Earmark" in mail.get_body(("html",)).get_content()


def test_eight_bits_are_announced_where_they_are_taken(store, reader, chosen, port, mailbox):
    sent(store, reader, mailbox, port)

    assert mailbox.options == ["BODY=8BITMIME"]
    assert "täglich" in mailbox.messages[0].get_body(("plain",)).get_content()


def test_a_server_that_takes_seven_bits_is_sent_seven(store, reader, chosen):
    mailbox = SevenBits()
    with served(mailbox) as port:
        deliver_due(store, reader, by_mail(port), MORNING, base_url=BASE)

    (raw,) = mailbox.raw
    assert raw.isascii()
    assert mailbox.options == []
    assert "täglich" in message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()


def test_a_reader_who_stopped_the_mail_has_none_and_can_have_it_again(store, reader, chosen, mailbox, port):
    with store.write() as connection:
        outlets.stop(connection, reader.id, "mail", MORNING)
    stopped = deliver_due(store, reader, by_mail(port), MORNING, base_url=BASE)[0]
    with store.write() as connection:
        outlets.resume(connection, reader.id, "mail")
    resumed = deliver_due(store, reader, by_mail(port), MORNING, base_url=BASE)[0]

    assert (stopped.outcome, resumed.outcome, len(mailbox.messages)) == ("stopped", "sent", 1)
    assert "cli.py mail start" in stopped.sentence


def test_a_trial_goes_out_at_any_hour_and_counts_for_nothing(store, reader, chosen, mailbox, port):
    told = send_trial(store, reader, by_mail(port), datetime(2026, 11, 23, 3, tzinfo=UTC), base_url=BASE)
    real = deliver_due(store, reader, by_mail(port), MORNING, base_url=BASE)[0]

    trial, mail = mailbox.messages
    assert [(each.outcome, each.sentence) for each in told] == [("sent", "Mailed 2 insights.")]
    assert real.outcome == "sent"
    assert trial["Subject"].startswith("Earmark, a test: ")
    assert trial["Message-ID"] != mail["Message-ID"]


def test_a_trial_before_there_are_five_says_what_makes_them(store, reader, port):
    with pytest.raises(Mistake, match=r"cli\.py daily"):
        send_trial(store, reader, by_mail(port), MORNING, base_url=BASE)


def test_a_parser_of_mail_and_one_of_html_find_no_fault_in_it(store, reader, chosen, mailbox, port):
    sent(store, reader, mailbox, port)

    mail = mailparser.parse_from_bytes(mailbox.raw[-1])

    assert (mail.has_defects, mail.subject) == (False, "Earmark: Batterien werden täglich billiger")
    assert (mail.to, mail.text_html != []) == ([("", "ann@example.org")], True)
    assert "José" in mail.text_plain[0]
    assert html5lib.HTMLParser(strict=True).parse(mail.text_html[0]) is not None
    assert len(mailbox.raw[-1]) < 60_000
