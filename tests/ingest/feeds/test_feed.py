"""Reading feeds as they are in the wild."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.feeds.feed import parse
from store.errors import Unusable
from store.records.episodes import Chapter, FeedEpisode, Soundbite, TranscriptLink

FEEDS = Path(__file__).parents[2] / "data" / "feeds"
URL = "https://harbour.example/feed.xml"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""
ITEM = '<item><title>{0}</title><guid>{0}</guid><enclosure url="https://cdn.example/{0}.mp3" type="audio/mpeg"/></item>'


def feed_named(name):
    return parse((FEEDS / f"{name}.xml").read_bytes(), URL)


def rss(items):
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def test_a_show_is_described_in_plain_text():
    feed = feed_named("several-tags")

    assert (feed.title, feed.description, feed.link, feed.language) == (
        "Harbour & Crane",
        "Ports, explained.",
        "https://harbour.example/",
        "en-gb",
    )


def test_every_transcript_person_and_chapter_of_an_episode_is_kept():
    episode = feed_named("several-tags").episodes[1]

    assert episode == FeedEpisode(
        key="hc-1",
        title="Cranes that wait",
        published=datetime(2024, 6, 28, 12, tzinfo=UTC),
        audio_url="https://cdn.example/hc-1.mp3?from=rss",
        audio_type="audio/mpeg",
        notes="Why ports & cranes wait.\nOne\nTwo\nShort.",
        link="https://harbour.example/1",
        duration=3723,
        transcripts=(
            TranscriptLink(url="https://cdn.example/hc-1.html", mime_type="text/html"),
            TranscriptLink(url="https://harbour.example/hc-1.vtt", mime_type="text/vtt", language="en"),
        ),
        chapters=(Chapter(start=0, title="Hello"), Chapter(start=600.5, title="The wait")),
        chapters_url="https://harbour.example/hc-1.chapters.json",
        people=("Mara Quill",),
    )


def test_the_newest_comes_first_and_sound_goes_before_pictures():
    episode = feed_named("several-tags").episodes[0]

    assert (episode.key, episode.audio_url) == ("hc-2", "https://cdn.example/hc-2.m4a")
    assert (episode.duration, episode.people) == (None, ("Ivo Lund", "Mara Quill"))


def test_an_entry_without_sound_or_transcript_is_left_out():
    assert [episode.key for episode in feed_named("several-tags").episodes] == ["hc-2", "hc-1"]


def test_doubtful_guids_give_way_to_the_address_then_to_title_and_day():
    keys = {episode.title: episode.key for episode in feed_named("doubtful-identity").episodes}

    assert keys == {
        "Same guid, first": "cdn.example/a.mp3",
        "Same guid, second": "cdn.example/b.mp3",
        "No guid": "cdn.example/c.mp3",
        "One file for all, Monday": "One file for all, Monday 2026-06-01",
        "One file for all, Tuesday": "One file for all, Tuesday 2026-06-02",
        "Listed twice": "twice",
    }


def test_the_year_1970_means_no_date():
    published = {episode.title: episode.published for episode in feed_named("doubtful-identity").episodes}

    assert published["Listed twice"] is None


def test_broken_xml_is_read_as_far_as_it_goes():
    episode = feed_named("undeclared-namespace").episodes[0]

    assert episode.title == "Still read"
    assert [link.url for link in episode.transcripts] == ["https://cdn.example/le-1.srt"]


def test_namespaces_that_nobody_declared_lose_nothing():
    tags = '<podcast:transcript url="/a.vtt" type="text/vtt"/><podcast:transcript url="/a.srt" type="text/srt"/>'
    body = rss(ITEM.format("one").replace("</item>", f"{tags}<podcast:person>Ivo Lund</podcast:person></item>"))

    episode = parse(body, URL).episodes[0]

    assert [link.mime_type for link in episode.transcripts] == ["text/vtt", "text/srt"]
    assert episode.people == ("Ivo Lund",)


def test_an_episode_cut_off_in_the_middle_is_not_taken():
    whole = rss(ITEM.format("one") + ITEM.format("two"))

    feed = parse(whole[: whole.index(b"two.mp3") + 1], URL)

    assert [episode.key for episode in feed.episodes] == ["one"]


def test_a_feed_that_breaks_off_before_its_first_episode_is_unusable():
    whole = rss(ITEM.format("one"))

    with pytest.raises(Unusable, match="breaks off"):
        parse(whole[: whole.index(b"<guid>")], URL)


def test_entities_are_never_expanded():
    with pytest.raises(Unusable, match="declares XML entities"):
        parse(BOMB, URL)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b" \n", "is empty"),
        (b"<!-- hi --><!DOCTYPE html><html><body>Sign in</body></html>", "is a web page, not a podcast feed"),
        (b'{"error": 1}', "is not a podcast feed"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "is a web page, not a podcast feed"),
        (b"<!---->" * 40 + b"<p>", "is not a podcast feed"),  # as a pattern with repeats this took hours
        (b"<rss><item>" + b"<item/>" * 50_000 + b"</rss>", "lists more than the 50,000 episodes"),
        (bytes(range(256)) * 20, "is not a podcast feed"),
    ],
)
def test_what_is_no_feed_is_refused_in_one_sentence(body, words):
    with pytest.raises(Unusable, match=words):
        parse(body, "https://user:secret@harbour.example/feed.xml?key=1")


def test_refusals_never_show_the_keys_of_a_private_feed():
    with pytest.raises(Unusable) as refusal:
        parse(b"", "https://user:secret@harbour.example/feed.xml?key=1")

    assert str(refusal.value) == "https://harbour.example/feed.xml is empty"


def test_a_feed_without_episodes_is_still_a_feed():
    assert parse(rss(""), URL).episodes == ()


def test_the_hosts_charset_counts_where_the_feed_names_none():
    body = '<rss version="2.0"><channel><title>Größe</title></channel></rss>'.encode("iso-8859-1")

    assert parse(body, URL, "iso-8859-1").title == "Größe"


def test_an_atom_feed_is_read_too():
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Atomic</title><entry><id>urn:1</id>
    <title>One</title><updated>2026-05-01T10:00:00+02:00</updated>
    <link rel="enclosure" type="audio/mpeg" href="/1.mp3"/></entry></feed>"""

    episode = parse(body, URL).episodes[0]

    assert (episode.key, episode.audio_url) == ("urn:1", "https://harbour.example/1.mp3")
    assert episode.published == datetime(2026, 5, 1, 8, tzinfo=UTC)


def test_ten_thousand_episodes_are_read():
    assert len(parse(rss("".join(ITEM.format(f"e{n}") for n in range(10_000))), URL).episodes) == 10_000


def test_a_feed_says_where_it_goes_on_where_it_moved_how_often_to_ask_and_that_it_ended():
    head = (
        '<atom:link rel="next" href="/feed?page=2"/><itunes:new-feed-url>https://new.example/feed</itunes:new-feed-url>'
        "<ttl>90</ttl><itunes:complete>yes</itunes:complete><item><title>Only words</title></item>"
    )

    feed = parse(rss(head), URL)

    assert (feed.next_page, feed.new_url) == ("https://harbour.example/feed?page=2", "https://new.example/feed")
    assert (feed.pace, feed.complete, feed.silent) == (timedelta(minutes=90), True, ("Only words",))


def test_passages_that_the_show_itself_chose_are_kept():
    bites = (
        '<podcast:soundbite startTime="73.5" duration="60">Why  cranes wait</podcast:soundbite>'
        '<podcast:soundbite startTime="soon" duration="60"/><podcast:soundbite startTime="5" duration="0"/>'
    )

    episode = parse(rss(ITEM.format("one").replace("</item>", f"{bites}</item>")), URL).episodes[0]

    assert episode.soundbites == (Soundbite(start=73.5, end=133.5, title="Why cranes wait"),)


def test_a_file_gives_its_name_to_an_episode_without_a_title():
    body = rss('<item><enclosure url="https://cdn.example/a/Cranes%20wait.mp3?x=1"/></item>')

    assert parse(body, URL).episodes[0].title == "Cranes wait"


def test_addresses_begin_where_the_feed_says_that_they_do():
    enclosure = '<enclosure url="a.mp3"/><podcast:transcript url="a.vtt" type="text/vtt"/>'
    body = rss(f"<item>{enclosure}</item>" + f'<item xml:base="/talks/"><guid>2</guid>{enclosure}</item>')

    found = parse(body.replace(b"<rss ", b'<rss xml:base="https://cdn.example/x/" '), URL).episodes

    assert [(e.audio_url, e.transcripts[0].url) for e in found] == [
        ("https://cdn.example/x/a.mp3", "https://cdn.example/x/a.vtt"),
        ("https://cdn.example/talks/a.mp3", "https://cdn.example/talks/a.vtt"),
    ]
