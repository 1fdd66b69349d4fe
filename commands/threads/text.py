"""A thread in the terminal: as lines to read, and as a record for programs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from itertools import groupby

import config
from commands.frame import Frame, err, plural
from digest import export, memory_words, wording
from digest.threads.reading import Telling
from digest.threads.words import history, sureness_words
from digest.wording import clock, day_in, plain, short_day
from index.search.hits import Hit
from index.threads.story import SubClaim
from index.threads.summary import sum_up_thread
from store.errors import EarmarkError, Misconfigured
from store.records.insights import CitedInsight
from store.records.threads import Thread

_SPEAKERS = 12  # by judgement, not measured: names in one paragraph, the others are counted
_WEEKS, _MONTHS = 16 * 7, 2 * 366  # days: a longer thread is told by months, one longer still by years
_BAR = 40  # columns
_ID = 8  # characters of an id, enough to name it again


def facts(one: Thread) -> dict[str, object]:
    return {
        "id": one.id,
        "label": one.label,
        "query": one.query,
        "description": one.description,
        "size": one.size,
        "shows": one.shows,
        "first": wording.iso(one.first),
        "last": wording.iso(one.last),
        "followed": one.followed,
    }


def record(told: Telling, near: Sequence[Thread], said: Sequence[Hit], zone: tzinfo) -> dict[str, object]:
    """All that `lines` tells and the insights in full; `new` are the ids of what came since `since`."""
    summary = told.summary
    return facts(told.thread) | {
        "since": wording.iso(told.since),
        "new": sorted(told.story.new),
        "claims": [
            {"insight": claim.leader.insight.id, "also": [each.insight.id for each in claim.also]}
            for claim in told.story.claims
        ],
        "speakers": dict(told.story.speakers),
        "by_show": dict(told.story.shows),
        "timeline": {day.isoformat(): count for day, count in weeks(told.members, zone).items()},
        "history": history(told.events, told.labels, zone),
        "related": [{"id": one.id, "label": one.label, "size": one.size} for one in near],
        "summary": None
        if summary is None
        else {
            "model": summary.model,
            "at": wording.iso(summary.at),
            "newer": told.unread_by_summary,
            "sentences": [{"text": each.text, "insights": list(each.insight_ids)} for each in summary.sentences],
        },
        "insights": [
            export.record(member, told.memory)
            | {
                "mark": told.mark[member.insight.id],
                "sureness": told.sureness.get(member.insight.id),
                "ruling": told.rulings.get(member.insight.id),
            }
            for member in told.members
        ],
        "said_before": [export.passage_record(hit) for hit in said],
    }


def weeks(members: Sequence[CitedInsight], zone: tzinfo) -> Mapping[date, int]:
    """Monday → how many were published in its week, oldest first; without the weeks in which nothing was."""
    days = [day_in(zone, member.published) for member in members if member.published]
    return dict(sorted(Counter(day - timedelta(days=day.weekday()) for day in days).items()))


def lines(told: Telling, near: Sequence[Thread], said: Sequence[Hit], zone: tzinfo) -> Iterator[str]:
    thread = told.thread
    followed = ", followed" if thread.followed else ""
    yield f"{plain(thread.label)} (thread {thread.id}{followed})"
    span = list(dict.fromkeys(short_day(day_in(zone, day)) for day in (thread.first, thread.last) if day))
    yield ", ".join(
        [f"{plural(thread.size, 'insight')} from {plural(thread.shows, 'show')}", *([" – ".join(span)] if span else [])]
    )
    if thread.description:
        yield f"About: {plain(thread.description)}"
    yield from _since(told, zone)
    if told.members:
        yield from _members(told, zone)
    else:
        yield "No insight yet: new ones are gathered here as they come."
    yield from _said_before(said, zone)
    if near:
        yield "\nRelated threads"
        yield from (f"  {one.id}  {plain(one.label)} ({plural(one.size, 'insight')})" for one in near)
    yield from _history(told, zone)


def _members(told: Telling, zone: tzinfo) -> Iterator[str]:
    yield from _summary(told, zone)
    yield from _when(told.members, zone)
    yield f"Shows: {_counts(told.story.shows)}"
    if told.story.speakers:
        yield f"Speakers: {_counts(told.story.speakers)}"
    claims = told.story.news_first
    for title, unsure in (("What is said", False), ("Unsure", True)):
        shown = [claim for claim in claims if told.is_unsure(claim) is unsure]
        if shown:
            yield f"\n{title}"
        for claim in shown:
            yield from _claim(claim, told, zone)


def _said_before(said: Sequence[Hit], zone: tzinfo) -> Iterator[str]:
    """Passages under their episodes, as they come."""
    if said:
        yield "\nSaid before, apart from the insights"
    for _, of_episode in groupby(said, key=lambda hit: hit.episode_id):
        hits = list(of_episode)
        day = short_day(day_in(zone, hits[0].published)) if hits[0].published else "undated"
        yield f"  {plain(hits[0].show)}, {day}: {plain(hits[0].episode)}"
        for hit in hits:
            place = f"about {clock(hit.start)}" if hit.approximate else clock(hit.start)
            told = ", ".join(plain(words) for words in (hit.speaker, place) if words)
            yield f"    {told}: “{plain(hit.text)}”"


def _since(told: Telling, zone: tzinfo) -> Iterator[str]:
    if told.since is None:
        return
    happened = history(told.events, told.labels, zone, since=told.since, joined=False)
    told_new = f"{len(told.story.new)} new" if told.story.new else "nothing new"
    yield f"Since {short_day(day_in(zone, told.since))}: {'; '.join([told_new, *happened])}."


def _summary(told: Telling, zone: tzinfo) -> Iterator[str]:
    if told.summary is None:
        return
    newer = f"; {plural(told.unread_by_summary, 'insight')} newer than it" if told.unread_by_summary else ""
    yield f"\nSummary by {plain(told.summary.model)}, {short_day(day_in(zone, told.summary.at))}{newer}"
    for sentence in told.summary.sentences:
        marks = ", ".join(insight_id[:_ID] for insight_id in sentence.insight_ids)
        yield f"  {plain(sentence.text)} [{marks}]"


def _when(members: Sequence[CitedInsight], zone: tzinfo) -> Iterator[str]:
    counted = weeks(members, zone)
    if len(counted) < 2:
        return
    days = (max(counted) - min(counted)).days
    told: Counter[str] = Counter()
    for monday, count in counted.items():
        told[f"{monday:%Y}" if days > _MONTHS else f"{monday:%B %Y}" if days > _WEEKS else short_day(monday)] += count
    most, width = max(told.values()), max(map(len, told))
    yield "\nWhen"
    for words, count in told.items():
        yield f"  {words:<{width}}  {'█' * max(1, round(_BAR * count / most))} {count}"


def _counts(counted: Sequence[tuple[str, int]]) -> str:
    shown = ", ".join(f"{plain(name)} {count}" for name, count in counted[:_SPEAKERS])
    return f"{shown} and {len(counted) - _SPEAKERS} more" if len(counted) > _SPEAKERS else shown


def _claim(claim: SubClaim, told: Telling, zone: tzinfo) -> Iterator[str]:
    insight = claim.leader.insight
    times = f"  said {1 + len(claim.also)} times" if claim.also else ""
    new = "  NEW" if insight.id in told.story.new else ""
    yield f"  {insight.id[:_ID]}  {plain(insight.headline)}{times}{new}"
    sure = sureness_words(told.sureness.get(insight.id))
    yield f"  {'':<{_ID}}  {_source(claim.leader, zone)}{f', {sure}' if sure else ''}"
    within = {each.insight.id for each in claim.members}
    earlier = [one for one in told.memory.relations.get(insight.id, ()) if one.earlier.insight.id not in within]
    yield from (f"  {'':<{_ID}}  {tie}" for tie in memory_words.ties(earlier, (), zone)[: memory_words.MOST])
    for other in claim.also:
        new = "  NEW" if other.insight.id in told.story.new else ""
        yield f"  {other.insight.id[:_ID]}  also said: {_source(other, zone)}{new}"


def _source(cited: CitedInsight, zone: tzinfo) -> str:
    day = short_day(day_in(zone, cited.published)) if cited.published else "undated"
    told = [cited.insight.speaker, cited.show, day, clock(cited.insight.start)]
    return ", ".join(plain(words) for words in told if words)


def _history(told: Telling, zone: tzinfo) -> Iterator[str]:
    happened = history(told.events, told.labels, zone, joined=False)
    if happened:
        yield "\nWhat happened to it"
        yield from (f"  {line}" for line in happened)


def sum_up(face: Frame, thread: Thread) -> None:
    """Writes a summary. Raises Misconfigured when no model is set."""
    model = config.open_language_model(face.settings, face.store, by_hand=True)
    if model is None:
        raise Misconfigured("no model is set to sum it up: set EARMARK_LLM")
    with err.status(f"{model.name} is reading the thread…"):
        summary = sum_up_thread(face.store, model, thread.id, face.clock())
    if summary is None:
        raise EarmarkError(f"what {model.name} wrote could not be checked: the claims below stand for it")
