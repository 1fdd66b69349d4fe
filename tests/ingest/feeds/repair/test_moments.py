"""Moments as feeds write them."""

import pytest

from ingest.feeds.repair.moments import is_month_first, moment_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 15 Jun 2026 24:00:00 +0000", "2026-06-16T00:00"),
        ("Mon, 15 Jun 2026 31:20:00 -0500", "2026-06-15T00:00"),
        ("Mon, 15 Jun 2026 08:61:00 GMT", "2026-06-15T00:00"),
        ("Mon, 15 Jun 2026 08:00:60 GMT", "2026-06-15T08:01"),
        ("Mon, 31 Jun 2026 08:00:00 GMT", "2026-07-01T08:00"),
        ("Mon, 15 Jun 2026 9:4:7 GMT", "2026-06-15T09:04"),
        ("Mon,15Jun2026 09:00:00GMT", "2026-06-15T09:00"),
        ("Mon, 15 Jun 26 08:00 +0545", "2026-06-15T02:15"),
        ("Mon, 15 Jun 2026 at 8:00 PM", "2026-06-15T20:00"),
        ("Mon, 15 Jun 2026 12:30 a.m. EDT", "2026-06-15T04:30"),
        ("Monday, June 15, 2026 - 07:30", "2026-06-15T07:30"),
        ("June 15th, 2026", "2026-06-15T00:00"),
        ("Mon Jun 15 06:00:00 PST 2026", "2026-06-15T14:00"),
        ("Mon Jun 15 2026 06:00:00 GMT+0200 (Central European Summer Time)", "2026-06-15T04:00"),
        ("2026-06-15 08:00:00", "2026-06-15T08:00"),
        ("2026-06-15T08:00:00.250+02:00[Europe/Vienna]", "2026-06-15T06:00"),
        ("20260615T080000Z", "2026-06-15T08:00"),
        ("1781510400", "2026-06-15T08:00"),
        ("1781510400000", "2026-06-15T08:00"),
        ("15.06.2026 08:00", "2026-06-15T08:00"),
        ("2026年6月15日", "2026-06-15T00:00"),
        ("2026年6月15日(月) 18時30分", "2026-06-15T18:30"),
        ("2026年6月15日 下午6:30", "2026-06-15T18:30"),
        ("2026년 6월 15일 오후 6:30", "2026-06-15T18:30"),
        ("月, 15 6月 2026 09:00:00 +0900", "2026-06-15T00:00"),
        ("Mon, 15 6 2026 09:00:00 +0900", "2026-06-15T00:00"),
        ("Mon, 15 Jun 2026 093000 GMT", "2026-06-15T09:30"),
        ("Mon, 15 Jun 2026 0930 EST", "2026-06-15T14:30"),
        ("Mon, 15 Jun 2026 09.30.00 GMT", "2026-06-15T09:30"),
        ("Mon, 15 Jun 2026 09-30-00 GMT", "2026-06-15T09:30"),
        ("Mo., 15. Juni 2026 09.30 Uhr", "2026-06-15T09:30"),
        ("Mon, 15 Jun 2026 09:30:00 –0400", "2026-06-15T13:30"),
        ("Mon, 15 Jun 2026 09:30:00 --0400", "2026-06-15T13:30"),
        ("Mon, 15 Jun 126 09:30:00 GMT", "2026-06-15T09:30"),
        ("Mon, 15 Jun 0026 09:30:00 GMT", "2026-06-15T09:30"),
        ("Tue, 15 Sepember 2026 09:30:00 GMT", "2026-09-15T09:30"),
        ("2026-15-06 09:30", "2026-06-15T09:30"),
        ("1781510400.25", "2026-06-15T08:00"),
        ("1781510400000000", "2026-06-15T08:00"),
    ],
)
def test_a_moment_is_read_in_whatever_form(text, moment):
    assert moment_of(text).isoformat().startswith(moment)


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("CEST", 6),
        ("MESZ", 6),
        ("BST", 7),
        ("JST", 23),
        ("-3", 11),
        ("+0200", 6),
        ("America/New_York", 12),
        ("", 8),
        ("EST5EDT", 12),
        ("Pacific Daylight Time", 15),
        ("Central European Summer Time", 6),
    ],
)
def test_a_zone_is_known_by_name_number_and_place(zone, hour):
    assert moment_of(f"15 Jun 2026 08:00:00 {zone}").hour == hour


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Di, 3 Mär 2026 08:00:00 +0100", "2026-03-03"),
        ("3. Dezember 2026", "2026-12-03"),
        ("mardi 3 février 2026 à 8h30", "2026-02-03"),
        ("3 août 2026", "2026-08-03"),
        ("Mar, 03 Ene 2026 08:00:00 +0100", "2026-01-03"),
        ("3 de julio de 2026", "2026-07-03"),
        ("ven, 3 lug 2026 08:00:00 +0200", "2026-07-03"),
        ("ter, 3 fev 2026 08:00:00 -0300", "2026-02-03"),
        ("di 3 mrt 2026 08:00", "2026-03-03"),
        ("woensdag 3 juni 2026", "2026-06-03"),
        ("Вт, 3 мар 2026 09:30:00 +0300", "2026-03-03"),
        ("3 травня 2026", "2026-05-03"),
        ("pon, 5 paź 2026 09:30:00 +0200", "2026-10-05"),
        ("3 května 2026", "2026-05-03"),
        ("tis, 3 maj 2026 09:30:00 +0200", "2026-05-03"),
        ("3 toukokuuta 2026", "2026-05-03"),
        ("Paz, 3 May 2026 09:30:00 +0300", "2026-05-03"),
        ("٣ يوليو ٢٠٢٦", "2026-07-03"),
        ("3 七月 2026", "2026-07-03"),
        ("martes, 03/02/2026", "2026-02-03"),
    ],
)
def test_months_have_names_in_many_languages(text, day):
    assert moment_of(text).date().isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "15 Jun",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0 0 0",
        "99/99/2026",
        "0001-01-01T00:00:00Z",
        "Wed, 30 Nov -0001 00:00:00 +0000",
    ],
)
def test_what_tells_no_day_is_none(text):
    assert moment_of(text) is None


def test_figures_alone_are_read_as_the_feed_reads_its_others():
    assert moment_of("05/07/2026", month_first=True).month == 5
    assert moment_of("05/07/2026").month == 7
    assert is_month_first(["05/07/2026", "05/17/2026"], "de")
    assert not is_month_first(["05/07/2026", "17/05/2026"], "en")
    assert is_month_first(["05/07/2026"], "en-US")
