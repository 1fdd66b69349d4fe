"""A server on loopback that speaks the OpenAI chat protocol, answers from a script and keeps what it was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class ChatServer:
    """`replies` are given in turn, the last for ever; forms of response_format in `refuses` get status `refusal`."""

    def __init__(self, replies=("{}",), *, status=200, refuses=(), refusal=400):
        self.replies, self.status, self.refuses = list(replies), status, set(refuses)
        self.refusal = refusal
        self.asked: list[dict] = []
        self.url = ""

    def answer(self, request: dict) -> tuple[int, dict]:
        self.asked.append(request)
        form = request.get("response_format", {}).get("type")
        if self.status != 200:
            return self.status, {"error": {"message": "the key sk-secret-1 is bad", "type": "x", "code": "x"}}
        if form in self.refuses:
            return self.refusal, {
                "error": {"message": f"'response_format.type' {form} is not supported", "type": "invalid"}
            }
        content = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        usage = {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}
        return 200, {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": [choice],
            "usage": usage,
        }


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
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = server.answer(json.loads(body))
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *arguments):
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        Thread(target=httpd.serve_forever, daemon=True).start()
        server.url = f"http://127.0.0.1:{httpd.server_address[1]}/v1"
        yield server
        httpd.shutdown()
