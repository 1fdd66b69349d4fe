"""A web server on loopback that takes what is posted, as a chat's webhook does."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Webhook:
    """`posted` is what came, as JSON; `status` is what each is answered with, None for a line that goes silent, and
    `elsewhere` where it is sent on to."""

    def __init__(self, status=200, elsewhere=None):
        self.status, self.elsewhere = status, elsewhere
        self.posted = []
        self.url = ""


@contextmanager
def hooked(hook):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.posted.append(json.loads(body))
            if hook.status is None:
                self.connection.close()
                return
            self.send_response(hook.status)
            if hook.elsewhere:
                self.send_header("Location", hook.elsewhere)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.url = f"json://127.0.0.1:{server.server_port}/s3cret"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
