"""What goes out into the web and what seals the addresses of private feeds, opened as they are set."""

from typing import TYPE_CHECKING

from config.settings import Settings
from store.errors import Misconfigured

if TYPE_CHECKING:
    from ingest.feeds.credentials import Seal
    from ingest.feeds.directory import Directory
    from ingest.web.client import Web


def open_web(settings: Settings, *also_allowed: str) -> "Web":
    from ingest.web.client import USER_AGENT, Web

    allowed = settings.allow_private_hosts | frozenset(also_allowed)
    agent = settings.user_agent or USER_AGENT
    return Web(allow_private_hosts=allowed, user_agent=agent, cipher=open_seal(settings))


def opened_address(settings: Settings, url: str) -> str:
    """An address with its sealed keys opened, for the reader's own player; as it is kept where they cannot be."""
    from ingest.web.sealed_keys import SealedKeys

    try:
        return SealedKeys(open_seal(settings)).opened(url)
    except Misconfigured:
        return url


def sealed_address(settings: Settings, url: str) -> str:
    """An address that a person typed, as the store knows it."""
    from ingest.web.sealed_keys import SealedKeys

    return SealedKeys(open_seal(settings)).sealed(url)


def open_seal(settings: Settings) -> "Seal":
    """What keeps passwords of private feeds from whoever reads the database alone."""
    from ingest.feeds.credentials import Seal

    key = settings.secret_key.get_secret_value() if settings.secret_key else None
    return Seal(settings.data_dir / "secret.key", key)


def open_directory(settings: Settings, web: "Web") -> "Directory":
    from ingest.feeds.directory import Directory

    return Directory(web, settings.directory_url)
