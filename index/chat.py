"""What a language model is to Earmark: a name, and replies in one piece or as they are written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypedDict, runtime_checkable


class Message(TypedDict):
    """One turn of a chat: `role` is "system", "user" or "assistant"."""

    role: str
    content: str


class LanguageModel(Protocol):
    """Raises Transient, Unusable or Misconfigured."""

    @property
    def name(self) -> str: ...

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        episode_id: int | None = None,
        most_tokens: int | None = None,
    ) -> str:
        """The reply; JSON in the form of `schema` when one is given (it is still to be checked).

        It is cut off after `most_tokens`, what was thought before it not counted; None: where any reply is.
        """
        ...

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in pieces as it comes, of any length; in one piece where the server cannot stream.

        Closing the iterator stops the model. An error may come after pieces that are good. What the model thinks
        is left out; where that shows only later, a piece takes back what came before (index/thoughts.py).
        """
        ...


@runtime_checkable
class Bounded(Protocol):
    """A model of which it may be known how much one request may hold."""

    @property
    def reach_words(self) -> int | None:
        """Words of talk; None where no limit is known."""
        ...


def reach_words(model: LanguageModel) -> int | None:
    return model.reach_words if isinstance(model, Bounded) else None


def quoted(text: str) -> str:
    """Other people's words for a prompt: nothing in them may look like a mark of ours that ends them."""
    return text.replace("<", "‹").replace(">", "›")


def quoted_line(text: str) -> str:
    """As quoted, on one line."""
    return " ".join(quoted(text).split())
