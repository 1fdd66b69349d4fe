"""The tables that belong to a reader: who reads, what was chosen and sent, what the reader thought of it."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.schema.base import UtcMoment, metadata

readers = Table(
    "readers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("email", Text),
    Column("timezone", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("login", Text, index=True, unique=True),
)

follows = Table(
    "follows",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("thread_id", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("since", UtcMoment, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    UniqueConstraint("reader_id", "day"),
)

# The insight's id has no foreign key: what was sent stays known after its show is removed.
picks = Table(
    "picks",
    metadata,
    Column("digest_id", ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("insight_id", String(16), nullable=False, index=True),
    Column("why", Text, nullable=False),
)

# The two that stood next after the five, as (place, why). They count as sent only once a swap has brought them in.
reserves = Table(
    "reserves",
    metadata,
    Column("digest_id", ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("insight_id", String(16), nullable=False),
    Column("why", Text, nullable=False),
)

# What a reader swapped: picks and reserves stay as they were chosen, the five of the day are those after all swaps.
# `named`: the reader said which was to go. The hashes find the vectors even after a show was removed. `undone`: taken
# back after the five had gone out with it, so that it counts as sent still.
swaps = Table(
    "swaps",
    metadata,
    Column("digest_id", ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("in_id", String(16), primary_key=True),
    Column("out_id", String(16), nullable=False),
    Column("in_hash", String(64), nullable=False),
    Column("out_hash", String(64), nullable=False),
    Column("named", Boolean, nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
    Column("at", UtcMoment, nullable=False),
)

# What was weighed for a digest, chosen or not. The insight's id has no foreign key, as with picks.
considered = Table(
    "considered",
    metadata,
    Column("digest_id", ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("insight_id", String(16), primary_key=True, index=True),
    Column("worth", Float, nullable=False),
    Column("novelty", Float, nullable=False),
    Column("interest", Float, nullable=False),
    Column("freshness", Float, nullable=False),
    Column("score", Float, nullable=False),
    Column("outcome", String(32), nullable=False),
)

# A reader's verdict on an insight. `text_hash` finds its vector even after its show was removed.
feedback = Table(
    "feedback",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("insight_id", String(16), primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("at", UtcMoment, nullable=False),
)

# Without a foreign key too: an episode's insights are replaced when it is distilled anew.
saved = Table(
    "saved",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("insight_id", String(16), primary_key=True),
    Column("at", UtcMoment, nullable=False),
    Column("note", Text, nullable=False, default=""),
)

# What a reader files a saved insight under; gone with it from their list.
saved_tags = Table(
    "saved_tags",
    metadata,
    Column("reader_id", Integer, primary_key=True),
    Column("insight_id", String(16), primary_key=True),
    Column("tag", String(60), primary_key=True),
    ForeignKeyConstraint(["reader_id", "insight_id"], ["saved.reader_id", "saved.insight_id"], ondelete="CASCADE"),
)

# Shows of which a reader is told nothing; they are heard and can be searched still.
muted = Table(
    "muted",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcMoment, nullable=False),
)

# How many of a reader's five a show may have, where they said so.
show_limits = Table(
    "show_limits",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), primary_key=True),
    Column("most", Integer, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("digest_id", ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("at", UtcMoment, nullable=False),
    Column("error", Text),
)

# Where the five leave Earmark: whoever knows the secret reads, or answers for the reader. It is kept as it is, for the
# reader may ask for the address again. `thread_id` is 0 for what is of no thread: NULL would not be unique.
outlets = Table(
    "outlets",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("thread_id", Integer, primary_key=True),
    Column("secret", String(64), nullable=False, unique=True),
    Column("at", UtcMoment, nullable=False),
)

# A channel on which a reader wants nothing any more.
stopped = Table(
    "stopped",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("at", UtcMoment, nullable=False),
)
