"""What a person types, taken apart. The day is a Monday, 23 November 2026."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from index.search.limits import Known, is_pasted, take_apart

TODAY = date(2026, 11, 23)
KNOWN = Known(
    shows={1: "Practical AI", 2: "Founders Talk: Startups, CEOs, Leadership", 3: "Decoder"},
    speakers=["daniel whitenack", "jensen huang", "will smith", "mark o neil"],
    earliest=date(2019, 5, 1),
)


def ask(typed, *plain, zone=UTC):
    return take_apart(typed, KNOWN, TODAY, zone, plain)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("chips last month", "1 to 31 October 2026"),
        ("what did they say last week about chips", "16 to 22 November 2026"),
        ("chips this week", "23 to 29 November 2026"),
        ("chips yesterday", "22 November 2026"),
        ("chips since March", "since 1 March 2026"),
        ("chips since December", "since 1 December 2025"),
        ("chips since may", "since 1 May 2026"),
        ("since march, chips", "since 1 March 2026"),
        ("chips since last week", "since 16 November 2026"),
        ("chips since Friday", "since 20 November 2026"),
        ("chips since two weeks ago", "since 9 November 2026"),
        ("chips since 2024-05-03", "since 3 May 2024"),
        ("chips since Jan 2025", "since 1 January 2025"),
        ("chips after 2023", "since 1 January 2024"),
        ("chips from June 2025 on", "since 1 June 2025"),
        ("chips in 2024", "1 January to 31 December 2024"),
        ("what was said in 2024 about chips", "1 January to 31 December 2024"),
        ("chips in March 2025", "1 to 31 March 2025"),
        ("chips on May 3, 2024", "3 May 2024"),
        ("chips on the 3rd of May 2024", "3 May 2024"),
        ("chips before June 2025", "before 1 June 2025"),
        ("chips until 3 May 2024", "before 4 May 2024"),
        ("chips between May and July 2024", "1 May to 31 July 2024"),
        ("chips from November 2024 to 2025", "1 November 2024 to 31 December 2025"),
        ("chips in the last 3 months", "since 25 August 2026"),
        ("chips over the past two weeks", "since 9 November 2026"),
        ("episodes from last month about chips", "1 to 31 October 2026"),
    ],
)
def test_dates_in_words_are_limits(typed, told):
    (limit,) = ask(typed).limits

    assert (limit.sort, limit.told) == ("dates", told)
    assert "chips" in ask(typed).words
    assert limit.phrase not in ask(typed).words


@pytest.mark.parametrize(
    "typed",
    [
        "in March of the penguins",
        "march madness",
        "in march madness",
        "May I ask a second question",
        "since May resigned",
        "last mile delivery",
        "Last Week Tonight",
        "This Week in AI",
        "last year's election",
        "compared to last year",
        "the last month of a pregnancy",
        "two years ago",
        "AI today",
        "in 2024 elections",
        "revenue in Q3 2024",
        "by 2025",
        "AI in 2030",
        "computing since 1990",
        "the crisis in 2008",
        "after ChatGPT",
        "since Jan joined",
        "on 31 February 2024",
        "on monday.com",
        '"since March" chips',
        "written by hand",
        "by will",
        "by Daniel Kahneman",
        "by Daniel's team",
        "from Will",
        "Will Smith",
        "the decoder in a transformer",
        "on decoder layers",
        "data insights",
        "show:nothing chips",
        "kind:poem",
    ],
)
def test_what_may_be_content_stays_content(typed):
    asked = ask(typed)

    assert (asked.words, asked.limits) == (typed, ())


@pytest.mark.parametrize(
    ("typed", "words", "speaker"),
    [
        ("chips by Jensen Huang", "chips", "Jensen Huang"),
        ("chips by jensen huang", "chips", "jensen huang"),
        ("by Will about marriage", "about marriage", "Will"),
        ("what was said by Mark O’Neil?", "what was?", "Mark O’Neil"),
        ("chips according to Huang", "chips", "Huang"),
        ('speaker:"Jensen Huang" chips', "chips", "Jensen Huang"),
        ("speaker:nobody chips", "chips", "nobody"),
    ],
)
def test_speakers_are_limits(typed, words, speaker):
    asked = ask(typed)

    assert (asked.words, asked.speaker) == (words, speaker)


@pytest.mark.parametrize(
    ("typed", "words", "show_id"),
    [
        ("agents on Practical AI", "agents", 1),
        ("agents from the practical ai podcast", "agents", 1),
        ("on Founders Talk, what about hiring?", "what about hiring?", 2),
        ("on Decoder about chips", "about chips", 3),
        ('show:"practical ai" agents', "agents", 1),
        ("show:founders agents", "agents", 2),
    ],
)
def test_followed_shows_are_limits(typed, words, show_id):
    asked = ask(typed)

    assert (asked.words, asked.show_id) == (words, show_id)


@pytest.mark.parametrize(
    ("typed", "words", "kind"),
    [
        ("only insights on agents", "on agents", "insight"),
        ("insights about agents", "about agents", "insight"),
        ("agents, passages only", "agents", "passage"),
        ("kind:passages agents", "agents", "passage"),
    ],
)
def test_kinds_are_limits(typed, words, kind):
    asked = ask(typed)

    assert (asked.words, asked.kind) == (words, kind)


def test_limits_of_several_sorts_are_taken_together():
    asked = ask("chips by Jensen Huang since March 2026 on Practical AI before June")

    assert (asked.words, asked.speaker, asked.show_id) == ("chips", "Jensen Huang", 1)
    assert (asked.since, asked.until) == (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))


def test_days_begin_in_the_readers_zone():
    asked = ask("chips yesterday", zone=ZoneInfo("America/New_York"))

    assert (asked.since, asked.until) == (
        datetime(2026, 11, 22, 5, tzinfo=UTC),
        datetime(2026, 11, 23, 5, tzinfo=UTC),
    )


def test_a_phrase_that_the_reader_wants_as_words_is_words():
    asked = ask("chips by Jensen Huang last month", "Last month")

    assert (asked.words, asked.since, asked.speaker) == ("chips last month", None, "Jensen Huang")


def test_a_pasted_text_is_not_taken_apart():
    pasted = "In March 2025 we met Jensen Huang again. " * 8

    assert is_pasted(pasted)
    assert ask(pasted).limits == ()


@pytest.mark.parametrize(
    "typed", ["", '"', "speaker:", 'show:""', "by", "since", "\0", "between and", "in 0000-00-00", "💡"]
)
def test_nothing_typed_is_an_error(typed):
    assert ask(typed).limits == ()
