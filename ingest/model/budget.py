"""What models may be asked and may cost: every call is recorded in the store, and the caps are held against that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from index.chat import Message
from store import Store
from store.errors import Transient
from store.queries.models import model_calls
from store.queries.models.model_calls import Spent

NOTHING: Final = Spent(calls=0, usd=0.0)  # of a call that belongs to no episode
LETTERS_A_TOKEN: Final = 4  # of English; only where a server counts nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that may be asked and spent, per episode and per 24 hours."""

    calls_per_episode: int
    usd_per_episode: float
    calls_per_day: int
    usd_per_day: float


class BudgetReached(Transient):
    """A cap on calls or money is reached; the daily one frees itself with time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """The tokens of one call, as its server counts them or, for a stream that was not counted, by an estimate."""

    prompt: int
    completion: int

    @classmethod
    def counted(cls, usage: Any) -> "Used":
        """What a server's usage says; zeros for what it does not say."""
        told = (getattr(usage, name, 0) for name in ("prompt_tokens", "completion_tokens"))
        asked, written = (count if isinstance(count, int) else 0 for count in told)
        return cls(prompt=asked, completion=written)

    @classmethod
    def estimated(cls, messages: Sequence[Message], written: int) -> "Used":
        """`written` in letters."""
        asked = sum(len(message["content"]) for message in messages)
        return cls(prompt=asked // LETTERS_A_TOKEN, completion=written // LETTERS_A_TOKEN)


class Budget:
    """The account of one model. `price` gives US dollars for tokens in and out."""

    def __init__(
        self,
        model: str,
        *,
        limits: Limits,
        store: Store,
        clock: Callable[[], datetime],
        price: Callable[[int, int], float],
    ) -> None:
        self._model = model
        self._limits = limits
        self._store = store
        self._clock = clock
        self._price = price

    def check(self, episode_id: int | None) -> None:
        """Raises BudgetReached when no call may be made, for the episode or at all."""
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

    def note(self, episode_id: int | None, used: Used) -> None:
        with self._store.write() as connection:
            model_calls.note(
                connection,
                episode_id=episode_id,
                model=self._model,
                now=self._clock(),
                tokens=(used.prompt, used.completion),
                usd=self._price(used.prompt, used.completion),
            )
