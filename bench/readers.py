"""Simulated readers: how soon what a reader calls useful shows in the five.

    python bench/readers.py --data DIR [--vectors DIR] [--tune]

DIR holds one JSON an episode: `segments: [{start, speaker, text}]`, `queries: [{text, relevant: [first, last)}]`, the
sections with the titles that people gave them. Each section gives two passages. A simulated reader cares for the topics
of four episodes (`episodes`), or for sections whose title has one of three words (`words`: fuzzier, and over all
episodes). A day offers six passages that this reader has not been offered from each of twelve episodes, their worth
drawn between 0.5 and 0.8; the app's own Taste and choose pick five, and the reader calls each useful or not for them.
Precision@5 is the share of the five that meet the interest. On day 1 nothing is known of the reader.

Episodes are parted in two by their place in the alphabet. The constants in digest/five/interest.py were chosen on the
first half (`--tune` prints the figures of that choice and ends); the figures are of the second. `--vectors` is a folder
that keeps the embeddings between runs.

The last line is JSON: `readers, days, days_to_double` (the first day from which the mean over three days, that day and
the two after it, stays at twice day 1 or more; null when it never does), `precision_day_1, precision_day_10,
interval_day_10` (95 %, bootstrap over readers), `precision_last_3`, `offered` (the share of offers that meet the
interest: what chance would bring), `curve` (a figure a day), and the same for `words`.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from digest.five import interest  # noqa: E402 - found through the path above
from digest.five.interest import Opinion, Taste  # noqa: E402
from digest.five.scoring import DigestCandidate, Sent  # noqa: E402
from digest.five.select import choose  # noqa: E402
from language.sentences import split  # noqa: E402
from store.queries.embeddings import Vector  # noqa: E402
from store.records.insights import CitedInsight, Insight  # noqa: E402

READERS, DAYS = 120, 21
EPISODES_A_DAY, PASSAGES_AN_EPISODE = 12, 6
TOPICS, WORDS = 4, 3
PASSAGES_A_SECTION = 2
SHORTEST, LONGEST = 25, 70  # words of a passage
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
# What titles of sections are made of whatever they are about.
FRAME_WORDS = frozenset(
    "about advice after background beyond building case cases challenges closing contact discussion early episode "
    "example final first focus from guest impact into introduction journey links need overview path practical "
    "practices remarks resources role roles study that their this thoughts through time when with work wrap-up "
    "your".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    episode: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """The passages of one half of the episodes with their vectors as rows."""

    passages: Sequence[Passage]
    units: Vector


def read(folder: Path) -> list[Passage]:
    found = []
    for number, path in enumerate(sorted(folder.glob("*.json"))):
        episode = json.loads(path.read_text())
        for query in episode["queries"]:
            first, last = query["relevant"]
            turns = sorted((turn["text"] for turn in episode["segments"][first:last]), key=len, reverse=True)
            texts = [opening(turn) for turn in turns[:PASSAGES_A_SECTION]]
            found += [
                Passage(episode=number, title=query["text"], text=text)
                for text in texts
                if len(text.split()) >= SHORTEST
            ]
    return found


def opening(turn: str) -> str:
    """Whole sentences from the start of a turn, up to LONGEST words."""
    taken: list[str] = []
    for sentence in split(turn):
        if len(" ".join(taken).split()) >= SHORTEST and len(" ".join([*taken, sentence]).split()) > LONGEST:
            break
        taken.append(sentence)
    return " ".join(taken)


def half(passages: Sequence[Passage], side: int, kept: Path | None) -> Half:
    """Every other episode, with the vectors of its passages."""
    own = [passage for passage in passages if passage.episode % 2 == side]
    file = kept / f"{side}.npy" if kept else None
    if file and file.exists():
        return Half(passages=own, units=np.load(file).astype(np.float32))
    from config import open_packaged_embedder

    print(f"embedding {len(own)} passages", file=sys.stderr)
    units = np.array(open_packaged_embedder().embed([passage.text for passage in own]), dtype=np.float32)
    if file:
        np.save(file, units.astype(np.float16))
    return Half(passages=own, units=units)


def by_episodes(side: Half, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which passages one reader cares for: all of a few episodes."""
    known = sorted({p.episode for p in side.passages})
    own = set(random.choice(known, TOPICS, replace=False).tolist())
    return np.array([p.episode in own for p in side.passages])


def by_words(side: Half, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which passages one reader cares for: those under a title with one of a few words."""
    titles = [words_of(p.title) for p in side.passages]
    seen = Counter(word for title in titles for word in title)
    topics = sorted(word for word, count in seen.items() if 0.008 * len(titles) <= count <= 0.06 * len(titles))
    own = set(random.choice(topics, WORDS, replace=False).tolist())
    return np.array([bool(title & own) for title in titles])


def words_of(title: str) -> set[str]:
    found = re.findall(r"[a-z][a-z-]{3,}", title.lower())
    return {re.sub(r"(?:ies|ing|s)$", "", word) for word in found if word not in FRAME_WORDS}


def live(side: Half, cares: NDArray[np.bool_], random: np.random.Generator) -> tuple[list[float], float]:
    """The precision of each day's five for one reader, and the share of offers that met the interest."""
    left = {
        episode: random.permutation([at for at, p in enumerate(side.passages) if p.episode == episode]).tolist()
        for episode in sorted({p.episode for p in side.passages})
    }
    opinions: list[Opinion] = []
    sent: list[Sent] = []
    precision, met = [], []
    for day in range(DAYS):
        now = MONDAY + timedelta(days=day)
        open_episodes = [episode for episode, rest in left.items() if len(rest) >= PASSAGES_AN_EPISODE]
        today = random.permutation(open_episodes)[:EPISODES_A_DAY].tolist()
        offered = [left[episode].pop() for episode in today for _ in range(PASSAGES_AN_EPISODE)]
        taste = Taste(opinions)
        wanted = taste.interest(side.units[offered])
        candidates = [
            candidate(side, at, float(own), float(random.uniform(0.5, 0.8)), now)
            for at, own in zip(offered, wanted, strict=True)
        ]
        chosen = choose(candidates, sent=sent, followed=(), now=now).chosen
        picked = [int(choice.cited.insight.id) for choice in chosen]
        opinions += [Opinion(vector=side.units[at], liked=bool(cares[at])) for at in picked]
        sent += [Sent(id=str(at), headline="", day=now.date(), vector=side.units[at]) for at in picked]
        precision.append(float(cares[picked].mean()) if picked else 0.0)
        met.append(float(cares[offered].mean()))
    return precision, float(np.mean(met))


def candidate(side: Half, at: int, own: float, worth: float, now: datetime) -> DigestCandidate:
    passage = side.passages[at]
    insight = Insight(
        id=f"{at:06}",
        episode_id=passage.episode,
        headline=passage.title,
        body=passage.text,
        quote=passage.text,
        start=0.0,
        end=1.0,
        speaker=None,
        origin="speaker",
        worth=worth,
        approximate=False,
        created_at=now,
    )
    cited = CitedInsight(
        insight=insight,
        show_id=passage.episode,
        show=f"Show {passage.episode}",
        episode=str(passage.episode),
        published=now,
        audio_url=None,
        link=None,
    )
    return DigestCandidate(cited=cited, vector=side.units[at], interest=own)


def simulate(side: Half, kind: str, readers: int, seed: int) -> tuple[NDArray[np.float64], float]:
    """A row of daily precision for each reader, and the mean share of offers that met the interest."""
    curves, met = [], []
    for number in range(readers):
        random = np.random.default_rng([seed, number])
        cares = by_episodes(side, random) if kind == "episodes" else by_words(side, random)
        curve, share = live(side, cares, random)
        curves.append(curve)
        met.append(share)
    return np.array(curves), float(np.mean(met))


def report(curves: NDArray[np.float64], offered: float) -> dict[str, object]:
    mean = curves.mean(axis=0)
    smooth = np.convolve(mean, np.ones(3) / 3, mode="valid")
    doubled = [day for day in range(1, len(smooth)) if (smooth[day:] >= 2 * mean[0]).all()]
    random = np.random.default_rng(0)
    tenth = [curves[random.integers(0, len(curves), len(curves)), 9].mean() for _ in range(2000)]
    return {
        "readers": len(curves),
        "days": DAYS,
        "days_to_double": doubled[0] + 1 if doubled else None,
        "precision_day_1": round(float(mean[0]), 3),
        "precision_day_10": round(float(mean[9]), 3),
        "interval_day_10": [round(float(np.percentile(tenth, q)), 3) for q in (2.5, 97.5)],
        "precision_last_3": round(float(mean[-3:].mean()), 3),
        "offered": round(offered, 3),
        "curve": [round(float(value), 3) for value in mean],
    }


def tune(side: Half) -> None:
    """Prints the mean precision from day 3 on over readers of this half, for each set of constants."""
    for reach, doubt, strength in product((0.3, 0.5, 1.0), (0.1, 0.3, 1.0), (1.5, 3.0)):
        interest._REACH, interest._DOUBT, interest._STRENGTH = reach, doubt, strength
        found = {kind: simulate(side, kind, READERS // 4, 1)[0][:, 2:].mean() for kind in ("episodes", "words")}
        told = " ".join(f"{kind} {value:.3f}" for kind, value in found.items())
        print(f"reach {reach} doubt {doubt} strength {strength}: {told}", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--tune", action="store_true")
    asked = parser.parse_args()
    every = read(asked.data)
    if asked.tune:
        tune(half(every, 0, asked.vectors))
        raise SystemExit
    reported = half(every, 1, asked.vectors)
    print(f"{len(reported.passages)} passages to report on", file=sys.stderr)
    figures = {kind: report(*simulate(reported, kind, READERS, 2)) for kind in ("episodes", "words")}
    print(json.dumps(figures["episodes"] | {"words": figures["words"]}))
