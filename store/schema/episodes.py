"""The tables of episodes: how far each has come, and what was fetched, heard and set aside on the way."""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from store.schema.base import UtcMoment, episode_key, metadata

episodes = Table(
    "episodes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", UtcMoment),
    Column("audio_url", Text),
    Column("audio_type", Text, nullable=False, default=""),
    Column("notes", Text, nullable=False, default=""),
    Column("link", Text),
    Column("duration", Float),
    Column("transcripts", JSON, nullable=False),
    Column("chapters", JSON, nullable=False),
    Column("chapters_url", Text),
    Column("people", JSON, nullable=False),
    Column("wanted", Boolean, nullable=False),
    Column("discovered_at", UtcMoment, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", UtcMoment),
    Column("error", Text),
    Column("given_up", Boolean, nullable=False, default=False),
    Column("note", Text),
    # The model was away or unusable, so that the insights are the speaker's own words: `retry` asks it again.
    Column("fell_back", Boolean, nullable=False, default=False),
    # When the feed began to name other audio than the one that was taken.
    Column("replaced_at", UtcMoment),
    Column("soundbites", JSON, nullable=False, default=list),
    UniqueConstraint("show_id", "key"),
    Index("ix_episodes_wanted_stage", "wanted", "stage"),
)

fetches = Table(
    "fetches",
    metadata,
    episode_key(primary=True),
    Column("kind", String(16), nullable=False),
    Column("mime_type", Text, nullable=False, default=""),
    Column("body", Text, nullable=False),
    Column("url", Text, nullable=False),
    # The audio beside a transcript whose times are to be checked.
    Column("audio_file", Text),
)

# What a recogniser has heard so far of an audio that it has not ended; a killed run goes on from there.
recognised = Table(
    "recognised",
    metadata,
    episode_key(primary=True),
    Column("position", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("language", Text),
    Column("until", Float, nullable=False),
    Column("segments", JSON, nullable=False),
)

# Published transcripts that were not used, and why.
set_aside = Table(
    "set_aside",
    metadata,
    Column("id", Integer, primary_key=True),
    episode_key(),
    Column("url", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
