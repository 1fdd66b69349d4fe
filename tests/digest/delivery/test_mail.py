"""Talking to a mail server: logins, refusals, TLS, and what each failure tells the person to set."""

import shutil
import ssl
import subprocess
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import AuthResult

from digest.delivery.smtp import SmtpServer
from store.errors import Misconfigured, Transient
from tests.worlds.mailbox import Refusing, a_mail_server, served

# aiosmtpd warns that a login without TLS is unsafe: it is on loopback.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")


@pytest.fixture
def message():
    written = EmailMessage()
    written["To"] = "ann@example.org"
    written["Subject"] = "Five"
    written.set_content("The five.")
    return written


def a_login(password):
    def check(server, session, envelope, mechanism, given):
        return AuthResult(success=given.password == password.encode(), handled=False)

    return {"authenticator": check, "auth_required": True, "auth_require_tls": False}


def test_the_server_is_given_user_and_password(message, mailbox):
    with served(mailbox, **a_login("right")) as port:
        a_mail_server(port, user="ann", password="right").send(message, lambda: None)

    assert len(mailbox.messages) == 1


def test_a_refused_login_says_what_to_set_and_never_the_password(message, mailbox):
    with served(mailbox, **a_login("right")) as port:
        server = a_mail_server(port, user="ann", password="wrong-secret")
        with pytest.raises(Misconfigured, match="EARMARK_SMTP_PASSWORD") as caught:
            server.send(message, lambda: None)

    assert "wrong-secret" not in str(caught.value)


def test_a_password_that_smtp_cannot_carry_is_not_repeated(message, mailbox):
    with served(mailbox, **a_login("right")) as port, pytest.raises(Misconfigured) as caught:
        a_mail_server(port, user="ann", password="pässword").send(message, lambda: None)

    assert "pässword" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_refused_reader_is_not_named(message):
    with served(Refusing()) as port, pytest.raises(Misconfigured, match="EARMARK_MAIL_TO") as caught:
        a_mail_server(port).send(message, lambda: None)

    assert "ann@example.org" not in str(caught.value)


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org"]
)
def test_a_sender_that_is_none_says_what_to_set(sender, message, port):
    with pytest.raises(Misconfigured, match="EARMARK_MAIL_FROM"):
        a_mail_server(port, sender=sender).send(message, lambda: None)


def test_a_server_without_starttls_says_what_to_set(message, port):
    with pytest.raises(Misconfigured, match="EARMARK_SMTP_TLS"):
        a_mail_server(port, tls="starttls").send(message, lambda: None)


def test_tls_to_a_port_without_it_says_what_to_set(message, port):
    with pytest.raises((Misconfigured, Transient), match="EARMARK_SMTP_PORT"):
        a_mail_server(port, tls="ssl").send(message, lambda: None)


def test_a_host_name_that_is_none_says_what_to_set(message):
    server = SmtpServer(host="a..b", port=25, user=None, password=None, sender="a@example.org", tls="none")

    with pytest.raises(Misconfigured, match="EARMARK_SMTP_HOST"):
        server.send(message, lambda: None)


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 and its key, in one file."""
    both = tmp_path / "both.pem"
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*making, "-keyout", key, "-out", cert], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + cert.read_bytes())
    return both


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_starttls_is_spoken_to_a_server_that_is_trusted_and_no_other(message, mailbox, certificate, monkeypatch):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with served(mailbox, tls_context=context, require_starttls=True) as port:
        with pytest.raises(Misconfigured, match="no safe connection"):
            a_mail_server(port, tls="starttls").send(message, lambda: None)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        a_mail_server(port, tls="starttls").send(message, lambda: None)

    assert len(mailbox.messages) == 1
