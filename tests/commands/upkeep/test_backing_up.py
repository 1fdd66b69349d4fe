"""backup and restore from the terminal: on this machine, on another, and with what can go wrong."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from store.backups.kept import kept
from tests.worlds import page_world
from tests.worlds.podcast import feed_xml, vtt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
FAILURE, MISTAKE = 1, 2
QUERY = "batteries at the evening peak"


@pytest.fixture
def filled(data_dir, embedder):
    """A library that can be searched."""
    page_world.fill(data_dir)
    page_world.index(data_dir, embedder)
    return data_dir


@pytest.fixture
def backed_up(earmark, filled, tmp_path):
    file = tmp_path / "a.zip"
    assert earmark("backup", str(file)).code == 0
    return file


def found(earmark) -> list[str]:
    return [hit["id"] for hit in json.loads(earmark("search", QUERY, "--format", "json").out)]


def beside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.parent.iterdir() if path.name.startswith(f"{folder.name}."))


def test_a_backup_of_one_machine_is_the_same_library_on_another(earmark, filled, backed_up, tmp_path, monkeypatch):
    (exported, hits) = earmark("export").out, found(earmark)
    monkeypatch.setenv("EARMARK_DATA_DIR", str(tmp_path / "elsewhere"))

    run = earmark("restore", str(backed_up))

    assert run.code == 0, run.err
    assert "search index is rebuilt for 3 episodes" in run.out
    assert (earmark("export").out, found(earmark)) == (exported, hits)
    assert beside(tmp_path / "elsewhere") == []


def test_a_backup_says_what_it_holds(earmark, filled, tmp_path):
    run = earmark("backup", str(tmp_path / "a.zip"))

    assert "2 shows, 3 episodes, 3 insights, 1 thread, 0 saved insights" in run.out


def test_a_file_that_is_there_is_replaced_only_on_request(earmark, backed_up):
    assert earmark("backup", str(backed_up)).code == MISTAKE
    assert earmark("backup", str(backed_up), "--replace").code == 0


def test_a_folder_that_cannot_be_written_is_named(earmark, filled, tmp_path):
    (tmp_path / "file").write_text("")

    run = earmark("backup", str(tmp_path / "file" / "a.zip"))

    assert run.code == FAILURE
    assert "a backup cannot be written" in run.err


def test_restoring_asks_before_it_replaces_and_leaves_all_as_it_is_on_no(earmark, filled, backed_up, monkeypatch):
    monkeypatch.setattr("typer.confirm", lambda question: False)

    run = earmark("restore", str(backed_up))

    assert run.code == FAILURE
    assert beside(filled) == []
    assert found(earmark)


def test_what_was_there_is_kept_beside_and_what_belongs_to_the_machine_stays(earmark, filled, backed_up):
    earmark("save", "insight0")
    (filled / "recognisers").mkdir()
    (filled / "settings.json").write_text('{"whisper_model": "tiny.en"}')

    run = earmark("restore", str(backed_up), "--yes")

    [old] = beside(filled)
    assert str(old) in run.out
    assert ((old / "earmark.db").exists(), (old / "settings.json").exists()) == (True, True)
    assert ((filled / "settings.json").exists(), (filled / "recognisers").is_dir()) == (False, True)
    assert "insight0" not in earmark("saved").out


def test_kept_settings_come_back_for_their_owner_alone(earmark, filled, tmp_path):
    (filled / "settings.json").write_text('{"llm": "openai/a", "llm_key": "sk-secret-1"}')
    (filled / "settings.json").chmod(0o600)
    earmark("backup", str(tmp_path / "a.zip"))
    shutil.rmtree(filled)

    run = earmark("restore", str(tmp_path / "a.zip"))

    assert run.code == 0, run.err
    assert stat.S_IMODE((filled / "settings.json").stat().st_mode) == 0o600
    assert "sk-secret-1" in (filled / "settings.json").read_text()


def test_a_database_that_lies_elsewhere_is_restored_there(earmark, filled, backed_up, tmp_path, monkeypatch):
    elsewhere = tmp_path / "other" / "library.db"
    monkeypatch.setenv("EARMARK_DATABASE_URL", f"sqlite:///{elsewhere}")
    earmark("status")

    run = earmark("restore", str(backed_up), "--yes")

    assert run.code == 0, run.err
    assert "Batteries" in earmark("export").out
    assert {path.name.partition(".before")[0] for path in beside(elsewhere)} == {"library.db"}


def test_a_newer_earmark_s_backup_is_refused_with_a_sentence(earmark, filled, backed_up, tmp_path):
    with zipfile.ZipFile(backed_up) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["manifest.json"] = members["manifest.json"].replace(b'"schema": "00', b'"schema": "99')
    with zipfile.ZipFile(tmp_path / "newer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("earmark.db", members["earmark.db"])
        archive.writestr("manifest.json", members["manifest.json"])

    run = earmark("restore", str(tmp_path / "newer.zip"), "--yes")

    assert run.code == FAILURE
    assert "bring Earmark up to date" in run.err
    assert beside(filled) == []


def test_a_backup_that_is_spoilt_inside_changes_nothing(earmark, filled, backed_up):
    with zipfile.ZipFile(backed_up) as archive:
        at = archive.getinfo("earmark.db").header_offset + 5000
    with backed_up.open("r+b") as file:
        file.seek(at)
        file.write(b"\xff" * 64)

    run = earmark("restore", str(backed_up), "--yes")

    assert run.code == FAILURE
    assert beside(filled) == []
    assert found(earmark)


def test_the_morning_makes_one_a_week(earmark, site, data_dir):
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))
    site.put("/e0.vtt", vtt(), "text/vtt")

    first, second = earmark("daily"), earmark("daily")

    [made] = kept(data_dir / "backups")
    assert (str(made.path) in first.out, "Weekly backup" in second.out) == (True, False)


def test_a_morning_goes_on_without_its_backup(earmark, site, data_dir):
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))
    site.put("/e0.vtt", vtt(), "text/vtt")
    (data_dir / "backups").write_text("a file where the folder should be")

    run = earmark("daily")

    assert run.code == 0, run.err
    assert "No weekly backup: a backup cannot be written" in run.err


@pytest.mark.parametrize(("side", "at"), [("before", "1"), ("after", "1"), ("after", "2"), ("after", "3")])
def test_a_restore_that_is_killed_loses_nothing_and_is_finished_by_the_same_again(earmark, filled, backed_up, side, at):
    (filled / "recognisers").mkdir()
    exported = earmark("export").out
    script = str(ROOT / "tests/worlds/kill_restore.py")
    command = [sys.executable, script, side, at, "restore", str(backed_up), "--yes"]

    killed = subprocess.run(command, cwd=filled.parent, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    run = earmark("restore", str(backed_up), "--yes")

    assert (killed.returncode, run.code) == (-signal.SIGKILL, 0), run.err
    assert earmark("export").out == exported
    assert any((folder / "earmark.db").exists() for folder in beside(filled))
    assert not [folder for folder in beside(filled) if ".restoring-" in folder.name]
