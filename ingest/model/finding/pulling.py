"""Brings a model onto this machine through Ollama's own interface, which goes on where an earlier try was stopped."""

import json
from collections.abc import Callable, Iterator

import httpx

from ingest.model import ollama
from ingest.model.finding.servers import look_at, seen
from store.errors import Transient, Unusable

# Between two lines of Ollama's report; it sends several a second, but checks a large file for minutes in silence.
STALL_SECONDS = 600.0
Progress = Callable[[str, int, int | None], None]


def is_missing(model: str, address: str) -> bool:
    """Whether the Ollama at `address` has the model still to pull. Raises Transient where no Ollama answers."""
    tag = ollama.tag(model)
    return tag is not None and all(ollama.tag(offered.name) != tag for offered in look_at(address).models)


def pull(model: str, address: str, progress: Progress) -> None:
    """Has Ollama pull the model; `progress` hears what it does, bytes done and bytes in all.

    Raises Unusable for a model that Ollama cannot bring, Transient for a line that broke: the same call goes on there.
    """
    tag = ollama.tag(model) or model
    try:
        with (
            httpx.Client(timeout=httpx.Timeout(10.0, read=STALL_SECONDS), trust_env=False) as client,
            client.stream("POST", f"{address}/api/pull", json={"model": tag, "stream": True}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise Unusable(f"Ollama cannot pull {tag} (status {answer.status_code}): check the name on ollama.com")
            if not _told(tag, answer.iter_lines(), progress):
                raise Transient(f"pulling {tag} broke off: the same command goes on where it was")
    except httpx.HTTPError as error:
        raise Transient(f"pulling {tag} broke off ({type(error).__name__}): the same command goes on there") from error


def _told(tag: str, lines: Iterator[str], progress: Progress) -> bool:
    """Whether the report ends with success. A model comes in several files: their bytes are told as one sum."""
    files: dict[str, tuple[int, int]] = {}
    for line in lines:
        step = _step(line)
        if "error" in step:
            raise Unusable(f"Ollama cannot pull {tag}: {seen(str(step['error']))}")
        status, digest = seen(str(step.get("status", ""))), str(step.get("digest", ""))
        total, done = step.get("total"), step.get("completed", 0)
        if digest and isinstance(total, int) and isinstance(done, int):
            files[digest] = (done, total)
        progress(status, sum(done for done, _ in files.values()), sum(total for _, total in files.values()) or None)
        if status == "success":
            return True
    return False


def _step(line: str) -> dict[str, object]:
    try:
        step = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return step if isinstance(step, dict) else {}
