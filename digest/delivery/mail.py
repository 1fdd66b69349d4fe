"""The five by mail: the message. No error repeats an address."""

from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

from digest.delivery import render
from digest.delivery.channel import Edition, Leaving, NoAddress
from digest.delivery.smtp import SmtpServer
from digest.outlets.addresses import only_here
from digest.reader_day import zone_of
from digest.wording import plain, shortened
from store.errors import Misconfigured
from store.records.readers import Reader

SUBJECT_LENGTH = 90  # characters; by judgement, not measured: bounds what a feed or a model can put on the subject line

_SET_IT = "set EARMARK_MAIL_TO, or for another reader `cli.py readers change NAME --email`"
DEAD_LINKS = (
    " Its links lead to {}, which no other device reaches: set EARMARK_BASE_URL to an address of this page that your "
    "phone can open, and they will be one press."
)


class Mail:
    """The channel "mail": each edition is one message through one mail server."""

    name = "mail"

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def check(self, reader: Reader) -> None:
        if not reader.email:
            raise NoAddress(f"There is no address to mail to: {_SET_IT}.")
        _addressed(reader)

    def send(self, edition: Edition, leaving: Leaving) -> str:
        self._server.send(compose(edition, self._server.domain), leaving)
        count = len(edition.digest.picks)
        dead = DEAD_LINKS.format(edition.base_url) if only_here(edition.base_url) else ""
        return f"Mailed {count} insight{'' if count == 1 else 's'}.{dead}"


def compose(edition: Edition, domain: str) -> EmailMessage:
    """The message without its sender, which the server adds and whose domain it has. Raises Misconfigured when the
    reader's address is none."""
    digest, reader = edition.digest, edition.reader
    parts = (digest, reader, edition.base_url, edition.memory, edition.news, edition.answers)
    message = _addressed(reader)
    lead = "Earmark, a test" if edition.trial else "Earmark"
    message["Subject"] = shortened(f"{lead}: {plain(digest.picks[0].cited.insight.headline)}", SUBJECT_LENGTH)
    message["Date"] = format_datetime(edition.at.astimezone(zone_of(reader)))
    message["Message-ID"] = _message_id(edition, domain)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"Earmark <five.earmark.{domain}>"
    if edition.answers:
        message["List-Unsubscribe"] = f"<{edition.answers}/stop>"
        if edition.answers.startswith("https://"):  # RFC 8058, 3.1: one click is for https alone
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
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
        raise Misconfigured(f"the reader's address is not one e-mail address: {_SET_IT}")
    return message


def _message_id(edition: Edition, domain: str) -> str:
    """The same for every try of the day, so that mail programs show one that did arrive twice once.

    At the sender's domain: filters count it against a mail where what follows the @ is no host of the sender's.
    """
    reader, day = edition.reader, edition.digest.day.isoformat()
    facts = f"{edition.base_url} {reader.id} {reader.name} {reader.email} {day}" + (
        f" {edition.at}" if edition.trial else ""
    )
    return f"<{day}.{sha256(facts.encode()).hexdigest()[:24]}@{domain}>"
