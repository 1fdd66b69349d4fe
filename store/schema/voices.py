"""The tables of voices: whom a show's listeners hear, and in which episodes."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from store.schema.base import episode_key, metadata

# `print` is the mean of what the voice sounds like, float32, over `seconds` of its talk. `by_hand`: a person said what
# it is called, or that it is called nothing, so that no program names it.
voices = Table(
    "voices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text),
    Column("reason", Text),
    Column("by_hand", Boolean, nullable=False, default=False),
    Column("seconds", Float, nullable=False),
    Column("print", LargeBinary, nullable=False),
)

# What a voice is called in an episode's transcript.
voices_heard = Table(
    "voices_heard",
    metadata,
    episode_key(primary=True),
    Column("label", String(200), primary_key=True),
    Column("voice_id", ForeignKey("voices.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("seconds", Float, nullable=False),
)

# What came of listening to a quote's seconds ("heard", "other voice", "other words" or "about"), and where its words
# were heard.
hearings = Table(
    "hearings",
    metadata,
    Column("insight_id", ForeignKey("insights.id", ondelete="CASCADE"), primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("start", Float),
    Column("end", Float),
)
