"""Sending the five once: due, claimed, sent, tried again, or left to the person; over one channel and over two."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from digest.delivery import render
from digest.delivery.deliver import deliver_due
from digest.delivery.mail import Mail
from digest.five.daily import choose_for
from store.queries import digests
from tests.worlds.citing import MODEL, MORNING, an_insight, bring_in, keep_reader
from tests.worlds.mailbox import HangingUp, Mailbox, a_mail_server, by_mail, free_port, served

BASE = "https://earmark.example"


@pytest.fixture
def reader(store):
    return keep_reader(store, hour=6)


@pytest.fixture
def chosen(store, reader):
    bring_in(store, an_insight("a", worth=0.9, headline="China’s labs\r\nBcc: all@example.org " + "give it away " * 9))
    bring_in(store, an_insight("b"))
    return choose_for(store, reader, MORNING, model_name=MODEL)


def deliver(store, reader, channels, now=MORNING, **options):
    """What became of it on the first channel."""
    return deliver_due(store, reader, channels, now, base_url=BASE, **options)[0]


def state(store, digest, channel="mail"):
    with store.read() as connection:
        return digests.delivery(connection, digest.id, channel)


class Shelf:
    """A second channel: puts each edition into a folder as a text, one file a day."""

    name = "shelf"

    def __init__(self, folder):
        self.folder = folder

    def check(self, reader):
        pass

    def send(self, edition, leaving):
        leaving()
        file = self.folder / f"{edition.digest.day}.txt"
        with file.open("a") as page:
            page.write(render.text(edition.digest, edition.reader, edition.base_url, edition.memory, edition.news))
        return f"Laid on the shelf as {file.name}."


def test_the_mail_has_text_html_and_plain_headers(store, reader, chosen, mailbox, port):
    delivery = deliver(store, reader, by_mail(port))

    (mail,) = mailbox.messages
    assert (delivery.outcome, delivery.sentence) == ("sent", "Mailed 2 insights.")
    assert mailbox.recipients == ["ann@example.org"]
    assert (mail["From"], mail["To"]) == ("Earmark <earmark@example.org>", "ann@example.org")
    assert mail["Subject"].startswith("Earmark: China’s labs Bcc: all@example.org give it away")
    assert len(mail["Subject"]) <= 90
    assert mail["Bcc"] is None
    assert mail["Date"].datetime == MORNING
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith("<2026-11-23.")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "“we say a”" in mail.get_body(("plain",)).get_content()
    assert "https://earmark.example/insight?id=b" in mail.get_body(("html",)).get_content()


def test_a_second_run_sends_nothing(store, reader, chosen, mailbox, port):
    deliver(store, reader, by_mail(port))

    again = deliver(store, reader, by_mail(port), MORNING + timedelta(hours=3))

    assert (again.outcome, len(mailbox.messages)) == ("already", 1)
    assert state(store, chosen) == ("sent", 1, None)


def test_before_the_hour_nothing_is_sent(store, reader, chosen, mailbox, port):
    early = deliver(store, reader, by_mail(port), MORNING.replace(hour=5, minute=59))

    assert (early.outcome, mailbox.messages, state(store, chosen)) == ("not_due", [], None)


def test_a_day_without_a_digest_has_no_mail(store, reader, mailbox, port):
    assert deliver(store, reader, by_mail(port)).outcome == "nothing"
    assert mailbox.messages == []


def test_a_reader_without_an_address_has_no_mail(store, chosen, mailbox, port):
    silent = keep_reader(store, email=None)

    assert deliver(store, silent, by_mail(port)).outcome == "no_address"


def test_an_address_that_is_none_is_said_before_anything_is_claimed(store, chosen, port):
    wrong = keep_reader(store, email="ann at example")

    delivery = deliver(store, wrong, by_mail(port))

    assert delivery.outcome == "failed"
    assert "EARMARK_MAIL_TO" in delivery.sentence
    assert state(store, chosen) is None


def test_a_busy_server_is_tried_again_by_the_next_run(store, reader, chosen):
    mailbox = Mailbox("451 come back later")
    with served(mailbox) as port:
        first = deliver(store, reader, by_mail(port))
        noted = state(store, chosen)
        second = deliver(store, reader, by_mail(port), MORNING + timedelta(minutes=10))

    assert (first.outcome, second.outcome) == ("failed", "sent")
    assert noted == ("failed", 1, "the mail server refuses the message (451 come back later)")
    assert state(store, chosen) == ("sent", 2, None)
    assert len(mailbox.messages) == 1


def test_a_server_that_is_not_there_is_tried_again(store, reader, chosen, mailbox, port):
    down = deliver(store, reader, by_mail(free_port()))
    up = deliver(store, reader, by_mail(port))

    assert (down.outcome, up.outcome) == ("failed", "sent")
    assert "cannot be reached" in down.sentence


class Dying(Mail):
    """Dies before the message is whole, or right after it may have been taken."""

    def __init__(self, *, late):
        self.late = late

    def send(self, edition, leaving):
        if self.late:
            leaving()
        raise KeyboardInterrupt


def test_a_run_that_dies_before_the_message_is_whole_is_made_up_for_by_the_next(store, reader, chosen, mailbox, port):
    with pytest.raises(KeyboardInterrupt):
        deliver(store, reader, [Dying(late=False)])

    noted, again = state(store, chosen), deliver(store, reader, by_mail(port))

    assert (noted[0], again.outcome, len(mailbox.messages)) == ("begun", "sent", 1)


def test_a_run_that_dies_while_sending_leaves_the_outcome_to_the_person(store, reader, chosen, mailbox, port):
    with pytest.raises(KeyboardInterrupt):
        deliver(store, reader, [Dying(late=True)])

    left = deliver(store, reader, by_mail(port))
    sent_before_asked = list(mailbox.messages)
    asked = deliver(store, reader, by_mail(port), resend=True)

    assert (left.outcome, sent_before_asked) == ("uncertain", [])
    assert "--resend" in left.sentence
    assert (asked.outcome, len(mailbox.messages)) == ("sent", 1)


class Slow(Mail):
    """Another run comes between its claim and its message."""

    def __init__(self, port, other_run):
        super().__init__(a_mail_server(port))
        self.other_run = other_run

    def send(self, edition, leaving):
        self.other_run()
        return super().send(edition, leaving)


def test_of_two_runs_that_have_begun_the_later_one_sends(store, reader, chosen, mailbox, port):
    slow = deliver(store, reader, [Slow(port, lambda: deliver(store, reader, by_mail(port)))])

    assert (slow.outcome, state(store, chosen)) == ("already", ("sent", 2, None))
    assert len(mailbox.messages) == 1


def test_what_was_sent_stays_so_when_an_earlier_run_is_refused(store, reader, chosen, mailbox, port):
    slow = deliver(store, reader, [Slow(free_port(), lambda: deliver(store, reader, by_mail(port)))])

    assert (slow.outcome, state(store, chosen)) == ("failed", ("sent", 2, None))
    assert deliver(store, reader, by_mail(port)).outcome == "already"


def test_a_broken_line_after_the_message_is_not_sent_again(store, reader, chosen):
    mailbox = HangingUp()
    with served(mailbox) as port:
        first = deliver(store, reader, by_mail(port))
        second = deliver(store, reader, by_mail(port))

    assert (first.outcome, second.outcome) == ("uncertain", "uncertain")
    assert len(mailbox.messages) == 1
    assert state(store, chosen)[0] == "sending"


def test_resend_mails_again_with_the_same_id_at_any_hour(store, reader, chosen, mailbox, port):
    deliver(store, reader, by_mail(port))

    again = deliver(store, reader, by_mail(port), MORNING.replace(hour=1), resend=True)

    assert again.outcome == "sent"
    assert len({mail["Message-ID"] for mail in mailbox.messages}) == 1
    assert state(store, chosen) == ("sent", 2, None)


def test_two_runs_at_once_send_one_mail(store, reader, chosen, mailbox, port):
    together, found = Barrier(2), []

    def run():
        together.wait()
        found.append(deliver(store, reader, by_mail(port)).outcome)

    runs = [Thread(target=run), Thread(target=run)]
    [one.start() for one in runs]
    [one.join() for one in runs]

    assert len(mailbox.messages) == 1
    assert "sent" in found


def test_a_second_channel_has_the_digest_once(store, reader, chosen, mailbox, port, tmp_path):
    channels = [*by_mail(port), Shelf(tmp_path)]

    first = deliver_due(store, reader, channels, MORNING, base_url=BASE)
    laid = (tmp_path / "2026-11-23.txt").read_text()
    second = deliver_due(store, reader, channels, MORNING + timedelta(hours=1), base_url=BASE)

    assert [(one.channel, one.outcome) for one in first] == [("mail", "sent"), ("shelf", "sent")]
    assert first[1].sentence == "Laid on the shelf as 2026-11-23.txt."
    assert "“we say a”" in laid
    assert [one.outcome for one in second] == ["already", "already"]
    assert (tmp_path / "2026-11-23.txt").read_text() == laid
    assert len(mailbox.messages) == 1


def test_a_channel_that_fails_does_not_stop_the_next(store, reader, chosen, tmp_path):
    told = deliver_due(store, reader, [*by_mail(free_port()), Shelf(tmp_path)], MORNING, base_url=BASE)

    assert [one.outcome for one in told] == ["failed", "sent"]
    assert (state(store, chosen)[0], state(store, chosen, "shelf")[0]) == ("failed", "sent")


def test_a_broken_channel_is_told_when_the_others_had_their_turn(store, reader, chosen, mailbox, port, tmp_path):
    channels = [Shelf(tmp_path / "no such folder"), *by_mail(port)]

    with pytest.raises(FileNotFoundError):
        deliver_due(store, reader, channels, MORNING, base_url=BASE)

    assert (state(store, chosen, "shelf")[0], state(store, chosen)[0]) == ("sending", "sent")
    assert len(mailbox.messages) == 1


def test_without_a_channel_nothing_is_told(store, reader, chosen):
    assert deliver_due(store, reader, [], MORNING, base_url=BASE) == []
