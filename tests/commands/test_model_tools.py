"""Earmark's tools as a language model's program sees them, through the protocol's own client."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

from commands.frame import Frame, ticking_from
from commands.outlets.model_tools import server
from config import read_settings
from store.queries.threads import threads
from tests.worlds import page_world

ROOT = Path(__file__).parents[2]


@pytest.fixture
def face(data_dir):
    page_world.fill(data_dir)
    return Frame(settings=read_settings(), clock=ticking_from(None))


def called(to, tool, **arguments):
    async def call():
        async with Client(to) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(call())


def listed(to):
    async def tools():
        async with Client(to) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    return asyncio.run(tools())


def test_a_model_finds_seven_tools_of_which_one_changes_something(face):
    found = listed(server(face))

    assert set(found) == {"search", "ask", "today", "thread", "episode", "people", "follow"}
    assert [name for name, tool in found.items() if not tool.annotations.read_only_hint] == ["follow"]
    assert found["search"].input_schema["required"] == ["query"]


def test_today_has_the_five_with_proof_and_the_second(face):
    told = called(server(face), "today").structured_content

    first = told["insights"][0]
    assert (first["rank"], first["why"], first["id"]) == (1, "Nobody said this before.", "insight0")
    assert first["quote"] == page_world.QUOTE
    assert first["heard_at"] == "https://a.example/0.mp3#t=83"
    assert len(told["other_days"]) == 1


def test_threads_are_listed_and_one_is_told(face):
    tools = server(face)
    (one,) = called(tools, "thread").structured_content["threads"]

    told = called(tools, "thread", thread_id=one["id"]).structured_content

    assert (one["label"], one["followed"]) == ("Grid batteries", True)
    assert {claim["insight"] for claim in told["claims"]} == {"insight0", "insight2"}


def test_an_episode_is_told_with_its_talk_without_adverts(face):
    told = called(server(face), "episode", episode_id=1, transcript=True, start=65.0).structured_content

    assert [line["text"] for line in told["transcript"]] == [page_world.QUOTE, "So what now?"]
    assert told["next_start"] is None
    assert told["insights"][0]["id"] == "insight0"


def test_people_are_listed_and_what_one_of_them_says_is_told_with_its_second(face):
    tools = server(face)

    listed_people = called(tools, "people").structured_content
    told = called(tools, "people", name="Ines", show="Copper").structured_content
    unsaid = called(tools, "people", name="Ines")

    assert [(one["name"], one["show"]) for one in listed_people["people"]] == [
        ("Ines", "Copper and Current"),
        ("Ines", "Chips *&* Terms"),
    ]
    assert listed_people["next_first"] is None
    assert [one["id"] for one in told["said"]] == ["insight2", "insight0"]
    assert told["said"][1]["heard_at"] == "https://a.example/0.mp3#t=83"
    assert "Somebody is called so in Chips *&* Terms, too" in told["doubt"]
    assert "say of which show" in unsaid.content[0].text


def test_what_is_left_of_a_long_list_of_people_begins_where_the_model_is_told(face):
    assert called(server(face), "people", first=1).structured_content["people"][0]["show"] == "Chips *&* Terms"


def test_a_mistake_is_a_sentence_for_the_model(face):
    tools = server(face)

    missing = called(tools, "episode", episode_id=99)
    day = called(tools, "today", day="yesterday")
    nothing = called(tools, "search", query=" ")

    assert missing.is_error
    assert "there is no episode 99" in missing.content[0].text
    assert "2026-06-01" in day.content[0].text
    assert "say what to search for" in nothing.content[0].text


def test_it_searches_and_asks_with_the_second_for_each_source(face, data_dir, embedder):
    page_world.index(data_dir, embedder)
    tools = server(face)

    found = called(tools, "search", query="marginal megawatt battery", show="Copper").structured_content["result"]
    answer = called(tools, "ask", question="What was the marginal megawatt at eight?").structured_content

    assert found[0]["heard_at"].startswith("https://a.example/")
    assert {each["show"] for each in found} == {"Copper and Current"}
    assert answer["question"] == "What was the marginal megawatt at eight?"


@pytest.mark.slow
def test_it_follows_what_the_reader_would_follow(face):
    told = called(server(face), "follow", topic="Grid prices", description="What power costs").structured_content

    with face.store.read() as connection:
        known = {thread.label for thread in threads.followed(connection, face.reader.id)}
    assert told["label"] in known


@pytest.mark.slow
def test_a_program_starts_it_and_speaks_over_input_and_output(face, data_dir):
    started = StdioServerParameters(
        command=sys.executable,
        args=[str(ROOT / "cli.py"), "mcp"],
        env={**os.environ, "EARMARK_DATA_DIR": str(data_dir)},
    )

    assert called(started, "today").structured_content["insights"][0]["id"] == "insight0"
