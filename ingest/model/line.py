"""The line to a model's server: one request through litellm, no longer than is said. Raises whatever litellm does."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import httpx

from index.chat import Message
from ingest.model.patience import Pieces, within

STREAM_SECONDS: Final = 600.0  # by judgement, not measured: a whole stream; a reader has gone long before
_CONNECT_SECONDS: Final = (
    15.0  # by judgement, not measured: a server that is there opens at once, however slow it thinks
)


class Line:
    """`key` is sent as it is; `seconds` bound a reply in one piece, `stall` the wait for each piece of a stream."""

    def __init__(
        self, litellm: Any, model: str, *, base_url: str | None, key: str | None, seconds: float, stall: float
    ) -> None:
        self._litellm = litellm
        self._model = model
        self._base_url = base_url
        self._key = key
        self._seconds = seconds
        self._stall = stall

    def reply(self, messages: Sequence[Message], said: Mapping[str, object]) -> Any:
        return within(self._seconds, lambda: self._completion(messages, said, self._seconds))

    def chunks(self, messages: Sequence[Message], said: Mapping[str, object]) -> Generator[Any]:
        """None once the server has taken the request, then what it writes."""
        yield from Pieces(lambda: self._taken(messages, said), stall=self._stall, total=STREAM_SECONDS)

    def _taken(self, messages: Sequence[Message], said: Mapping[str, object]) -> Iterator[Any]:
        chunks = self._completion(messages, said, self._stall)
        try:
            yield None
            yield from chunks
        finally:
            _hang_up(chunks)

    def _completion(self, messages: Sequence[Message], said: Mapping[str, object], seconds: float) -> Any:
        return self._litellm.completion(
            model=self._model,
            messages=[dict(message) for message in messages],
            base_url=self._base_url,
            api_key=self._key,
            num_retries=0,
            timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
            **said,
        )


def _hang_up(chunks: Any) -> None:
    """Closes the connection, so that the server stops writing what nobody reads."""
    stream: Any = getattr(chunks, "completion_stream", None)
    if stream is not None:
        with suppress(Exception):  # it may be closed already, or be of a kind that cannot be
            stream.close()
