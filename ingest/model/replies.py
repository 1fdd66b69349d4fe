"""What a server's reply holds: the model's answer, or the one reason why it cannot be read.

A reply is a stranger's: any part of it may be missing or of another kind than the protocol says. Nothing here raises
but ReplyUnusable.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from index.thoughts import TAKEN_BACK, AnswerPieces, Heard
from ingest.model.client import text_of
from store.errors import Unusable

_MOST_KEPT: Final = 60_000  # letters; 4,000 tokens, the most that a model is asked for, are some 16,000
# Where servers put what a model thought before it answered.
_THOUGHTS: Final = ("reasoning_content", "reasoning", "thinking", "thinking_blocks", "reasoning_details")


class ReplyUnusable(Unusable):
    """The model's reply holds nothing that can be read as what was asked for; `why` says in a few words what it is."""

    def __init__(self, reply: str, why: str | None = None) -> None:
        told = "the language model's reply could not be read"
        super().__init__(f"{told}: {why}" if why else told)
        self.reply = reply[:_MOST_KEPT]


class OnlyThoughts(ReplyUnusable):
    """The model thought and gave no answer; `broke_off`: because it was let write no more."""

    def __init__(self, reply: str, *, broke_off: bool) -> None:
        super().__init__(reply, "it broke off while the model still thought" if broke_off else "it is only thoughts")
        self.broke_off = broke_off


class Reply:
    """A reply in one piece. `thinks`, `closes_unopened`: see AnswerPieces."""

    def __init__(self, received: Any) -> None:
        choices = getattr(received, "choices", None)
        self._choice = choices[0] if isinstance(choices, list) and choices else None
        self._message = getattr(self._choice, "message", None)
        self._written = written(self._message)
        pieces = AnswerPieces()
        self._answer = pieces.whole(self._written)
        self.closes_unopened = pieces.closes_unopened
        self.thinks = pieces.thinks or has_thoughts(self._message) or _counts_thoughts(received)
        self._finish = str(getattr(self._choice, "finish_reason", None))

    def answer(self, *, has_room: bool = True) -> str:
        """Raises ReplyUnusable where there is none. An answer that breaks off is given out as far as it goes, unless
        thoughts took its place; `has_room`: there was room for them."""
        if self._answer and self.thinks and self._finish == "length" and not has_room:
            raise OnlyThoughts(self._written, broke_off=True)
        if self._answer:
            return self._answer
        if self._message is None:
            raise ReplyUnusable("", "it holds no choice of answers")
        raise unanswered(
            self._written,
            finish=self._finish,
            refused=_is_refusal(self._message),
            thinks=self.thinks,
        )


class StreamedReply:
    """A reply that comes in chunks. `letters` counts all that was written, `usage` is the server's own count."""

    def __init__(self, *, unopened: bool) -> None:
        self._pieces = AnswerPieces(unopened=unopened)
        self._answers = False
        self._finish = ""
        self._refused = self._thinks_apart = False
        self.usage: Any = None
        self.letters = 0

    @property
    def thinks(self) -> bool:
        return self._thinks_apart or self._pieces.thinks

    @property
    def closes_unopened(self) -> bool:
        return self._pieces.closes_unopened

    def read(self, chunk: Any) -> Iterator[str]:
        """What the chunk adds to the answer."""
        self.usage = getattr(chunk, "usage", None) or self.usage
        choices = getattr(chunk, "choices", None)
        if not isinstance(choices, list) or not choices:
            return
        delta = getattr(choices[0], "delta", None)
        self._finish = str(getattr(choices[0], "finish_reason", None) or self._finish)
        self._refused = self._refused or _is_refusal(delta)
        self._thinks_apart = self._thinks_apart or has_thoughts(delta)
        text = written(delta)
        self.letters += len(text)
        yield from self._given(self._pieces.read(text))

    def end(self) -> Iterator[str]:
        """What was kept waiting. Raises ReplyUnusable where it is told why there is no answer."""
        yield from self._given(self._pieces.end())
        told = self._refused or self.thinks or self._finish in ("content_filter", "length")
        if told and not self._answers:
            raise unanswered("", finish=self._finish, refused=self._refused, thinks=self.thinks)

    def _given(self, heard: Heard) -> Iterator[str]:
        if heard.takes_back:
            self._answers = False
        text = heard.text if self._answers else heard.text.lstrip()
        self._answers = self._answers or bool(text)
        if text or heard.takes_back:
            yield f"{TAKEN_BACK}{text}" if heard.takes_back else text


def unanswered(reply: str, *, finish: str, refused: bool, thinks: bool) -> ReplyUnusable:
    """Why a reply without an answer has none."""
    if finish == "content_filter":
        return ReplyUnusable(reply, "a content filter held it back")
    if refused:
        return ReplyUnusable(reply, "the model refuses to answer")
    if thinks:
        return OnlyThoughts(reply, broke_off=finish == "length")
    if finish == "length":
        return ReplyUnusable(reply, "it broke off before its first word")
    if finish in ("tool_calls", "function_call"):
        return ReplyUnusable(reply, "it calls a tool instead of answering")
    return ReplyUnusable(reply, "it is empty")


def written(message: Any) -> str:
    """The text of a message, or of a stream's piece of one."""
    return text_of(getattr(message, "content", None)) or ""


def has_thoughts(message: Any) -> bool:
    return any(getattr(message, name, None) or _specific(message).get(name) for name in _THOUGHTS)


def _counts_thoughts(received: Any) -> bool:
    """Whether the server counts tokens of thoughts that it does not show."""
    details = getattr(getattr(received, "usage", None), "completion_tokens_details", None)
    counted = getattr(details, "reasoning_tokens", None)
    return isinstance(counted, int) and counted > 0


def _is_refusal(message: Any) -> bool:
    return bool(getattr(message, "refusal", None) or _specific(message).get("refusal"))


def _specific(message: Any) -> Mapping[str, object]:
    """What litellm found in a message and has no field for."""
    fields = getattr(message, "provider_specific_fields", None)
    return fields if isinstance(fields, dict) else {}
