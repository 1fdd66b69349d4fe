"""What a person typed, taken apart into the words to search for and the limits said in words. Pure.

Limits are dates ("last month"), speakers ("by Jensen Huang"), shows ("on Practical AI") and kinds ("only insights");
speaker:"..." , show:"..." and kind:... say the same without a doubt. When in doubt it is a word and not a limit, for a
word too many costs a few ranks and a limit too many costs the answer.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal

from index.library.documents import Kind, folded_name
from index.search.date_words import said_days
from index.search.days import Days

Sort = Literal["dates", "speaker", "show", "kind"]

_QUOTED = re.compile(r"(?<!speaker:)(?<!show:)[\"“”«»][^\"“”«»]+[\"“”«»]", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(speaker|show|kind):\s*(?:[\"“”«»]([^\"“”«»]+)[\"“”«»]|([^\s\"“”«»]+))",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\bonly\s+(insight|passage)s\b|\b(insight|passage)s\s+only\b"
    r"|^\s*(?:show me |find )?(insight|passage)s\s+(?=about\b|on\b|by\b|from\b|since\b|in\b|that\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:(?:said|told|explained|mentioned)\s+)?(by|from|according\s+to)\s+(?=[^\W\d_])", re.IGNORECASE)
_NAME = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_MOST_NAMES = 4  # words of a speaker's name; by judgement, not measured: what follows them is content
_LONG = 40  # words; nobody types as many into a search box


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit and the words it was said in, as they stand in what was typed. Only the field of its sort is set."""

    sort: Sort
    phrase: str
    told: str
    days: Days | None = None
    speaker: str | None = None
    show_id: int | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`words` is what is left to search for; `since` is inclusive and `until` exclusive."""

    words: str
    limits: tuple[Limit, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    speaker: str | None = None
    show_id: int | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What limits may name: titles by show id, who speaks, and the day of the oldest episode."""

    shows: Mapping[int, str]
    speakers: Sequence[str]
    earliest: date | None = None


def is_pasted(typed: str) -> bool:
    """Whether this is a text to find the like of, and no query."""
    return len(typed.split()) > _LONG


def take_apart(typed: str, known: Known, today: date, zone: tzinfo, plain: Collection[str] = ()) -> Asked:
    """`plain` are phrases that the reader wants taken as words, whatever they look like."""
    if is_pasted(typed):
        return Asked(words=typed)
    # What stands in quotes is to be found as it stands; as many blanks keep every other place where it is.
    open_text = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), typed)
    unwanted = {" ".join(phrase.lower().split()) for phrase in plain}
    limits: list[tuple[int, int, Limit]] = []
    for first, last, limit in _limits(open_text, known, today):
        free = all(last <= begin or end <= first for begin, end, _ in limits)
        single = limit.sort == "dates" or all(limit.sort != other.sort for _, _, other in limits)
        if free and single and " ".join(limit.phrase.lower().split()) not in unwanted:
            limits.append((first, last, limit))
    limits.sort(key=lambda placed: placed[0])
    return _asked(_without(typed, [(first, last) for first, last, _ in limits]), [each for _, _, each in limits], zone)


def _asked(words: str, limits: Sequence[Limit], zone: tzinfo) -> Asked:
    days = Days()
    for limit in limits:
        days = days & limit.days if limit.days else days
    since, until = days.bounds(zone)
    return Asked(
        words=words,
        limits=tuple(limits),
        since=since,
        until=until,
        speaker=next((limit.speaker for limit in limits if limit.speaker), None),
        show_id=next((limit.show_id for limit in limits if limit.show_id is not None), None),
        kind=next((limit.kind for limit in limits if limit.kind), None),
    )


def _without(typed: str, places: Sequence[tuple[int, int]]) -> str:
    kept, at = [], 0
    for first, last in places:
        kept.append(typed[at:first])
        at = last
    words = " ".join(" ".join([*kept, typed[at:]]).split())
    return re.sub(r"\s+([,.;:?!])", r"\1", words).strip(" ,;")


def _limits(text: str, known: Known, today: date) -> Iterator[tuple[int, int, Limit]]:
    """(first, last, limit), the plainest first; they may overlap."""
    yield from _marked(text, known)
    yield from _on_shows(text, known)
    yield from _by_speakers(text, known)
    for said in said_days(text, today, known.earliest):
        phrase = text[said.first : said.last]
        yield said.first, said.last, Limit(sort="dates", phrase=phrase, told=said.days.told, days=said.days)
    for found in _KIND.finditer(text):
        kind: Kind = "insight" if "insight" in found[0].lower() else "passage"
        yield *found.span(), Limit(sort="kind", phrase=found[0].strip(), told=f"{kind}s", kind=kind)


def _marked(text: str, known: Known) -> Iterator[tuple[int, int, Limit]]:
    """speaker:"...", show:"...", kind:..."""
    for found in _NAMED.finditer(text):
        named = " ".join((found[2] or found[3]).split())
        match found[1].lower():
            case "speaker":
                limit = Limit(sort="speaker", phrase=found[0], told=f"by {named}", speaker=named)
            case "show":
                fitting = [key for key, title in known.shows.items() if named.lower() in title.lower()]
                exact = [key for key, title in known.shows.items() if named.lower() == title.lower()] or fitting
                if len(exact) != 1:
                    continue
                limit = Limit(sort="show", phrase=found[0], told=f"on {known.shows[exact[0]]}", show_id=exact[0])
            case _:
                kind: Kind | None = next((k for k in _KINDS if named.lower() in (k, f"{k}s")), None)
                if kind is None:
                    continue
                limit = Limit(sort="kind", phrase=found[0], told=f"{kind}s", kind=kind)
        yield *found.span(), limit


_KINDS: tuple[Kind, ...] = ("insight", "passage")


def _on_shows(text: str, known: Known) -> Iterator[tuple[int, int, Limit]]:
    """A show's title, or what stands before its colon, after "on" or "from"; one word only as the title writes it."""
    for show_id, title in known.shows.items():
        for name in dict.fromkeys((title, title.partition(":")[0].strip())):
            flags = re.IGNORECASE if len(name.split()) > 1 else re.NOFLAG
            asked = rf"(?i:\b(?:on|in|from)\s+(?:the\s+)?){re.escape(name)}(?i:\s+(?:podcast|show)\b)?(?![\w'’])"
            for found in re.finditer(asked, text, flags) if name else ():
                yield *found.span(), Limit(sort="show", phrase=found[0], told=f"on {title}", show_id=show_id)


def _by_speakers(text: str, known: Known) -> Iterator[tuple[int, int, Limit]]:
    """Names of two words or more in any case; one word only after "by", with a capital and no other name after it."""
    runs = {run for speaker in known.speakers for run in _runs(speaker)}
    for found in _BY.finditer(text):
        names = _names_at(text, found.end())
        count = max(
            (n for n in range(1, len(names) + 1) if folded_name(" ".join(name[0] for name in names[:n])) in runs),
            default=0,
        )
        if not count or text[names[count - 1].end() :].startswith(("'", "’")):
            continue
        told, last = " ".join(name[0] for name in names[:count]), names[count - 1].end()
        longer = len(names) > count and names[count][0][:1].isupper()
        if count == 1 and (found[1].lower() == "from" or not told[:1].isupper() or longer):
            continue
        phrase = text[found.start() : last]
        yield found.start(), last, Limit(sort="speaker", phrase=phrase, told=f"by {told}", speaker=told)


def _names_at(text: str, at: int) -> list[re.Match[str]]:
    """The words that follow each other from there, as many as a name may have."""
    names: list[re.Match[str]] = []
    while len(names) < _MOST_NAMES and (name := _NAME.match(text, at)):
        names.append(name)
        at = name.end() + (text[name.end() : name.end() + 1] == " ")
    return names


def _runs(speaker: str) -> Iterator[str]:
    """Every run of words in the name, folded."""
    words = folded_name(speaker).split()
    return (" ".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1))
