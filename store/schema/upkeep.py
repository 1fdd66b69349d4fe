"""The tables that belong to no noun: kept embeddings, the account of model calls, single facts."""

from sqlalchemy import Column, Float, Integer, LargeBinary, String, Table, Text

from store.schema.base import UtcMoment, metadata

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

# Small facts about this installation, such as the day on which the demo world began.
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
