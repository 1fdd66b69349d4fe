"""A language model through LiteLLM, held to a budget.

Every call is recorded in the store, and the caps per episode and per day are held against that record. What a server
refuses is left out or said otherwise, and remembered.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, TypeVar

from index.chat import Message
from ingest.model import habits, library, reach
from ingest.model.budget import Budget, BudgetReached, Limits, Used
from ingest.model.errors import Errors, NoCredit, Refused, TooLong, timed_out, without_secrets
from ingest.model.habits import Habits
from ingest.model.known import Known
from ingest.model.line import STREAM_SECONDS, Line
from ingest.model.patience import Unending
from ingest.model.replies import OnlyThoughts, Reply, StreamedReply
from store import Store
from store.errors import EarmarkError, Transient

__all__ = ["BudgetReached", "Limits", "LiteLLM", "NoCredit"]

TIMEOUT_SECONDS = 300.0  # a small model on two cores took 60 s for a five-minute talk
STALL_SECONDS = 120.0  # between two pieces of a stream, the first one's wait included

Made = TypeVar("Made")


class LiteLLM:
    """Any model that LiteLLM names ("openai/gpt-4o-mini", "ollama/llama3.1"); an index.answer.LanguageModel.

    `base_url` is the address of a server that speaks the provider's protocol, None for the provider's own. `variable`
    is the setting that names the model, for errors; its key and address are set beside it. `by_hand`: a person asks,
    who may have filled a used up account since the last question; a run asks it once.
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
        by_hand: bool = False,
        seconds: float = TIMEOUT_SECONDS,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        litellm = library.loaded()
        self._store = store
        self._known = Known(litellm, model, base_url)
        self._model = model
        self._base_url = base_url
        # A server of one's own seldom asks for a key, but the client will not send a request without one.
        self._sent_key = api_key or ("unset" if base_url else None)
        self._budget = Budget(model, limits=limits, store=store, clock=clock, price=self._known.price)
        self._errors = Errors(
            litellm.exceptions,
            model=model,
            variable=variable,
            has_key=bool(api_key),
            has_address=bool(base_url),
            seconds=seconds,
        )
        self._stall_seconds = stall_seconds
        self._line = Line(litellm, model, base_url=base_url, key=self._sent_key, seconds=seconds, stall=stall_seconds)
        self._habits = habits.recalled(store, model, base_url)
        self._manner = self._known.manner().thinking() if self._habits.thinks else self._known.manner()
        self._window: int | None = None  # tokens; None where no limit is known
        self._asked_window = False
        self._by_hand = by_hand
        self._no_credit = False

    @property
    def name(self) -> str:
        return self._model

    @property
    def reach_words(self) -> int | None:
        """How many words of talk one request may hold; None where no limit is known. The first time asks the server."""
        if not self._asked_window:
            self._asked_window = True
            self._learn_window(self._known.window(self._sent_key))
        return None if self._window is None else reach.words_in(self._window)

    def check(self) -> None:
        """Raises Misconfigured for what can be seen without asking: a name of no provider, a key that is not set."""
        if not self._known.provider:
            raise self._errors.unknown()
        if self._sent_key is None and self._known.lacks_key:
            raise self._errors.keyless()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        episode_id: int | None = None,
        most_tokens: int | None = None,
    ) -> str:
        """The answer as text, without what the model thought before it, cut off after `most_tokens`.

        Raises BudgetReached, NoCredit and other Transient, TooLong, ReplyUnusable and other Unusable, or Misconfigured.
        """

        def once(said: Mapping[str, object]) -> str:
            self._check(episode_id)
            reply = self._sent(messages, said)
            used = Used.counted(getattr(reply, "usage", None))
            self._budget.note(episode_id, used)
            self._look_for_a_cut(messages, used.prompt)
            read = Reply(reply)
            self._notice(read)
            return read.answer(has_room=self._manner.thinks)

        return self._asked(once, schema, messages, streamed=False, most_tokens=most_tokens)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer in pieces; in one piece where the server cannot stream. Raises as complete does, even half-way.

        TAKEN_BACK in a piece says that all before it was thoughts. What was asked and written is recorded when the
        iterator ends, in whatever way.
        """

        def begin(said: Mapping[str, object]) -> tuple[str | None, Generator[str]]:
            pieces = self._streamed(messages, said) if "stream" in said else _nothing()
            return next(pieces, None), pieces

        first, pieces = self._asked(begin, None, messages, streamed=True)
        if first is None:  # an answer that is no stream, or an empty one
            yield self.complete(messages)
            return
        with closing(pieces):
            yield first
            yield from pieces

    def _asked(
        self,
        once: Callable[[Mapping[str, object]], Made],
        schema: Mapping[str, object] | None,
        messages: Sequence[Message],
        *,
        streamed: bool,
        most_tokens: int | None = None,
    ) -> Made:
        """What `once` makes of the best manner that the server takes; it is remembered when it was taken."""
        manner = self._manner
        while True:
            said = manner.parameters(schema, streamed=streamed, most_tokens=most_tokens)
            try:
                made = once(said)
            except Refused as refused:
                plainer = manner.after_refusal(refused.words, said, broke=refused.broke)
                if plainer is None:
                    raise self._errors.plainly(refused) from refused.__cause__
                manner = plainer
            except TooLong as error:
                shorter = manner.without_length(error.words)
                if shorter is None:
                    self._learn_window(error.window or reach.told(error.words) or reach.half_of(_words(messages)))
                    raise
                manner = shorter
            except OnlyThoughts as thoughts:
                if manner.thinks or not thoughts.broke_off:
                    raise
                self._manner = manner = manner.thinking()
            else:
                self._manner = manner.thinking() if self._habits.thinks else manner
                return made

    def _sent(self, messages: Sequence[Message], said: Mapping[str, object]) -> Any:
        try:
            return self._line.reply(messages, said)
        except Exception as error:  # noqa: BLE001  litellm raises whatever its providers do; all is named below
            raise self._explained(error) from without_secrets(error)

    def _streamed(self, messages: Sequence[Message], said: Mapping[str, object]) -> Generator[str]:
        self._check(None)
        heard = StreamedReply(unopened=self._habits.closes_unopened)
        begun = False
        try:
            with closing(self._line.chunks(messages, said)) as chunks:
                for chunk in chunks:
                    begun = True
                    yield from heard.read(chunk)
            yield from heard.end()
        except EarmarkError:
            raise
        except Exception as error:  # noqa: BLE001  litellm raises whatever its providers do; all is named below
            raise self._broken_off(error, heard.letters) from without_secrets(error)
        finally:
            self._notice(heard)
            if begun:
                counted = Used.counted(heard.usage)
                self._budget.note(None, counted if heard.usage else Used.estimated(messages, heard.letters))

    def _broken_off(self, error: Exception, letters: int) -> EarmarkError:
        if isinstance(error, Unending):
            return Transient(f"{self._model} did not come to an end within {STREAM_SECONDS:g} s")
        if timed_out(error):
            return Transient(f"{self._model} said nothing for {self._stall_seconds:g} s")
        return Transient(f"{self._model} broke off") if letters else self._explained(error)

    def _explained(self, error: Exception) -> EarmarkError:
        told = self._errors.explain(error)
        self._no_credit = self._no_credit or isinstance(told, NoCredit)
        return told

    def _check(self, episode_id: int | None) -> None:
        """Raises what keeps a request from being sent."""
        if self._no_credit and not self._by_hand:
            raise NoCredit(self._model)
        self._budget.check(episode_id)

    def _notice(self, reply: Reply | StreamedReply) -> None:
        """A server that was set up otherwise since may mark its thoughts now: the last reply that thought counts."""
        if reply.thinks:
            seen = Habits(thinks=True, closes_unopened=reply.closes_unopened)
            if seen != self._habits:
                self._habits = seen
                habits.remember(self._store, self._model, self._base_url, seen)

    def _look_for_a_cut(self, messages: Sequence[Message], prompt_tokens: int) -> None:
        if reach.was_cut(_words(messages), prompt_tokens):
            told = f"{self._model} reads no more than {prompt_tokens} tokens at once: the rest was cut off"
            raise TooLong(told, window=prompt_tokens)

    def _learn_window(self, window: int | None) -> None:
        self._window = min((each for each in (self._window, window) if each), default=None)


def _nothing() -> Generator[str]:
    yield from ()


def _words(messages: Sequence[Message]) -> int:
    return sum(len(message["content"].split()) for message in messages)
