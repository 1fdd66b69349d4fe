"""A mail server on loopback that keeps, refuses or drops what it is sent."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Event

from aiosmtpd.controller import Controller

from digest.delivery.mail import Mail
from digest.delivery.smtp import SmtpServer


class Mailbox:
    """Keeps what it is sent; `replies` are given to the first messages instead of 250."""

    def __init__(self, *replies):
        self.messages = []
        self.raw = []
        self.options = []
        self.recipients = []
        self.arrived = Event()
        self.replies = list(replies)

    async def handle_DATA(self, server, session, envelope):
        if self.replies:
            return self.replies.pop(0)
        self.raw.append(envelope.content)
        self.options = list(envelope.mail_options)
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        self.arrived.set()
        return "250 kept"


class SevenBits(Mailbox):
    """Offers no 8BITMIME."""

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [one for one in responses if "8BITMIME" not in one]


class Refusing(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        return f"550 no such user {address}"


class HangingUp(Mailbox):
    """Takes the whole message and breaks off before it answers."""

    async def handle_DATA(self, server, session, envelope):
        await super().handle_DATA(server, session, envelope)
        server.transport.abort()
        return "250 never heard"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(mailbox, **options):
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


def a_mail_server(port, **changes):
    facts = {"user": None, "password": None, "sender": "Earmark <earmark@example.org>", "tls": "none", "timeout": 5}
    return SmtpServer(host="127.0.0.1", port=port, **facts | changes)


def by_mail(port):
    """The channels of a reader who is mailed to."""
    return [Mail(a_mail_server(port))]
