"""A language model through LiteLLM, held to a budget: the one place that imports litellm.

Every call is recorded in the store, and the caps per episode and per day are held against that record.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from index.answer import Message
from store import Store, model_calls
from store.errors import EarmarkError, Misconfigured, Transient, Unusable
from store.model_calls import Spent

TIMEOUT_SECONDS = 300.0  # a small model on two cores took 60 s for a five-minute talk
MOST_REPLY_TOKENS = 4_000
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
        self._api_key = api_key
        # A server of one's own seldom asks for a key, but the client will not send a request without one.
        self._sent_key = api_key or ("unset" if base_url else None)
        self._limits = limits
        self._store = store
        self._clock = clock
        self._variable = variable
        # Forms of asking for JSON, best first; what the server refuses is not tried again.
        self._forms = ["json_schema", "json_object", "none"]

    @property
    def name(self) -> str:
        return self._model

    def check(self) -> None:
        """Raises Misconfigured for what can be seen without asking: a name of no provider, a key that is not set."""
        try:
            self._litellm.get_llm_provider(self._model, api_base=self._base_url)
        except Exception as error:  # noqa: BLE001  litellm raises whatever its providers do
            raise self._unknown() from _without_secrets(error)
        if self._sent_key is None:
            missing = self._litellm.validate_environment(self._model)["missing_keys"]
            # Clouds have other ways to log in, and say so with other names than a key's.
            if missing and all(name.endswith("_API_KEY") for name in missing):
                raise self._keyless()

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
            except _FormRefused:
                self._forms.pop(0)
        return self._call(messages, None, episode_id)

    def _call(self, messages: Sequence[Message], form: Mapping[str, object] | None, episode_id: int | None) -> str:
        self._check_budget(episode_id)
        try:
            reply = self._litellm.completion(
                model=self._model,
                messages=[dict(message) for message in messages],
                base_url=self._base_url,
                api_key=self._sent_key,
                timeout=TIMEOUT_SECONDS,
                max_tokens=MOST_REPLY_TOKENS,
                temperature=0.2,
                num_retries=0,
                **({"response_format": form} if form else {}),
            )
        except Exception as error:  # noqa: BLE001  litellm raises whatever its providers do; all is named below
            raise self._explained(error, with_form=form is not None) from _without_secrets(error)
        self._record(reply, episode_id)
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

    def _record(self, reply: Any, episode_id: int | None) -> None:
        usage = getattr(reply, "usage", None)
        tokens = (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)
        with self._store.write() as connection:
            model_calls.note(
                connection,
                episode_id=episode_id,
                model=self._model,
                now=self._clock(),
                tokens=tokens,
                usd=self._cost(reply),
            )

    def _cost(self, reply: Any) -> float:
        """US dollars by litellm's price list; 0 for a model that it does not know, such as one's own."""
        try:
            return float(self._litellm.completion_cost(completion_response=reply, model=self._model) or 0.0)
        except Exception:  # noqa: BLE001  litellm raises a bare Exception for an unknown price
            return 0.0

    def _explained(self, error: Exception, *, with_form: bool) -> EarmarkError:
        """What the error means for the person who reads it; the text of the server's answer is never repeated."""
        known = self._litellm.exceptions
        text = str(error).lower()
        if with_form and _is_about_the_form(error, known):
            return _FormRefused("the server does not know this form of asking for JSON")
        if isinstance(error, known.AuthenticationError | known.PermissionDeniedError) or "api_key" in text:
            if self._api_key:
                return Misconfigured(f"the key for {self._model} was refused: set {self._variable}_KEY to a valid one")
            return self._keyless()
        if isinstance(error, known.NotFoundError) or "llm provider not provided" in text:
            return self._unknown()
        return next(made for kinds, made in self._sentences(known, error) if isinstance(error, kinds))

    def _keyless(self) -> Misconfigured:
        return Misconfigured(f"{self._model} needs a key: set {self._variable}_KEY")

    def _unknown(self) -> Misconfigured:
        return Misconfigured(f"no model answers to {self._model}: check {self._variable}, such as openai/gpt-4o-mini")

    def _sentences(self, known: Any, error: Exception) -> tuple[tuple[Any, EarmarkError], ...]:
        """Kinds of errors, the narrower first, and what each comes to."""
        kind = type(error).__name__
        place = f", check {self._variable}_BASE_URL" if self._base_url else ""
        return (
            (known.ContextWindowExceededError, Unusable(f"the text is longer than {self._model} can read")),
            (known.RateLimitError, Transient(f"{self._model} is busy (too many requests)")),
            (known.Timeout, Transient(f"{self._model} did not answer within {TIMEOUT_SECONDS:.0f} s")),
            (
                known.BadRequestError | known.UnprocessableEntityError,
                Unusable(f"{self._model} refused the request ({kind})"),
            ),
            (Exception, Transient(f"{self._model} could not be reached ({kind}){place}")),
        )


class _FormRefused(EarmarkError):
    """The server does not take this response_format."""


def _response_format(form: str, schema: Mapping[str, object]) -> Mapping[str, object]:
    if form == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "reply", "schema": dict(schema), "strict": True}}
    return {"type": "json_object"}


def _is_about_the_form(error: Exception, known: Any) -> bool:
    """Servers word it differently: any refusal of the request itself is taken to mean its newest part.

    Status 500 too: llama-cpp-python 0.3 breaks on json_schema and takes json_object.
    """
    too_long = isinstance(error, known.ContextWindowExceededError | known.ContentPolicyViolationError)
    refused = (
        known.BadRequestError
        | known.UnsupportedParamsError
        | known.UnprocessableEntityError
        | known.InternalServerError
    )
    # litellm calls a server that is not there an internal error as well.
    other = ("llm provider not provided", "connection error")
    return isinstance(error, refused) and not too_long and not any(words in str(error).lower() for words in other)


def _without_secrets(error: Exception) -> Exception:
    """The cause for the log: its kind only, for a provider may repeat the key or the prompt in its message."""
    return RuntimeError(f"{type(error).__module__}.{type(error).__name__}")
