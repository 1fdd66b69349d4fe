"""What of a model's reply is its answer: thoughts before it, in tags or channels, are no part of it. Pure.

What stands before the mark that closes thoughts is no answer, also where nothing opened them: some servers put the
opening mark into the prompt. One rule for whole replies and for those still being written.
"""

import re
from dataclasses import dataclass
from typing import Final

from language.lists import cue_lists

# Stands in a stream after thoughts that were given out as if they were an answer: nothing had opened them.
TAKEN_BACK: Final = "</think>"
_CUES: Final = cue_lists("index/thoughts.toml")
_OPENS, _CLOSES, _TRAPPINGS = (_CUES[name].pattern for name in ("opens", "closes", "trappings"))
_EITHER = re.compile(f"(?P<opens>{_OPENS.pattern})|(?P<closes>{_CLOSES.pattern})", re.IGNORECASE)
_BEGUN_MARK = re.compile(r"(?:<\|channel\|>[\w\s|<>]{0,60}|<\|?[/\w:]*\|?|\[/?[a-z]*|◁/?\w*)\Z", re.IGNORECASE)
_LONGEST_MARK: Final = 80  # letters; "<|channel|>final <|constrain|>json<|message|>" has 45
# gpt-oss behind a server that drops its special tokens: "analysisThe user asks … assistantfinalRail is cheaper."
_BARE: Final = "analysis"
_BARE_OPENS = re.compile(rf"\s*{_BARE}(?=[A-Z])")
_BARE_CLOSES = re.compile(rf"assistant\s?final|{_CLOSES.pattern}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a piece adds to the answer. `takes_back`: all that was given before it was thoughts."""

    text: str
    takes_back: bool = False


class AnswerPieces:
    """The answer in a reply that comes in pieces, wherever these cut its marks.

    `unopened`: the model is known to close thoughts that nothing opened; nothing is given out before it has.
    `closes_unopened` is set when this reply turns out to be such a one, `thinks` when it held thoughts of any kind.
    """

    def __init__(self, *, unopened: bool = False) -> None:
        self._waiting = ""
        self._begun = False
        self._inside = self._held = unopened
        self._closes = _CLOSES
        self._given = self._doubted = False
        self.closes_unopened = False
        self.thinks = False

    def read(self, piece: str) -> Heard:
        self._waiting += piece
        return self._heard(ended=False)

    def end(self) -> Heard:
        """What was kept waiting for more. Thoughts that were opened and never closed are no answer."""
        return self._heard(ended=True)

    def whole(self, reply: str) -> str:
        """The answer of a reply that has come to its end."""
        first, last = self.read(reply), self.end()
        return (last.text if last.takes_back else first.text + last.text).strip()

    def _heard(self, *, ended: bool) -> Heard:
        if not self._has_begun(ended=ended):
            return Heard(text="")
        text, before, takes_back = "", "", False
        while mark := (self._closes if self._inside else _EITHER).search(self._waiting):
            if not self._inside:
                text += self._waiting[: mark.start()]
            self._waiting = self._waiting[mark.end() :]
            self.thinks = True
            if not self._inside and mark.lastgroup == "opens":
                self._inside = True
            elif self._inside and not self._held:  # what led to the thoughts stays until an answer follows them
                text, before, self._inside, self._doubted = "", before + text, False, True
            else:
                takes_back, self._given = takes_back or self._given, False
                text = before = ""
                self._inside = self._held = self._doubted = False
                self.closes_unopened = True
        text = _TRAPPINGS.sub("", text + self._ready(ended=ended))
        if self._doubted and text.strip():
            takes_back, self._doubted = takes_back or self._given, False
        elif self._doubted:
            text = before + text
        self._given = self._given or bool(text.strip())
        return Heard(text=text, takes_back=takes_back)

    def _has_begun(self, *, ended: bool) -> bool:
        """False as long as the reply may be about to open its thoughts with a bare word."""
        opening = self._waiting.lstrip()
        if not self._begun and (ended or not _BARE.startswith(opening)):
            self._begun = True
            bare = None if self._inside else _BARE_OPENS.match(self._waiting)
            if bare:
                self._waiting, self._inside, self._closes = self._waiting[bare.end() :], True, _BARE_CLOSES
                self.thinks = True
        return self._begun

    def _ready(self, *, ended: bool) -> str:
        """What waits and can be no beginning of a mark; of thoughts nothing, unless they were none."""
        if self._inside and not self._held:
            self._waiting = "" if ended else self._waiting[-_LONGEST_MARK:]
            return ""
        if self._held and not ended:
            return ""
        tail = max(0, len(self._waiting) - _LONGEST_MARK)
        begun = None if ended else _BEGUN_MARK.search(self._waiting, tail)
        stop = begun.start() if begun else len(self._waiting)
        ready, self._waiting = self._waiting[:stop], self._waiting[stop:]
        return ready


def answer_in(reply: str) -> str:
    """The answer in a whole reply; empty where it holds thoughts alone."""
    return AnswerPieces().whole(reply)
