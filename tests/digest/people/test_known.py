"""Who is one name's: what a name ties together, and what it leaves apart."""

from datetime import UTC, datetime

from digest.people.known import called_like, latest_first, name_key, people, sharing_first_name
from store.queries.voices.people import Credited, Spoken

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
SHOWS = {1: "Copper and Current", 2: "Chips and Terms"}


def said(label, show_id, count=1, latest=MAY):
    return Spoken(label=label, show_id=show_id, show=SHOWS[show_id], insights=count, latest=latest)


def credit(label, show_id, episode_id=7, published=MAY):
    return Credited(
        labels=(label,),
        show_id=show_id,
        show=SHOWS[show_id],
        episode_id=episode_id,
        episode="On pumps",
        published=published,
    )


def test_a_whole_name_is_listed_once_with_each_show_under_it():
    [ines] = people([said("Ines Okafor", 1, 2), said("INES OKAFOR, PhD", 2, 5, JUNE)], [])

    assert (ines.insights, ines.latest) == (7, JUNE)
    assert [(each.show, each.insights) for each in ines.shows] == [("Chips and Terms", 5), ("Copper and Current", 2)]
    assert set(ines.labels) == {"Ines Okafor", "INES OKAFOR, PhD"}


def test_a_first_name_alone_is_each_shows_own():
    known = people([said("Ines", 1), said("Ines", 2)], [])

    assert [[each.show_id for each in one.shows] for one in known] == [[1], [2]]
    assert sharing_first_name(known[0], known) == [known[1]]


def test_whom_the_feed_alone_names_is_there_with_the_episode():
    [ben] = people([], [credit("Ben Sands", 1)])

    assert (ben.insights, ben.name, ben.latest) == (0, "Ben Sands", MAY)
    assert [each.episode for each in ben.shows[0].credits] == ["On pumps"]


def test_what_is_nobodys_name_is_left_out():
    assert people([said("Speaker 2", 1), said("x" * 60, 1)], [credit("", 2)]) == []
    assert name_key(None, 1) is None


def test_who_said_most_comes_first_and_who_was_heard_last_when_asked_for():
    known = people([said("Ben Sands", 1, 1, JUNE), said("Ines Okafor", 1, 9), said("Cy Tran", 2, 2, None)], [])

    assert [one.name for one in known] == ["Ines Okafor", "Cy Tran", "Ben Sands"]
    assert [one.name for one in latest_first(known)] == ["Ben Sands", "Ines Okafor", "Cy Tran"]


def test_somebody_is_found_by_the_beginning_of_any_part_of_the_name_without_accents():
    known = people([said("José Álvarez", 1), said("Ines Okafor", 1)], [])

    assert [one.name for one in called_like(known, "alv")] == ["José Álvarez"]
    assert [one.name for one in called_like(known, "oka in")] == ["Ines Okafor"]
    assert called_like(known, "kafor") == []
