"""What a number counts, as far as the words about it tell: money, a share, time, an age, a place in a row. Pure.

"Two million dollars" holds no two of anything else: a number is only said where it is said of the same.
"""

from collections.abc import Sequence
from typing import Final

from language.lists import cue_lists

NUMBER: Final = (
    r"(?:(?:[\d.,]+(?:k|m|bn)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|half|"
    r"hundred|thousand|million|billion|trillion|and|to|or|more|other|full|whole)(?:[ ,–-]+))+"
)
_LISTS = cue_lists("ingest/insights/proving/units.toml", NUMBER=NUMBER)
_AFTER: Final = ("money", "percent", "age", "time")
_BEFORE: Final = {"of_age": "age", "in_order": "order"}
_NAMED: Final = "name"  # "GPT-4"
COUNT: Final = "count"
_WORDS_AFTER, _WORDS_BEFORE = 7, 4  # as many as the longest cue holds


def unit_at(words: Sequence[str], at: int) -> str:
    """What the number that begins at that word counts; "count" where no word about it tells."""
    if words[at].lstrip('"“(')[:1].isalpha() and any(map(str.isdigit, words[at])):
        return _NAMED
    after = " ".join(words[at : at + _WORDS_AFTER])
    found = next((unit for unit in _AFTER if _LISTS[unit].pattern.match(after)), None)
    if found:
        return found
    before = " ".join(words[max(0, at - _WORDS_BEFORE) : at])
    return next((unit for name, unit in _BEFORE.items() if _LISTS[name].pattern.search(before)), COUNT)


def says_of_the_same(claimed: str, said: str, *, carried: bool) -> bool:
    """Whether a number `claimed` of one unit may be one `said` of another: twelve years of twelve years old.

    Speech leaves the unit out that was just said. In the words that carry a sentence that is believed.
    """
    if claimed == said or {claimed, said} == {"time", "age"}:
        return True
    if said == COUNT:
        return carried or claimed in ("money", "order", "age")
    return claimed == COUNT and carried and said == "percent"
