"""Insights for other programs."""

import json

from digest.export import jsonl
from store.queries.threads import threads
from tests.worlds.citing import MORNING, an_insight, bring_in


def test_every_insight_is_one_line_of_json(store):
    bring_in(store, an_insight("a", body="Zwei\nZeilen, größer"), an_insight("b", start=900.0, end=909.5))
    with store.write() as connection:
        thread_id = threads.begin(connection, "Chips", MORNING)
        threads.join(connection, thread_id, ["a"], MORNING)

    lines = list(jsonl(store, {"b": ("grid", "prices")}))
    found = [json.loads(line) for line in lines]

    assert [one["id"] for one in found] == ["a", "b"]
    assert "\n" not in "".join(lines)
    assert found[0]["body"] == "Zwei\nZeilen, größer"
    assert found[0]["thread_ids"] == [thread_id]
    assert found[0]["published"] == "2026-11-23T07:00:00Z"
    assert (found[1]["start"], found[1]["end"]) == (900.0, 909.5)
    assert [one["tags"] for one in found] == [[], ["grid", "prices"]]
    assert (found[0]["relations"], found[0]["repeated_by"]) == ([], [])
    assert set(found[0]) == set(
        "id kind headline placing question body quote shown start end speaker show episode episode_id published "
        "audio_url origin approximate worth thread_ids support relations repeated_by tags".split()
    )


def test_an_empty_library_exports_nothing(store):
    assert list(jsonl(store)) == []
