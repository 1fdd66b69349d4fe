"""A small web server on loopback for tests: answers from a dictionary and remembers what was asked."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """`pages` maps a path to (status, MIME type, body), `headers` to more of its headers; `asked` lists the paths in
    order, `heard` the headers that came with each."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.heard: list[dict[str, str]] = []
        self.url = ""
        self.host = ""

    def put(self, path: str, body: str | bytes, mime_type: str = "text/html", status: int = 200, **headers: str) -> str:
        self.headers[path] = {name.replace("_", "-"): text for name, text in headers.items()}
        self.pages[path] = (status, mime_type, body.encode() if isinstance(body, str) else body)
        return self.url + path


@contextmanager
def site():
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            served.asked.append(self.path)
            served.heard.append(dict(self.headers))
            status, mime_type, body = served.pages.get(self.path.split("?")[0], (404, "text/plain", b"not here"))
            self.send_response(status)
            self.send_header("Content-Type", mime_type)
            self.send_header("Content-Length", str(len(body)))
            for name, text in served.headers.get(self.path.split("?")[0], {}).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.host = f"127.0.0.1:{server.server_port}"
    served.url = f"http://{served.host}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
