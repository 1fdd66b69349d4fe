"""Whatever is read from outside, a parser gives what it gives or refuses with a sentence: nothing else is raised.

A short part of what bench/job/fuzz.py does for longer; what that found lies in tests/data/found, one file a case.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.worlds.parsers import PARSERS, tried
from tests.worlds.seeds import SEEDS, WORDS

FOUND = sorted((Path(__file__).parents[2] / "data" / "found").glob("*"))
# The same examples on every run: a rare find belongs into a run by hand with more of them, not into somebody's build.
short = settings(
    deadline=None, max_examples=120, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@st.composite
def spoilt(draw, name):
    """A good input with up to five pieces taken out, doubled, moved or replaced."""
    body = draw(st.sampled_from(SEEDS[name]))
    for _ in range(draw(st.integers(0, 5))):
        first = draw(st.integers(0, len(body)))
        last = min(len(body), first + draw(st.integers(0, 40)))
        put = draw(st.sampled_from([b"", body[first:last] * 2, *WORDS]) | st.binary(max_size=8))
        body = body[:first] + put + body[last:]
    return body


@pytest.mark.slow
@pytest.mark.parametrize("name", PARSERS)
def test_what_was_spoilt_is_read_or_refused_with_a_sentence(name):
    @short
    @given(spoilt(name) | st.binary(max_size=200))
    def check(body):
        assert tried(name, body) is None

    check()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_once_found_is_read_or_refused_with_a_sentence(path):
    assert tried(path.name.partition("-")[0], path.read_bytes()) is None


@pytest.mark.parametrize("name", PARSERS)
def test_what_fuzzing_begins_with_is_taken(name):
    assert [tried(name, body) for body in SEEDS[name]] == [None] * len(SEEDS[name])
