"""Feeds behind a password or a token: kept encrypted, never shown, changed and taken back, sent to their host alone."""

import io
import stat
from base64 import b64encode

import pytest

from ingest.feeds.credentials import Credentials, Seal, access_to, split_off
from ingest.web.client import Web
from store import open_store
from store.errors import Misconfigured
from store.queries import credentials, shows
from tests.ingest.feeds.test_scan import feed, item
from tests.worlds.databases import address

BASIC = Credentials(kind="basic", host="pod.example", name="me", secret="open sesame")


def basic(pair):
    return "Basic " + b64encode(pair.encode()).decode()


@pytest.fixture
def seal(tmp_path):
    return Seal(tmp_path / "secret.key")


def test_what_is_sealed_opens_again_and_cannot_be_read_in_between(seal):
    sealed = seal.close(BASIC)

    assert seal.open(sealed) == BASIC
    assert "sesame" not in sealed
    assert "sesame" not in repr(BASIC) + repr(BASIC.access)


def test_the_key_is_a_file_for_its_owner_alone(seal, tmp_path):
    seal.close(BASIC)

    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_of_ones_own_is_used_in_place_of_the_file(tmp_path):
    sealed = Seal(tmp_path / "secret.key", "any words will do").close(BASIC)

    assert Seal(tmp_path / "other", "any words will do").open(sealed) == BASIC
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["another", None])
def test_another_key_gets_a_sentence(tmp_path, key):
    sealed = Seal(tmp_path / "secret.key", "the first").close(BASIC)

    with pytest.raises(Misconfigured, match="put the old key back, or give the password again"):
        Seal(tmp_path / "secret.key", key).open(sealed)


def test_a_password_in_an_address_is_taken_out_of_it():
    bare, given = split_off("https://me:open%20sesame@pod.example/feed?a=b")

    assert (bare, given) == ("https://pod.example/feed?a=b", BASIC)
    assert split_off("https://pod.example/feed") == ("https://pod.example/feed", None)


@pytest.fixture
def private(earmark, site, data_dir):
    """A private feed that was added with its password in the address."""
    url = site.put("/feed", feed(item(1)))
    assert earmark("add", url.replace("http://", "http://me:first@")).code == 0
    return url


def type_in(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def opened(data_dir):
    store = open_store(address(data_dir / "earmark.db"))
    access = access_to(store, Seal(data_dir / "secret.key"), 1)
    with store.read() as connection:
        show, times = shows.by_id(connection, 1), credentials.changes(connection, 1)
    store.close()
    return show, access.authorization if access else None, len(times)


def test_a_password_given_in_the_address_is_kept_sealed(earmark, private, site, data_dir):
    show, authorization, _ = opened(data_dir)

    assert site.heard[-1]["Authorization"] == basic("me:first")
    assert (show.feed_url, authorization) == (private, basic("me:first"))
    assert b"first" not in (data_dir / "earmark.db").read_bytes()
    assert "first" not in (data_dir / "earmark.log").read_text()


def test_a_password_is_changed_and_taken_back(earmark, private, data_dir, monkeypatch):
    type_in(monkeypatch, "second")
    given = earmark("credentials", "1", "--name", "me")
    changed = opened(data_dir)[1:]
    earmark("credentials", "1", "--back")

    assert given.code == 0
    assert "second" not in given.out + given.err
    assert changed == (basic("me:second"), 2)
    assert opened(data_dir)[1:] == (basic("me:first"), 1)


def test_a_token_is_given_and_forgotten(earmark, private, data_dir, monkeypatch):
    type_in(monkeypatch, "t0ken")
    earmark("credentials", "1", "--token")
    token = opened(data_dir)[1]
    earmark("credentials", "1", "--forget")

    assert token == "Bearer t0ken"
    assert opened(data_dir)[1:] == (None, 0)


def test_what_was_given_is_told_without_being_shown(earmark, private):
    told = earmark("credentials", "1")

    assert "in use" in told.out
    assert "first" not in told.out + earmark("feed", "1").out + earmark("status", "--show", "1").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--back",), "nothing was given for Harbour before"),
        (("--name", "me", "--token"), "give one of"),
        (("--token",), "no token was given"),
    ],
)
def test_mistakes_get_a_sentence(earmark, private, monkeypatch, arguments, words):
    type_in(monkeypatch, "")

    run = earmark("credentials", "1", *arguments)

    assert run.code == 2
    assert words in run.err


def test_a_lost_key_stops_that_feed_alone(earmark, private, site, data_dir):
    earmark("add", site.put("/open", feed(item(1), title="Open")))
    (data_dir / "secret.key").unlink()
    with open_store(address(data_dir / "earmark.db")).write() as connection:
        connection.exec_driver_sql("UPDATE episodes SET wanted = 0")

    run = earmark("ingest")

    assert "1 show checked" in run.out
    assert "the key in" in run.err


def test_files_of_a_private_show_are_asked_with_its_password(earmark, private, site, data_dir):
    store = open_store(address(data_dir / "earmark.db"))
    access = access_to(store, Seal(data_dir / "secret.key"), 1)

    Web(allow_private_hosts=frozenset({site.host})).get(site.put("/1.vtt", "x"), access=access)

    assert site.heard[-1]["Authorization"] == basic("me:first")


def test_a_feed_is_told_and_moved_and_named_to_its_host(earmark, private, site):
    there = site.put("/there", feed(item(2), item(1)))

    moved = earmark("feed", "Harbour", "--address", there, "--user-agent", "Another/1.0")

    assert moved.code == 0
    assert "Following Harbour there, 1 new episode." in moved.out
    assert f"Earlier at {private}" in moved.out
    assert "Its host knows us as Another/1.0." in moved.out
    assert earmark("feed", private).code == 0
