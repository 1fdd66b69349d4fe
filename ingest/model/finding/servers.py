"""Which servers of language models answer, on this machine's usual ports or at an address, and what each offers.

Only lists are asked for: no model is loaded and nothing is written anywhere. What a server says is a stranger's text.
"""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import httpx

from ingest.model import ollama
from store.errors import Mistake, Transient

# By judgement, not measured: a server on this machine answers a list in milliseconds, a strange one may never.
TIMEOUT_SECONDS = 2.0
# A list of a thousand models is some 300 kB.
MOST_BYTES = 4_000_000
MOST_MODELS = 200  # by judgement, not measured: more than anybody looks through
_LONGEST_NAME = 200
OLLAMA: Final = "Ollama"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a server may be; `kind` is whose port it is."""

    kind: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A model by its name for LiteLLM. `base_url` is what has to be set beside it."""

    name: str
    base_url: str
    size_bytes: int | None = None
    parameters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that answered."""

    kind: str
    address: str
    models: tuple[Offered, ...]


def usual_places() -> tuple[Place, ...]:
    """The ports that these servers take when nobody sets another, each as its own documentation says."""
    return (
        Place(kind=OLLAMA, address=ollama.address()),
        Place(kind="llama.cpp", address="http://127.0.0.1:8080"),
        Place(kind="LM Studio", address="http://127.0.0.1:1234"),
        Place(kind="vLLM", address="http://127.0.0.1:8000"),
    )


def look_around(places: Sequence[Place]) -> tuple[Server, ...]:
    """The servers that answer, in the order of `places`; all are asked at once."""
    with ThreadPoolExecutor(max_workers=max(1, len(places))) as pool:
        found = list(pool.map(_ask, places))
    return tuple(server for server in found if server)


def look_at(address: str) -> Server:
    """The server at an address that a person gave. Raises Mistake for no address, Transient where nobody answers."""
    server = _ask(Place(kind="", address=web_address(address)))
    if server is None:
        raise Transient(f"no server of language models answers at {address}: is it running?")
    return server


def web_address(text: str) -> str:
    """The text where it is an address. Raises Mistake."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Mistake(f"{text!r} is not an address such as http://127.0.0.1:8080/v1")
    return text


def is_next_door(address: str) -> bool:
    """Whether the address is of this machine or of one's own network, where nobody asks money."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))


def without_v1(address: str) -> str:
    """The address of the server itself: people give it with the path of its OpenAI-compatible half."""
    return address.rstrip("/").removesuffix("/v1")


def _ask(place: Place) -> Server | None:
    """Ollama's own list tells sizes, so that it is asked for first where the port may be its."""
    root = without_v1(place.address)
    if place.kind in ("", OLLAMA):
        tags = _rows(f"{root}/api/tags", "models")
        if tags is not None:
            return Server(kind=OLLAMA, address=root, models=tuple(_of_ollama(row, root) for row in tags))
        if place.kind == OLLAMA:
            return None
    rows = _rows(f"{root}/v1/models", "data")
    if rows is None:
        return None
    kind = place.kind or "a server that speaks OpenAI's protocol"
    return Server(kind=kind, address=root, models=tuple(_of_openai(row, root) for row in rows))


def _rows(url: str, key: str) -> list[dict[str, object]] | None:
    """The objects with a name under `key`; None where nobody answers, or something else does."""
    name = "name" if key == "models" else "id"
    try:
        # Not through a proxy of the environment: these servers are next door.
        with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as client, client.stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                return None
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    return None
        read = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
        return None
    listed = read.get(key) if isinstance(read, dict) else None
    if not isinstance(listed, list):
        return None
    named = [row for row in listed if isinstance(row, dict) and isinstance(row.get(name), str) and seen(row[name])]
    return named[:MOST_MODELS]


def _of_ollama(row: dict[str, object], root: str) -> Offered:
    details = row.get("details")
    parameters = details.get("parameter_size") if isinstance(details, dict) else None
    size = row.get("size")
    return Offered(
        name=f"{ollama.PROVIDERS[0]}/{seen(str(row['name']))}",
        base_url=root,
        size_bytes=size if isinstance(size, int) else None,
        parameters=seen(parameters) if isinstance(parameters, str) else "",
    )


def _of_openai(row: dict[str, object], root: str) -> Offered:
    return Offered(name=f"openai/{seen(str(row['id']))}", base_url=f"{root}/v1")


def seen(text: str) -> str:
    """What can be seen of a server's text, on one line, up to a length."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:_LONGEST_NAME]
