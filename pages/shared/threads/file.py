"""A thread as a Markdown file. Pure."""

from collections.abc import Sequence
from datetime import tzinfo

from digest.wording import in_markdown
from pages.shared.notebook import entry
from store.records.insights import CitedInsight
from store.records.threads import Thread


def markdown(thread: Thread, members: Sequence[CitedInsight], zone: tzinfo) -> str:
    """Newest first, as the members come."""
    return "\n\n".join([f"# {in_markdown(thread.label)}", *(entry(member, zone) for member in members)]) + "\n"
