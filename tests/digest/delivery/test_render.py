"""A digest as text, HTML and JSON."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from digest.delivery import render
from digest.memory_words import Memory
from digest.wording import clock, plain, shortened, web_address
from store.records.insights import Question, Relation
from store.records.readers import Digest, Pick, Reader
from tests.worlds.citing import MORNING, cited

BASE = "https://earmark.example/"


def a_reader(timezone="UTC"):
    return Reader(id=3, name="me", email=None, timezone=timezone, hour=7)


def a_digest(*found):
    picks = tuple(Pick(rank=n, why=f"Reason {n}.", cited=one) for n, one in enumerate(found, start=1))
    return Digest(id=1, reader_id=3, day=date(2026, 11, 23), created_at=MORNING, picks=picks)


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.tags = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.found += [value for name, value in attrs if name == "href"]


def parsed(page):
    links = Links()
    links.feed(page)
    return links


def test_text_shows_claim_proof_reason_and_link():
    text = render.text(a_digest(cited("a", origin="gpt-x")), a_reader(), BASE)

    assert "Earmark, Monday, 23 November 2026\nOne insight worth your morning\nA thin day: fewer" in text
    assert "1. Claim a holds\n   Body of a.\n" in text
    assert "   “we say a”\n   Ann Lee, Show 1: Episode 1, 23 November 2026, at 12:34\n" in text
    assert "   Reason 1.\n   Written by gpt-x, quote verbatim.\n   Hear it" in text
    assert "\n   https://earmark.example/insight?id=a\n" in text


def test_a_full_day_is_not_called_thin():
    assert "thin day" not in render.text(a_digest(*map(cited, "abcde")), a_reader(), BASE)
    assert "A thin day: fewer than five were good enough." in render.html(a_digest(cited("a")), a_reader(), BASE)


def test_words_that_are_their_own_proof_are_printed_once():
    own_words = a_digest(cited("a", body="Grids are slow.", quote="Grids are slow."))

    assert render.text(own_words, a_reader(), BASE).count("Grids are slow.") == 1
    assert render.html(own_words, a_reader(), BASE).count("Grids are slow.") == 1


def test_a_quote_is_mailed_under_who_speaks_and_what_was_asked():
    line, asked = "Ann Lee on grids", Question(words="Why <wait>?", asked_by="Bo")
    quote = a_digest(
        cited("a", headline=line, placing=line, question=asked, quote="Uh, grids are slow.", shown=((4, 19),))
    )

    text, page = render.text(quote, a_reader(), BASE), render.html(quote, a_reader(), BASE)

    assert text.count("Ann Lee") == page.count("Ann Lee") == 1
    assert "“Why <wait>?” asked by Bo" in text
    assert "“Why &lt;wait&gt;?” asked by Bo" in page
    assert "“Grids are slow.”" in text
    assert "read all words as said" in page


def test_text_is_wrapped_and_keeps_addresses_whole():
    long = cited("a", body="many words " * 40)

    lines = render.text(a_digest(long), a_reader(), BASE).splitlines()

    assert max(len(line) for line in lines) <= 78


def test_a_quote_that_was_listened_to_says_where_it_was_heard():
    digest = a_digest(replace(cited("a"), heard="heard"))

    assert ", heard at 12:34" in render.text(digest, a_reader(), BASE)
    assert "heard at 12:34" in render.html(digest, a_reader(), BASE)


def test_an_approximate_place_is_called_about():
    digest = a_digest(cited("a", approximate=True))

    assert "at about 12:34" in render.text(digest, a_reader(), BASE)
    assert "about 12:34" in render.html(digest, a_reader(), BASE)


def test_dates_are_days_in_the_readers_zone():
    digest = a_digest(cited("a", published=datetime(2026, 11, 22, 20, tzinfo=UTC)))

    assert "23 November 2026, at" in render.text(digest, a_reader("Asia/Tokyo"), BASE)


def test_an_unknown_speaker_and_date_are_left_out():
    text = render.text(a_digest(cited("a", speaker=None, published=None)), a_reader(), BASE)

    assert "   Show 1: Episode 1, at 12:34\n" in text
    assert "None" not in text


def test_html_links_the_insight_and_the_episode():
    page = render.html(a_digest(cited("a", link="https://show.example/1?x=1&y=2")), a_reader(), BASE)

    assert parsed(page).found == [
        "https://earmark.example/insight?id=a",
        "https://show.example/1?x=1&y=2",
        "https://audio.example/1.mp3#t=754",
        "https://earmark.example/insight?id=a",
        "https://earmark.example/?day=2026-11-23",
    ]
    assert "In the speaker’s own words" in page


def test_each_insight_is_useful_or_not_with_one_press_where_presses_are_heard():
    press = "https://earmark.example/out/mail/s3cret"

    page = render.html(a_digest(cited("a")), a_reader("Europe/Berlin"), BASE, answers=press)
    text = render.text(a_digest(cited("a")), a_reader(), BASE, answers=press)

    assert {f"{press}/useful/a", f"{press}/not-for-me/a", f"{press}/stop", f"{press}/hour"} <= set(parsed(page).found)
    assert "at 07:00 (Europe/Berlin)" in page
    assert f"   Useful: {press}/useful/a\n   Not for me: {press}/not-for-me/a\n" in text
    assert f"   Stop the mail: {press}/stop\n" in text


def test_the_inbox_shows_the_other_headlines_beside_the_first():
    page = render.html(a_digest(cited("a"), cited("b", headline="<b> holds."), cited("c")), a_reader(), BASE)

    assert page.index("&lt;b&gt; holds · Claim c holds") < page.index("Earmark · Monday")


def test_words_that_were_only_shortened_are_printed_once():
    cleaned = cited("a", body="Grids are slow to build.", quote="grids are, um, slow to uh build")
    within = cited("a", body="Ann says: grids are slow. So prices rise.", quote="Grids are slow")

    assert "um" not in render.text(a_digest(cleaned), a_reader(), BASE)
    assert "“" not in render.text(a_digest(within), a_reader(), BASE).replace("“Grids", "")
    assert "“we say a”" in render.text(a_digest(cited("a")), a_reader(), BASE)


def test_a_contradiction_that_the_reason_tells_is_told_once():
    before = Relation(insight_id="a", earlier=cited("old"), kind="contradicts", score=0.9)
    memory = Memory(relations={"a": [before]})
    told = replace(a_digest(cited("a")).picks[0], why="Contradicts what Ann Lee said on 23 November.")

    once = render.text(replace(a_digest(), picks=(told,)), a_reader(), BASE, memory)
    beside = render.text(a_digest(cited("a")), a_reader(), BASE, memory)

    assert once.count("Contradicts") == 1
    assert "Contradicts “Claim old holds”" in beside


def test_a_mail_stays_under_60_kB_whatever_models_write():
    endless = [
        cited(name, body="气候变化 & <b> " * 900, quote="ääää & " * 900, headline="long " * 9) for name in "abcde"
    ]

    page = render.html(a_digest(*endless), a_reader(), BASE, answers="https://earmark.example/out/mail/s3cret")

    assert len(page.encode()) < 60_000


def test_without_a_page_the_episode_link_starts_the_audio_at_the_quote():
    page = render.html(a_digest(cited("a")), a_reader(), BASE)

    assert "https://audio.example/1.mp3#t=754" in parsed(page).found


def test_hostile_text_stays_text():
    hostile = cited(
        "a",
        headline="<script>alert(1)</script>",
        quote="\x1b[31mred\u202e",
        title="A\r\nBcc: all",
        audio_url="javascript:alert(1)",
        link="data:text/html,x",
    )

    page = render.html(a_digest(hostile), a_reader(), BASE)
    text = render.text(a_digest(hostile), a_reader(), BASE)

    assert "script" not in parsed(page).tags
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [link for link in parsed(page).found if not link.startswith("https://earmark.example/")] == []
    assert "“[31mred”" in text
    assert "A Bcc: all" in text


def test_html_loads_nothing():
    page = render.html(a_digest(cited("a")), a_reader(), BASE)

    assert parsed(page).tags.isdisjoint({"img", "link", "script", "iframe", "table"})
    assert "prefers-color-scheme: dark" in page


def test_json_says_all_with_seconds_and_utc():
    found = json.loads(render.as_json(a_digest(cited("a", threads=(4,)), cited("b", published=None))))

    assert (found["day"], found["reader"], found["note"]) == ("2026-11-23", 3, None)
    assert found["insights"][0] == {
        "rank": 1,
        "why": "Reason 1.",
        "id": "a",
        "kind": "quote",
        "headline": "Claim a holds",
        "placing": None,
        "question": None,
        "body": "Body of a.",
        "quote": "we say a",
        "shown": [],
        "start": 754.2,
        "end": 760.0,
        "speaker": "Ann Lee",
        "show": "Show 1",
        "episode": "Episode 1",
        "episode_id": 1,
        "published": "2026-11-23T07:00:00Z",
        "audio_url": "https://audio.example/1.mp3",
        "origin": "speaker",
        "approximate": False,
        "worth": 0.6,
        "thread_ids": [4],
        "support": [],
    }
    assert found["insights"][1]["published"] is None


def test_an_empty_day_is_friendly_in_every_form():
    empty = a_digest()

    assert "Enjoy the quiet." in render.text(empty, a_reader(), BASE)
    assert "Enjoy the quiet." in render.html(empty, a_reader(), BASE)
    assert json.loads(render.as_json(empty))["note"].endswith("Enjoy the quiet.")


def test_places_in_audio_read_as_on_a_player():
    assert clock(0) == "00:00"
    assert clock(754.9) == "12:34"
    assert clock(3847) == "1:04:07"


def test_text_is_cut_at_a_word():
    assert shortened("a claim that fits", 30) == "a claim that fits"
    assert shortened("a claim, that does not fit", 14) == "a claim, that…"
    assert shortened("unbroken" * 5, 10) == "unbrokenu…"


def test_only_web_addresses_are_linked():
    assert web_address("https://a.example/x") == "https://a.example/x"
    assert web_address("javascript:alert(1)") is None
    assert web_address("https://") is None
    assert web_address("http://[broken") is None
    assert web_address(None) is None


def test_plain_text_is_one_line_without_commands():
    assert plain(" a\n\tb\x07\u2028c\x00 ") == "a b c"


def with_reserves(*found):
    reserves = tuple(Pick(rank=n, why=f"Reason {n}.", cited=one) for n, one in enumerate(found, start=2))
    return replace(a_digest(cited("a")), reserves=reserves)


def test_what_just_missed_the_five_is_linked_with_show_and_reason():
    digest = with_reserves(cited("f", headline="<b>Grids</b> wait"), cited("g", show=2))

    text, page = render.text(digest, a_reader(), BASE), render.html(digest, a_reader(), BASE)

    assert "Just missed the five\n\n2. <b>Grids</b> wait\n   Show 1: Reason 2.\n   https://earmark" in text
    assert "3. Claim g holds\n   Show 2: Reason 3.\n   https://earmark.example/insight?id=g\n" in text
    assert "&lt;b&gt;Grids&lt;/b&gt; wait</a>" in page
    assert {f"{BASE}insight?id=f", f"{BASE}insight?id=g", f"{BASE}?day=2026-11-23"} <= set(parsed(page).found)
    assert "b" not in parsed(page).tags


def test_a_day_whose_five_nothing_missed_says_nothing_of_it():
    assert "Just missed" not in render.text(a_digest(cited("a")), a_reader(), BASE)
    assert "Just missed" not in render.html(a_digest(cited("a")), a_reader(), BASE)


def test_json_has_what_stands_next():
    (following,) = json.loads(render.as_json(with_reserves(cited("f"))))["next"]

    assert (following["rank"], following["why"], following["id"]) == (2, "Reason 2.", "f")
