"""A web server on loopback that says nothing of what it is asked: what each such double has in common."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Quiet(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass


class _Unmoved(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Quiet: who asked may have heard enough."""


@contextmanager
def answering(handler, *, unmoved=False):
    """Yields its host and port. `unmoved`: what goes wrong while it answers is not told either."""
    server = (_Unmoved if unmoved else ThreadingHTTPServer)(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
