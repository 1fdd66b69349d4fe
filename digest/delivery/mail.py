"""The five by mail: the message, and handing it to a mail server, where a refusal is told from an unknown outcome.

No error repeats a password or an address.
"""

import smtplib
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from digest.delivery import render
from digest.delivery.channel import Edition, NoAddress, Unanswered
from digest.wording import plain, shortened
from store.errors import EarmarkError, Misconfigured, Transient
from store.records.readers import Reader

SUBJECT_LENGTH = 90  # characters; by judgement, not measured: bounds what a feed or a model can put on the subject line

Tls = Literal["starttls", "ssl", "none"]


class Mail:
    """The channel "mail": each edition is one message through one mail server."""

    name = "mail"

    def __init__(self, server: "SmtpServer") -> None:
        self._server = server

    def check(self, reader: Reader) -> None:
        if not reader.email:
            raise NoAddress("There is no address to mail to: set EARMARK_MAIL_TO.")
        _addressed(reader)

    def send(self, edition: Edition) -> str:
        self._server.send(compose(edition))
        count = len(edition.digest.picks)
        return f"Mailed {count} insight{'' if count == 1 else 's'}."


def compose(edition: Edition) -> EmailMessage:
    """The message without its sender, which the server adds. Raises Misconfigured when the reader's address is none."""
    digest, reader = edition.digest, edition.reader
    parts = (digest, reader, edition.base_url, edition.memory, edition.news)
    message = _addressed(reader)
    message["Subject"] = shortened(f"Earmark: {plain(digest.picks[0].cited.insight.headline)}", SUBJECT_LENGTH)
    message["Date"] = format_datetime(edition.at)
    message["Message-ID"] = _message_id(edition)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render.text(*parts))
    message.add_alternative(render.html(*parts), subtype="html")
    return message


def _addressed(reader: Reader) -> EmailMessage:
    """An empty message to the reader."""
    message = EmailMessage()
    try:
        message["To"] = reader.email or ""
        addresses = message["To"].addresses
    except (ValueError, IndexError, MessageError):  # a line break, or what the parser of headers trips over
        addresses = ()
    if len(addresses) != 1 or not addresses[0].domain:
        raise Misconfigured("the reader's address is not one e-mail address: set EARMARK_MAIL_TO")
    return message


def _message_id(edition: Edition) -> str:
    """The same for every try of the day, so that mail programs show one that did arrive twice once."""
    reader, day = edition.reader, edition.digest.day.isoformat()
    facts = f"{edition.base_url} {reader.id} {reader.name} {reader.email} {day}"
    host = urlsplit(edition.base_url).hostname or "localhost"
    return f"<{day}.{sha256(facts.encode()).hexdigest()[:24]}@{host}>"


class SmtpServer:
    """One mail server; a connection for each message.

    `send` returns when the message was accepted. It raises Unanswered when that is not known, and Transient or
    Misconfigured when the message was certainly not accepted.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str | None,
        password: str | None,
        sender: str,
        tls: Tls,
        timeout: float = 30,
    ) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._password = password
        self._sender = sender
        self._tls = tls
        self._timeout = timeout

    def send(self, message: EmailMessage) -> None:
        sender = self._add_sender(message)
        connection: smtplib.SMTP | None = None
        try:
            connection = self._connect()
            self._log_in(connection)
            self._envelope(connection, sender, message)
            self._hand_over(connection, message)
        except smtplib.SMTPException as error:
            raise self._refused(error) from error
        except ssl.SSLError as error:
            raise Misconfigured(
                f"no safe connection to the mail server ({plain(error.reason or 'TLS error')}): "
                "check EARMARK_SMTP_HOST, EARMARK_SMTP_PORT and EARMARK_SMTP_TLS"
            ) from error
        except UnicodeError as error:
            raise Misconfigured("the mail server's name is not a host name: check EARMARK_SMTP_HOST") from error
        except OSError as error:
            raise Transient(
                f"the mail server at {self._host}:{self._port} cannot be reached ({_reason(error)}); "
                "if that stays so, check EARMARK_SMTP_HOST and EARMARK_SMTP_PORT"
            ) from error
        finally:
            if connection is not None:
                # The outcome is known by now; a server that hangs up instead of saying goodbye changes nothing.
                with suppress(smtplib.SMTPException, OSError):
                    connection.quit()
                connection.close()

    def _add_sender(self, message: EmailMessage) -> str:
        """The address alone, for the envelope."""
        try:
            del message["From"]
            message["From"] = self._sender
            addresses = message["From"].addresses
        except (ValueError, IndexError, MessageError):  # a line break, or what the parser of headers trips over
            addresses = ()
        if len(addresses) != 1 or not addresses[0].domain:
            raise Misconfigured("the sender is not one e-mail address: set EARMARK_MAIL_FROM")
        return str(addresses[0].addr_spec)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls == "ssl":
            return smtplib.SMTP_SSL(self._host, self._port, timeout=self._timeout, context=context)
        connection = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        if self._tls == "starttls":
            try:
                connection.starttls(context=context)
            except smtplib.SMTPNotSupportedError as error:
                connection.close()
                raise Misconfigured(
                    "the mail server offers no STARTTLS: set EARMARK_SMTP_TLS to ssl or none"
                ) from error
            except BaseException:
                connection.close()
                raise
        return connection

    def _log_in(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        if not self._user:
            return
        try:
            connection.login(self._user, self._password or "")
        except smtplib.SMTPNotSupportedError as error:
            raise Misconfigured("the mail server takes no user and password: unset EARMARK_SMTP_USER") from error
        except UnicodeEncodeError:  # its text would hold the password
            raise Misconfigured(
                "EARMARK_SMTP_USER or EARMARK_SMTP_PASSWORD has a character that SMTP cannot send"
            ) from None

    def _envelope(self, connection: smtplib.SMTP, sender: str, message: EmailMessage) -> None:
        to = [str(address.addr_spec) for address in message["To"].addresses]
        options = []
        if not all(address.isascii() for address in (sender, *to)):
            if not connection.has_extn("smtputf8"):
                raise Misconfigured("the mail server takes only plain letters in addresses: check EARMARK_MAIL_TO")
            connection.command_encoding = "utf-8"
            options = ["SMTPUTF8"]
        code, reply = connection.mail(sender, options)
        if code != 250:
            raise _by_code(code, reply, "the sender", "EARMARK_MAIL_FROM")
        for address in to:
            code, reply = connection.rcpt(address)
            if code not in (250, 251):
                raise _by_code(code, reply, "the reader's address", "EARMARK_MAIL_TO")

    def _hand_over(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        wire = message.as_bytes(policy=WIRE.clone(utf8=connection.command_encoding == "utf-8"))
        try:
            code, reply = connection.data(wire)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Unanswered("the mail server broke off before it said whether it took the message") from error
        if code != 250:
            raise smtplib.SMTPDataError(code, reply)

    def _refused(self, error: smtplib.SMTPException) -> EarmarkError:
        if isinstance(error, smtplib.SMTPAuthenticationError):
            sentence = f"the mail server refuses the login ({error.smtp_code})"
            if error.smtp_code < 500:
                return Transient(sentence)
            return Misconfigured(f"{sentence}: check EARMARK_SMTP_USER and EARMARK_SMTP_PASSWORD")
        if isinstance(error, smtplib.SMTPDataError):
            return _by_code(error.smtp_code, error.smtp_error, "the message", "EARMARK_MAIL_FROM")
        if isinstance(error, smtplib.SMTPResponseException):
            return _by_code(error.smtp_code, error.smtp_error, "the connection", "EARMARK_SMTP_HOST")
        return Transient(f"the mail server at {self._host}:{self._port} broke off before it took the message")


def _by_code(code: int, reply: bytes | str, what: str, setting: str) -> EarmarkError:
    """A 4xx reply asks to try again; a 5xx reply will not change by itself (RFC 5321, 4.2.1)."""
    spoken = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    # Servers like to repeat addresses in their replies.
    words = " ".join("…" if "@" in word else word for word in plain(spoken).split())
    sentence = f"the mail server refuses {what} ({code} {shortened(words, 120)})"
    return Transient(sentence) if code < 500 else Misconfigured(f"{sentence}: check {setting}")


def _reason(error: OSError) -> str:
    return plain(error.strerror or str(error) or type(error).__name__)
