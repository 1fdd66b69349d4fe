"""How one model wants to be asked: which parts a request has, and what it becomes when a part is refused. Pure.

Each part has forms, the best first; the last is to leave it out. What a server refuses is named in its error in many
ways (manner.toml); where nothing is named, the newest part is taken to be meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from language.lists import cue_lists

# By judgement, not measured: an insight is some 150 tokens, an answer is five sentences.
MOST_REPLY_TOKENS: Final = 4_000
MOST_STREAMED_TOKENS: Final = 800
# By judgement, not measured: what a model thinks counts as written, and is often a few thousand tokens.
MOST_THOUGHT_TOKENS: Final = 12_000
TEMPERATURE: Final = 0.2  # by judgement, not measured

Part = Literal["response_format", "stream", "reasoning_effort", "temperature", "max_tokens", "num_ctx"]
FORMS: Final[Mapping[Part, tuple[str, ...]]] = {
    "response_format": ("json_schema", "json_object", "none"),
    "stream": ("counted", "plain", "none"),
    "reasoning_effort": ("none", "low", "unsaid"),
    "temperature": ("low", "unsaid"),
    "max_tokens": ("max_tokens", "max_completion_tokens", "unsaid"),
    "num_ctx": ("said", "unsaid"),
}
# How much a model may think is said only where it is known, or has been seen, to think.
_FIRST: Final[Mapping[Part, str]] = {part: forms[0] for part, forms in FORMS.items()} | {"reasoning_effort": "unsaid"}
# What a refusal that names nothing is taken to mean, first to last.
_NEWEST_FIRST: Final[tuple[Part, ...]] = ("stream", "response_format", "reasoning_effort")
_CUES: Final = cue_lists("ingest/model/manner.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """The form of each part. `num_ctx` is the window in tokens that is asked for, None where none can be; `thinks`: the
    model thinks before it answers.
    """

    forms: Mapping[Part, str] = field(default_factory=lambda: _FIRST)
    thinks: bool = False
    num_ctx: int | None = None

    def parameters(
        self, schema: Mapping[str, object] | None, *, streamed: bool, most_tokens: int | None = None
    ) -> dict[str, object]:
        """What stands in a request beside the model and the messages. `most_tokens`: of the answer, if not as many as
        of any."""
        said: dict[str, object] = {}
        if schema is not None and self.forms["response_format"] != "none":
            said["response_format"] = _response_format(self.forms["response_format"], schema)
        if streamed and self.forms["stream"] != "none":
            said["stream"] = True
            said |= {"stream_options": {"include_usage": True}} if self.forms["stream"] == "counted" else {}
        if self.forms["reasoning_effort"] != "unsaid":
            said["reasoning_effort"] = self.forms["reasoning_effort"]
        if self.forms["temperature"] != "unsaid":
            said["temperature"] = TEMPERATURE
        if self.forms["max_tokens"] != "unsaid":
            most = MOST_STREAMED_TOKENS if streamed else min(MOST_REPLY_TOKENS, most_tokens or MOST_REPLY_TOKENS)
            said[self.forms["max_tokens"]] = most + (MOST_THOUGHT_TOKENS if self.thinks else 0)
        if self.num_ctx and self.forms["num_ctx"] != "unsaid":
            said["num_ctx"] = self.num_ctx
        return said

    def after_refusal(self, words: str, said: Mapping[str, object], *, broke: bool) -> "Manner | None":
        """The next plainer manner after a request with the parameters `said` was refused in these `words`.

        None when nothing is left to leave out. `broke`: the server failed over it, which may have other causes, so
        that only its newest parts are suspected.
        """
        left = [part for part in FORMS if _is_said(part, said)]
        named = _named(words, left)
        newest = named or next((part for part in _NEWEST_FIRST if part in left), None)
        if newest:
            return self.plainer(newest)
        return None if broke or not left else self._bare(left)

    def plainer(self, part: Part) -> "Manner":
        """With the next form of one part."""
        forms = FORMS[part]
        return replace(self, forms={**self.forms, part: forms[min(forms.index(self.forms[part]) + 1, len(forms) - 1)]})

    def without_length(self, words: str) -> "Manner | None":
        """After a request that was too long in these `words`: where they count what may be written, without saying it.

        None where that helps nothing.
        """
        length: Part = "max_tokens"
        if self.forms[length] == FORMS[length][-1] or not _named(words, [length]):
            return None
        return self._bare([length])

    def with_effort(self, effort: str) -> "Manner":
        return replace(self, forms={**self.forms, "reasoning_effort": effort})

    def thinking(self) -> "Manner":
        """For a model that was seen to think: it gets room for that and, where nothing was said, is told to do less."""
        if self.thinks:
            return self
        unsaid = self.forms["reasoning_effort"] == "unsaid"
        return replace(self.with_effort(FORMS["reasoning_effort"][0]) if unsaid else self, thinks=True)

    def _bare(self, parts: Sequence[Part]) -> "Manner":
        return replace(self, forms={**self.forms, **{part: FORMS[part][-1] for part in parts}})


def _named(words: str, parts: Sequence[Part]) -> Part | None:
    """The part that is named first: after it come those that a server would take instead."""
    found = {part: match.start() for part in parts if (match := _CUES[part].pattern.search(words))}
    return min((at, part) for part, at in found.items())[1] if found else None


def _is_said(part: Part, said: Mapping[str, object]) -> bool:
    return part in said or (part == "max_tokens" and "max_completion_tokens" in said)


def _response_format(form: str, schema: Mapping[str, object]) -> Mapping[str, object]:
    if form == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "reply", "schema": dict(schema), "strict": True}}
    return {"type": "json_object"}
