"""Stands between an episode and its model, and notes what became of each request."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Final

from index.chat import LanguageModel, Message, reach_words
from ingest.insights.judging.judge import JUDGE_UNREADABLE, JUDGED_UNSUPPORTED
from ingest.insights.judging.second_look import FAULTS
from ingest.insights.proposals import FIELDS
from ingest.insights.replies import Record, ReplyUnusable, records
from store.errors import EarmarkError, Transient, Unusable
from store.records.readings import Ended, ModelReading

# Refusals of what had been proved already.
_AFTER_PROOF: Final = frozenset({"duplicate", JUDGED_UNSUPPORTED, JUDGE_UNREADABLE, *FAULTS.values()})


class PutOff(EarmarkError):
    """The model cannot be asked now, and nothing has been changed: another day will do."""


class Witness:
    """A LanguageModel, and Bounded, that asks `model` about one episode.

    `may_wait`: that it is away or out of budget at the first request raises PutOff, which nobody makes a fallback of.
    `for_episode`: whether its calls stand in the episode's account.
    """

    def __init__(self, model: LanguageModel, *, may_wait: bool = False, for_episode: bool = True) -> None:
        self._model = model
        self._may_wait = may_wait
        self._for_episode = for_episode
        self._trouble: str | None = None
        self._away = False
        self.replies: list[str] = []
        self.records: list[Record] = []
        self.repeated = 0
        self._last_was_read = True
        self.seconds = 0.0

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def reach_words(self) -> int | None:
        return reach_words(self._model)

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        episode_id: int | None = None,
        most_tokens: int | None = None,
    ) -> str:
        began, reach = monotonic(), self.reach_words
        try:
            account = episode_id if self._for_episode else None
            reply = self._model.complete(messages, schema=schema, episode_id=account, most_tokens=most_tokens)
        except ReplyUnusable as error:
            self._unread(error)
            raise
        except (Transient, Unusable) as error:
            if self.reach_words != reach:  # all is read anew, in smaller parts
                self.records.clear()
                raise
            self._trouble = str(error)
            self._away = isinstance(error, Transient)
            if self._away and self._may_wait and not self.replies:
                raise PutOff(str(error)) from error
            raise
        finally:
            self.seconds += monotonic() - began
        self._note(reply)
        return reply

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        return self._model.stream(messages)

    def _note(self, reply: str) -> None:
        try:
            self.records += records(reply, fields=FIELDS, key="insights")
        except ReplyUnusable as error:
            self._unread(error)
            return
        self.replies.append(reply)
        self.repeated += not self._last_was_read
        self._last_was_read = True

    def _unread(self, error: ReplyUnusable) -> None:
        self.replies.append(error.reply)
        self.repeated += not self._last_was_read
        self._last_was_read = not self._last_was_read  # a part is asked twice, not three times
        self._trouble = str(error)

    def reading(self, refused: Mapping[str, int], kept: int, now: datetime) -> ModelReading:
        """What the model made of the episode, of which `kept` insights stayed and `refused` counts the others."""
        proposed = len(self.records)
        unproved = sum(count for reason, count in refused.items() if reason not in _AFTER_PROOF)
        return ModelReading(
            model=self.name,
            at=now,
            seconds=round(self.seconds, 1),
            replies=len(self.replies),
            repeated=self.repeated,
            proposed=proposed,
            proved=max(kept, proposed - unproved) if proposed else 0,
            kept=kept,
            refused=dict(refused) if proposed else {},
            ended=self._ended(),
            trouble=self._trouble if self._away or not proposed else None,
        )

    def _ended(self) -> Ended:
        if self._away:
            return "away"
        return "unreadable" if self._trouble and not self.records else "answered"
