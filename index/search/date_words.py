"""Spans of days said within a text: "last month", "since March", "between May and July 2024". Pure.

A grammar of its own, because libraries for date words give moments and a search needs spans, and because they read
"May I" and "in March of the penguins" as dates. What may as well be content is none: the reader then loses nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.search.days import COUNT, POINT, UNIT, YEAR, Days, back, point

_IN = r"(?:in|over|during|within|from)\s+"
_FORMS = [
    (name, re.compile(rf"(?<![\w'’-])(?:{form})(?![\w'’]|[-.]\w)", re.IGNORECASE))
    for name, form in (
        ("from to", rf"between\s+({POINT})\s+and\s+({POINT})"),
        ("from to", rf"(?:from|in)\s+({POINT})\s*(?:to|until|till|through|and|or|–|-)\s*({POINT})"),
        ("since", rf"(?:since|from)\s+({POINT})\s+(?:onwards?|on(?=[\s.,;?!]*$))"),
        ("since", rf"since\s+({POINT})"),
        ("after", rf"after\s+({POINT})"),
        ("before", rf"(?:before|prior\s+to)\s+({POINT})"),
        ("until", rf"(?:until|till|up\s+to)\s+({POINT})"),
        ("rolling", rf"(?:{_IN})?(?:the\s+)?(?:last|past)\s+({COUNT})\s+({UNIT})s"),
        ("rolling", rf"(?:{_IN})?(?:the\s+(?:last|past)|past)()\s+(week|month|year)"),
        ("within", rf"(?:in|on|during|throughout|from|within)\s+({POINT})"),
        ("within", r"((?:last|this)\s+(?:week|month|year)|yesterday)"),
    )
]
# Words that may stand after "in May" or "in 2024" when these are dates; after another word they may be content.
_JOINS = frozenset(
    "a about after all an and any are at before by can did do does for from had has have how i in is it on only or "
    "regarding say said the there they to was we were what when where which who why with you".split()
)
_UNSURE = re.compile(rf"\b(?:may|march)$|^\w+\s+(?:to\s+)?{YEAR}$", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:of|for|than|to|vs|versus|like|as)(?:\s+the)?\s+$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:Last|Past|This)\s+[A-Z]")  # as in "Last Week Tonight"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenSpan:
    """A span and the place in the text, `last` exclusive, where it is said."""

    first: int
    last: int
    days: Days


def said_days(text: str, today: date, earliest: date | None) -> Iterator[SpokenSpan]:
    """The spans that limit what was published from `earliest` to `today`, none across another.

    One that leaves nothing out or nothing in, such as "since 1990" or "in 2030", is content and no limit.
    """
    taken: list[tuple[int, int]] = []
    for name, form in _FORMS:
        for found in form.finditer(text):
            first, last = found.span()
            if any(first < end and begin < last for begin, end in taken) or not _is_date(text, found):
                continue
            days = _days(name, found.groups(), today)
            if days and _narrows(days, today, earliest or date.min):
                taken.append((first, last))
                yield SpokenSpan(first=first, last=last, days=days)


def _is_date(text: str, found: re.Match[str]) -> bool:
    said, before, after = found[0], text[: found.start()], text[found.end() :]
    relative = re.match(r"(?:last|past|this|the)\b", said, re.IGNORECASE)
    if relative and (_COMPARES.search(before) or _TITLE.search(said)):
        return False
    if re.match(r"\s+of\b", after, re.IGNORECASE):
        return False  # "in March of the penguins", "the last month of pregnancy"
    following = re.match(r"\s+([^\W_]+)", after)
    return not (_UNSURE.search(said) and following and following[1].lower() not in _JOINS)


def _narrows(days: Days, today: date, earliest: date) -> bool:
    first, last = days.since or date.min, days.until or date.max
    inside = first <= today and last > earliest and first < last
    return inside and (first > earliest or last <= today)


def _days(form: str, parts: tuple[str, ...], today: date) -> Days | None:
    if form == "rolling":
        return Days(since=back(today, parts[0] or "1", parts[1]))
    last = point(parts[-1], today)
    first = point(_of_that_year(*parts), today) if form == "from to" else last
    if not first or not last:
        return None
    spans = {
        "since": Days(since=first.since),
        "after": Days(since=first.until),
        "before": Days(until=first.since),
        "until": Days(until=first.until),
    }
    return spans.get(form, Days(since=first.since, until=last.until))


def _of_that_year(first: str, last: str) -> str:
    """May of "between May and July 2024" is of that year too."""
    year = re.search(rf"{YEAR}$", last)
    return f"{first} {year[0]}" if year and not re.search(r"\d{4}|last|this|ago|day", first) else first
