"""Whose words a sentence of a claim gives, where feed and transcript call one person differently."""

from dataclasses import replace

from config import open_packaged_embedder, open_reading
from index.embedding.embedder import Remembering
from ingest.insights.claims import Claims
from tests.worlds.talks import EPISODE, NOON, said

SCREWS = (
    "Our mill changed to screws of brass in spring, because the ones of steel rusted within a single winter by the sea."
)
TALK = said(
    ("Mira Holt, PhD", "Welcome back. Who is here with us today, and how did the year begin by the sea?"),
    ("Jonas Reed, MD", f"It began badly. {SCREWS} So we lost a whole season of work, and then it went well."),
    ("Mira Holt, PhD", "That is a hard year. Nobody had warned you that the air by the sea would do it so soon?"),
)
HEADLINE = "A mill by the sea gave up steel screws for brass ones"
BODY = "WHO changed the screws of a mill to brass in spring. The ones of steel had rusted within one winter by the sea."


def told_of(who):
    feed = replace(EPISODE.feed, people=("Mira Holt", "Jonas Reed"))
    reading = open_reading(Remembering(open_packaged_embedder()))
    claims = Claims(replace(EPISODE, feed=feed), TALK, (), NOON, "model", reading)
    insight = claims.check({"headline": HEADLINE, "body": BODY.replace("WHO", who), "quote": SCREWS}).insight
    return insight.body if insight else ""


def test_one_person_under_two_labels_is_one():
    assert "Jonas Reed" in told_of("Jonas Reed")
    assert "Mira Holt" not in told_of("Mira Holt")
