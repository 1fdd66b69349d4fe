"""Addresses that lead inside, in every guise: refused before a connection is made, as feed, file or redirect."""

import ast
import socket
from pathlib import Path

import httpcore
import pytest

from ingest.web.client import Web
from ingest.web.download import download
from ingest.web.guard import AddressRefused
from ingest.web.responses import Unreachable
from store.errors import Unusable

pytestmark = pytest.mark.slow

INSIDE = """
http://127.0.0.1/
http://127.0.0.1:22/
http://127.1/
http://127.0.1/
http://2130706433/
http://0x7f000001/
http://0x7f.0.0.1/
http://0x7f.1/
http://017700000001/
http://0177.0x0.0.1/
http://0/
http://0.0.0.0/
http://10.0.0.1/
http://167772161/
http://172.16.0.1/
http://192.168.0.1/
http://3232235521/
http://169.254.169.254/latest/meta-data/
http://2852039166/
http://0xa9fea9fe/
http://100.64.0.1/
http://100.100.100.200/latest/meta-data/
http://192.0.0.192/
http://198.18.0.1/
http://224.0.0.1/
http://240.0.0.1/
http://255.255.255.255/
http://[::1]/
http://[::]/
http://[0:0:0:0:0:0:0:1]/
http://[::127.0.0.1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:10.0.0.1]/
http://[::ffff:169.254.169.254]/
http://[::ffff:0:127.0.0.1]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::169.254.169.254]/
http://[64:ff9b:1::7f00:1]/
http://[2002:7f00:1::]/
http://[2002:a9fe:a9fe::]/
http://[2001:0:5ef5:79fb:0:0:80ff:fffe]/
http://[fe80::1]/
http://[fc00::1]/
http://[fd00:ec2::254]/latest/meta-data/
http://[fec0::1]/
http://[ff02::1]/
http://[2001:db8::1]/
http://localhost/
http://LOCALHOST./
http://127.0.0.1./
http://user:secret@127.0.0.1/
http://pod.example@127.0.0.1/
http://pod.example:80@[::1]/
http://127.0.0.1#@pod.example/
http://127.0.0.1?@pod.example/
http://127。0。0。1/
https://127.0.0.1:443/
""".split()

NO_ADDRESS = """
http://0177.0.0.1/
http://0251.0376.0251.0376/
http://１２７.０.０.１/
http://①②⑦.⓪.⓪.①/
http://[fe80::1%25eth0]/
http://[::1%25lo]/
http://127.0.0.1%00.pod.example/
http://pod.example%2f@127.0.0.1%2f/
http:///127.0.0.1/
http://127.0.0.1:99999/
http:\\\\127.0.0.1\\
file:///etc/passwd
gopher://127.0.0.1:6379/_INFO
ftp://127.0.0.1/
unix:///var/run/docker.sock
data:text/xml,<rss/>
""".split()


@pytest.fixture
def connected(monkeypatch):
    """The addresses that a connection went to; beyond the host of the test none is made."""
    made, real = [], httpcore.SyncBackend.connect_tcp

    def connect(self, host, port, *arguments, **options):
        made.append((host, port))
        return real(self, host, port, *arguments, **options)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return made


@pytest.fixture
def names(monkeypatch):
    """What names resolve to: a list of answers each, the last one for ever; numbers resolve as ever."""
    answers, real = {}, socket.getaddrinfo

    def resolve(host, port, *arguments, **options):
        known = answers.get(host)
        if known is None:
            return real(host, port, *arguments, **options)
        addresses = known.pop(0) if len(known) > 1 else known[0]
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return answers


@pytest.mark.parametrize("url", INSIDE)
def test_no_page_is_fetched_from_inside(connected, url):
    with pytest.raises(AddressRefused):
        Web().get(url)

    assert connected == []


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address_is_not_fetched(connected, url):
    with pytest.raises(Unusable, match="is not a web address"):
        Web().get(url)

    assert connected == []


@pytest.mark.parametrize("url", INSIDE)
def test_no_file_is_downloaded_from_inside(connected, url, tmp_path):
    with pytest.raises(AddressRefused):
        download(Web(), url, tmp_path / "a", max_bytes=100)

    assert connected == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", [url for url in INSIDE + NO_ADDRESS if url.isascii()])
def test_no_redirect_leads_inside(connected, site, url):
    start = site.put("/feed", "", status=302, Location=url)

    with pytest.raises(Unusable):
        Web(allow_private_hosts=frozenset({site.host})).get(start)

    assert {f"{host}:{port}" for host, port in connected} == {site.host}
    assert site.asked == ["/feed"] or "\\" in url


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.1.2.3"], ["::1"], ["::ffff:127.0.0.1"], ["fd00::1"], ["192.168.1.1", "169.254.169.254"]],
)
def test_a_name_that_leads_inside_is_refused(connected, names, addresses):
    names["pod.example"] = [addresses]

    with pytest.raises(AddressRefused):
        Web().get("http://pod.example/feed")

    assert connected == []


def test_a_name_that_turns_inside_after_it_was_checked_is_never_looked_up_again(connected, names):
    names["pod.example"] = [["192.0.2.255", "203.0.113.7"], ["127.0.0.1"]]

    with pytest.raises(AddressRefused):  # both are documentation's, so that no test ever leaves the machine
        Web().get("http://pod.example/feed")

    assert connected == []


def test_of_several_addresses_only_the_public_ones_are_tried(monkeypatch, names):
    tried = []

    def refuse(self, host, port, *arguments, **options):
        tried.append(host)
        raise httpcore.ConnectTimeout

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", refuse)
    names["pod.example"] = [["127.0.0.1", "93.184.216.34"], ["127.0.0.1"]]

    with pytest.raises(Unreachable):
        Web(sleep=lambda _: None).get("http://pod.example/feed")

    assert tried == ["93.184.216.34"]


def test_nothing_but_web_goes_out_for_feeds_files_transcripts_and_chapters():
    root = Path(__file__).parents[3] / "ingest"
    ways_out = {"requests", "urllib.request", "urllib3", "aiohttp", "socket", "http.client", "ftplib"}

    def imports(path):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom)}

    # A model's server is one that the person named, or one on this machine; no feed leads there.
    files = [path for path in root.rglob("*.py") if root / "model" not in path.parents]
    assert {path.name for path in root.rglob("*.py") if imports(path) & ways_out} == {"guard.py"}
    assert {path.name for path in files if "httpx.Client(" in path.read_text()} == {"client.py"}
