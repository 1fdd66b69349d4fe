"""A thread as a Markdown file. Pure."""

from collections.abc import Sequence
from datetime import tzinfo

from pages.shared.notebook import entry, text
from store.records.insights import CitedInsight
from store.records.threads import Thread


def markdown(thread: Thread, members: Sequence[CitedInsight], zone: tzinfo) -> str:
    """Newest first, as the members come."""
    return "\n\n".join([f"# {text(thread.label)}", *(entry(member, zone) for member in members)]) + "\n"
