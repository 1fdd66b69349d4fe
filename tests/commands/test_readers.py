"""readers in the terminal: they come, change and go, and --reader acts for one of them."""

from datetime import UTC, datetime

from digest.outlets.podcast import sound_folder
from store import open_store
from store.queries import digests, feedback, outlets
from tests.worlds import page_world


def known(data_dir, name):
    with open_store(f"sqlite:///{data_dir / 'earmark.db'}").read() as connection:
        return digests.reader_named(connection, name)


def test_a_reader_comes_with_hour_zone_address_and_login(earmark, data_dir):
    told = earmark(
        "readers",
        "add",
        "Ben",
        "--email",
        "ben@b.example",
        "--hour",
        "6",
        "--zone",
        "Asia/Tokyo",
        "--login",
        "Ben@B.example",
    )

    ben = known(data_dir, "Ben")
    assert (told.code, told.out) == (0, "Ben reads here; their five are due at 06:00 (Asia/Tokyo).\n")
    assert (ben.email, ben.hour, ben.timezone, ben.login) == ("ben@b.example", 6, "Asia/Tokyo", "ben@b.example")
    assert "ben@b.example" in earmark("readers", "list").out


def test_what_is_changed_is_changed_and_the_rest_stays(earmark, data_dir):
    earmark("readers", "add", "Ben", "--email", "ben@b.example", "--login", "ben")

    told = earmark("readers", "change", "Ben", "--hour", "9", "--login", "")

    assert told.out == "Ben: due at 09:00 (UTC), mailed to ben@b.example, has no login.\n"


def test_one_login_lets_one_reader_in(earmark, data_dir):
    earmark("readers", "change", "me", "--login", "anna@a.example")

    told = earmark("readers", "add", "Ben", "--login", "ANNA@a.example")

    assert (told.code, told.err) == (2, "earmark: me signs in as anna@a.example already\n")
    assert known(data_dir, "Ben") is None


def test_mistakes_are_said_in_a_sentence(earmark):
    assert "nobody called 'Cy' reads here: there is" in earmark("--reader", "Cy", "saved").err
    assert "not a time zone" in earmark("readers", "add", "Ben", "--zone", "Nowhere").err
    assert "is no name for a reader" in earmark("readers", "add", " ").err
    assert "whom the settings speak of" in earmark("readers", "remove", "me").err
    assert "EARMARK_MAIL_TO" in earmark("readers", "change", "me", "--email", "a@a.example").err


def test_a_reader_who_goes_leaves_nothing_to_the_next(earmark, data_dir):
    page_world.fill(data_dir)
    earmark("readers", "add", "Ben")
    ben = known(data_dir, "Ben")
    earmark("--reader", "Ben", "save", "insight0")
    earmark("--reader", "Ben", "addresses", "--sound")
    sound_folder(data_dir, ben.id).mkdir(parents=True)

    earmark("readers", "remove", "Ben")

    assert not sound_folder(data_dir, ben.id).exists()
    with open_store(f"sqlite:///{data_dir / 'earmark.db'}").read() as connection:
        assert outlets.of_reader(connection, ben.id) == []
        assert feedback.saved_by(connection, ben.id) == []


def test_the_terminal_acts_for_whom_it_is_told(earmark, data_dir):
    page_world.fill(data_dir)
    earmark("readers", "add", "Ben")

    earmark("--reader", "Ben", "save", "insight1")

    assert "Free models" in earmark("--reader", "Ben", "saved").out
    assert "Free models" not in earmark("saved").out
    earmark("--reader", "Ben", "mail", "hour", "9")
    assert (known(data_dir, "Ben").hour, known(data_dir, "me").hour) == (9, 7)


def test_each_reader_is_mailed_at_their_hour(earmark, data_dir, monkeypatch, mailbox, port):
    now = datetime.now(UTC)
    page_world.fill(data_dir, now=now)
    for name, value in {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(port),
        "SMTP_TLS": "none",
        "HEAR_FIVE": "off",
    }.items():
        monkeypatch.setenv(f"EARMARK_{name}", value)
    monkeypatch.setenv("EARMARK_MAIL_FROM", "earmark@example.org")
    earmark("readers", "add", "Ben", "--email", "ben@b.example", "--hour", "5")
    earmark("readers", "add", "Cleo", "--email", "cleo@c.example", "--hour", "9")
    for name in ("Ben", "Cleo"):
        reader = known(data_dir, name)
        with open_store(f"sqlite:///{data_dir / 'earmark.db'}").write() as connection:
            digests.keep(connection, reader.id, now.date(), now, [("insight0", "Because.")])

    earmark("--now", f"{now.date()}T06:00:00Z", "daily", "--send-only")
    first = list(mailbox.recipients)
    earmark("--now", f"{now.date()}T10:00:00Z", "daily", "--send-only")

    assert (first, mailbox.recipients) == (["ben@b.example"], ["ben@b.example", "cleo@c.example"])
