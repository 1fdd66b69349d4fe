"""What a real small model answered, played back: SmolLM2-135M behind llama-cpp-python's server, asked about two talks.

The server breaks on json_schema (status 500) and takes json_object. The model is too small for the task: it leaves out
quotes and tells what the talk might be about. Nothing of it may reach a reader.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.insights.extraction import distil
from ingest.insights.judging.judge import read_answer
from ingest.language_model import Limits, LiteLLM
from ingest.transcripts.reading import read
from tests.worlds.chat_server import Recorded, serving
from tests.worlds.talks import EPISODE, NOON

ROOT = Path(__file__).parents[3]
RUNS = json.loads((ROOT / "tests" / "data" / "recorded" / "smollm2.json").read_text())
LIMITS = Limits(calls_per_episode=9, usd_per_episode=1, calls_per_day=9, usd_per_day=1)


@pytest.mark.parametrize("run", RUNS, ids=[run["talk"] for run in RUNS])
def test_a_real_small_model_brings_nothing_unproved(run, store, reading):
    body = (ROOT / "demo" / "shows" / run["talk"]).read_text()
    transcript = read(body, run["mime_type"], f"http://demo.example/{run['talk']}", None)
    said = " ".join(segment.text for segment in transcript.segments)
    episode = replace(EPISODE, feed=replace(EPISODE.feed, title=run["title"], people=()))

    with serving(Recorded(run["exchanges"])) as server:
        model = LiteLLM(
            "openai/smollm2-135m", base_url=server.url, api_key="k", limits=LIMITS, store=store, clock=lambda: NOON
        )
        result = distil(episode, transcript, (), NOON, reading=reading, model=model)

    assert [request.get("response_format", {}).get("type", "none") for request in server.asked] == run["forms"]
    assert result.insights
    assert all(insight.quote in said for insight in result.insights)
    assert {insight.origin for insight in result.insights} == {"speaker"}
    assert result.fell_back


def test_its_word_as_a_judge_is_read():
    assert read_answer(RUNS[0]["judge"]) is True
