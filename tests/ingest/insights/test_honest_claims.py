"""Claims as a good model writes them, in its own words, are kept; the same claims with one thing wrong are not."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from config import open_packaged_embedder, open_reading
from index.embedding.embedder import Remembering
from ingest.insights.claims import Claims
from tests.worlds.talks import EPISODE, NOON, script_of

ROOT = Path(__file__).parents[3]
TALKS = json.loads((ROOT / "tests" / "data" / "recorded" / "honest.json").read_text())
HONEST = [(each["talk"], record) for each in TALKS for record in each["insights"]]
OTHERS = {
    "Victor Lang": "Ruth Callaway",
    "Peter Lund": "Elena",
    "Elena Marsh": "Peter",
    "Ruth Callaway": "Ben",
    "Martin Hale": "Clara Whitfield",
    "Clara Whitfield": "Martin Hale",
}
SAYING = re.compile(rf"({'|'.join(OTHERS)})(?= (?:says|argues|explains|expects))")


READING = open_reading(Remembering(open_packaged_embedder()))


def claims_on(talk):
    feed = replace(EPISODE.feed, title="An episode", people=())
    return Claims(replace(EPISODE, feed=feed), script_of(talk), (), NOON, "model", READING)


CLAIMS = {each["talk"]: claims_on(each["talk"]) for each in TALKS}
headlines = [record["headline"] for _, record in HONEST]


@pytest.mark.parametrize(("talk", "record"), HONEST, ids=headlines)
def test_an_honest_claim_is_kept(talk, record):
    assert CLAIMS[talk].check(record).candidate.outcome == "kept"


COUNTED = [(talk, record) for talk, record in HONEST if re.search(r"\d", record["headline"] + record["body"])]


@pytest.mark.parametrize(("talk", "record"), COUNTED)
def test_with_each_number_a_little_higher_it_is_refused(talk, record):
    raised = {name: re.sub(r"\d+", lambda found: str(int(found[0]) + 7), text) for name, text in record.items()}

    insight = CLAIMS[talk].check({**raised, "quote": record["quote"]}).insight

    told = f"{insight.headline} {insight.body}" if insight else ""
    assert set(re.findall(r"\d+", told)) <= set(re.findall(r"\d+", f"{record['headline']} {record['body']}"))


@pytest.mark.parametrize(("talk", "record"), [pair for pair in HONEST if SAYING.search(pair[1]["body"])])
def test_with_the_words_in_the_mouth_of_the_other_speaker_it_is_refused(talk, record):
    changed = {**record, "body": SAYING.sub(lambda found: OTHERS[found[0]], record["body"])}

    insight = CLAIMS[talk].check(changed).insight

    told = f"{insight.headline} {insight.body}" if insight else ""
    assert not [name for name in OTHERS.values() if re.search(rf"{name} (?:says|argues|explains|expects)", told)]


@pytest.mark.parametrize(("talk", "record"), HONEST, ids=headlines)
def test_on_the_quote_of_another_talk_it_is_refused(talk, record):
    [elsewhere, quote] = next((other, each["quote"]) for other, each in HONEST if other != talk)

    assert CLAIMS[talk].check({**record, "quote": quote}).insight is None
    assert CLAIMS[elsewhere].check({**record, "quote": quote}).insight is None
