"""Keys and passwords planted in every place that takes one, and looked for in all that Earmark writes and says.

The whole job runs twice: once with a mail server that refuses the password and repeats it, once with such a model.
"""

import io
import stat
from zipfile import ZipFile

import pytest
from aiosmtpd.smtp import AuthResult

from config import open_store, read_settings
from store.queries import digests
from tests.worlds.at_the_desk import a_desk, asked
from tests.worlds.chat_server import ChatServer, serving
from tests.worlds.mailbox import Mailbox, served
from tests.worlds.podcast import feed_xml, vtt
from tests.worlds.quoting_model import QuotingModel
from tests.worlds.webhook import Webhook, hooked

# aiosmtpd warns that a login without TLS is unsafe: it is on loopback.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Requiring AUTH")]

PLANTED = {
    "feed key": "Fk81Zq-plantedQuery",
    "feed password": "Fp52Xw-plantedPassword",
    "model key": "sk-Mk37Lr-plantedModel",
    "judge key": "sk-Jk64Tn-plantedJudge",
    "mail password": "Mp90Vd-plantedMail",
    "chat token": "Ct16Gh-plantedToken",
    "own key": "Ok25Bs-plantedOwn",
}
NOW = "2026-06-01T09:00:00Z"


def repeated(server, session, envelope, mechanism, given):
    """A refused login that says what was tried."""
    return AuthResult(success=False, handled=False, message=f"535 not {given.password.decode()}")


def set_up(monkeypatch, model, mail_port, hook):
    named = {
        "LLM": "openai/planted",
        "LLM_BASE_URL": model.url,
        "LLM_KEY": PLANTED["model key"],
        "LLM_JUDGE": "openai/judge",
        "LLM_JUDGE_KEY": PLANTED["judge key"],
        "MAIL_TO": "ann@example.org",
        "MAIL_FROM": "earmark@example.org",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail_port),
        "SMTP_TLS": "none",
        "CHANNELS": hook.url.replace("s3cret", PLANTED["chat token"]),
        "SECRET_KEY": PLANTED["own key"],
        "VOICES": "off",
        "HEAR_FIVE": "off",
    }
    for name, value in named.items():
        monkeypatch.setenv(f"EARMARK_{name}", value)


@pytest.fixture
def sources(site):
    """A feed with a key in its address, which its own text repeats, and one with a name and password."""
    key = PLANTED["feed key"]
    own = f"<channel><link>{site.url}/keyed?auth={key}</link>"
    site.put("/keyed", feed_xml(site.url, episodes=2).replace("<channel>", own), "application/rss+xml")
    other = feed_xml(site.url, episodes=2).replace("<title>Loopback", "<title>Behind a password")
    site.put("/locked", other.replace("<guid>e", "<guid>l"), "application/rss+xml")
    site.put("/e0.vtt", vtt(), "text/vtt")
    site.put("/e1.vtt", vtt(), "text/vtt")
    locked = site.url.replace("http://", f"http://me:{PLANTED['feed password']}@")
    return [f"{site.url}/keyed?show=3&auth={key}", f"{locked}/locked"]


def lived(earmark, sources, folder):
    """All that two mornings, a look around, exports and a backup print."""
    told = [earmark("--now", NOW, "--verbose", "add", source) for source in sources]
    told += [earmark("--now", NOW, "daily"), earmark("--now", "2026-06-02T09:00:00Z", "daily", "--all")]
    for arguments in (
        ["status"],
        ["status", "--show", "1"],
        ["feed", "1"],
        ["feed", "2"],
        ["credentials", "2"],
        ["doctor"],
        ["model"],
        ["digest"],
        ["backup", "--without-keys", str(folder / "kept.zip")],
        *(["export", "--format", form] for form in ("jsonl", "markdown")),
    ):
        told.append(earmark("--now", "2026-06-02T09:00:00Z", *arguments))
    return "".join(run.out + run.err for run in told)


def asked_of_the_endpoint(folder):
    settings = read_settings()
    store = open_store(settings)
    with asked(a_desk(store, data_dir=folder)) as client:
        told = client.get("/health").text + client.get("/metrics").text
    with store.read() as connection:
        days = digests.days(connection, digests.reader_named(connection, "me").id)
    store.close()
    return told, days


def found_in(folder, told):
    """(what, where) of each planted secret, in bytes as they lie on the disk and in what was said."""
    with ZipFile(folder.parent / "kept.zip") as archive:
        archive.extractall(folder.parent / "unzipped")
    files = [path for root in (folder, folder.parent / "unzipped") for path in root.rglob("*") if path.is_file()]
    places = {str(path.relative_to(folder.parent)): path.read_bytes() for path in files} | {"said": told.encode()}
    return [(what, where) for what, word in PLANTED.items() for where, kept in places.items() if word.encode() in kept]


def test_a_morning_keeps_and_says_no_secret_though_the_mail_server_repeats_one(earmark, sources, data_dir, monkeypatch):
    login = {"authenticator": repeated, "auth_required": True, "auth_require_tls": False}
    with serving(QuotingModel()) as model, served(Mailbox(), **login) as mail_port, hooked(Webhook()) as hook:
        set_up(monkeypatch, model, mail_port, hook)
        monkeypatch.setenv("EARMARK_SMTP_USER", "ann")
        monkeypatch.setenv("EARMARK_SMTP_PASSWORD", PLANTED["mail password"])
        said = lived(earmark, sources, data_dir.parent)
        endpoint, days = asked_of_the_endpoint(data_dir)

    assert days
    assert hook.posted
    assert "EARMARK_SMTP_PASSWORD" in said
    assert found_in(data_dir, said + endpoint) == []


def test_a_model_that_refuses_and_repeats_its_key_has_it_kept_and_said_nowhere(earmark, sources, data_dir, monkeypatch):
    told = {"error": {"message": f"the key {PLANTED['model key']} is bad", "type": "x", "code": "x"}}
    refusing = ChatServer(status=401, error=told)
    with serving(refusing) as model, served(Mailbox()) as mail_port, hooked(Webhook(status=403)) as hook:
        set_up(monkeypatch, model, mail_port, hook)
        said = lived(earmark, sources, data_dir.parent)
        endpoint, _ = asked_of_the_endpoint(data_dir)

    assert refusing.asked
    assert found_in(data_dir, said + endpoint) == []


def test_a_key_that_a_command_keeps_lies_in_a_file_for_its_owner_alone(earmark, data_dir, monkeypatch):
    with serving(QuotingModel()) as model:
        monkeypatch.setenv("EARMARK_LLM_KEY", "")
        monkeypatch.setattr("sys.stdin", io.StringIO())  # nothing is typed
        earmark("model", "use", "openai/planted", "--base-url", model.url)

    assert stat.S_IMODE((data_dir / "settings.json").stat().st_mode) == 0o600
