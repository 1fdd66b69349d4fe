"""How much talk one request to a model may hold: what its server says of its window, and what gives a cut away.

Some servers cut what is too long without a word: Ollama drops the beginning, where the orders stand. Its window is
therefore asked for, once, before the first talk is sent; and every reply's count of tokens is held against the words
that were sent. All windows are in tokens.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

import httpx

# Ollama loads a model anew when a request asks for another window, so that all ask for the same.
OLLAMA_WINDOW: Final = 8_192  # by judgement: a part of a talk, the orders and the reply fit, in a laptop's memory
_OLLAMA_DEFAULT: Final = 4_096  # of Ollama 0.6 to 0.12 on a machine without much video memory
_SECONDS: Final = 3.0  # by judgement, not measured: a server that is there answers at once
TOKENS_A_WORD: Final = (
    1.4  # the most of 17 English interviews by cl100k_base, which have 1.19 to 1.40, 1.29 in the mean
)
# By judgement, not measured: the orders with what is told of the episode, and a reply of six insights.
_KEPT_FREE: Final = 2_000
_LEAST_WORDS: Final = 200  # by judgement, not measured: below it nothing is said whole
# Counts below it are no window but a server's fancy; the smallest in use is Ollama's old 2,048.
_SMALLEST: Final = 1_000
_BLOCK: Final = 1_024  # windows are multiples of it
_STATED: Final = ("loaded_context_length", "max_model_len", "context_length", "context_window", "max_context_length")
_TOLD = re.compile(r"(?:context (?:length|window|size)|maximum|limit|n_ctx)\D{0,40}?(\d{3,7})\b", re.IGNORECASE)


def words_in(window: int) -> int:
    """Words of talk that one request may hold."""
    return max(_LEAST_WORDS, int((window - _KEPT_FREE) / TOKENS_A_WORD))


def was_cut(words: int, prompt_tokens: int) -> bool:
    """Whether a server that counted so few tokens cannot have read all the words that were sent.

    A token is no longer than a word of English; a count that fills a whole window gives away less of a cut.
    """
    if prompt_tokens < _SMALLEST or words < _SMALLEST:
        return False
    is_full = prompt_tokens % _BLOCK in (0, _BLOCK - 1)
    return prompt_tokens < words * (1.25 if is_full else 1.0)


def told(refusal: str) -> int | None:
    """The window that an error names when it says that a request is too long for it."""
    found = _TOLD.search(refusal)
    return int(found[1]) if found else None


def half_of(words: int) -> int | None:
    """Half of a window that words did not fit in, where nobody says how long it is; None where they were few."""
    return int(words * TOKENS_A_WORD / 2) if words >= _SMALLEST else None


def of_server(name: str, base_url: str, key: str | None) -> int | None:
    """The window that an OpenAI-compatible server gives the model called `name`; None when it does not say."""
    with suppress(httpx.HTTPError, httpx.InvalidURL, ValueError), _client(key) as client:
        listed = _listed(client.get(f"{base_url.rstrip('/')}/models").json())
        mine = next((entry for entry in listed if entry.get("id") == name), listed[0] if len(listed) == 1 else {})
        owner = str(mine.get("owned_by") or "")
        return _first_number(mine, *_STATED) or _beside(client, name, _root(base_url), owner)
    return None


def of_ollama(name: str, base_url: str) -> int | None:
    """The longest window that the model itself has."""
    with suppress(httpx.HTTPError, httpx.InvalidURL, ValueError), _client(None) as client:
        return _own_window(client.post(f"{base_url.rstrip('/')}/api/show", json={"model": name}).json())
    return None


def _beside(client: httpx.Client, name: str, root: str, owner: str) -> int | None:
    """What known servers say elsewhere; their lists of models give away which they are."""
    if owner == "llamacpp":
        shown = client.get(f"{root}/props").json()
        return _first_number(_inner(shown, "default_generation_settings"), "n_ctx")
    if owner == "organization_owner":  # LM Studio
        listed = _listed(client.get(f"{root}/api/v0/models").json())
        return _first_number(next((entry for entry in listed if entry.get("id") == name), {}), *_STATED)
    if owner == "library":  # Ollama
        running = _inner_list(client.get(f"{root}/api/ps").json(), "models")
        mine = next((entry for entry in running if name in (entry.get("name"), entry.get("model"))), {})
        return _first_number(mine, "context_length") or _set_window(client, name, root) or _OLLAMA_DEFAULT
    return None


def _set_window(client: httpx.Client, name: str, root: str) -> int | None:
    """What the model's file sets."""
    shown = client.post(f"{root}/api/show", json={"model": name}).json()
    found = re.search(r"\bnum_ctx\s+(\d+)", str(shown.get("parameters"))) if isinstance(shown, dict) else None
    return int(found[1]) if found else None


def _own_window(shown: object) -> int | None:
    told = _inner(shown, "model_info")
    return _first_number(told, *(key for key in told if key.endswith(".context_length")))


def _client(key: str | None) -> httpx.Client:
    return httpx.Client(timeout=_SECONDS, headers={"Authorization": f"Bearer {key}"} if key else None)


def _root(base_url: str) -> str:
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _listed(answer: object) -> list[Mapping[str, object]]:
    return _inner_list(answer, "data")


def _inner_list(answer: object, name: str) -> list[Mapping[str, object]]:
    listed = answer.get(name) if isinstance(answer, dict) else None
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _inner(answer: object, name: str) -> Mapping[str, object]:
    inner = answer.get(name) if isinstance(answer, dict) else None
    return inner if isinstance(inner, dict) else {}


def _first_number(entry: Mapping[str, object], *names: str) -> int | None:
    return next((value for name in names if isinstance(value := entry.get(name), int) and value > 0), None)
