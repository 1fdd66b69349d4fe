"""A host on loopback that gives out one file with Range and If-Range, and whose line breaks after some bytes."""

from contextlib import contextmanager

from tests.worlds.http_server import Quiet, answering


class Line:
    """`breaks` lists after how many bytes each of the next answers ends; the others are whole. `asked` are the Range
    headers in order. `ranges` is false for a host that ignores them."""

    def __init__(self) -> None:
        self.body = b""
        self.etag = '"one"'
        self.breaks: list[int] = []
        self.asked: list[str | None] = []
        self.ranges = True
        self.url = ""


@contextmanager
def line():
    served = Line()

    class Handler(Quiet):
        def do_GET(self):
            wanted = self.headers["Range"]
            served.asked.append(wanted)
            fits = served.ranges and wanted and self.headers["If-Range"] == served.etag
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if fits else 0
            rest = served.body[start:]
            self.send_response(206 if fits else 200)
            self.send_header("Content-Length", str(len(rest)))
            self.send_header("ETag", served.etag)
            if fits:
                self.send_header("Content-Range", f"bytes {start}-{len(served.body) - 1}/{len(served.body)}")
            self.end_headers()
            self.wfile.write(rest[: served.breaks.pop(0)] if served.breaks else rest)

    with answering(Handler) as address:
        served.url = f"http://{address}/a.mp3"
        yield served
