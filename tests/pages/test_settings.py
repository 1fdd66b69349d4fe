"""The page of settings: what it changes, what it tells of that, and that each change is taken back."""

import io
import json
import zipfile

import pytest

from digest.five import feedback as said
from ingest.speech import pace, recognition
from pages.shared import parts, terminal
from pages.shared.safe import plain
from pages.shared.settings import along
from store import kept_settings
from store.queries import digests, feedback, outlets
from tests.pages.test_pages import button, visit, words
from tests.worlds import page_world
from tests.worlds.chat_server import serving
from tests.worlds.citing import MORNING
from tests.worlds.examinees import Examinee
from tests.worlds.mailbox import Mailbox, served
from tests.worlds.ollama import Ollama, serving_ollama

__all__ = ["visit"]
pytestmark = pytest.mark.slow

SETTINGS = "pages/your_settings.py"


def read(data_dir, what):
    store = page_world.open_world(data_dir)
    with store.read() as connection:
        found = what(connection)
    store.close()
    return found


def due(data_dir):
    me = read(data_dir, lambda connection: digests.reader_named(connection, "me"))
    return me.hour, me.timezone


def kinds(data_dir):
    return {one.kind: one.secret for one in read(data_dir, lambda connection: outlets.of_reader(connection, 1))}


def asked(app, words, name, address):
    app.text_input(key="model-name").input(name)
    app.text_input(key="model-address").input(address)
    return button(app, words).click().run()


@pytest.fixture
def mailed(monkeypatch):
    """A mail server that is set, and what arrived there."""
    mailbox = Mailbox()
    with served(mailbox) as port:
        values = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_TLS": "none", "MAIL_TO": "me@example.org"}
        for name, value in values.items():
            monkeypatch.setenv(f"EARMARK_{name}", value)
        yield mailbox


def test_it_stands_on_an_empty_installation_and_names_no_command(visit):
    app = visit(SETTINGS)

    assert not app.exception
    assert app.header[0].value == "When the five come"
    assert "Nothing is sent yet" in words(app)
    assert "Nothing yet" in words(app)
    assert "cli.py" not in words(app)


def test_another_hour_is_kept_and_taken_back(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(SETTINGS)

    app.selectbox(key="hour-choice").select(6).run()

    assert due(data_dir) == (6, "UTC")
    assert "The five come at 06" in words(app)
    button(app, "Undo").click().run()
    assert due(data_dir) == (7, "UTC")
    assert app.selectbox(key="hour-choice").value == 7


def test_what_the_environment_fixes_is_shown_and_not_to_be_changed(visit, data_dir, monkeypatch):
    monkeypatch.setenv("EARMARK_HOUR", "5")
    page_world.fill(data_dir)

    app = visit(SETTINGS)

    assert app.selectbox(key="hour-choice").disabled
    assert not app.selectbox(key="zone-choice").disabled
    assert r"EARMARK\_HOUR in the environment" in words(app)


def test_a_test_arrives_and_counts_for_nothing(visit, data_dir, mailed):
    page_world.fill(data_dir)
    app = visit(SETTINGS)

    button(app, "Send me a test").click().run()

    assert mailed.messages[0]["Subject"].startswith("Earmark, a test: ")
    assert "Mailed 2 insights" in words(app)
    newest = read(data_dir, lambda connection: digests.latest(connection, 1))
    assert read(data_dir, lambda connection: digests.delivery(connection, newest.id, "mail")) is None


def test_a_test_that_does_not_arrive_says_why(visit, data_dir, monkeypatch):
    for name, value in {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": "9", "MAIL_TO": "me@example.org"}.items():
        monkeypatch.setenv(f"EARMARK_{name}", value)
    page_world.fill(data_dir)
    app = visit(SETTINGS)

    button(app, "Send me a test").click().run()

    assert "The mail did not go out" in app.error[0].value


def test_the_mail_is_stopped_and_goes_out_again(visit, data_dir, mailed):
    page_world.fill(data_dir)
    app = visit(SETTINGS)

    app.button(key="stop-mail").click().run()

    assert read(data_dir, lambda connection: outlets.is_stopped(connection, 1, "mail"))
    button(app, "Undo").click().run()
    assert not read(data_dir, lambda connection: outlets.is_stopped(connection, 1, "mail"))


def test_an_address_is_opened_made_anew_and_put_back(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(SETTINGS)

    app.button(key="open-five").click().run()
    first = kinds(data_dir)["five"]
    app.button(key="renew-five-0").click().run()

    assert kinds(data_dir)["five"] != first
    assert "the old one leads nowhere" in words(app)
    button(app, "Undo").click().run()
    assert kinds(data_dir) == {"five": first}
    app.button(key="close-five-0").click().run()
    assert kinds(data_dir) == {}
    assert "closed; the address leads nowhere" in words(app)


def test_a_model_is_examined_and_the_exam_is_there_at_a_later_visit(visit, data_dir):
    page_world.fill(data_dir)
    with serving(Examinee()) as server:
        app = asked(visit(SETTINGS), "Examine it", "good", server.url)
        [run] = terminal._runs()["model-try"]
        run.wait(120)

    assert "Examining it on four short talks" in words(app)
    assert "openai/good may write" in words(visit(SETTINGS)).replace("\\", "")
    assert not (data_dir / kept_settings.NAME).exists()


def test_a_model_is_had_to_write_and_that_is_taken_back(visit, data_dir, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    page_world.fill(data_dir)
    app = asked(visit(SETTINGS), "Have it write", "openai/good", "http://127.0.0.1:9/v1")
    [run] = terminal._runs()["model-use"]
    run.wait(60)

    app.run()

    assert "openai/good writes from the next run on" in words(app).replace("\\", "")
    assert kept_settings.read(data_dir)["llm"] == "openai/good"
    button(app, "Undo").click().run()
    assert kept_settings.read(data_dir) == {}


def test_a_model_of_no_name_here_is_told_and_nothing_kept(visit, data_dir):
    page_world.fill(data_dir)
    app = asked(visit(SETTINGS), "Have it write", "nosuch", "")
    [run] = terminal._runs()["model-use"]
    run.wait(60)

    app.run()

    assert "no server here offers" in app.error[0].value
    assert kept_settings.read(data_dir) == {}


def test_what_was_said_is_told_in_words_and_each_is_taken_back(visit, data_dir):
    page_world.fill(data_dir)
    store = page_world.open_world(data_dir)
    said.give(store, 1, "insight0", "useful", MORNING)
    said.give(store, 1, "insight1", "not for me", MORNING)
    with store.write() as connection:
        feedback.mute(connection, 1, 2, MORNING)
    store.close()

    app = visit(SETTINGS)

    assert "**More like** [Copper and Current](./show?id=1) (1 useful)" in words(app)
    assert "**Less like**" in words(app)
    app.button(key="back-insight0").click().run()
    assert read(data_dir, lambda connection: feedback.verdict_on(connection, 1, "insight0")) is None
    button(app, "Undo").click().run()
    assert read(data_dir, lambda connection: feedback.verdict_on(connection, 1, "insight0")) == "useful"
    app.button(key="speak-2").click().run()
    assert read(data_dir, lambda connection: feedback.muted_by(connection, 1)) == set()


def test_a_backup_is_taken_along_without_keys(on_sqlite, data_dir, monkeypatch):
    page_world.fill(data_dir)
    monkeypatch.setenv("EARMARK_DATA_DIR", str(data_dir))
    parts.forget_settings()

    names = zipfile.ZipFile(io.BytesIO(along._backup())).namelist()

    assert ("earmark.db" in names, "secret.key" in names) == (True, False)


def done(work):
    [run] = terminal._runs()[work]
    run.wait(120)


LISTED = {
    "servers": [
        {
            "kind": "Ollama",
            "address": "http://127.0.0.1:11434",
            "models": [{"name": "ollama_chat/gemma3:4b", "base_url": None, "size_bytes": 3_300_000_000}],
        }
    ],
    "keys": [{"variable": "OPENAI_API_KEY", "models": ["openai/gpt-4.1-mini"]}],
    "suggestions": [
        {
            "name": "laptop",
            "model": "ollama_chat/gemma3:4b",
            "size_gb": 3.3,
            "memory_gb": 4,
            "minutes_an_hour": 6.5,
            "usd_an_hour": None,
        }
    ],
}


def test_models_that_were_found_are_listed_and_one_is_had_to_write_with_a_press(visit, data_dir, monkeypatch):
    page_world.fill(data_dir)
    (data_dir / "model-find.log").write_text("Looking around\n" + json.dumps(LISTED, indent=2))
    with serving_ollama(Ollama("gemma3:4b")) as server:
        monkeypatch.setenv("OLLAMA_API_BASE", server.url)
        app = visit(SETTINGS)
        shown = words(app)
        app.button(key="model-use-found-0").click().run()
        done("model-use")
        app.run()

    assert plain("Ollama at http://127.0.0.1:11434, 3.3 GB") in shown
    assert plain("By OPENAI_API_KEY") in shown
    assert plain("Suggested for a laptop: 3.3 GB to load, about 4 GB of memory") in shown
    assert kept_settings.read(data_dir)["llm"] == "ollama_chat/gemma3:4b"
    button(app, "Undo").click().run()
    assert kept_settings.read(data_dir) == {}


def test_another_recogniser_is_had_to_hear_and_that_is_taken_back(visit, data_dir, monkeypatch):
    monkeypatch.delenv("EARMARK_WHISPER_MODEL")
    page_world.fill(data_dir)
    for name in ("tiny.en", "base"):
        pace.keep(data_dir, name, pace.Pace(minutes_an_hour=4.0, cores=recognition.cores()))
    app = visit(SETTINGS)
    button(app, "Show what there is").click().run()
    done("ears-find")
    app.run()
    assert "99 languages · here · an hour of audio takes 4 min (measured)" in words(app).replace("\\", "")

    app.button(key="ears-tiny.en").click().run()
    done("ears-use")
    app.run()

    assert "tiny.en hears from the next run on" in words(app).replace("\\", "")
    assert kept_settings.read(data_dir) == {"whisper_model": "tiny.en"}
    button(app, "Undo").click().run()
    assert kept_settings.read(data_dir) == {}
