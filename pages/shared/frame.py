"""What every page stands in: the masthead above it, and errors as one sentence instead of a traceback."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st
from sqlalchemy.exc import OperationalError
from streamlit.navigation.page import StreamlitPage

from digest import wording
from pages.shared.browser.mount import ICON, draw_frame
from pages.shared.player.clip import draw_bar
from pages.shared.safe import plain
from store.database import explained
from store.errors import Busy, Damaged, DiskFull, EarmarkError, Misconfigured, Transient, is_disk_full

BUSY = "Another run is writing right now. Nothing is lost: reload in a moment."


def frame(title: str) -> None:
    """What surrounds every page: its name in the tab, the style, the keys, and the player at the foot."""
    name_page(title)
    draw_frame()
    draw_bar()


def name_page(title: str) -> None:
    """The name in the browser's tab and list of visited pages."""
    st.set_page_config(page_title=f"{wording.plain(title)} · Earmark", page_icon=str(ICON), layout="centered")


def masthead(pages: Sequence[StreamlitPage]) -> None:
    """The name and the way to each page, in one row or, on a phone, two."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small", key="masthead"
    ):
        with st.container(width="content", key="brand"):
            st.markdown("[:primary[:material/bookmark:] Earmark](./)", width="content")
        with st.container(horizontal=True, gap="xxsmall", width="content", key="nav"):
            for page in pages:
                st.page_link(page)


def footer() -> None:
    with st.container(key="foot"):
        quiet("Earmark: five insights worth your morning, each with its proof. Press ? for keys.")


def quiet(markdown: str) -> None:
    """Small words beside the matter. st.caption is fainter than a reader with tired eyes can take (4.1:1)."""
    st.markdown(f":small[:gray[{markdown}]]")


@contextmanager
def spoken_errors() -> Iterator[None]:
    """Around a page or, as a decorator, a fragment (a fragment reruns without its page)."""
    try:
        yield
    except (Busy, Transient) as error:
        st.warning(plain(_sentence(str(error))), icon=":material/hourglass_top:")
    except Damaged as error:
        st.error(plain(_sentence(str(error))), icon=":material/database:")
    except Misconfigured as error:
        st.error(f"**A setting needs your attention.** {plain(_sentence(str(error)))}", icon=":material/build:")
    except EarmarkError as error:
        st.error(plain(_sentence(str(error))), icon=":material/error:")
    except OperationalError as error:
        if is_disk_full(error):
            st.error(plain(_sentence(str(DiskFull()))), icon=":material/error:")
        elif isinstance(explained(error), Busy):
            st.warning(BUSY, icon=":material/hourglass_top:")
        else:
            raise


def _sentence(message: str) -> str:
    """Errors are written to follow "earmark: "; on a page they stand alone."""
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "!", "?")) else ".")
