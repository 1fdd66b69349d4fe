"""A mail server that dies in each phase: an end in time, one sentence, and the five come once when it is well again."""

from time import monotonic

import pytest

from digest.delivery.deliver import deliver_due
from digest.delivery.mail import Mail
from digest.five.daily import choose_for
from tests.worlds.citing import MODEL, MORNING, an_insight, bring_in, keep_reader
from tests.worlds.dying_mail import PHASES, dying_mail
from tests.worlds.mailbox import a_mail_server, by_mail

SURE, UNSURE = PHASES[:-2], PHASES[-2:]  # a small message has left, dot and all, before a broken line is heard of
QUICK = {"timeout": 0.5, "longest": 1.0, "user": "ann", "password": "s3cret-word"}


@pytest.fixture
def reader(store):
    bring_in(store, an_insight("a"), an_insight("b"))
    kept = keep_reader(store)
    choose_for(store, kept, MORNING, model_name=MODEL)
    return kept


def deliver(store, reader, channels):
    return deliver_due(store, reader, channels, MORNING, base_url="https://earmark.example")[0]


@pytest.mark.parametrize("manner", ["drops the line", "is silent", "drips"])
@pytest.mark.parametrize("phase", SURE)
def test_what_was_certainly_not_taken_goes_out_once_when_the_server_is_well(
    store, reader, mailbox, port, phase, manner
):
    began = monotonic()
    with dying_mail(phase, manner) as dying:
        failed = deliver(store, reader, [Mail(a_mail_server(dying, **QUICK))])
    lasted = monotonic() - began

    again = deliver(store, reader, by_mail(port))

    assert (failed.outcome, again.outcome, len(mailbox.messages)) == ("failed", "sent", 1)
    assert failed.sentence.startswith("Today's mail was not sent: the mail server")
    assert "s3cret-word" not in failed.sentence
    assert lasted < 10


@pytest.mark.parametrize("manner", ["drops the line", "is silent", "drips"])
@pytest.mark.parametrize("phase", UNSURE)
def test_what_may_have_been_taken_is_left_to_the_person(store, reader, mailbox, port, phase, manner):
    with dying_mail(phase, manner) as dying:
        unsure = deliver(store, reader, [Mail(a_mail_server(dying, **QUICK))])

    again = deliver(store, reader, by_mail(port))

    assert (unsure.outcome, again.outcome, mailbox.messages) == ("uncertain", "uncertain", [])
    assert "--resend" in again.sentence
