"""The tables of insights: what was kept, what was weighed and refused, what they say of each other."""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from store.schema.base import UtcMoment, episode_key, metadata

insights = Table(
    "insights",
    metadata,
    Column("id", String(16), primary_key=True),
    episode_key(),
    Column("headline", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("speaker", Text),
    Column("origin", Text, nullable=False),
    Column("worth", Float, nullable=False),
    Column("approximate", Boolean, nullable=False),
    Column("created_at", UtcMoment, nullable=False, index=True),
    # Further quotes, each with the sentences of the body that it carries.
    Column("support", JSON, nullable=False, server_default="[]"),
    # Of a quote: the line that places it, what it answers, and the characters of it that are read.
    Column("placing", Text, nullable=False, server_default=""),
    Column("question", JSON(none_as_null=True)),
    Column("shown", JSON, nullable=False, server_default="[]"),
    # Its vector as float16, as `embeddings` has it by its text, of the model that made those of the passages; none
    # before it was embedded. Where the text is taken anew, it is the old text's until the episode is indexed.
    Column("vector", LargeBinary),
    # Whom an episode's insights are of is asked for each one that is compared: here are the names alone.
    Index("ix_insights_speakers", "episode_id", "speaker"),
)

# What an insight is about, without who says it, and the stems of that text. `made_from` is a hash of all that it was
# made from: where that is another now, the row says nothing.
matters = Table(
    "matters",
    metadata,
    Column("insight_id", ForeignKey("insights.id", ondelete="CASCADE"), primary_key=True),
    Column("made_from", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("stems", Text, nullable=False),
)

# What was weighed for an episode, kept or not, best first; `insight_id` is set where it became an insight.
candidates = Table(
    "candidates",
    metadata,
    episode_key(primary=True),
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
    episode_key(primary=True),
    Column("reason", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)
