"""Sends a reader's five once over each channel. Never twice by itself: "sending" is committed before they leave.

A run claims them first ("begun"); what is killed until then was not sent, and the next run claims them anew. One that
is killed after "sending" leaves that behind: nobody knows whether the five went out, so it is left to the person to
send them again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError

from digest.delivery.channel import Channel, Edition, NoAddress, Overtaken, Unanswered
from digest.memory_words import read_memory
from digest.outlets.addresses import address, only_here, opened
from digest.reader_day import day_of, due
from digest.threads.news import of_digest
from store import Store
from store.errors import EarmarkError, Misconfigured, Mistake, Transient
from store.queries import digests, outlets
from store.records.readers import Digest, Reader

Outcome = Literal["sent", "not_due", "already", "nothing", "no_address", "stopped", "uncertain", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of the five on one channel, and the sentence that tells the person."""

    channel: str
    outcome: Outcome
    sentence: str


def deliver_due(
    store: Store, reader: Reader, channels: Sequence[Channel], now: datetime, *, base_url: str, resend: bool = False
) -> list[Delivery]:
    """Sends the digest of the reader's day over each channel where its hour has come and it has not gone out.

    `resend` sends it whatever the hour and whatever happened before. A refusal is recorded and tried again by the next
    run. Errors of a channel that are not ours leave its delivery uncertain; the first is raised when every channel has
    had its turn.
    """
    is_due = resend or due(reader, now)
    edition = _edition(store, reader, now, base_url) if is_due and channels else None
    told: list[Delivery] = []
    broken: list[Exception] = []
    for channel in channels:
        try:
            told.append(_deliver(store, channel, edition, reader, is_due=is_due, again=resend))
        except Exception as error:  # noqa: BLE001 - raised below: one broken channel must not stop the others
            broken.append(error)
    if broken:
        raise broken[0]
    return told


def _edition(store: Store, reader: Reader, now: datetime, base_url: str) -> Edition | None:
    """None when nothing was chosen today."""
    with store.read() as connection:
        digest = digests.of_day(connection, reader.id, day_of(reader, now))
    return _drawn(store, reader, digest, now, base_url) if digest and digest.picks else None


def _drawn(
    store: Store, reader: Reader, digest: Digest, now: datetime, base_url: str, *, trial: bool = False
) -> Edition:
    with store.write() as connection:
        outlet = opened(connection, reader.id, "mail", now)
    with store.read() as connection:
        return Edition(
            digest=digest,
            reader=reader,
            memory=read_memory(connection, [pick.cited.insight.id for pick in digest.picks]),
            news=of_digest(connection, digest),
            base_url=base_url,
            at=now,
            answers=None if only_here(base_url) else address(base_url, outlet),
            trial=trial,
        )


def send_trial(
    store: Store, reader: Reader, channels: Sequence[Channel], now: datetime, *, base_url: str
) -> list[Delivery]:
    """Sends the latest five over each channel and records nothing; each is "sent" or "failed"."""
    with store.read() as connection:
        digest = digests.latest(connection, reader.id)
    if digest is None or not digest.picks:
        raise Mistake("there are no five to try it with yet: `cli.py daily` makes today's")
    edition = _drawn(store, reader, digest, now, base_url, trial=True)
    return [_tried(channel, edition) for channel in channels]


def _tried(channel: Channel, edition: Edition) -> Delivery:
    try:
        channel.check(edition.reader)
        return Delivery(channel=channel.name, outcome="sent", sentence=channel.send(edition, lambda: None))
    except EarmarkError as error:
        sentence = f"The {channel.name} did not go out: {str(error).rstrip('.')}."
        return Delivery(channel=channel.name, outcome="failed", sentence=sentence)


def _deliver(
    store: Store, channel: Channel, edition: Edition | None, reader: Reader, *, is_due: bool, again: bool
) -> Delivery:
    name = channel.name
    if not is_due:
        sentence = f"The {name} goes out at {reader.hour}:00 ({reader.timezone})."
        return Delivery(channel=name, outcome="not_due", sentence=sentence)
    try:
        channel.check(reader)
    except NoAddress as error:
        return Delivery(channel=name, outcome="no_address", sentence=str(error))
    except Misconfigured as error:
        return _failed(name, error)
    if _is_stopped(store, reader, name) and not again:
        sentence = f"The {name} is stopped: `cli.py mail start {name}` sends it again."
        return Delivery(channel=name, outcome="stopped", sentence=sentence)
    if edition is None:
        return Delivery(channel=name, outcome="nothing", sentence="There is nothing to send today.")
    attempt = _claim(store, edition, name, again=again)
    return _send(store, edition, channel, attempt) if attempt else _in_the_way(store, edition, name)


def _is_stopped(store: Store, reader: Reader, name: str) -> bool:
    with store.read() as connection:
        return outlets.is_stopped(connection, reader.id, name)


def _claim(store: Store, edition: Edition, name: str, *, again: bool) -> int | None:
    """Which try the delivery is that is now ours; None when it is not."""
    try:
        with store.write() as connection:
            return digests.claim_delivery(connection, edition.digest.id, name, edition.at, again=again)
    except IntegrityError:  # on PostgreSQL another run's first try came between
        return None


def _in_the_way(store: Store, edition: Edition, name: str) -> Delivery:
    with store.read() as connection:
        known = digests.delivery(connection, edition.digest.id, name)
    if known and known[0] == "sent":
        return Delivery(channel=name, outcome="already", sentence=f"Today's {name} has gone out already.")
    return Delivery(
        channel=name,
        outcome="uncertain",
        sentence=f"Another run began to send today's {name} and has not said how it ended, so it is not sent twice; "
        "if it did not arrive, `cli.py digest --resend` sends it again.",
    )


def _send(store: Store, edition: Edition, channel: Channel, attempt: int) -> Delivery:
    name = channel.name

    def leaving() -> None:
        with store.write() as connection:
            if not digests.let_go(connection, edition.digest.id, name, attempt, edition.at):
                raise Overtaken

    try:
        sentence = channel.send(edition, leaving)
    except Overtaken:
        return _in_the_way(store, edition, name)
    except Unanswered as error:
        return Delivery(
            channel=name,
            outcome="uncertain",
            sentence=f"Nobody knows whether today's {name} went out: {error}; "
            "if it did not arrive, `cli.py digest --resend` sends it again.",
        )
    except (Transient, Misconfigured) as error:
        with store.write() as connection:
            digests.note_delivery(
                connection, edition.digest.id, name, "failed", edition.at, attempt=attempt, error=str(error)
            )
        return _failed(name, error)
    with store.write() as connection:
        digests.note_delivery(connection, edition.digest.id, name, "sent", edition.at, attempt=attempt)
    return Delivery(channel=name, outcome="sent", sentence=sentence)


def _failed(name: str, error: Transient | Misconfigured) -> Delivery:
    return Delivery(channel=name, outcome="failed", sentence=f"Today's {name} was not sent: {error}.")
