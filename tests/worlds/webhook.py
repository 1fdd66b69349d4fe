"""A web server on loopback that takes what is posted, as a chat's webhook does."""

import json
from contextlib import contextmanager

from tests.worlds.http_server import Quiet, answering


class Webhook:
    """`posted` is what came, as JSON; `status` is what each is answered with, None for a line that goes silent, and
    `elsewhere` where it is sent on to."""

    def __init__(self, status=200, elsewhere=None):
        self.status, self.elsewhere = status, elsewhere
        self.posted = []
        self.url = ""


@contextmanager
def hooked(hook):
    class Handler(Quiet):
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

    with answering(Handler) as address:
        hook.url = f"json://{address}/s3cret"
        yield hook
