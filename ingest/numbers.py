"""Numbers in text by value, whether written in digits or in words. Pure.

"twenty" is 20, "2.5 million" is 2500000, "twenty twenty-six" is 2026, "3 percent" is 3 and a percentage.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: float(value) for value, word in enumerate(_UNITS)} | {
    word: 20.0 + 10 * position for position, word in enumerate(_TENS)
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES |= {"k": 1e3, "mn": 1e6, "m": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+|%")
_SPACED_COMMA = re.compile(r"(?<=\d) ,(?=\d{3}\b)")  # faster-whisper writes "18 ,400"
_PERCENT = frozenset({"%", "percent", "pct", "percentage"})
_LONGEST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`shown` is how the text writes it."""

    shown: str
    value: float
    percent: bool


def stated(text: str) -> list[Number]:
    """The numbers that `text` states, each as long as it goes. A bare "one" is a pronoun, not a number."""
    tokens = _tokens(text)
    found, at = [], 0
    while at < len(tokens):
        run = next(_runs_at(tokens, at), None)
        if run is not None and tokens[at : at + run[1]] != ["one"]:
            found.append(_number(tokens, at, *run))
        at += run[1] if run else 1
    return found


def contained(text: str) -> Iterator[Number]:
    """Every number in `text` and every number that is part of a longer one: "2.5 million" contains 2.5."""
    tokens = _tokens(text)
    for at in range(len(tokens)):
        for run in _runs_at(tokens, at):
            yield _number(tokens, at, *run)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_SPACED_COMMA.sub(",", text.casefold()))


def _number(tokens: Sequence[str], at: int, value: float, taken: int) -> Number:
    after = tokens[at + taken : at + taken + 2]
    percent = bool(after) and (after[0] in _PERCENT or after == ["per", "cent"])
    shown = " ".join(tokens[at : at + taken])
    return Number(shown=f"{shown}%" if percent else shown, value=value, percent=percent)


def _runs_at(tokens: Sequence[str], at: int) -> Iterator[tuple[float, int]]:
    """The value and length of each number that begins at `at`, longest first."""
    if _plain(tokens[at]) is None:
        return
    for taken in range(min(_LONGEST, len(tokens) - at), 0, -1):
        value = _value(tokens[at : at + taken])
        if value is not None:
            yield value, taken


def _plain(part: str) -> float | None:
    return float(part.replace(",", "")) if part[0].isdigit() else _WORDS.get(part)


def _value(tokens: Sequence[str]) -> float | None:
    """The value of `tokens` read as one number, None when they are not one."""
    if tokens[-1] == "and":
        return None
    total, group, before = 0.0, 0.0, ""
    for part in tokens:
        plain = _plain(part)
        if plain is not None:
            if not _may_follow(before, plain):
                return _year(tokens)
            group += plain
        elif part in _SCALES and before not in ("", "and"):
            scale = _SCALES[part]
            total, group = (total, group * scale) if scale == 100 else (total + group * scale, 0.0)
        elif part != "and" or before != "hundred":
            return None
        before = part
    return total + group


def _may_follow(before: str, plain: float) -> bool:
    """ "twenty" may be followed by "five", "hundred" by "and five", nothing by a second whole number."""
    if before in _TENS:
        return 0 < plain < 10
    return before in ("", "and") or (before in _SCALES and plain < 1000)


def _year(tokens: Sequence[str]) -> float | None:
    """ "nineteen eighty-four" and "twenty twenty": a century and a year in it."""
    century, year = _WORDS.get(tokens[0]), _value(tokens[1:]) if len(tokens) in (2, 3) else None
    if century is None or year is None or not (13 <= century <= 20 and 10 <= year < 100):
        return None
    return century * 100 + year
