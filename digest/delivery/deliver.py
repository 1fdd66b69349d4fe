"""Mails a reader's five once. Never twice by itself: "sending" is committed before the mail server is spoken to.

A run that is killed between the two leaves "sending" behind: nobody knows whether the mail went out, so it is left to
the person to send it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError

from digest.delivery import render
from digest.delivery.mail import Mailer, Unanswered
from digest.memory_words import Memory, read_memory
from digest.reader_day import day_of, due
from digest.thread_news import ThreadNews, of_digest
from digest.wording import plain, short_day, shortened
from store import Store
from store.errors import Misconfigured, Transient
from store.queries import digests
from store.records.readers import Digest, Reader

CHANNEL = "mail"
SUBJECT_LENGTH = 90

Outcome = Literal["sent", "not_due", "already", "nothing", "no_address", "uncertain", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of the mail, and the sentence that tells the person."""

    outcome: Outcome
    sentence: str


def deliver_due(
    store: Store, reader: Reader, mailer: Mailer, now: datetime, *, base_url: str, resend: bool = False
) -> Delivery:
    """Mails the digest of the reader's day when its hour has come and it has not gone out.

    `resend` mails it whatever the hour and whatever happened before. A refusal is recorded and tried again by the next
    run. Errors of the mailer that are not ours pass through and leave the delivery uncertain.
    """
    if not reader.email:
        return Delivery(outcome="no_address", sentence="There is no address to mail to: set EARMARK_MAIL_TO.")
    if not resend and not due(reader, now):
        return Delivery(outcome="not_due", sentence=f"The mail goes out at {reader.hour}:00 ({reader.timezone}).")
    with store.read() as connection:
        digest = digests.of_day(connection, reader.id, day_of(reader, now))
        memory = read_memory(connection, [pick.cited.insight.id for pick in digest.picks] if digest else [])
        news = of_digest(connection, digest) if digest else ()
    if digest is None or not digest.picks:
        return Delivery(outcome="nothing", sentence="There is nothing to mail today.")
    try:
        message = compose(digest, reader, now, base_url=base_url, memory=memory, news=news)
    except Misconfigured as error:
        return _failed(error)
    before = _claim(store, digest, now, again=resend)
    return before or _send(store, digest, mailer, message, now)


def compose(
    digest: Digest,
    reader: Reader,
    now: datetime,
    *,
    base_url: str,
    memory: Memory | None = None,
    news: Sequence[ThreadNews] = (),
) -> EmailMessage:
    """The message without its sender, which the mailer adds. Raises Misconfigured when the reader's address is none."""
    message = EmailMessage()
    try:
        message["To"] = reader.email or ""
        addresses = message["To"].addresses
    except (ValueError, IndexError, MessageError):  # a line break, or what the parser of headers trips over
        addresses = ()
    if len(addresses) != 1 or not addresses[0].domain:
        raise Misconfigured("the reader's address is not one e-mail address: set EARMARK_MAIL_TO")
    top = plain(digest.picks[0].cited.insight.headline) if digest.picks else short_day(digest.day)
    message["Subject"] = shortened(f"Earmark: {top}", SUBJECT_LENGTH)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = _message_id(digest, reader, base_url)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render.text(digest, reader, base_url, memory, news))
    message.add_alternative(render.html(digest, reader, base_url, memory, news), subtype="html")
    return message


def _message_id(digest: Digest, reader: Reader, base_url: str) -> str:
    """The same for every try of the day, so that mail programs show one that did arrive twice once."""
    facts = f"{base_url} {reader.id} {reader.name} {reader.email} {digest.day.isoformat()}"
    host = urlsplit(base_url).hostname or "localhost"
    return f"<{digest.day.isoformat()}.{sha256(facts.encode()).hexdigest()[:24]}@{host}>"


def _claim(store: Store, digest: Digest, now: datetime, *, again: bool) -> Delivery | None:
    """None when the delivery is now ours, otherwise what stands in the way."""
    try:
        with store.write() as connection:
            if digests.claim_delivery(connection, digest.id, CHANNEL, now, again=again):
                return None
            known = digests.delivery(connection, digest.id, CHANNEL)
    except IntegrityError:  # on PostgreSQL another run's first try came between
        known = ("sending", 1, None)
    if known and known[0] == "sent":
        return Delivery(outcome="already", sentence="Today's mail has gone out already.")
    return Delivery(
        outcome="uncertain",
        sentence="Another run began to send today's mail and has not said how it ended, so it is not sent twice; "
        "if it did not arrive, `cli.py digest --resend` sends it again.",
    )


def _send(store: Store, digest: Digest, mailer: Mailer, message: EmailMessage, now: datetime) -> Delivery:
    try:
        mailer.send(message)
    except Unanswered as error:
        return Delivery(
            outcome="uncertain",
            sentence=f"Nobody knows whether today's mail went out: {error}; "
            "if it did not arrive, `cli.py digest --resend` sends it again.",
        )
    except (Transient, Misconfigured) as error:
        with store.write() as connection:
            digests.note_delivery(connection, digest.id, CHANNEL, "failed", now, error=str(error))
        return _failed(error)
    with store.write() as connection:
        digests.note_delivery(connection, digest.id, CHANNEL, "sent", now)
    count = len(digest.picks)
    return Delivery(outcome="sent", sentence=f"Mailed {count} insight{'' if count == 1 else 's'}.")


def _failed(error: Transient | Misconfigured) -> Delivery:
    return Delivery(outcome="failed", sentence=f"Today's mail was not sent: {error}.")
