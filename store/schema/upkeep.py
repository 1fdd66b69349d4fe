"""The tables that belong to no noun: kept embeddings, the account of models, single facts, the log of the index."""

from sqlalchemy import JSON, Column, Float, Integer, LargeBinary, String, Table, Text

from store.schema.base import UtcMoment, episode_key, metadata

embeddings = Table(
    "embeddings",
    metadata,
    Column("text_hash", String(64), primary_key=True),
    Column("model", String(128), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("episode_id", Integer, index=True),
    Column("model", Text, nullable=False),
    Column("at", UtcMoment, nullable=False, index=True),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("usd", Float, nullable=False),
)

# What a model made of an episode when it last read it.
model_readings = Table(
    "model_readings",
    metadata,
    episode_key(primary=True),
    Column("model", Text, primary_key=True),
    Column("at", UtcMoment, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("replies", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("proposed", Integer, nullable=False),
    Column("proved", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("refused", JSON, nullable=False),
    Column("ended", String(16), nullable=False),
    Column("trouble", Text),
)

# Small facts about this installation, such as the day on which the demo world began.
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

# Which episodes the search index took in, took anew or gave up, in order. One that was removed stands in it, too. The
# rows are few bytes and stay: an index that was away for long finds what it missed.
index_changes = Table(
    "index_changes",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("episode_id", Integer, nullable=False),
    Column("at", UtcMoment, nullable=False),
)
