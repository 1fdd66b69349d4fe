"""Which addresses may be fetched at all."""

import pytest

from ingest.web.client import checked_url
from ingest.web.guard import is_public
from store.errors import Mistake

PRIVATE = """127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1
    ::1 fe80::1 fc00::1 ff02::1 :: ::ffff:10.0.0.1 2002:a00:1:: 64:ff9b::a00:1"""
PUBLIC = "93.184.216.34 2606:4700::1111 64:ff9b::5db8:d822 ::ffff:93.184.216.34"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_are_known_in_every_guise(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "text",
    ["", "pod.example/feed", "http://", "ftp://pod.example/", "javascript:alert(1)", "http://a b/", "http://[::1"],
)
def test_what_is_no_web_address_is_a_mistake(text):
    with pytest.raises(Mistake, match="is not a web address"):
        checked_url(text)


def test_an_address_is_brought_into_one_form():
    assert checked_url(" HTTPS://Pod.Example/Feed.xml?a=B#top ") == "https://pod.example/Feed.xml?a=B"
