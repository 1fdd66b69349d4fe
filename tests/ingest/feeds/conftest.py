"""What tests of feeds share."""

import pytest

from ingest.web.client import Web


@pytest.fixture
def web(site):
    """A client that may reach the site on loopback, and does not wait."""
    return Web(allow_private_hosts=frozenset({site.host}), timeout=5, sleep=lambda _: None)
