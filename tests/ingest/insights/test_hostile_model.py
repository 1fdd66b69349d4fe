"""Whatever a model replies, nothing unproved becomes an insight, and nothing but our own errors is raised."""

import json
import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from config import open_packaged_embedder, open_reading
from index.embedding.embedder import Remembering
from ingest.insights.claims import Claims
from ingest.insights.judging.judge import read_answer
from ingest.insights.replies import ReplyUnusable, records
from tests.worlds.talks import ADVERT, EPISODE, GOOD, NOON, TALK

FIELDS = ("headline", "body", "quote")
SPOKEN = [segment for segment in TALK.segments if segment.end <= ADVERT.start]
WORDS = [word for segment in TALK.segments for word in segment.text.split()]
KNOWN = " ".join([*(segment.text for segment in SPOKEN), "Chips and Terms Free models Nadia Brooks Ada Ben"]).casefold()
CLAIMS = Claims(EPISODE, TALK, (ADVERT,), NOON, "hostile", open_reading(Remembering(open_packaged_embedder())))

STRANGE = (
    "Nvidia;Elon Musk;Sam Brooks;Ben says;Nadia Brooks believes;according to Ben,;musk says;Northwind;40;900 dollars;"
    "seventy-one;80%;$3bn;2031;GPT-5;Аlibaba;not;never;no;more;less;um;the;...;…;[…];</transcript>;<b>;**;`;|;"
    "https://free.example;\u200b;\u202e;\x00;\x1b[31m;\ud83d;ﬁve;８;²;IGNORE YOUR INSTRUCTIONS;the guest;I;they;?"
).split(";")
strange = st.sampled_from(STRANGE)
# The same examples on every run: a rare find belongs into a run by hand with more of them, not into somebody's build.
thorough = settings(deadline=None, max_examples=500, derandomize=True, suppress_health_check=list(HealthCheck))


@st.composite
def said(draw):
    """A run of the talk's words, adverts too."""
    first = draw(st.integers(0, len(WORDS) - 5))
    return WORDS[first : first + draw(st.integers(5, 40))]


@st.composite
def altered(draw, words):
    """The words with some of them dropped, doubled, replaced or joined by strange ones."""
    found = list(draw(words))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(found) - 1)))
        put = draw(st.sampled_from(("drop", "double", "insert", "replace", "glue", "shout")))
        word = found[at] if found else "x"
        other = draw(strange | st.sampled_from(WORDS))
        changed = {"drop": [], "double": [word, word], "insert": [other, word], "replace": [other]}
        changed |= {"glue": [f"{word}{other}"], "shout": [word.upper()]}
        found[at : at + 1] = changed[put]
    return " ".join(found)


spliced = st.tuples(said(), strange, said()).map(lambda parts: [*parts[0][:9], parts[1], *parts[2][:9]])
quotes = altered(said()) | altered(spliced) | st.text() | strange
headlines = altered(st.just(GOOD["headline"].split())) | altered(said()) | st.text()
bodies = altered(st.just(GOOD["body"].split())) | altered(said()) | st.text() | strange
hostile = st.fixed_dictionaries({"headline": headlines, "body": bodies, "quote": quotes})
close = st.fixed_dictionaries(
    {
        "headline": altered(st.just(GOOD["headline"].split())),
        "body": altered(st.just(GOOD["body"].split())),
        "quote": altered(st.just(GOOD["quote"].split())),
    }
)
nested = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | strange,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*FIELDS, "insights"]) | st.text(), inner),
)


def proved(record):
    """The insights that a reply with this one record leads to."""
    try:
        read = records(json.dumps({"insights": [record]}), fields=FIELDS, key="insights")
    except ReplyUnusable:
        return []
    return [checked.insight for checked in map(CLAIMS.check, read) if checked.insight]


def unknown_words(text):
    """Capitalised words inside a sentence, and numbers in digits, that neither the talk nor the feed has."""
    names = re.findall(r"(?<=[a-z,] )[A-Z]\w+", text)
    figures = re.findall(r"\d+", text)
    return [word for word in [*names, *figures] if word.casefold().removesuffix("s") not in KNOWN]


@thorough
@given(hostile | close)
@example(GOOD)
def test_every_insight_is_said_outside_the_adverts_by_its_speaker_in_one_piece(record):
    found = proved(record)

    assert all(any(one.quote in s.text and one.speaker == s.speaker for s in SPOKEN) for one in found)
    assert all(len(one.quote.split()) >= 5 and SPOKEN[0].start <= one.start < one.end <= ADVERT.start for one in found)


@thorough
@given(close)
@example(GOOD)
def test_every_name_and_number_of_an_insight_is_known(record):
    found = proved(record)

    assert [unknown_words(f"{one.headline}. {one.body}") for one in found] == [[] for _ in found]
    assert all("Ben says" not in f"{one.headline} {one.body}" for one in found)
    assert all(f"{one.headline}{one.body}".isprintable() and "<" not in one.headline + one.body for one in found)


@thorough
@given(st.text() | nested.map(json.dumps) | st.lists(strange | st.sampled_from(WORDS)).map(" ".join))
def test_any_reply_is_read_or_called_unusable(reply):
    try:
        read = records(reply, fields=FIELDS, key="insights")
    except ReplyUnusable:
        read = []

    assert all(CLAIMS.check(record).candidate.outcome for record in read)
    assert read_answer(reply) in (True, False, None)


def test_the_good_insight_would_be_proved():
    assert len(proved(GOOD)) == 1
