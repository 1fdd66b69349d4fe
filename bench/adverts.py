"""How well adverts are found, by seconds, on episodes whose adverts people marked.

    python bench/adverts.py --data DIR

DIR holds one JSON an episode: `segments: [{start, end, text, words: [[start, end, word]]}]`, `ads: [[start, end]]`.
An episode that the shipped weights were trained on, known by a hash of its words, is measured with weights that were
trained in the same way without it (bench/training/train_adverts.py stores them); any other episode with the shipped
ones. So the open episodes give a leave-one-episode-out figure, and episodes never seen give that of the product. The
weights of a left-out episode have not seen its labels; the few constants in ingest/adverts/detection.py were chosen on
those same figures. No show memory and no chapters are used: the set has one episode a show.

Beside the seconds stand the figures by which MinusPod compares language models: an advert is found when one block of
ours and it share half of what both cover, each counting once; `block_f1` and `block_f05` (finding wrongly weighs more
than missing) are means over the episodes with adverts, `clean_passed` tells how many of the `clean` ones have no block.

A row an episode and the plain keyword rule go to stderr. The last line is JSON: `episodes, precision, recall, f1,
wrongly_cut` (percent of all content seconds that were cut), those of blocks, and `keyword_f1`, `left_out` (how many
episodes were measured with weights of their own) and `ms_per_hour` (processor time for an hour of talk, loading
included).
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.sets.adverts import Labelled, key_of, labelled, training_keys  # noqa: E402 - found through the path above
from ingest.adverts.detection import find_adverts  # noqa: E402
from ingest.adverts.weights import load_weights  # noqa: E402
from store.records.transcripts import Segment  # noqa: E402

KEYWORDS = re.compile(
    r"\bsponsor|brought to you by|\b(?:promo|use|discount) code\b|(?:\.|\bdot )com ?(?:/|slash)|percent off|% off|"
    r"free trial|\bat checkout\b|\bvisit \w+ ?\.com|terms apply",
    re.IGNORECASE,
)
Stretch = tuple[float, float]
SAME_BLOCK = 0.5  # MinusPod's own threshold


@dataclass(frozen=True, kw_only=True)
class Seconds:
    """Of advertising found, of advertising there is, of both at once, and of the whole talk."""

    found: float = 0.0
    there: float = 0.0
    both: float = 0.0
    talk: float = 0.0

    def __add__(self, other: "Seconds") -> "Seconds":
        return Seconds(
            found=self.found + other.found,
            there=self.there + other.there,
            both=self.both + other.both,
            talk=self.talk + other.talk,
        )

    def figures(self) -> dict[str, float]:
        precision = self.both / self.found if self.found else 1.0
        recall = self.both / self.there if self.there else 1.0
        f1 = 2 * self.both / (self.found + self.there) if self.found + self.there else 1.0
        cut = 100 * (self.found - self.both) / max(self.talk - self.there, 1e-9)
        return {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(f1, 3),
            "wrongly_cut": round(cut, 2),
        }


def compared(found: Sequence[Stretch], there: Sequence[Stretch], talk: float) -> Seconds:
    found, there = joined(found), joined(there)
    both = sum(max(0.0, min(b, d) - max(a, c)) for a, b in found for c, d in there)
    return Seconds(found=sum(b - a for a, b in found), there=sum(b - a for a, b in there), both=both, talk=talk)


def blocks_found(found: Sequence[Stretch], there: Sequence[Stretch]) -> int:
    """How many blocks of both are one, each at most once, the likest first."""
    pairs = [(_likeness(a, b), n, m) for n, a in enumerate(found) for m, b in enumerate(there)]
    ours: set[int] = set()
    theirs: set[int] = set()
    for likeness, n, m in sorted(pairs, reverse=True):
        if likeness >= SAME_BLOCK and n not in ours and m not in theirs:
            ours.add(n)
            theirs.add(m)
    return len(ours)


def f_measure(both: int, found: int, there: int, beta: float) -> float:
    return (1 + beta**2) * both / (found + beta**2 * there)


def _likeness(one: Stretch, other: Stretch) -> float:
    """The seconds of both over the seconds of either."""
    shared = max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Without overlaps, so that no second counts twice."""
    out: list[Stretch] = []
    for start, end in sorted(stretches):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def by_keywords(segments: Sequence[Segment]) -> list[Stretch]:
    """The plain rule to compare with: a segment that says a keyword is an advert."""
    return [(segment.start, segment.end) for segment in segments if KEYWORDS.search(segment.text)]


def measure(episodes: Sequence[Labelled]) -> dict[str, float]:
    known = training_keys()
    ours, keywords = Seconds(), Seconds()
    took = 0.0
    left_out = clean = clean_passed = 0
    by_blocks: list[tuple[float, float]] = []
    for episode in episodes:
        segments = episode.transcript.segments
        key = key_of(segments)
        weights = load_weights(key if key in known else "")
        left_out += key in known
        began = process_time()
        spans = find_adverts(episode.transcript, (), weights=weights)
        took += process_time() - began
        talk = segments[-1].end - segments[0].start
        found = [(span.start, span.end) for span in spans]
        own = compared(found, episode.adverts, talk)
        if episode.adverts:
            counts = blocks_found(found, episode.adverts), len(found), len(episode.adverts)
            by_blocks.append((f_measure(*counts, 1.0), f_measure(*counts, 0.5)))
        clean += not episode.adverts
        clean_passed += not episode.adverts and not found
        ours, keywords = ours + own, keywords + compared(by_keywords(segments), episode.adverts, talk)
        print(f"{episode.name[:40]:40} {own.figures()}", file=sys.stderr)
        for span in spans:
            print(f"    {span.start:7.0f}-{span.end:.0f} {span.reason}", file=sys.stderr)
    print(f"plain keyword rule: {keywords.figures()}", file=sys.stderr)
    return {
        "episodes": len(episodes),
        **ours.figures(),
        "block_f1": round(_mean([f1 for f1, _ in by_blocks]), 3),
        "block_f05": round(_mean([f05 for _, f05 in by_blocks]), 3),
        "clean": clean,
        "clean_passed": clean_passed,
        "keyword_f1": keywords.figures()["f1"],
        "left_out": left_out,
        "ms_per_hour": round(1000 * took / (ours.talk / 3600)),
    }


def _mean(figures: Sequence[float]) -> float:
    return sum(figures) / len(figures) if figures else 1.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    print(json.dumps(measure(labelled(parser.parse_args().data))))
