"""A server on loopback that answers as Ollama does: its list of models, and a pull that reports as it goes."""

import json
from contextlib import contextmanager

from tests.worlds.http_server import Quiet, answering

PULLED = (
    {"status": "pulling manifest"},
    {"status": "pulling aa", "digest": "sha256:aa", "total": 1_000, "completed": 400},
    {"status": "pulling aa", "digest": "sha256:aa", "total": 1_000, "completed": 1_000},
    {"status": "pulling bb", "digest": "sha256:bb", "total": 200, "completed": 200},
    {"status": "verifying sha256 digest"},
    {"status": "success"},
)


class Ollama:
    """`report` is what a pull says; the model is there once that ends with success. `lists`: what /api/tags gives."""

    def __init__(self, *tags, report=PULLED, lists=None):
        self.tags, self.report, self.lists = list(tags), list(report), lists
        self.pulled = []
        self.url = ""

    def models(self):
        rows = [{"name": tag, "size": 3_300_000_000, "details": {"parameter_size": "4.3B"}} for tag in self.tags]
        return {"models": rows} if self.lists is None else self.lists

    def pull(self, tag):
        self.pulled.append(tag)
        if self.report[-1] == {"status": "success"}:
            self.tags.append(tag)
        return self.report


@contextmanager
def serving_ollama(ollama):
    class Handler(Quiet):
        def do_GET(self):
            found = self.path == "/api/tags"
            self._send(200 if found else 404, json.dumps(ollama.models() if found else {}).encode())

        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            lines = [json.dumps(line) for line in ollama.pull(asked["model"])]
            self._send(200, "\n".join(lines).encode() + b"\n")

        def _send(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with answering(Handler) as address:
        ollama.url = f"http://{address}"
        yield ollama
