"""How many of the quotes that the app would show are ones that a strong reader took, by show left out.

    python bench/quotes.py --data CLAIMS_DIR [--marks MARKS.json]

CLAIMS_DIR: see bench/sets/claims.py; MARKS.json: see bench/training/train_quotes.py. With the marks the weights are
learned for each show without it; without them the shipped ones are measured, which know the set. The last line is JSON:

    taken           share of the quotes of which most words lie in one that the reader took
    taken_in_part   the same for one word
    recall          share of the reader's quotes, by worth, that one of ours shares most of the shorter one's words with
    random          the same for as many runs of 1-4 sentences and 25-75 words of one speaker, the mean of 200 draws
    lead            the same for as many of the first ones of the talk

for what is shown (`shown`), and for the best two and four a part of some 2,000 words.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.highlights import Run, passages_of  # noqa: E402
from bench.sets.quoted import QuotedTalk, read_quoted_talks  # noqa: E402
from bench.training.train_quotes import read_marked, without  # noqa: E402
from config import open_packaged_embedder, open_reading  # noqa: E402
from ingest.passages.candidates import candidates, wanted_count  # noqa: E402
from ingest.passages.goodness import GoodnessWeights, shipped  # noqa: E402
from ingest.passages.selection import Reading, Selection, ranked, select  # noqa: E402

DRAWS = 200
Picked = list[tuple[QuotedTalk, list[Run]]]


def main(folder: Path, marks: Path | None) -> None:
    reading = open_reading(open_packaged_embedder())
    talks = read_quoted_talks(folder)
    weights = _by_show(talks, marks, reading)
    found = [(talk, ranked(candidates(talk.sentences, ()), reading, (), weights(talk.show))) for talk in talks]
    told: dict[str, object] = {"talks": len(talks), "parts": sum(talk.parts for talk in talks)}
    told["left_out"] = marks is not None
    told["shown"] = _measured([(talk, _runs(select(row, _wanted(talk)))) for talk, row in found])
    for many in (2, 4):
        told[f"{many}_a_part"] = _measured(
            [(talk, _runs(select(row, many * talk.parts, least=0.0))) for talk, row in found]
        )
    print(json.dumps(told))


def _by_show(talks: Sequence[QuotedTalk], marks: Path | None, reading: Reading) -> Callable[[str], GoodnessWeights]:
    if marks is None:
        return lambda _: shipped()
    marked = read_marked(marks, reading)
    learned = {show: without(show, marked) for show in {talk.show for talk in talks}}
    return learned.__getitem__


def _wanted(talk: QuotedTalk) -> int:
    return wanted_count(talk.sentences[-1].end - talk.sentences[0].start)


def _runs(selection: Selection) -> list[Run]:
    return [(each.passage.first, each.passage.last) for each in selection.chosen]


def _measured(picked: Picked) -> dict[str, object]:
    chance = np.random.default_rng(0)
    rows = [(talk, list(passages_of(talk.sentences, ())), len(runs)) for talk, runs in picked]
    drawn = [_scores([(talk, _drawn(runs, many, chance)) for talk, runs, many in rows]) for _ in range(DRAWS)]
    lead = [(talk, _apart(runs, many)) for talk, runs, many in rows]
    own = _scores(picked)
    random = {name: round(float(np.mean([each[name] for each in drawn])), 3) for name in own}
    return {
        "quotes": sum(len(runs) for _, runs in picked),
        **own,
        "random": random,
        "lead": _scores(lead),
        "times_random": round(own["taken"] / max(1e-9, random["taken"]), 2),
    }


def _scores(picked: Picked) -> dict[str, float]:
    shares = [talk.share(*run) for talk, runs in picked for run in runs]
    told = {
        "taken": _mean([share > 0.5 for share in shares]),
        "taken_in_part": _mean([share > 0 for share in shares]),
    }
    for worth in (1, 2, 3):
        told[f"recall_{worth}"] = _mean(
            [
                any(_meets(talk, first, end, run) for run in runs)
                for talk, runs in picked
                for first, end, own in talk.quotes
                if own == worth
            ]
        )
    return told


def _meets(talk: QuotedTalk, first: int, end: int, run: Run) -> bool:
    start, stop = int(talk.offsets[run[0]]), int(talk.offsets[run[1] + 1])
    return 2 * (min(end, stop) - max(first, start)) > min(end - first, stop - start)


def _drawn(runs: Sequence[Run], many: int, chance: np.random.Generator) -> list[Run]:
    return _apart([runs[at] for at in chance.permutation(len(runs))], many)


def _apart(runs: Sequence[Run], many: int) -> list[Run]:
    """The first ones that share no sentence."""
    taken: list[Run] = []
    for first, last in runs:
        if len(taken) == many:
            break
        if all(first > end or last < begin for begin, end in taken):
            taken.append((first, last))
    return taken


def _mean(told: Sequence[bool]) -> float:
    return round(float(np.mean(told)), 3) if told else 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--marks", type=Path)
    chosen = parser.parse_args()
    main(chosen.data, chosen.marks)
