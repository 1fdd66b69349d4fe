"""A server on loopback that speaks the OpenAI chat protocol, answers from a script and keeps what it was asked.

Streams by server-sent events where it is asked to; it can also refuse to, break off or fall silent half-way.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event

from tests.worlds.http_server import Quiet, answering

USAGE = {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}


class ChatServer:
    """`replies` are given in turn, the last for ever; forms of response_format in `refuses` get status `refusal`.

    "stream" and "stream_options" in `refuses` are refused, too. A stream is sent in pieces of `letters`; after
    `breaks_at` letters the connection is cut, after `stalls_at` nothing more is sent until the end of the test, and
    before `waits_at` it waits for `gate`. `deaf`: streams are answered in one piece of JSON.

    Parameters named in `unwanted` are refused in its words. `error` is what a status other than 200 comes with, `body`
    what 200 comes with in place of a reply, byte by byte when it `drips`, and `message` stands in for the reply's text.
    `tells` holds what is answered at other paths; what was asked there is in `looked_at`. A request of more than
    `window` words loses its beginning, and one of more than `most_words` is refused.
    """

    def __init__(
        self,
        replies=("{}",),
        *,
        status=200,
        refuses=(),
        refusal=400,
        letters=7,
        breaks_at=None,
        stalls_at=None,
        waits_at=None,
        counts=True,
        deaf=False,
        unwanted=None,
        error=None,
        body=None,
        drips=False,
        message=None,
        finish="stop",
        tells=None,
        window=None,
        most_words=None,
    ):
        self.replies, self.status, self.refuses = list(replies), status, set(refuses)
        self.refusal = refusal
        self.letters, self.breaks_at, self.stalls_at, self.waits_at = letters, breaks_at, stalls_at, waits_at
        self.counts, self.deaf = counts, deaf
        self.unwanted, self.error, self.body, self.drips = unwanted or {}, error, body, drips
        self.message, self.finish, self.tells = message or {}, finish, tells or {}
        self.window, self.most_words = window, most_words
        self.looked_at: list[str] = []
        self.gate, self.over = Event(), Event()
        self.sent_letters = 0
        self.asked: list[dict] = []
        self.url = ""

    def answer(self, request: dict) -> tuple[int, dict]:
        self.asked.append(request)
        form = request.get("response_format", {}).get("type")
        if self.status != 200:
            bad = {"error": {"message": "the key sk-secret-1 is bad", "type": "x", "code": "x"}}
            return self.status, self.error or bad
        if self.body is not None:
            return 200, self.body
        unwanted = [words for name, words in self.unwanted.items() if name in request]
        if unwanted:
            return self.refusal, {"error": {"message": unwanted[0], "type": "invalid", "code": None}}
        refused = self.refuses & {form, *(key for key in ("stream", "stream_options") if request.get(key))}
        if refused:
            return self.refusal, {"error": {"message": f"{sorted(refused)} is not supported", "type": "invalid"}}
        words = sum(len(message["content"].split()) for message in request["messages"])
        if self.most_words is not None and words > self.most_words:
            told = f"This model's maximum context length is {self.most_words} tokens. Your request has {words}."
            return 400, {"error": {"message": told, "type": "invalid", "code": "context_length_exceeded"}}
        content = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        message = {"role": "assistant", "content": content} | self.message
        choice = {"index": 0, "finish_reason": self.finish, "message": message}
        read = {"prompt_tokens": min(words, self.window)} if self.window else {}
        return 200, self._body(request, "chat.completion", choice) | {"usage": USAGE | read}

    def events(self, request: dict, answer: dict) -> Iterator[dict]:
        """The answer as the events of a stream."""
        content = answer["choices"][0]["message"]["content"] or ""
        if "reasoning_content" in self.message:
            yield self._event(request, {"reasoning_content": self.message["reasoning_content"]}, None)
        for at in range(0, len(content), self.letters):
            if self.breaks_at is not None and at >= self.breaks_at:
                raise ConnectionAbortedError
            if self.stalls_at is not None and at >= self.stalls_at:
                self.over.wait(20)
                raise ConnectionAbortedError
            if self.waits_at is not None and at >= self.waits_at:
                self.gate.wait(20)
            yield self._event(request, {"content": content[at : at + self.letters]}, None)
            self.sent_letters = at + self.letters
        yield self._event(request, {}, self.finish)
        if self.counts and request.get("stream_options", {}).get("include_usage"):
            yield self._body(request, "chat.completion.chunk") | {"usage": USAGE}

    def _event(self, request: dict, delta: dict, finish: str | None) -> dict:
        choice = {"index": 0, "delta": {"role": "assistant"} | delta, "finish_reason": finish}
        return self._body(request, "chat.completion.chunk", choice)

    def _body(self, request: dict, kind: str, *choices: dict) -> dict:
        return {"id": "1", "object": kind, "created": 1, "model": request["model"], "choices": list(choices)}


class Recorded(ChatServer):
    """Plays back the exchanges of a real run, in their order: each a status and, where that is 200, a reply."""

    def __init__(self, exchanges):
        super().__init__()
        self.exchanges = list(exchanges)

    def answer(self, request: dict) -> tuple[int, dict]:
        exchange = self.exchanges.pop(0)
        if exchange["status"] != 200:
            self.asked.append(request)
            return exchange["status"], {"error": {"message": exchange["error"], "type": "x", "code": None}}
        self.replies = [exchange["reply"]]
        return super().answer(request)


@contextmanager
def serving(server: ChatServer) -> Iterator[ChatServer]:
    class Handler(Quiet):
        def do_GET(self):
            server.looked_at.append(self.path)
            self._answer(200 if self.path in server.tells else 404, server.tells.get(self.path, {}))

        def do_POST(self):
            if self.path in server.tells:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()
                return
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = server.answer(request)
            if status == 200 and request.get("stream") and not server.deaf:
                self._stream(request, answer)
                return
            self._answer(status, answer)

        def _answer(self, status, answer):
            sent = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked has gone
                self._drip(sent) if server.drips else self.wfile.write(sent)

        def _drip(self, sent):
            for at in range(len(sent)):
                self.wfile.write(sent[at : at + 1])
                self.wfile.flush()
                server.over.wait(0.2)

        def _stream(self, request, answer):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            with suppress(ConnectionError):  # the server's own, or a reader who has gone
                for event in server.events(request, answer):
                    self._chunk(f"data: {json.dumps(event)}\n\n".encode())
                self._chunk(b"data: [DONE]\n\n")
                self._chunk(b"")
            self.close_connection = True

        def _chunk(self, sent):
            self.wfile.write(f"{len(sent):x}\r\n".encode() + sent + b"\r\n")
            self.wfile.flush()

    with answering(Handler) as address:
        server.url = f"http://{address}/v1"
        yield server
        server.gate.set()
        server.over.set()
