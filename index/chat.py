"""What a language model is to Earmark: one method and a name."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypedDict


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
    ) -> str:
        """The reply; JSON in the form of `schema` when one is given (it is still to be checked)."""
        ...
