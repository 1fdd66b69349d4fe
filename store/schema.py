"""The tables that belong to all readers, as SQLAlchemy Core sees them; a reader's own are in reader_schema,
those of topic threads in thread_schema.

Migrations in store/migrations make them; a test holds the two equal.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps no zone, so it is put back on the way out; naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached the store")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _episode_key(*, primary: bool = False) -> Column[int]:
    return Column(
        "episode_id",
        ForeignKey("episodes.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary,
        index=not primary,
    )


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
    Column("added_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", Moment),
    Column("error", Text),
    Column("language", Text),
    Column("categories", JSON, nullable=False, default=list),
    Column("user_agent", Text),
    Column("due_at", Moment),
    Column("pace_seconds", Integer),
    Column("failing_since", Moment),
    Column("moved_to", Text),
    Column("moved_seen_at", Moment),
    Column("moved_at", Moment),
    Column("https_tried_at", Moment),
    Column("ended_at", Moment),
    Column("complete", Boolean, nullable=False, default=False),
)

# Where a show was found before; each leads to it still.
show_addresses = Table(
    "show_addresses",
    metadata,
    Column("url", Text, primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("left_at", Moment, nullable=False),
)

# Names, passwords and tokens of private feeds, encrypted; the newest of a show counts.
show_credentials = Table(
    "show_credentials",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

episodes = Table(
    "episodes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("show_id", ForeignKey("shows.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Moment),
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
    Column("discovered_at", Moment, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", Moment),
    Column("error", Text),
    Column("given_up", Boolean, nullable=False, default=False),
    Column("note", Text),
    # The model was away or unusable, so that the insights are the speaker's own words: `retry` asks it again.
    Column("fell_back", Boolean, nullable=False, default=False),
    # When the feed began to name other audio than the one that was taken.
    Column("replaced_at", Moment),
    Column("soundbites", JSON, nullable=False, default=list),
    UniqueConstraint("show_id", "key"),
    Index("ix_episodes_wanted_stage", "wanted", "stage"),
)

fetches = Table(
    "fetches",
    metadata,
    _episode_key(primary=True),
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
    _episode_key(primary=True),
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
    _episode_key(),
    Column("url", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

transcripts = Table(
    "transcripts",
    metadata,
    _episode_key(primary=True),
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
    _episode_key(),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("reason", Text, nullable=False),
)

insights = Table(
    "insights",
    metadata,
    Column("id", String(16), primary_key=True),
    _episode_key(),
    Column("headline", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("speaker", Text),
    Column("origin", Text, nullable=False),
    Column("worth", Float, nullable=False),
    Column("approximate", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
)

# What was weighed for an episode, kept or not, best first; `insight_id` is set where it became an insight.
candidates = Table(
    "candidates",
    metadata,
    _episode_key(primary=True),
    Column("rank", Integer, primary_key=True),
    Column("start", Float),
    Column("end", Float),
    Column("headline", Text, nullable=False),
    Column("worth", Float),
    Column("parts", JSON, nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("insight_id", String(16), index=True),
)

# How an insight stands to an earlier one.
relations = Table(
    "relations",
    metadata,
    Column("insight_id", ForeignKey("insights.id", ondelete="CASCADE"), primary_key=True),
    Column("earlier_id", ForeignKey("insights.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("kind", String(16), nullable=False),
    Column("score", Float, nullable=False),
)

refusals = Table(
    "refusals",
    metadata,
    _episode_key(primary=True),
    Column("reason", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("id", String(32), primary_key=True),
    _episode_key(),
    Column("position", Integer, nullable=False),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("speaker", Text),
    Column("sentences", JSON, nullable=False),
    # One vector a sentence as int8, row after row, their number before them; none where the passage was cut before they
    # were kept.
    Column("sentence_vectors", LargeBinary),
)

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
    Column("at", Moment, nullable=False, index=True),
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
