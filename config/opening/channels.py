"""The ways in which the five are sent, opened as they are set."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from config.readership import is_owner
from config.settings import Settings
from store.records.readers import Reader

if TYPE_CHECKING:
    from digest.delivery.channel import Channel


def open_channels(settings: Settings, reader: Reader) -> "Sequence[Channel]":
    """The ways in which the five are sent, in this order: by mail where a server is set, then over each channel, which
    are the owner's: whoever reads there reads the owner's five."""
    mail = _open_mail(settings)
    if settings.channels is None or not is_owner(reader):
        return mail
    from digest.delivery.push import pushes

    return [*mail, *pushes(tuple(settings.channels.get_secret_value().split()))]


def _open_mail(settings: Settings) -> "Sequence[Channel]":
    if settings.smtp_host is None:
        return ()
    from digest.delivery.mail import Mail
    from digest.delivery.smtp import SmtpServer

    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        sender=settings.mail_from or settings.smtp_user or settings.mail_to or "",
        tls=settings.smtp_tls,
    )
    return (Mail(server),)
