"""Numbers in text by value, whether written in digits or in words. Pure.

"twenty" is 20, "2.5 million" is 2500000, "twenty twenty-six" is 2026, "one point five" is 1.5, "a hundred and ten" is
110, "3 percent" is 3 and a percentage, "third" is 3.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
# What the words mean.
_WORDS = {word: float(value) for value, word in enumerate(_UNITS)} | {
    word: 20.0 + 10 * position for position, word in enumerate(_TENS)
}
_ORDINAL_UNITS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
ORDINALS: Final = {word: value for value, word in enumerate(_ORDINAL_UNITS)} | {
    f"{word[:-1]}ieth": 20 + 10 * position for position, word in enumerate(_TENS)
}
_SPOKEN_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES = _SPOKEN_SCALES | {"k": 1e3, "mn": 1e6, "m": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|[^\W\d_]+|%")
# faster-whisper writes "18 ,400" and "2 .5".
_SPACED_COMMA = re.compile(r"(?<=\d) ,(?=\d{3}\b)")
_SPACED_POINT = re.compile(r"(?<=\d) \.(?=\d)")
_WRITTEN_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
PERCENT: Final = frozenset({"%", "percent", "pct", "percentage"})
# "the nineties", "the '90s": the decade's first year.
_DECADE = re.compile(
    r"(?<!\d)(?:'|’)?([2-9])0['’]?s\b|\b(twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"
)
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_BETWEEN = frozenset("to and or versus".split())
_FRACTIONS: Final[Mapping[str, Sequence[float]]] = {
    f"{count} {part}": shares
    for counts, part, shares in (
        ("a one", "quarter", (25.0,)),
        ("three", "quarters", (75.0,)),
        ("a one", "third", (33.0, 33.3)),
        ("two", "thirds", (66.0, 66.7, 67.0)),
        ("a one", "fifth", (20.0,)),
        ("two", "fifths", (40.0,)),
        ("three", "fifths", (60.0,)),
        ("four", "fifths", (80.0,)),
        ("a one", "tenth", (10.0,)),
    )
    for count in counts.split()
}
# Tokens: hundreds, tens and units with their "and" at four scales are 23.
_LONGEST = 24
_MOST_OF = 20  # "nine in ten" is a share, "three in 2024" is none
# "first" and "second" order a text more often than they count anything.
_COUNTS_FROM = 3


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
        run = longest(tokens, at)
        if (share := _one_in(tokens, at)) is not None:
            of = 4 if tokens[at + 1] == "out" else 3
            found.append(Number(shown=" ".join(tokens[at : at + of]), value=share, percent=True))
            at += of
            continue
        if run is not None and tokens[at : at + run[1]] != ["one"]:
            found.append(_number(tokens, at, *run))
        elif (place := ordinal(tokens[at])) is not None and place >= _COUNTS_FROM:
            found.append(Number(shown=tokens[at], value=place, percent=False))
        at += run[1] if run else 1
    return found


def _one_in(tokens: Sequence[str], at: int) -> float | None:
    """The percentage that "four in five" or "one out of ten" is."""
    after = tokens[at + 1 : at + 4]
    rest = after[1:2] if after[:1] == ["in"] else after[2:3] if after[:2] == ["out", "of"] else []
    some, all_of = _plain(tokens[at]), _plain(rest[0]) if rest else None
    if some is None or all_of is None or not 0 < some < all_of <= _MOST_OF:
        return None
    return round(100 * some / all_of, 1)


def differ(one: str, other: str) -> bool:
    """Whether each text states numbers and none of them is the same."""
    first, second = ({number.value for number in stated(text)} for text in (one, other))
    return bool(first and second and not first & second)


def contained(text: str) -> Iterator[Number]:
    """Every number in `text` and every number that is part of a longer one: "2.5 million" contains 2.5.

    Fractions in words are percentages, too, and in "20 to 30 percent" and "from 22 percent to 9" both numbers are.
    """
    tokens = _tokens(text)
    for decade in _DECADE.finditer(text.casefold()):
        tens = int(decade[1]) if decade[1] else 2 + _DECADES.index(decade[2])
        yield Number(shown=decade[0], value=1900.0 + 10 * tens, percent=False)
    for at, token in enumerate(tokens):
        if (share := _one_in(tokens, at)) is not None:
            yield Number(shown=token, value=share, percent=True)
        for value, taken in _runs_at(tokens, at):
            yield _number(tokens, at, value, taken)
            if _is_of_a_range(tokens, at, at + taken):
                yield Number(shown=token, value=value, percent=True)
        for percentage in _fraction(tokens, at):
            yield Number(shown=token, value=percentage, percent=True)
        if (place := ordinal(token)) is not None:
            yield Number(shown=token, value=place, percent=False)


def longest(tokens: Sequence[str], at: int) -> tuple[float, int] | None:
    """The value of the longest number that begins at `at` of folded `tokens`, and how many tokens it takes."""
    return next(_runs_at(tokens, at), None)


def spelled_out(value: int) -> str | None:
    """A number below a hundred in words, without a hyphen: "twenty five"; None for any other."""
    if value < len(_UNITS):
        return _UNITS[value] if value >= 0 else None
    if value >= 100:
        return None
    tens, unit = _TENS[value // 10 - 2], value % 10
    return f"{tens} {_UNITS[unit]}" if unit else tens


def ordinal(token: str) -> int | None:
    """The place that "third" or "3rd" names."""
    written = _WRITTEN_ORDINAL.fullmatch(token)
    # Longer ones are beyond int()'s own limit, and nobody's place.
    return int(written[1][:18]) if written else ORDINALS.get(token)


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _TOKEN.findall(_SPACED_POINT.sub(".", _SPACED_COMMA.sub(",", plain)))


def _number(tokens: Sequence[str], at: int, value: float, taken: int) -> Number:
    after = list(tokens[at + taken : at + taken + 2])
    percent = bool(after) and (after[0] in PERCENT or after == ["per", "cent"])
    shown = " ".join(tokens[at : at + taken])
    return Number(shown=f"{shown}%" if percent else shown, value=value, percent=percent)


def _is_of_a_range(tokens: Sequence[str], first: int, last: int) -> bool:
    """Whether the number at `first` to `last` shares the "percent" of another one."""
    before = tokens[max(0, first - 2) : first]
    if len(before) == 2 and before[0] in PERCENT and before[1] in _BETWEEN:
        return True
    if tokens[last : last + 1] and tokens[last] in _BETWEEN and last + 1 < len(tokens):
        other = longest(tokens, last + 1)
        return other is not None and tokens[last + 1 + other[1] : last + 2 + other[1]] in [[part] for part in PERCENT]
    return False


def _fraction(tokens: Sequence[str], at: int) -> Sequence[float]:
    """The percentages that "half", "a third" or "three quarters" stands for."""
    if tokens[at] == "half":
        return (50.0,)
    return _FRACTIONS.get(" ".join(tokens[at : at + 2]), ())


def _runs_at(tokens: Sequence[str], at: int) -> Iterator[tuple[float, int]]:
    """The value and length of each number that begins at `at`, longest first."""
    counted = tokens[at] == "a" and at + 1 < len(tokens) and tokens[at + 1] in _SPOKEN_SCALES
    if not counted and _plain(tokens[at]) is None:
        return
    for taken in range(min(_LONGEST, len(tokens) - at), 0, -1):
        value = _value(tokens[at : at + taken])
        if value is not None:
            yield value, taken


def _plain(part: str) -> float | None:
    return float(part.replace(",", "")) if _FIGURES.fullmatch(part) else _WORDS.get(part)


def _value(tokens: Sequence[str]) -> float | None:
    """The value of `tokens` read as one number, None when they are not one."""
    if tokens[-1] == "and":
        return None
    if tokens[0] == "a":
        return _value(["one", *tokens[1:]]) if len(tokens) > 1 and tokens[1] in _SPOKEN_SCALES else None
    if "point" in tokens:
        return _decimal(tokens, tokens.index("point"))
    if len(tokens) > 3 and tuple(tokens[1:4]) == ("and", "a", "half"):
        return _scaled(tokens[0], 0.5, tokens[4:])
    return _whole(tokens)


def _decimal(tokens: Sequence[str], point: int) -> float | None:
    """ "two point five" and "two point five million"."""
    after = [*tokens[point + 1 :]]
    scale = [after.pop()] if after and after[-1] in _SCALES else []
    digits = [_plain(part) for part in after]
    if not digits or any(digit is None or digit >= 10 or digit % 1 for digit in digits) or point != 1:
        return None
    return _scaled(tokens[0], float("0." + "".join(f"{digit:.0f}" for digit in digits if digit is not None)), scale)


def _scaled(whole: str, fraction: float, scale: Sequence[str]) -> float | None:
    plain = _plain(whole)
    if plain is None or plain % 1 or len(scale) > 1 or any(part not in _SCALES for part in scale):
        return None
    return round((plain + fraction) * (_SCALES[scale[0]] if scale else 1.0), 9)


def _whole(tokens: Sequence[str]) -> float | None:
    total, group, before, joined = 0.0, 0.0, "", False
    for part in tokens:
        plain = _plain(part)
        if plain is not None:
            if not _may_follow(before, plain, joined=joined):
                return _year(tokens)
            group += plain
        elif part in _SCALES and before not in ("", "and"):
            scale = _SCALES[part]
            total, group = (total, group * scale) if scale == 100 else (total + group * scale, 0.0)
        elif part != "and" or before not in _SPOKEN_SCALES:
            return None
        joined = part == "and" and before != "hundred"
        before = part
    # What digits and a scale make must equal what is written out: 1.1 million is not 1100000.0000000002.
    return round(total + group, 9)


def _may_follow(before: str, plain: float, *, joined: bool) -> bool:
    """ "twenty" may be followed by "five", "hundred" by "and five", nothing by a second whole number."""
    if joined:
        return plain < 100  # "two thousand and ten", but "five thousand and 200" are two numbers
    if before in _TENS:
        return 0 < plain < 10 and plain % 1 == 0
    return before in ("", "and") or (before in _SCALES and plain < 1000)


def _year(tokens: Sequence[str]) -> float | None:
    """ "nineteen eighty-four" and "twenty twenty": a century and a year in it."""
    century = _WORDS.get(tokens[0])
    after = tokens[1:]
    if century is None or not 13 <= century <= 20 or not 1 <= len(after) <= 2:
        return None
    year = _whole(after)
    return century * 100 + year if year is not None and 10 <= year < 100 and year % 1 == 0 else None
