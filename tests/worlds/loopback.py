"""A small web server on loopback for tests: answers from a dictionary and remembers what was asked.

It gives no parts of files, unless `ranges` says so: "kept" gives what is asked for, "shifted" another part than it
says, "changing" another version of the file at each request.
"""

import re
from contextlib import contextmanager

from tests.worlds.http_server import Quiet, answering

PIECE_BYTES = 64 * 1024


class Site:
    """`pages` maps a path to (status, MIME type, body), `headers` to more of its headers; `asked` lists the paths in
    order, `heard` the headers that came with each; `sent_bytes` counts what was taken of the bodies."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.heard: list[dict[str, str]] = []
        self.ranges = "ignored"
        self.sent_bytes = 0
        self.url = ""
        self.host = ""

    def put(self, path: str, body: str | bytes, mime_type: str = "text/html", status: int = 200, **headers: str) -> str:
        self.headers[path] = {name.replace("_", "-"): text for name, text in headers.items()}
        self.pages[path] = (status, mime_type, body.encode() if isinstance(body, str) else body)
        return self.url + path


@contextmanager
def site():
    served = Site()

    class Handler(Quiet):
        def do_GET(self):
            served.asked.append(self.path)
            served.heard.append(dict(self.headers))
            status, mime_type, body = served.pages.get(self.path.split("?")[0], (404, "text/plain", b"not here"))
            part = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            size = len(body)
            if part and served.ranges != "ignored" and status == 200:
                first, last = int(part[1]), min(int(part[2] or size), size - 1)
                given = first + 1000 if served.ranges == "shifted" else first
                size += len(served.asked) if served.ranges == "changing" else 0
                status, body = 206, body[first : last + 1]
            self.send_response(status)
            if status == 206:
                self.send_header("Content-Range", f"bytes {given}-{given + len(body) - 1}/{size}")
            self.send_header("Content-Type", mime_type)
            self.send_header("Content-Length", str(len(body)))
            for name, text in served.headers.get(self.path.split("?")[0], {}).items():
                self.send_header(name, text)
            self.end_headers()
            for at in range(0, len(body), PIECE_BYTES):
                served.sent_bytes += self.wfile.write(body[at : at + PIECE_BYTES])

    with answering(Handler, unmoved=True) as served.host:
        served.url = f"http://{served.host}"
        yield served
