"""What is new in followed threads, as the day's page, the mail and the exports tell it."""

import json
from datetime import timedelta

import pytest

from digest.delivery import render
from digest.delivery.deliver import deliver_due
from digest.threads import news as thread_news
from digest.threads.news import ThreadNews
from store.queries import digests
from store.queries.threads import history, threads
from tests.digest.delivery.test_render import BASE, a_digest, a_reader, parsed
from tests.worlds.citing import MORNING, an_insight, bring_in, cited, keep_reader
from tests.worlds.mailbox import Mailbox, by_mail, served

DAY = timedelta(days=1)
NEWS = [ThreadNews(thread_id=4, label="China <b>open-source</b> AI", insight_ids=frozenset("abc"))]


@pytest.fixture
def followed(store):
    """The reader and a thread that is followed since three days before MORNING; it gathers as the tests say."""
    reader = keep_reader(store)
    bring_in(store, *(an_insight(name, created_at=MORNING - 9 * DAY) for name in ("old", "two", "one", "today")))
    with store.write() as connection:
        thread_id = threads.begin(connection, "Grid batteries", MORNING - 9 * DAY)
        threads.join(connection, thread_id, ["old"], MORNING - 9 * DAY)
        threads.follow(connection, reader.id, thread_id, MORNING - 3 * DAY)
    return reader, thread_id


def join(store, thread_id, insight_id, moment):
    with store.write() as connection:
        threads.join(connection, thread_id, [insight_id], moment)


def digest_of(store, reader, moment):
    with store.write() as connection:
        digests.keep(connection, reader.id, moment.date(), moment, [("old", "Why not.")])
        return digests.of_day(connection, reader.id, moment.date())


def of_digest(store, digest):
    with store.read() as connection:
        return thread_news.of_digest(connection, digest)


def test_a_digest_tells_what_came_since_the_one_before_and_no_later(store, followed):
    reader, thread_id = followed
    join(store, thread_id, "two", MORNING - 2 * DAY)
    yesterday = digest_of(store, reader, MORNING - DAY)
    join(store, thread_id, "one", MORNING - DAY / 2)
    today = digest_of(store, reader, MORNING)
    join(store, thread_id, "today", MORNING + DAY / 2)

    assert [one.insight_ids for one in of_digest(store, yesterday)] == [{"two"}]
    assert [(one.told, one.insight_ids) for one in of_digest(store, today)] == [("1 new in Grid batteries", {"one"})]


def test_what_was_there_when_following_began_is_no_news(store, followed):
    reader, _ = followed

    assert of_digest(store, digest_of(store, reader, MORNING)) == []


def test_what_was_taken_out_again_is_no_news(store, followed):
    reader, thread_id = followed
    join(store, thread_id, "one", MORNING - DAY)
    with store.write() as connection:
        threads.exclude(connection, thread_id, "one", MORNING)

    assert of_digest(store, digest_of(store, reader, MORNING)) == []


def test_the_list_counts_from_the_last_visit(store, followed):
    reader, thread_id = followed
    join(store, thread_id, "two", MORNING - 2 * DAY)
    with store.read() as connection:
        assert thread_news.since_last_visits(connection, reader.id) == {thread_id: 1}

    with store.write() as connection:
        history.visit(connection, reader.id, thread_id, MORNING - DAY)
        assert thread_news.since_last_visits(connection, reader.id) == {}
        threads.join(connection, thread_id, ["one", "today"], MORNING)
        assert thread_news.since_last_visits(connection, reader.id) == {thread_id: 2}


def test_the_mail_names_the_thread_and_leads_to_it(store, followed):
    reader, thread_id = followed
    join(store, thread_id, "one", MORNING - DAY)
    digest_of(store, reader, MORNING)
    mailbox = Mailbox()

    with served(mailbox) as port:
        deliver_due(store, reader, by_mail(port), MORNING, base_url=BASE)

    [message] = mailbox.messages
    text, page = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    address = f"https://earmark.example/threads?thread={thread_id}"
    assert f"   1 new in Grid batteries\n   {address}\n" in text
    assert ("1 new in Grid batteries" in page, address in parsed(page).found) == (True, True)


def test_text_and_html_tell_the_news_once_and_only_when_there_is_some():
    digest = a_digest(cited("a"))

    text = render.text(digest, a_reader(), BASE, news=NEWS)
    page = render.html(digest, a_reader(), BASE, news=NEWS)

    assert text.count("3 new in China") == page.count("3 new in China") == 1
    assert "China &lt;b&gt;open-source&lt;/b&gt; AI" in page
    assert " new in " not in render.text(digest, a_reader(), BASE) + render.html(digest, a_reader(), BASE)


def test_json_holds_the_news_with_the_insights():
    found = json.loads(render.as_json(a_digest(cited("a")), news=NEWS))

    assert found["threads"] == [{"id": 4, "label": "China <b>open-source</b> AI", "new": ["a", "b", "c"]}]
