"""A language model through LiteLLM, held to a budget: the one place that imports litellm.

Every call is recorded in the store, and the caps per episode and per day are held against that record.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from index.chat import Message
from ingest.model_errors import Errors, FormRefused, timed_out, without_secrets
from store import Store
from store.errors import EarmarkError, Transient
from store.queries import model_calls
from store.queries.model_calls import Spent

TIMEOUT_SECONDS = 300.0  # a small model on two cores took 60 s for a five-minute talk
STALL_SECONDS = 120.0  # between two pieces of a stream, the first one's wait included
MOST_REPLY_TOKENS = 4_000
MOST_STREAMED_TOKENS = 800  # an answer is five sentences
_LETTERS_A_TOKEN = 4  # of English; only for streams whose server counts nothing
NOTHING = Spent(calls=0, usd=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that may be asked and spent, per episode and per 24 hours."""

    calls_per_episode: int
    usd_per_episode: float
    calls_per_day: int
    usd_per_day: float


class BudgetReached(Transient):
    """A cap on calls or money is reached; the daily one frees itself with time."""


class LiteLLM:
    """Any model that LiteLLM names ("openai/gpt-4o-mini", "ollama/llama3.1"); an index.answer.LanguageModel.

    `base_url` is the address of a server that speaks the provider's protocol, None for the provider's own. `variable`
    is the setting that names the model, for errors; its key and address are set beside it.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None,
        api_key: str | None,
        limits: Limits,
        store: Store,
        clock: Callable[[], datetime],
        variable: str = "EARMARK_LLM",
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        # Without it, importing litellm fetches its price list from the network.
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
        import litellm  # takes about 4 s, and most commands never ask a model

        litellm.telemetry = False
        litellm.drop_params = False  # a dropped response_format would hide that the server knows none
        litellm.suppress_debug_info = True
        self._litellm = litellm
        self._model = model
        self._base_url = base_url
        # A server of one's own seldom asks for a key, but the client will not send a request without one.
        self._sent_key = api_key or ("unset" if base_url else None)
        self._limits = limits
        self._store = store
        self._clock = clock
        self._errors = Errors(
            litellm.exceptions,
            model=model,
            variable=variable,
            has_key=bool(api_key),
            has_address=bool(base_url),
            seconds=TIMEOUT_SECONDS,
        )
        self._stall_seconds = stall_seconds
        # Forms of asking for JSON, best first; what the server refuses is not tried again.
        self._forms = ["json_schema", "json_object", "none"]
        self._streams = ["counted", "plain", "none"]

    @property
    def name(self) -> str:
        return self._model

    def check(self) -> None:
        """Raises Misconfigured for what can be seen without asking: a name of no provider, a key that is not set."""
        try:
            self._litellm.get_llm_provider(self._model, api_base=self._base_url)
        except Exception as error:  # noqa: BLE001  litellm raises whatever its providers do
            raise self._errors.unknown() from without_secrets(error)
        if self._sent_key is None:
            missing = self._litellm.validate_environment(self._model)["missing_keys"]
            # Clouds have other ways to log in, and say so with other names than a key's.
            if missing and all(name.endswith("_API_KEY") for name in missing):
                raise self._errors.keyless()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        episode_id: int | None = None,
    ) -> str:
        """The reply as text. Raises BudgetReached, Transient, Unusable or Misconfigured."""
        if schema is None:
            return self._call(messages, None, episode_id)
        while len(self._forms) > 1:
            try:
                return self._call(messages, _response_format(self._forms[0], schema), episode_id)
            except FormRefused:
                self._forms.pop(0)
        return self._call(messages, None, episode_id)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in pieces; in one piece where the server cannot stream. Raises as complete does, even half-way.

        What was asked and written is recorded when the iterator ends, in whatever way.
        """
        while len(self._streams) > 1:
            pieces = self._streamed(messages, counted=self._streams[0] == "counted")
            try:
                first = next(pieces, None)
            except FormRefused:
                self._streams.pop(0)
                continue
            if first is None:  # an answer that is no stream, or an empty one
                break
            yield first
            yield from pieces
            return
        yield self.complete(messages)

    def _streamed(self, messages: Sequence[Message], *, counted: bool) -> Iterator[str]:
        self._check_budget(None)
        chunks: Any = None
        usage: Any = None
        written = 0
        try:
            chunks = self._litellm.completion(
                **self._request(messages),
                timeout=self._stall_seconds,
                max_tokens=MOST_STREAMED_TOKENS,
                stream=True,
                **({"stream_options": {"include_usage": True}} if counted else {}),
            )
            for chunk in chunks:
                usage = getattr(chunk, "usage", None) or usage
                piece = str((chunk.choices[0].delta.content or "") if chunk.choices else "")
                written += len(piece)
                if piece:
                    yield piece
        except Exception as error:  # noqa: BLE001  litellm raises whatever its providers do; all is named below
            raise self._broken_off(error, written) from without_secrets(error)
        finally:
            _hang_up(chunks)
            if chunks is not None:
                self._note(None, usage or _Estimate.of(messages, written))

    def _broken_off(self, error: Exception, written: int) -> EarmarkError:
        if timed_out(error):
            return Transient(f"{self._model} said nothing for {self._stall_seconds:g} s")
        return Transient(f"{self._model} broke off") if written else self._errors.explain(error, with_form=True)

    def _request(self, messages: Sequence[Message]) -> dict[str, Any]:
        return {
            "model": self._model,
            "messages": [dict(message) for message in messages],
            "base_url": self._base_url,
            "api_key": self._sent_key,
            "temperature": 0.2,
            "num_retries": 0,
        }

    def _call(self, messages: Sequence[Message], form: Mapping[str, object] | None, episode_id: int | None) -> str:
        self._check_budget(episode_id)
        try:
            reply = self._litellm.completion(
                **self._request(messages),
                timeout=TIMEOUT_SECONDS,
                max_tokens=MOST_REPLY_TOKENS,
                **({"response_format": form} if form else {}),
            )
        except Exception as error:  # noqa: BLE001  litellm raises whatever its providers do; all is named below
            raise self._errors.explain(error, with_form=form is not None) from without_secrets(error)
        self._note(episode_id, getattr(reply, "usage", None))
        return str(reply.choices[0].message.content or "")

    def _check_budget(self, episode_id: int | None) -> None:
        with self._store.read() as connection:
            day = model_calls.since(connection, self._clock() - timedelta(days=1))
            episode = NOTHING if episode_id is None else model_calls.of_episode(connection, episode_id)
        limits = self._limits
        if day.calls >= limits.calls_per_day or day.usd >= limits.usd_per_day:
            spent = f"{day.calls} calls, ${day.usd:.2f}"
            raise BudgetReached(f"the day's budget for the language model is used up ({spent})")
        if episode.calls >= limits.calls_per_episode or episode.usd >= limits.usd_per_episode:
            spent = f"{episode.calls} calls, ${episode.usd:.2f}"
            raise BudgetReached(f"this episode's budget for the language model is used up ({spent})")

    def _note(self, episode_id: int | None, usage: Any) -> None:
        tokens = (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)
        with self._store.write() as connection:
            model_calls.note(
                connection,
                episode_id=episode_id,
                model=self._model,
                now=self._clock(),
                tokens=tokens,
                usd=self._cost(*tokens),
            )

    def _cost(self, tokens_in: int, tokens_out: int) -> float:
        """US dollars by litellm's price list; 0 for a model that it does not know, such as one's own."""
        try:
            return float(
                sum(
                    self._litellm.cost_per_token(
                        model=self._model, prompt_tokens=tokens_in, completion_tokens=tokens_out
                    )
                )
            )
        except Exception:  # noqa: BLE001  litellm raises a bare Exception for an unknown price
            return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Estimate:
    """The tokens of a stream that was not counted, or was left before its end."""

    prompt_tokens: int
    completion_tokens: int

    @classmethod
    def of(cls, messages: Sequence[Message], written: int) -> "_Estimate":
        asked = sum(len(message["content"]) for message in messages)
        return cls(prompt_tokens=asked // _LETTERS_A_TOKEN, completion_tokens=written // _LETTERS_A_TOKEN)


def _hang_up(chunks: Any) -> None:
    """Closes the connection, so that the server stops writing what nobody reads."""
    stream: Any = getattr(chunks, "completion_stream", None)
    if stream is not None:
        with suppress(Exception):  # it may be closed already, or be of a kind that cannot be
            stream.close()


def _response_format(form: str, schema: Mapping[str, object]) -> Mapping[str, object]:
    if form == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "reply", "schema": dict(schema), "strict": True}}
    return {"type": "json_object"}
