"""Who is reading: whom a login or a proxy names, else the owner, whose page is served on this machine alone."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from config import Settings
from digest.readers import login_of
from store.errors import EarmarkError, Misconfigured


class NotAdmitted(EarmarkError):
    """Nobody signed in, or somebody whom no reader's login names."""

    def __init__(self, login: str | None) -> None:
        super().__init__(f"no reader signs in as {login} here" if login else "sign in to read on")
        self.login = login


def providers() -> list[str]:
    """The names of those who sign readers in, as secrets.toml has them; "" for one that has none."""
    auth = _auth()
    named = [name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value]
    return [*([""] if "client_id" in auth else []), *named]


def signs_in() -> bool:
    return bool(_auth())


def login(settings: Settings) -> str | None:
    """What the login or the proxy calls who is reading; None for nobody. Raises Misconfigured where both are set."""
    if signs_in() and settings.reader_header:
        raise Misconfigured("readers sign in by secrets.toml and by EARMARK_READER_HEADER: take one away")
    return _by_header(settings.reader_header) if settings.reader_header else _by_provider()


def is_asked(settings: Settings) -> bool:
    """Whether readers are told apart at all."""
    return signs_in() or bool(settings.reader_header)


@st.cache_resource(show_spinner=False)  # looked up twice a press; what is served was decided as the server started
def _auth() -> Mapping[str, Any]:
    return st.secrets["auth"] if st.secrets.load_if_toml_exists() and "auth" in st.secrets else {}


def _by_header(name: str) -> str | None:
    """endpoint/gate.py has let through nothing but the proxy's own requests. Two names are nobody's."""
    told = [value for value in st.context.headers.get_all(name) if value.strip()]
    return login_of(told[0]) if len(told) == 1 else None


def _by_provider() -> str | None:
    """The address that the provider has verified, else its own name for the account: an address may be anybody's."""
    if not st.user.get("is_logged_in"):
        return None
    email = st.user.get("email")
    if email and st.user.get("email_verified") is True:
        return login_of(str(email))
    return f"{st.user.get('iss')}#{st.user.get('sub')}"
