"""The main job on the demo world, whole: scan, transcribe, find insights, index, choose, search, follow, do nothing."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from language.folding import folded_words

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NOW = "2026-06-15T08:00:00Z"
FIELDS = {
    "id", "headline", "body", "quote", "start", "end", "speaker", "show", "episode", "published", "audio_url", "origin",
}  # fmt: skip


def free_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Runs commands on one data folder in which the daily job has been done once, on the demo world."""
    folder = tmp_path_factory.mktemp("demo")
    environment = os.environ | {
        "EARMARK_DATA_DIR": str(folder / "data"),
        "EARMARK_DEMO_PORT": free_port(),
        "COLUMNS": "200",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "cli.py"), "--now", NOW, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    first = run("daily")
    assert first.returncode == 0, first.stderr
    run.first = first
    return run


def exported(demo) -> list[dict[str, object]]:
    return [json.loads(line) for line in demo("export", "--format", "jsonl").stdout.splitlines()]


def test_the_first_run_says_that_it_is_the_demo_and_how_to_add_a_show(demo):
    assert "demo" in demo.first.stdout
    assert "cli.py add http" in demo.first.stdout


def test_every_episode_ends_indexed(demo):
    status = demo("status").stdout

    assert "✗" not in status


def test_five_are_chosen_with_their_proof_and_their_reason(demo):
    digest = json.loads(demo("digest", "--format", "json").stdout)

    chosen = digest["insights"]
    assert [row["rank"] for row in chosen] == [1, 2, 3, 4, 5]
    assert FIELDS | {"rank", "why"} <= set(chosen[0])
    assert len({row["why"] for row in chosen}) > 1
    assert max([row["show"] for row in chosen].count(row["show"]) for row in chosen) <= 2


def test_every_quote_stands_in_its_transcript_and_in_no_advert(demo):
    rows = exported(demo)

    talks = {row["episode_id"]: content(demo, row["episode_id"]) for row in rows}
    missing = [row["quote"] for row in rows if " ".join(folded_words(row["quote"])) not in talks[row["episode_id"]]]

    assert len(rows) >= 30
    assert FIELDS | {"episode_id"} <= set(rows[0])
    assert missing == []


def content(demo, episode_id) -> str:
    segments = json.loads(demo("transcript", str(episode_id), "--format", "json").stdout)["segments"]
    spoken = " ".join(segment["text"] for segment in segments if not segment["advert"])
    return " ".join(folded_words(spoken))


def test_the_second_run_does_nothing_and_says_so(demo):
    before = exported(demo)

    again = demo("daily")

    assert again.returncode == 0
    assert "Nothing new" in again.stdout
    assert exported(demo) == before


def test_search_finds_what_was_said_in_other_words(demo):
    hits = json.loads(demo("search", "why do labs in China give their models away", "--format", "json").stdout)

    assert "China" in hits[0]["text"] or "Chinese" in hits[0]["text"]


def test_search_keeps_to_its_filters(demo):
    rows = json.loads(demo("search", "batteries", "--show", "Copper", "--kind", "insight", "--format", "json").stdout)

    assert {row["show"] for row in rows} == {"Copper and Current"}
    assert {row["kind"] for row in rows} == {"insight"}


def test_a_question_without_a_model_is_answered_by_cited_passages(demo):
    answer = demo("ask", "Why do Chinese labs release open models?").stdout

    assert "[1]" in answer


def test_a_thread_forms_across_shows_and_can_be_followed(demo):
    followed = demo("follow", "China open-source AI")
    listed = json.loads(demo("threads", "--format", "json").stdout)

    assert followed.returncode == 0
    assert listed[0]["followed"]
    assert listed[0]["label"] == "China open-source AI"
    assert listed[0]["shows"] >= 2


def test_the_index_is_rebuilt_from_the_store(demo):
    before = demo("search", "chips", "--format", "json").stdout

    rebuilt = demo("reindex")

    assert "14 episodes" in rebuilt.stdout
    assert demo("search", "chips", "--format", "json").stdout == before
