"""Settings: when and where the five come, what feedback has taught, what is taken along; and which models write and
hear, which is the owner's to say.

Each part is drawn by itself: what is wrong in one hides no other.
"""

import streamlit as st

from pages.shared import parts
from pages.shared.settings import addresses, along, hearing, hour, model, sending, taught

parts.forget_settings()  # a command may have changed one since
st.title("Settings", anchor=False)
hour.draw()
sending.draw()
addresses.draw()
taught.draw()
if parts.is_owner():
    model.draw()
    hearing.draw()
along.draw()
