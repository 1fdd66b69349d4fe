"""Who is let in before any page: named proxies where a proxy names readers, this machine where nobody does."""

from ipaddress import ip_network

import pytest

from config import Settings
from endpoint.gate import BELIEVED, check_open, guards, trusted
from store.errors import Misconfigured

NAMED = [ip_network("127.0.0.1"), ip_network("172.18.0.0/16"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("client", "let_in"),
    [
        (("127.0.0.1", 1), True),
        (("::ffff:127.0.0.1", 1), True),
        (("172.18.3.4", 1), True),
        (("fd00::7", 1), True),
        (("172.19.0.1", 1), False),
        (("::1", 1), False),
        (None, False),
        (("", 0), False),
    ],
)
def test_only_named_addresses_and_networks_are_let_in(client, let_in):
    assert trusted(client, NAMED) is let_in


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
def test_without_a_login_the_page_is_for_this_machine(data_dir, address):
    check_open(address, Settings(), signs_in=False)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.0.2.7", "earmark.example"])
def test_beyond_it_a_login_is_asked_for(data_dir, address):
    with pytest.raises(Misconfigured, match="set up a login"):
        check_open(address, Settings(), signs_in=False)


def test_a_login_a_proxy_and_a_word_of_the_owner_open_it(data_dir):
    check_open("0.0.0.0", Settings(), signs_in=True)
    check_open("0.0.0.0", Settings(open_to_all=True), signs_in=False)
    check_open("0.0.0.0", Settings(reader_header="Remote-User"), signs_in=False)


def test_a_header_is_believed_of_named_proxies_and_behind_serve_alone(data_dir, monkeypatch):
    monkeypatch.delenv(BELIEVED, raising=False)

    with pytest.raises(Misconfigured, match="EARMARK_TRUSTED_PROXIES"):
        guards(Settings(reader_header="Remote-User"))
    with pytest.raises(Misconfigured, match=r"cli\.py serve"):
        guards(Settings(reader_header="Remote-User", trusted_proxies="127.0.0.1"))
    assert guards(Settings()) == []


def test_what_is_no_address_is_told(data_dir):
    with pytest.raises(ValueError, match="no address or network"):
        Settings(trusted_proxies="proxy.local")
