"""Large files over lines that break: what has come is kept, and only the rest of the same file is asked for."""

import pytest

from ingest.speech.enclosure import fetch_audio
from ingest.web.client import Web
from ingest.web.download import _Part, download
from store.errors import Transient, Unusable
from tests.worlds.broken_line import line

BODY = bytes(range(256)) * 400
MOST = 10**6


@pytest.fixture
def host():
    with line() as served:
        served.body = BODY
        yield served


@pytest.fixture
def web():
    return Web(allow_private_hosts=frozenset({"127.0.0.1"}), sleep=lambda _: None)


def test_a_broken_line_is_taken_up_where_it_broke(host, web, tmp_path):
    host.breaks = [70_000, 20_000]
    heard = []

    download(web, host.url, tmp_path / "a", max_bytes=MOST, on_bytes=lambda *told: heard.append(told))

    assert (tmp_path / "a").read_bytes() == BODY
    assert host.asked == [None, "bytes=70000-", "bytes=90000-"]
    assert heard[-1] == (len(BODY), len(BODY))
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_came_before_a_later_run_is_not_fetched_again(host, web, tmp_path):
    host.breaks = [50_000, 0, 0, 0]
    with pytest.raises(Transient, match="closed the connection early"):
        download(web, host.url, tmp_path / "a", max_bytes=MOST)
    host.asked.clear()

    download(web, host.url, tmp_path / "a", max_bytes=MOST)

    assert host.asked == ["bytes=50000-"]
    assert (tmp_path / "a").read_bytes() == BODY


def test_a_file_that_was_replaced_meanwhile_is_fetched_whole(host, web, tmp_path):
    host.breaks = [50_000, 0, 0, 0]
    with pytest.raises(Transient):
        download(web, host.url, tmp_path / "a", max_bytes=MOST)
    host.body, host.etag = BODY[::-1], '"two"'

    download(web, host.url, tmp_path / "a", max_bytes=MOST)

    assert (tmp_path / "a").read_bytes() == BODY[::-1]


def test_a_run_killed_as_a_new_version_begins_mixes_no_two(host, web, tmp_path, monkeypatch):
    host.breaks = [50_000, 0, 0, 0]
    with pytest.raises(Transient):
        download(web, host.url, tmp_path / "a", max_bytes=MOST)
    host.body, host.etag = BODY[::-1], '"two"'
    remember = _Part.remember
    monkeypatch.setattr(_Part, "remember", lambda self, answer: (remember(self, answer), killed()))
    with pytest.raises(KeyboardInterrupt):
        download(web, host.url, tmp_path / "a", max_bytes=MOST)
    monkeypatch.undo()

    download(web, host.url, tmp_path / "a", max_bytes=MOST)

    assert (tmp_path / "a").read_bytes() == BODY[::-1]


def killed():
    raise KeyboardInterrupt


def test_a_host_that_knows_no_ranges_sends_it_all_again(host, web, tmp_path):
    host.ranges, host.breaks = False, [50_000]

    download(web, host.url, tmp_path / "a", max_bytes=MOST)

    assert (tmp_path / "a").read_bytes() == BODY


def test_a_file_that_is_too_large_leaves_nothing_behind(host, web, tmp_path):
    with pytest.raises(Unusable, match="sends more than"):
        download(web, host.url, tmp_path / "a", max_bytes=1000)

    assert list(tmp_path.iterdir()) == []


def test_a_download_has_an_end(host, web, tmp_path):
    moments = iter([0.0, *[10_000.0] * 20])

    with pytest.raises(Transient, match="sends too slowly"):
        download(web, host.url, tmp_path / "a", max_bytes=MOST, clock=lambda: next(moments))


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"\n<html><h1>Please sign in</h1></html>", "a web page, not audio"), (BODY, "cannot be decoded")],
)
def test_what_is_no_sound_is_refused_in_one_sentence(host, web, tmp_path, body, words):
    host.body = body

    with pytest.raises(Unusable, match=words):
        fetch_audio(web, host.url, tmp_path / "cache", 1, max_bytes=MOST)

    assert list((tmp_path / "cache").iterdir()) == []
