"""One insight that was chosen, with what the archive holds beside it, for the tests of the reasons."""

from datetime import UTC, date, datetime

from digest.five.reasons import Background, reasons_for
from digest.five.scoring import DigestCandidate, Sent
from digest.five.select import choose
from index.library.documents import insight_text
from index.memory.archive import Claim, archive_of
from store.queries.insights import Moment
from store.records.insights import Relation
from store.records.threads import Thread
from tests.worlds.citing import MORNING, cited, direction

TODAY = MORNING.date()
MAY = datetime(2026, 5, 3, 7, tzinfo=UTC)
OWN = direction(0)


def claim(one, vector):
    text = insight_text(one.insight)
    return Claim(id=one.insight.id, headline=one.insight.headline, text=text, vector=vector)


def moment(one):
    return Moment(episode_id=one.insight.episode_id, published=one.published, discovered_at=MORNING)


def background(own, others=(), *, threads=(), members=None, heard=True, **more):
    """`others` are (cited, vector) that the archive holds beside `own`."""
    archive = archive_of(
        [claim(own, OWN), *(claim(one, vector) for one, vector in others)],
        {one.insight.id: moment(one) for one in (own, *(one for one, _ in others))},
    )
    facts = {"of_episodes": {}, "sent_shows": frozenset(), "sent": 0, "episodes": 9}
    facts |= {"sent_voices": frozenset(), "liked_voices": frozenset()}
    return Background(
        archive=archive,
        threads={thread.id: thread for thread in threads},
        members=members or {thread.id: [own] for thread in threads},
        heard=lambda words, episode_id: heard,
        **facts | more,
    )


def candidate(one, *, vector=OWN, **facts):
    return DigestCandidate(cited=one, vector=vector, **facts)


def holding(one, past=None, *, beside=(), sent=(), now=MORNING, zone=UTC, followed=(), **facts):
    """Kind → words of what holds for `one`, chosen among `beside`."""
    found = choose([candidate(one, **facts), *beside], sent=sent, followed=followed, now=now)
    choice = next(choice for choice in found.chosen if choice.cited is one)
    reasons = reasons_for(choice, found.ranked, past or background(one), now, zone)
    return {reason.kind: reason.words for reason in reasons}


def stands(kind, earlier, score=0.7):
    return [Relation(insight_id="a", earlier=earlier, kind=kind, score=score)]


def before(name="e", *, speaker="Bo Chen", published=MAY, title="Chips & Terms", **facts):
    return cited(name, show=9, title=title, published=published, speaker=speaker, **facts)


def was_sent(one, day=date(2026, 11, 20), vector=None):
    return Sent(id=one.insight.id, headline=one.insight.headline, day=day, vector=vector)


def a_thread(thread_id=4, *, label="China open-source AI", followed=True, size=7, shows=3):
    return Thread(id=thread_id, label=label, query=None, created_at=MORNING, size=size, shows=shows, followed=followed)
