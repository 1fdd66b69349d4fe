"""People: who said what, over shows. `?name=NAME` shows one; `&show=ID` says whose, for a first name alone."""

import streamlit as st

from digest.people import known as people
from digest.people.told import read_people
from pages.shared import parts
from pages.shared.frame import spoken_errors
from pages.shared.people import listing, page


def draw() -> None:
    with parts.store().read() as connection:
        known = read_people(connection)
    asked = st.query_params.get("name", "")
    if not asked:
        listing.draw(known)
        return
    show = st.query_params.get("show", "")
    key = people.name_key(asked, int(show) if show.isdecimal() and len(show) < 10 else 0)
    page.draw(asked, next((person for person in known if person.key == key), None), known)


with spoken_errors():
    draw()
