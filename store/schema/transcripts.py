"""The tables of what is said: transcripts, the adverts in them, the passages they are cut into."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from store.schema.base import episode_key, metadata

transcripts = Table(
    "transcripts",
    metadata,
    episode_key(primary=True),
    Column("source", Text, nullable=False),
    Column("language", Text),
    Column("approximate", Boolean, nullable=False),
    Column("segments", JSON, nullable=False),
    Column("checked", Boolean, nullable=False, default=False),
    Column("doubt", Text),
    Column("shifts", JSON, nullable=False, default=list),
    # A few numbers that tell one text from another.
    Column("sketch", LargeBinary),
)

adverts = Table(
    "adverts",
    metadata,
    Column("id", Integer, primary_key=True),
    episode_key(),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("reason", Text, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("id", String(32), primary_key=True),
    episode_key(),
    Column("position", Integer, nullable=False),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("speaker", Text),
    Column("sentences", JSON, nullable=False),
    # One vector a sentence as int8, row after row, their number before them; none where the passage was cut before they
    # were kept.
    Column("sentence_vectors", LargeBinary),
    # The passage's own vector as float16, as `embeddings` has it by its text; none where `sentence_vectors` are of
    # another model, or older than this column.
    Column("vector", LargeBinary),
    # Who speaks in an episode is asked for each insight that is compared: a row is some 8 kB, and here the names alone.
    Index("ix_chunks_speakers", "episode_id", "speaker"),
)
