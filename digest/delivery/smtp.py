"""Handing a message to a mail server, where a refusal is told from an unknown outcome.

No error repeats a password or an address.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Literal

from digest.delivery.channel import Leaving, Unanswered
from digest.delivery.patience import cut_off_after, made_within
from digest.wording import plain, shortened
from store.errors import EarmarkError, Misconfigured, Transient

Tls = Literal["starttls", "ssl", "none"]
# By judgement, not measured: RFC 5321, 4.5.3.2 would wait ten minutes for the last answer alone, and a morning waits.
_LONGEST_SECONDS = 300.0


class SmtpServer:
    """One mail server; a connection for each message.

    `send` returns when the message was accepted. It raises Unanswered when that is not known, and Transient or
    Misconfigured when the message was certainly not accepted. `leaving` is called before the dot that ends the message:
    without it no server takes one (RFC 5321, 4.1.1.4).
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
        longest: float = _LONGEST_SECONDS,
    ) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._password = password
        self._sender = sender
        self._tls = tls
        self._timeout = timeout
        self._longest = longest

    @property
    def domain(self) -> str:
        """What follows the @ of the sender. Raises Misconfigured when that is no address."""
        return self._add_sender(EmailMessage()).rpartition("@")[2].lower().encode("idna").decode()

    def send(self, message: EmailMessage, leaving: Leaving) -> None:
        sender = self._add_sender(message)
        connection: smtplib.SMTP | None = None
        try:
            connection = made_within(self._longest, self._connect)
            with cut_off_after(self._longest, connection):
                self._log_in(connection)
                self._envelope(connection, sender, message)
                self._hand_over(connection, message, leaving)
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
        if connection.has_extn("8bitmime"):
            options.append("BODY=8BITMIME")
        code, reply = connection.mail(sender, options)
        if code != 250:
            raise _by_code(code, reply, "the sender", "EARMARK_MAIL_FROM")
        for address in to:
            code, reply = connection.rcpt(address)
            if code not in (250, 251):
                raise _by_code(code, reply, "the reader's address", "EARMARK_MAIL_TO")

    def _hand_over(self, connection: smtplib.SMTP, message: EmailMessage, leaving: Leaving) -> None:
        # RFC 6152: a server that does not offer 8BITMIME is sent seven bits, in which the parts are encoded anew.
        bits = "8bit" if connection.has_extn("8bitmime") else "7bit"
        wire = message.as_bytes(policy=WIRE.clone(utf8=connection.command_encoding == "utf-8", cte_type=bits))
        code, reply = connection.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        try:
            connection.send(re.sub(rb"(?m)^\.", b"..", wire))
            leaving()
        except BaseException:
            connection.close()  # a goodbye would be read as more of the message
            raise
        try:
            connection.send(b".\r\n")
            code, reply = connection.getreply()
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Unanswered("the mail server broke off before it said whether it took the message") from error
        if code == 250:
            return
        if not 400 <= code < 600:  # no answer that SMTP knows: half of one, or noise
            raise Unanswered("the mail server's answer cannot be read")
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
