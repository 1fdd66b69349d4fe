"""Shows the threads that insights written by hand grow into, what they are called, and what following by name finds.

    python bench/reading/thread_labels.py --data DIR [--half 1|2] [--names FILE] [--texts FILE]

DIR holds parts of talk, one JSON file each: `show, episode, people, transcript: ["Speaker: words"], insights:
[{headline, body, quote}]`, as in NAME-PART.json. The insights go through the store, the index and the background as a
model's do, an episode after the other. `--half` takes every other episode, by name, from the first or the second on.
`--texts` holds further insights, one text a line, as another show's. NAMES is JSON: a topic's name → [the places of its
insights in the order of all files, those that may be there or not]. It prints the threads; the last line is JSON:

    insights, threads       the latter with two members or more
    in_threads              share of the insights that are in one of these
    named_after_speaker     threads whose label holds a part of the name of somebody who is heard in its episodes
    label_words             words of a label → how many labels have so many
    follow                  precision and recall over the names, and each name's own, when NAMES is given
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from config import open_packaged_embedder  # noqa: E402 - ours are found through the path above
from index.embedding.embedder import Embedder  # noqa: E402
from index.library.library import Library  # noqa: E402
from index.sync import index_episode  # noqa: E402
from index.threads.following import declare  # noqa: E402
from index.threads.regrouping import regroup  # noqa: E402
from index.threads.topic_space import Space  # noqa: E402
from language.everyday_words import is_ordinary  # noqa: E402
from language.folding import folded_words  # noqa: E402
from store import Store, open_store  # noqa: E402
from store.queries import digests, episodes, insights, shows  # noqa: E402
from store.queries.threads import threads  # noqa: E402
from store.records.episodes import FeedEpisode  # noqa: E402
from store.records.insights import Insight  # noqa: E402
from store.records.shows import Feed  # noqa: E402

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EACH = 5  # episodes between two runs of the background


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An insight with who says its quote; `place` in the order of all files."""

    place: int
    headline: str
    body: str
    quote: str
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    show: str
    title: str
    people: Sequence[str]
    insights: Sequence[Written]


def talks_in(folder: Path) -> list[Talk]:
    found: dict[str, Talk] = {}
    count = 0
    for file in sorted(folder.glob("*.json")):
        part = json.loads(file.read_text(encoding="utf-8"))
        said = [line.partition(": ") for line in part["transcript"]]
        listed = []
        for each in part["insights"]:
            speaker = next((who for who, _, words in said if each["quote"] in words), None)
            told = {name: str(each[name]) for name in ("headline", "body", "quote")}
            listed.append(Written(place=count, speaker=speaker, **told))
            count += 1
        name = file.stem.rpartition("-")[0]
        talk = found.get(name, Talk(show=part["show"], title=part["episode"], people=part["people"], insights=()))
        found[name] = replace(talk, insights=[*talk.insights, *listed])
    return list(found.values())


def talk_of(texts: Sequence[str]) -> Talk:
    listed = [Written(place=-1 - at, headline="", body=text, quote=text, speaker=None) for at, text in enumerate(texts)]
    return Talk(show="Texts", title="Texts", people=(), insights=listed)


def grow(store: Store, library: Library, embedder: Embedder, talks: Sequence[Talk]) -> dict[str, Written]:
    """Lets the talks arrive one after the other; the insights by id."""
    space = Space(library, embedder.name)
    known: dict[str, Written] = {}
    for at, talk in enumerate(talks, start=1):
        print(f"{at} of {len(talks)}: {talk.title}", file=sys.stderr)
        now = NOW + timedelta(hours=at)
        with store.write() as connection:
            show = shows.by_url(connection, talk.show)
            show_id = show.id if show else shows.add(connection, talk.show, Feed(title=talk.show), NOW)
            feed = FeedEpisode(
                key=talk.title, title=talk.title, published=now, audio_url=None, people=tuple(talk.people)
            )
            episode_id = episodes.discover(connection, show_id, feed, now, wanted=True)
            kept = {f"{each.place:016}": each for each in talk.insights}
            insights.keep(
                connection, episode_id, [_insight(key, episode_id, each, now) for key, each in kept.items()], {}
            )
        index_episode(store, library, embedder, episode_id, now, space=space)
        known |= kept
        if at % EACH == 0 or at == len(talks):
            regroup(store, space, now, now - timedelta(hours=EACH))
    return known


def _insight(key: str, episode_id: int, each: Written, now: datetime) -> Insight:
    return Insight(
        id=key,
        episode_id=episode_id,
        headline=each.headline,
        body=each.body,
        quote=each.quote,
        start=float(abs(each.place)),
        end=abs(each.place) + 1.0,
        speaker=each.speaker,
        origin="bench",
        worth=0.5,
        approximate=False,
        created_at=now,
    )


def told(store: Store, known: Mapping[str, Written]) -> dict[str, object]:
    with store.read() as connection:
        listed = list(threads.overview(connection, 0))
        members = {thread.id: list(threads.member_ids(connection, thread.id)) for thread in listed}
        heard = insights.heard(connection, list(known))
    named = 0
    for thread in listed:
        names = {part for key in members[thread.id] for name in heard[key] for part in folded_words(name)}
        parts = {part for part in names if len(part) > 2 and not is_ordinary(part, ())}
        by_speaker = bool(parts & set(folded_words(thread.label)))
        named += by_speaker
        print(f"\n{thread.label} ({thread.size}){' NAMED AFTER A SPEAKER' if by_speaker else ''}")
        for key in members[thread.id]:
            print(f"    {known[key].place:4} {known[key].headline or known[key].body}")
    words = Counter(len(thread.label.split()) for thread in listed)
    return {
        "insights": len(known),
        "threads": len(listed),
        "in_threads": round(len({key for keys in members.values() for key in keys}) / len(known), 4),
        "named_after_speaker": named,
        "label_words": dict(sorted(words.items())),
    }


def followed(
    store: Store, embedder: Embedder, known: Mapping[str, Written], names: Mapping[str, Sequence[Sequence[int]]]
) -> dict[str, object]:
    """Follows each name; what belongs to it or not either way counts for nothing."""
    with store.write() as connection:
        reader = digests.keep_reader(connection, "me", email=None, timezone="UTC", hour=6)
    out: dict[str, tuple[float, float]] = {}
    places = {each.place for each in known.values()}
    for name, (right, either) in names.items():
        belongs = set(right) & places
        if len(belongs) < 2:
            continue
        thread_id = declare(store, embedder, name, reader.id, NOW + timedelta(days=9))
        with store.read() as connection:
            found = {known[key].place for key in threads.member_ids(connection, thread_id)} - set(either)
        precision = len(found & belongs) / max(1, len(found))
        recall = len(found & belongs) / len(belongs)
        out[name] = (precision, recall)
        wrong, missed = sorted(found - belongs), sorted(belongs - found)
        print(f"{name}: {precision=:.2f}, {recall=:.2f}, {wrong=}, {missed=}")
    means = np.mean(list(out.values()), axis=0).round(4).tolist()
    return {"names": len(out), "precision": means[0], "recall": means[1]}


def measure(talks: Sequence[Talk], names: Mapping[str, Sequence[Sequence[int]]]) -> dict[str, object]:
    embedder = open_packaged_embedder()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/earmark.db")
        library = Library(Path(folder) / "index")
        known = grow(store, library, embedder, talks)
        result = told(store, known)
        if names:
            result["follow"] = followed(store, embedder, known, names)
        library.close()
        store.close()
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(1, 2))
    parser.add_argument("--names", type=Path)
    parser.add_argument("--texts", type=Path)
    chosen = parser.parse_args()
    listed = talks_in(chosen.data)
    listed = listed[chosen.half - 1 :: 2] if chosen.half else listed
    if chosen.texts:
        lines = [line.strip() for line in chosen.texts.read_text(encoding="utf-8").splitlines()]
        listed.append(talk_of([line for line in lines if len(line.split()) >= 15]))
    asked = json.loads(chosen.names.read_text(encoding="utf-8")) if chosen.names else {}
    print(json.dumps(measure(listed, asked)))
