"""Fetching: manners, limits and the guard, against a real server on loopback."""

import gzip
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.web.client import Web, without_secrets
from ingest.web.guard import AddressRefused, HostNotFound
from ingest.web.responses import Page
from store.errors import Transient, Unusable


class Host:
    """Answers each path with what a test put there: a list of (status, headers, body), the last one for ever."""

    def __init__(self, port):
        self.name = f"127.0.0.1:{port}"
        self.url = f"http://{self.name}"
        self.answers = {}
        self.asked = []

    def put(self, path, *answers):
        self.answers[path] = list(answers)
        return self.url + path


@pytest.fixture
def host():
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            answers = served.answers[self.path]
            served.asked.append((self.path, dict(self.headers)))
            status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response_only(status)  # without a Date of its own
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Host(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def web(host, pauses):
    return Web(allow_private_hosts=frozenset({host.name}), timeout=5, sleep=pauses.append)


def test_a_page_comes_with_what_its_next_fetch_needs(web, host):
    headers = {"Content-Type": "Application/RSS+xml; charset=ISO-8859-1", "ETag": '"a"', "Last-Modified": "Mon"}
    url = host.put("/feed", (200, headers, b"<rss/>"))

    page = web.get(url)

    assert page == Page(
        url=url,
        status=200,
        mime_type="application/rss+xml",
        charset="iso-8859-1",
        etag='"a"',
        last_modified="Mon",
        body=b"<rss/>",
    )


def test_we_say_who_we_are(web, host):
    web.get(host.put("/feed", (200, {}, b"x")))

    assert host.asked[0][1]["User-Agent"].startswith("Earmark/")


def test_an_unchanged_page_is_not_sent_again(web, host):
    url = host.put("/feed", (304, {"ETag": '"a"'}, b""))

    page = web.get(url, etag='"a"', last_modified="Mon")

    assert (page.status, page.body) == (304, b"")
    assert host.asked[0][1]["If-None-Match"] == '"a"'
    assert host.asked[0][1]["If-Modified-Since"] == "Mon"


def test_a_redirect_is_followed_and_the_final_address_told(web, host):
    url = host.put("/old", (301, {"Location": "/new"}, b""))
    final = host.put("/new", (200, {}, b"x"))

    assert web.get(url).url == final


def test_a_circle_of_redirects_ends(web, host):
    url = host.put("/a", (302, {"Location": "/a"}, b""))

    with pytest.raises(Unusable, match="redirects in a circle"):
        web.get(url)

    assert len(host.asked) == 11


def test_the_body_of_a_redirect_is_not_read(web, host):
    url = host.put("/old", (301, {"Location": "/new", "Content-Length": "999999999"}, b"begins"))
    host.put("/new", (200, {}, b"x"))

    assert web.get(url).body == b"x"


def test_a_redirect_into_the_private_network_is_refused(web, host):
    url = host.put("/feed", (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""))

    with pytest.raises(AddressRefused, match="into EARMARK_ALLOW_PRIVATE_HOSTS if you trust it"):
        web.get(url)


def test_loopback_is_refused_unless_allowed(host):
    with pytest.raises(AddressRefused):
        Web().get(host.put("/feed", (200, {}, b"x")))

    assert host.asked == []


def test_a_name_that_resolves_to_a_private_address_is_refused(host, monkeypatch):
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answer)

    with pytest.raises(AddressRefused, match=r"pod\.example is an address inside a private network"):
        Web().get("http://pod.example/feed")


def test_an_allowed_host_may_be_named_with_or_without_its_port(host):
    url = host.put("/feed", (200, {}, b"x"))

    assert Web(allow_private_hosts=frozenset({"127.0.0.1"})).get(url).status == 200
    with pytest.raises(AddressRefused):
        Web(allow_private_hosts=frozenset({"127.0.0.1:1"})).get(url)


def test_a_body_larger_than_allowed_is_cut_off(web, host):
    url = host.put("/feed", (200, {}, b"x" * 2000))

    with pytest.raises(Unusable, match="sends more than"):
        web.get(url, max_bytes=1000)


def test_a_small_body_that_unpacks_into_a_large_one_is_cut_off(web, host):
    url = host.put("/feed", (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 1_000_000)))

    with pytest.raises(Unusable, match="sends more than"):
        web.get(url, max_bytes=100_000)


def test_a_body_shorter_than_announced_is_not_taken(web, host):
    url = host.put("/feed", (200, {"Content-Length": "100"}, b"half"))

    with pytest.raises(Transient, match="closed the connection early"):
        web.get(url)


def test_a_host_that_drips_loses_our_patience(host):
    readings = iter(range(0, 1_000_000, 20))  # every look at the clock is 20 s later
    web = Web(allow_private_hosts=frozenset({host.name}), timeout=10, clock=lambda: next(readings))

    with pytest.raises(Transient, match="sends too slowly"):
        web.get(host.put("/feed", (200, {}, b"x")))


def test_a_busy_host_is_asked_again_after_the_pause_it_wants(web, host, pauses):
    url = host.put("/feed", (429, {"Retry-After": "2"}, b""), (503, {}, b""), (200, {}, b"x"))

    assert web.get(url).body == b"x"
    assert pauses == [2.0, 1.0]


def test_a_host_that_wants_a_long_pause_is_left_alone(web, host, pauses):
    url = host.put("/feed", (429, {"Retry-After": "3600"}, b""))

    with pytest.raises(Transient) as refusal:
        web.get(url)

    assert refusal.value.retry_after == timedelta(hours=1)
    assert (len(host.asked), pauses) == (1, [])


def test_a_pause_given_as_a_date_is_read_by_the_hosts_own_clock(web, host):
    day = "Mon, 01 Jun 2026 0{}:00:00 GMT"
    url = host.put("/feed", (503, {"Retry-After": day.format(8), "Date": day.format(6)}, b""))

    with pytest.raises(Transient) as refusal:
        web.get(url)

    assert refusal.value.retry_after == timedelta(hours=2)


def test_a_broken_host_is_given_up_after_three_tries(web, host):
    url = host.put("/feed", (500, {}, b""))

    with pytest.raises(Transient, match="status 500"):
        web.get(url)

    assert len(host.asked) == 3


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "asks for a name and a password"),
        (403, "refuses"),
        (404, "nothing at this address"),
        (410, "for good"),
        (451, "status 451"),
        (499, "status 499"),
    ],
)
def test_what_waiting_does_not_cure_is_unusable(web, host, status, words):
    url = host.put("/feed", (status, {}, b""))

    with pytest.raises(Unusable, match=words):
        web.get(url)

    assert len(host.asked) == 1


def test_a_password_in_the_address_is_used_and_never_shown(web, host):
    url = host.put("/feed?token=abc", (404, {}, b"")).replace("http://", "http://user:secret@")

    with pytest.raises(Unusable) as refusal:
        web.get(url)

    assert host.asked[0][1]["Authorization"].startswith("Basic ")
    assert "secret" not in str(refusal.value)
    assert without_secrets(url) == f"{host.url}/feed"


def test_a_name_that_does_not_resolve_gets_a_sentence():
    with pytest.raises(HostNotFound, match=r"nowhere\.invalid cannot be found"):
        Web().get("http://nowhere.invalid/feed")


def test_a_closed_port_gets_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening
        port = taken.getsockname()[1]

        with pytest.raises(Transient, match=r"127\.0\.0\.1 cannot be reached: it refused the connection"):
            Web(allow_private_hosts=frozenset({"127.0.0.1"}), sleep=lambda _: None).get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("über".encode(), "iso-8859-1"),
        ("\ufeffüber".encode(), None),
        ("über".encode("utf-16"), None),
        ("über".encode("cp1252"), None),
        ("über".encode("cp1252"), "no-such-charset"),
    ],
)
def test_text_is_read_whatever_the_host_calls_it(body, charset):
    assert Page(url="http://pod.example/", status=200, charset=charset, body=body).text == "über"


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_packed_without_a_word_is_unpacked(host, web, times):
    body = gzip.compress(b"<rss/>") if times == 1 else gzip.compress(gzip.compress(b"<rss/>"))
    url = host.put("/feed.xml.gz", (200, {"Content-Type": "application/gzip"}, body))

    assert web.get(url).body == b"<rss/>"


def test_a_broken_letter_does_not_change_the_others():
    body = ("Größe der Kräne, überall " * 20).encode() + b"\x98"

    assert Page(url="https://a.example/", status=200, body=body).text.startswith("Größe der Kräne")
