"""The tables of topic threads: what is in them now, all that ever happened to them, what is told of them."""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Text

from store.schema.base import UtcMoment, metadata

# `merged_into` leads from a thread that was merged to the one that has its members now; an id lives for ever. `named`:
# a reader chose the label, so that no program changes it.
threads = Table(
    "threads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("label", Text, nullable=False),
    Column("query", Text),
    Column("description", Text, nullable=False, default=""),
    Column("named", Boolean, nullable=False, default=False),
    Column("merged_into", Integer),
    Column("created_at", UtcMoment, nullable=False),
)

# `other_id` is the thread that a member came from or went to, where it was merged or split.
thread_events = Table(
    "thread_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("thread_id", ForeignKey("threads.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("insight_id", ForeignKey("insights.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("other_id", Integer),
)

# `sureness` (0-1) is how likely a member belongs to a thread that a reader declared.
thread_members = Table(
    "thread_members",
    metadata,
    Column("thread_id", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("insight_id", ForeignKey("insights.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("sureness", Float),
)

# What a language model wrote of a thread when it had `size` members.
thread_summaries = Table(
    "thread_summaries",
    metadata,
    Column("thread_id", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("sentences", JSON, nullable=False),
    Column("model", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", UtcMoment, nullable=False),
)

# The name that a language model wrote for a thread when it had `size` members; none, where what it wrote did not stand.
thread_labels = Table(
    "thread_labels",
    metadata,
    Column("thread_id", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("label", Text),
    Column("model", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", UtcMoment, nullable=False),
)

# When a reader last looked at a thread.
thread_visits = Table(
    "thread_visits",
    metadata,
    Column("reader_id", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("thread_id", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcMoment, nullable=False),
)
