"""Browser face: names the pages and frames them. `streamlit run app.py` imports it once, then runs it for each session.

No url_path equals a file stem in pages/: on a cold server Streamlit would run that file without this frame.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages.shared import door, warming
from pages.shared.frame import footer, frame, masthead

if st.runtime.exists():
    shown = [
        st.Page("pages/daily_five.py", title="Today", default=True),
        st.Page("pages/semantic_search.py", title="Search", url_path="search"),
        st.Page("pages/topic_threads.py", title="Threads", url_path="threads"),
        st.Page("pages/who_speaks.py", title="People", url_path="people"),
        st.Page("pages/followed_shows.py", title="Shows", url_path="shows"),
        st.Page("pages/saved_insights.py", title="Saved", url_path="saved"),
        st.Page("pages/your_settings.py", title="Settings", url_path="settings"),
    ]
    linked = [
        st.Page("pages/one_insight.py", title="Insight", url_path="insight"),
        st.Page("pages/one_episode.py", title="Episode", url_path="episode"),
        st.Page("pages/one_show.py", title="Show", url_path="show"),
    ]
    page = st.navigation([*shown, *linked], position="hidden")  # Streamlit's own bar hides behind a menu on a phone
    frame(page.title)
    if door.is_open():
        masthead(shown)
        page.run()
        door.draw_who()
    footer()
else:
    # Else the first visitor of a cold server who follows a link to a page is told "Page not found" over the right page:
    # Streamlit looks for files in pages/ until st.navigation was called once (its issue 8860).
    PagesManager.uses_pages_directory = False
    import config
    from endpoint import gate
    from endpoint.routes import from_settings, routes
    from pages.shared import visitor

    base_path = st.get_option("server.baseUrlPath") or ""
    with gate.spoken():
        settings = config.read_settings()
        gate.check_open(st.get_option("server.address"), settings, signs_in=visitor.signs_in())
        guards = gate.guards(settings)
    app = st.App(__file__, routes=routes(from_settings, base_path), middleware=guards, lifespan=warming.beside)
