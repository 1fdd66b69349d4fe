"""Which reasons hold for what was chosen, each only where the store proves it. Pure; `why` puts them into words.

| said | only where |
|---|---|
| contradicts what X told you | a model judged so of an earlier claim; "told you" where that was sent |
| N shows said this | other shows' claims are stored as the same, by other people, and not of the same recording |
| takes further, more on | it is stored as developing an earlier claim; "takes further" where a model judged so |
| first time anyone says this | see `_is_first` |
| new in your thread | it is in a thread that the reader follows; new: out within a week |
| the one number on T this week | see `_number_on` |
| you liked N like it | N found useful, saved or swapped in are alike, and that set it apart |
| you liked what X said before | so was another by the same first and last name |
| a new voice | all that was in earlier fives is there still, and none of it is theirs |
| first time N comes up | no passage of another episode holds the word by which N is known |
| N shows have talked about T | its thread spans them |
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import numpy as np

from digest.five import why
from digest.five.interest import ALIKE, NO_OPINION
from digest.five.others import WEEK, beside_others, day_of, person_or_show
from digest.five.scoring import NOVEL_BELOW, ScoredCandidate, comparable_worth, show_key
from digest.five.select import Choice
from digest.five.topic import fits, in_a_sentence, names, rare_beginnings, telling_numbers, written_forms
from digest.five.why import Reason
from digest.wording import day_in
from index.library.documents import insight_text
from index.memory.archive import Archive
from index.memory.relations import NEAR
from language.words import terms
from store.queries.insights import Moment
from store.records.insights import CitedInsight
from store.records.threads import Thread

LIKE_SENT = 0.65  # MiniLM cosine: about the median between claims of one topic
_SET_APART = 0.02  # less of an interest than that does not change a place
# By judgement, not measured: from how many on "first", "nothing like it" and "the strongest" say something.
_ON_THE_MATTER, _EPISODES_HEARD, _SENT, _OF_EPISODE = 2, 5, 20, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What the store holds beside the chosen.

    `threads`: those they are in, with their `members`. `of_episodes`: the insights of their episodes. `sent_shows`,
    `sent_voices`: who was in earlier fives, None when some of those insights are gone; `sent`: how many they were.
    `liked_voices`: whom the reader found useful, saved or swapped in. `heard`: whether a passage of another episode
    holds all of these beginnings of words; `episodes`: of how many there are passages.
    """

    archive: Archive
    threads: Mapping[int, Thread]
    members: Mapping[int, Sequence[CitedInsight]]
    of_episodes: Mapping[int, Sequence[CitedInsight]]
    sent_shows: frozenset[str] | None
    sent_voices: frozenset[str] | None
    liked_voices: frozenset[str]
    sent: int
    heard: Callable[[Sequence[str], int], bool]
    episodes: int
    waited_since: date | None = None


def reasons_for(
    choice: Choice, ranked: Sequence[ScoredCandidate], past: Background, now: datetime, zone: tzinfo
) -> list[Reason]:
    """All that hold, the most telling first; at least one."""
    return sorted(_holding(choice, ranked, past, now, zone), key=lambda reason: reason.kind.value)


def _holding(
    choice: Choice, ranked: Sequence[ScoredCandidate], past: Background, now: datetime, zone: tzinfo
) -> Iterator[Reason]:
    best, cited, today = choice.scored, choice.cited, day_in(zone, now)
    yield from beside_others(best, ranked, zone, today)
    yield from _in_archive(best, past)
    yield from _in_threads(cited, past, now)
    if topic := _number_on(best, past, now):
        yield why.one_number(topic)
    if best.candidate.alike and _liked_more(best, ranked):
        yield why.liked(best.candidate.alike)
    yield from _voice(cited, past)
    if choice.explored:
        yield why.beyond()
    yield from _beside_sent(best, past, today)
    if telling_numbers(insight_text(cited.insight)):
        yield why.figure()
    if best.candidate.waiting and past.waited_since:
        yield why.held_over(past.waited_since, today)
    if _is_strongest(cited, past.of_episodes.get(cited.insight.episode_id, ())):
        yield why.strongest()
    yield why.freshness(day_of(cited, zone), today)


def _in_archive(best: ScoredCandidate, past: Background) -> Iterator[Reason]:
    if past.episodes < _EPISODES_HEARD:
        return
    if _is_first(best, past):
        yield why.first_said()
    episode_id = best.cited.insight.episode_id
    forms = {name: written_forms(word) for name, word in names(best.cited).items()}
    new = next((name for name in forms if not any(past.heard([form], episode_id) for form in forms[name])), None)
    if new:
        yield why.new_name(new)


def _is_first(best: ScoredCandidate, past: Background) -> bool:
    """Whether the shows spoke on its matter before, and nobody said it.

    At least two earlier claims of other episodes are near it, none comes close, none is stored as the same; and no
    passage of another episode holds the two rarest words of its headline.
    """
    own = past.archive.claims.get(best.id)
    if own is None or any(relation.kind == "repeats" for relation in best.candidate.relations):
        return False
    moments, mine = past.archive.moments, past.archive.moments[best.id]
    earlier = [
        claim.vector
        for claim in past.archive.claims.values()
        if moments[claim.id].episode_id != mine.episode_id and _at(moments[claim.id]) < _at(mine)
    ]
    if len(earlier) < _ON_THE_MATTER:
        return False
    cosines = np.array(earlier) @ own.vector
    if cosines.max() >= LIKE_SENT or (cosines >= NEAR).sum() < _ON_THE_MATTER:
        return False
    rare = rare_beginnings(best.cited.insight.headline, past.archive)
    return len(rare) > 1 and not past.heard(rare, best.cited.insight.episode_id)


def _at(moment: Moment) -> datetime:
    return moment.published or moment.discovered_at


def _in_threads(cited: CitedInsight, past: Background, now: datetime) -> Iterator[Reason]:
    own = [past.threads[thread_id] for thread_id in cited.thread_ids if thread_id in past.threads]
    followed = min(
        (thread for thread in own if thread.followed), key=lambda thread: (-thread.size, thread.id), default=None
    )
    if followed:
        others = [each for each in past.members[followed.id] if each.insight.id != cited.insight.id]
        strange = others and all(show_key(other) != show_key(cited) for other in others)
        yield why.in_thread(
            followed.label, new=_within_a_week(cited.published, now), first_from=cited.show if strange else None
        )
    grown = [thread for thread in own if not thread.followed and thread.shows > 1 and fits(thread.label, cited)]
    if grown:
        thread = max(grown, key=lambda one: (one.shows, one.id))
        yield why.talked_of(in_a_sentence(thread.label, past.members[thread.id]), thread.shows)


def _within_a_week(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - WEEK < moment <= now


def _number_on(best: ScoredCandidate, past: Background, now: datetime) -> str | None:
    """The topic on which it is the one number of the week: its thread's, where the label names what it is about.

    No other insight of that week with a number may be in the thread, use the label's words, or be alike.
    """
    cited = best.cited
    if not telling_numbers(insight_text(cited.insight)) or not _within_a_week(cited.published, now):
        return None
    own = [past.threads[thread_id] for thread_id in cited.thread_ids if thread_id in past.threads]
    named = [thread for thread in own if thread.size > 1 and fits(thread.label, cited)]
    thread = min(named, key=lambda one: (not one.followed, one.size, one.id), default=None)
    if thread is None or best.id not in past.archive.claims:
        return None
    members = {each.insight.id for each in past.members[thread.id]}
    label, vector = frozenset(terms(thread.label)), past.archive.claims[best.id].vector
    for claim in past.archive.claims.values():
        if claim.id == best.id or _at(past.archive.moments[claim.id]) <= now - WEEK:
            continue
        on_it = claim.id in members or label <= set(claim.stems) or float(claim.vector @ vector) >= ALIKE
        if on_it and telling_numbers(claim.text):
            return None
    return in_a_sentence(thread.label, past.members[thread.id])


def _liked_more(best: ScoredCandidate, ranked: Sequence[ScoredCandidate]) -> bool:
    own = best.candidate.interest
    return own > NO_OPINION and any(r.candidate.interest < own - _SET_APART for r in ranked)


def _beside_sent(best: ScoredCandidate, past: Background, today: date) -> Iterator[Reason]:
    known = best.candidate.vector is not None and best.nearest is not None
    if known and best.nearest and best.near_sent >= LIKE_SENT:
        yield why.close(best.nearest.headline, best.nearest.day, today)
    if known and best.near_sent < NOVEL_BELOW and past.sent >= _SENT:
        yield why.unlike()
    if past.sent_shows and show_key(best.cited) not in past.sent_shows:
        yield why.new_show(best.cited.show)


def _voice(cited: CitedInsight, past: Background) -> Iterator[Reason]:
    who = person_or_show(cited)
    if who == cited.show:
        return
    if who in past.liked_voices:
        yield why.liked_voice(who)
    elif past.sent_voices and who not in past.sent_voices:
        yield why.new_voice(who)


def _is_strongest(cited: CitedInsight, of_episode: Sequence[CitedInsight]) -> bool:
    own = comparable_worth(cited.insight)
    others = [comparable_worth(each.insight) for each in of_episode if each.insight.id != cited.insight.id]
    return len(others) + 1 >= _OF_EPISODE and all(worth < own for worth in others)
