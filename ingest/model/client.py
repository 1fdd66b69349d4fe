"""The HTTP client that litellm sends OpenAI requests with: replies are mended to what the protocol says of them.

litellm raises, as if the server had failed, on whatever it does not expect, and what the reply did hold is lost.
"""

import json
from typing import Any, Final

import httpx

_ERRORS: Final = range(400, 600)  # statuses
_BAD_GATEWAY: Final = 502  # what a server means that reports an error with status 200 and gives it no number


class MendingClient(httpx.Client):
    """Streams pass as they are."""

    def send(self, request: httpx.Request, **more: Any) -> httpx.Response:
        response = super().send(request, **more)
        if response.status_code != httpx.codes.OK or "json" not in response.headers.get("content-type", ""):
            return response
        body = response.read()
        status, sent = mended(body)
        kept = {"content-type": "application/json"}
        return httpx.Response(status, headers=kept, content=sent, request=request, extensions=response.extensions)


def mended(body: bytes) -> tuple[int, bytes]:
    """The status that a reply of 200 should have had, and its body with choices, messages and texts in their places.

    What is no JSON object is left as it is. Pure.
    """
    try:
        received = json.loads(body)
    except (ValueError, RecursionError):
        return 200, body
    if not isinstance(received, dict):
        return 200, body
    choices = received.get("choices")
    if received.get("error") and not choices:
        return _status(received["error"]), body
    listed = choices if isinstance(choices, list) else []
    received["choices"] = [_choice(choice) for choice in listed if isinstance(choice, dict)]
    if not isinstance(received.get("usage"), dict):
        received["usage"] = None
    return 200, json.dumps(received).encode()


def _status(error: object) -> int:
    """OpenRouter reports what the server behind it said in a reply of status 200."""
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and code in _ERRORS else _BAD_GATEWAY


def _choice(choice: dict[str, object]) -> dict[str, object]:
    message = choice.get("message")
    mended = dict(message) if isinstance(message, dict) else {"content": choice.get("text")}
    mended["content"] = text_of(mended.get("content"))
    return choice | {"message": mended | {"role": "assistant"}}


def text_of(content: object) -> str | None:
    """Content as text; of a list of parts, those that are text."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") if isinstance(part, dict) else part for part in parts]
    return "".join(text for text in texts if isinstance(text, str)) or None
