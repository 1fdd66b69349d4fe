"""Insights as tables: CSV for spreadsheets, and the columns that Readwise imports. Pure.

A cell that begins like a formula gets an apostrophe before it: spreadsheets run what hosts wrote otherwise
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from digest.tags import NO_TAGS, Tags, one_word
from digest.wording import clock, heard_at, iso, plain, web_address
from store.records.insights import CitedInsight

COLUMNS = tuple(
    "id headline body quote speaker show episode published start end audio heard_at origin worth tags".split()
)
# https://readwise.io/import_bulk names these; "Location" is a number.
READWISE = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def table(listed: Iterable[CitedInsight], tags: Tags = NO_TAGS) -> Iterator[str]:
    """A line of CSV each, the names of the columns first, without the line's end. Tags have commas between."""
    yield _line(COLUMNS)
    for cited in listed:
        insight = cited.insight
        texts = (insight.headline, insight.body, insight.quote, insight.speaker or "", cited.show, cited.episode)
        yield _line(
            (
                insight.id,
                *map(_cell, texts),
                iso(cited.published) or "",
                f"{insight.start:.1f}",
                f"{insight.end:.1f}",
                _cell(web_address(cited.audio_url) or ""),
                _cell(heard_at(cited.audio_url, insight.start) or ""),
                _cell(insight.origin),
                f"{insight.worth:.2f}",
                _cell(", ".join(tags.get(insight.id, ()))),
            )
        )


def readwise(listed: Iterable[CitedInsight], tags: Tags = NO_TAGS) -> Iterator[str]:
    """The quote is the highlight, the claim its note; episodes are its books.

    Tags begin the note, each a word behind a full stop (https://docs.readwise.io/readwise/guides/action-tags).
    """
    yield _line(READWISE)
    for cited in listed:
        insight = cited.insight
        place = clock(insight.start)
        note = plain(
            insight.headline if insight.body == insight.quote else f"{insight.headline.rstrip('.')}. {insight.body}"
        )
        at = cited.published or insight.created_at
        filed = "".join(f".{one_word(tag)} " for tag in tags.get(insight.id, ()))
        yield _line(
            (
                _cell(insight.quote),
                _cell(f"{cited.show}: {cited.episode}"),
                _cell(insight.speaker or cited.show),
                _cell(heard_at(cited.audio_url, insight.start) or web_address(cited.link) or ""),
                _cell(f"{filed}{note} ({place})"),
                str(int(insight.start)),
                f"{at:%Y-%m-%d %H:%M:%S}",
            )
        )


def _cell(text: str) -> str:
    told = plain(text)
    return f"'{told}" if told.startswith(_FORMULA) else told


def _line(cells: Sequence[str]) -> str:
    told = StringIO()
    csv.writer(told, lineterminator="").writerow(cells)
    return told.getvalue()
