"""The tables of shows: their feeds, the addresses they had, the passwords of private ones."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text

from store.schema.base import UtcMoment, metadata

shows = Table(
    "shows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_url", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False, default=""),
    Column("link", Text),
    Column("demo", Boolean, nullable=False, default=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("added_at", UtcMoment, nullable=False),
    Column("checked_at", UtcMoment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", UtcMoment),
    Column("error", Text),
    Column("language", Text),
    Column("categories", JSON, nullable=False, default=list),
    Column("user_agent", Text),
    Column("due_at", UtcMoment),
    Column("pace_seconds", Integer),
    Column("failing_since", UtcMoment),
    Column("moved_to", Text),
    Column("moved_seen_at", UtcMoment),
    Column("moved_at", UtcMoment),
    Column("https_tried_at", UtcMoment),
    Column("ended_at", UtcMoment),
    Column("complete", Boolean, nullable=False, default=False),
    Column("doubts", JSON, nullable=False, default=list),
    Column("artwork_url", Text),
    Column("paused_at", UtcMoment),
)

# The pictures of shows, small, kept here so that reading asks no other machine for them. `picture` is empty where what
# stood at `url` could not be had.
show_artwork = Table(
    "show_artwork",
    metadata,
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("picture", LargeBinary),
    Column("at", UtcMoment, nullable=False),
)

# Where a show was found before; each leads to it still.
show_addresses = Table(
    "show_addresses",
    metadata,
    Column("url", Text, primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("left_at", UtcMoment, nullable=False),
)

# Names, passwords and tokens of private feeds, encrypted; the newest of a show counts.
show_credentials = Table(
    "show_credentials",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
    Column("at", UtcMoment, nullable=False),
)
