"""A vault on disk: a note an insight, kept up to date, with all that a person wrote, moved or deleted left so."""

from dataclasses import replace

import pytest

from digest.memory_words import Memory
from digest.outlets.notes import Note, insight_note, name_of
from digest.outlets.vault import BEGIN, END, Kept, keep_vault, names_in
from digest.reader_day import zone_of
from tests.digest.delivery.test_render import a_reader
from tests.worlds.citing import cited

UTC = zone_of(a_reader())


def a_note(text="Grids are slow.", key="a", path="Insights/Grids (a).md"):
    return Note(key=key, path=path, matter={"earmark": key, "show": "Show 1"}, text=text)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


def test_a_second_export_changes_nothing(folder):
    first = keep_vault(folder, [a_note()])
    before = (folder / "Insights/Grids (a).md").stat().st_mtime_ns
    second = keep_vault(folder, [a_note()])

    assert (first, second) == (Kept(new=1), Kept(same=1))
    assert (folder / "Insights/Grids (a).md").stat().st_mtime_ns == before


def test_news_comes_into_the_note_around_what_a_person_wrote(folder):
    keep_vault(folder, [a_note()])
    note = folder / "Insights/Grids (a).md"
    note.write_text(note.read_text() + "My own thought.\n")

    kept = keep_vault(folder, [a_note("Grids are slow, and costly.")])

    assert kept == Kept(changed=1)
    assert "Grids are slow, and costly." in note.read_text()
    assert note.read_text().endswith("My own thought.\n")


def test_a_block_that_a_person_changed_is_theirs(folder):
    keep_vault(folder, [a_note()])
    note = folder / "Insights/Grids (a).md"
    note.write_text(note.read_text().replace("slow", "slow, I think"))
    edited = note.read_text()

    kept = keep_vault(folder, [a_note("Grids are quick.")])

    assert (kept, note.read_text()) == (Kept(left=1), edited)


def test_a_note_that_was_deleted_is_not_made_again(folder):
    keep_vault(folder, [a_note()])
    (folder / "Insights/Grids (a).md").unlink()

    assert keep_vault(folder, [a_note("Grids are quick.")]) == Kept(left=1)
    assert list(folder.rglob("*.md")) == []


def test_a_note_that_was_moved_and_renamed_is_found_again(folder):
    keep_vault(folder, [a_note()])
    (folder / "Mine").mkdir()
    (folder / "Insights/Grids (a).md").rename(folder / "Mine/On grids.md")

    kept = keep_vault(folder, [a_note("Grids are quick.")])

    assert kept == Kept(changed=1)
    assert "quick" in (folder / "Mine/On grids.md").read_text()
    assert names_in(folder) == {"a": "On grids"}


def test_without_its_memory_of_the_vault_it_leaves_what_differs(folder):
    keep_vault(folder, [a_note(), a_note(key="b", path="b.md")])
    (folder / ".earmark.json").write_text("{damaged")

    assert keep_vault(folder, [a_note("New."), a_note(key="b", path="b.md")]) == Kept(left=1, same=1)


def test_a_link_out_of_the_vault_is_not_followed(folder, tmp_path):
    outside = tmp_path / "outside.md"
    keep_vault(folder, [a_note()])
    outside.write_text((folder / "Insights/Grids (a).md").read_text())
    (folder / "Insights/Grids (a).md").unlink()
    (folder / "linked.md").symlink_to(outside)
    before = outside.read_text()

    keep_vault(folder, [a_note("Grids are quick.")])

    assert outside.read_text() == before


HOSTILE = '../../etc: [[x|y]] %% earmark end %% #tag <img src=x> "q"\n---\nearmark: "b"'


def test_hostile_text_neither_leaves_the_folder_nor_ends_a_block(folder):
    hostile = cited("a", headline=HOSTILE, body=HOSTILE, title=HOSTILE, speaker="=cmd|' /C calc'!A0")

    keep_vault(folder, [insight_note(hostile, Memory(), {}, UTC, "https://earmark.example")])
    (note,) = folder.rglob("*.md")
    block = note.read_text().partition(f"\n{BEGIN}\n")[2]

    assert note.parent == folder / "Insights"
    assert names_in(folder).keys() == {"a"}
    assert block.count(END) == 1
    assert "[[x" not in block
    assert "\n---" not in block
    assert "\\<img" in block


def test_a_name_fits_every_file_system_in_every_alphabet():
    assert name_of("气候" * 200, "a").encode().__len__() <= 170
    assert name_of("...", "a") == "note (a)"
    assert name_of("AUX/CON: a?", "a") == "AUX CON a (a)"


def test_what_an_insight_says_is_in_its_note_with_the_second(folder):
    note = insight_note(cited("a", threads=(4,)), Memory(), {4: "Chips (thread 4)"}, UTC, "https://earmark.example/")

    assert note.path == "Insights/2026-11-23 Claim a holds (a).md"
    assert "> “we say a”" in note.text
    assert "[12:34](<https://audio.example/1.mp3#t=754>)" in note.text
    assert "- [[Chips (thread 4)]]" in note.text
    assert "[In Earmark](https://earmark.example/insight?id=a)" in note.text


def test_a_note_whose_front_matter_was_taken_out_is_the_persons(folder):
    keep_vault(folder, [a_note()])
    note = folder / "Insights/Grids (a).md"
    note.write_text(note.read_text().partition("---\n%% ")[2])

    assert keep_vault(folder, [replace(a_note(), text='earmark: "a"')]) == Kept(left=1)


def test_tags_stand_in_the_front_matter_and_in_the_block_that_is_kept_up_to_date(folder):
    home = "https://earmark.example"
    keep_vault(folder, [insight_note(cited("a"), Memory(), {}, UTC, home, {"a": ("heat pumps",)})])
    [note] = folder.rglob("Insights/*.md")

    assert 'tags: ["heat-pumps"]' in note.read_text()
    keep_vault(folder, [insight_note(cited("a"), Memory(), {}, UTC, home, {"a": ("grid", "heat pumps")})])
    assert "#grid #heat-pumps" in note.read_text()


def test_a_line_that_has_named_the_speaker_is_followed_by_one_that_does_not():
    placed = cited("a", origin="speaker", headline="Ann Lee on chips", placing="Ann Lee on chips")

    assert insight_note(placed, Memory(), {}, UTC, "https://earmark.example").text.count("Ann Lee") == 1
