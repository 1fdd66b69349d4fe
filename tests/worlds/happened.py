"""What happened to a thread, as its events tell."""

from store.queries.threads import history


def joined_after(connection, thread_id, moment):
    """Ids of what joined after `moment`, by itself or by a reader's word; moved members are no news."""
    events = history.events(connection, thread_id)
    return {event.insight_id for event in events if event.kind == "joined" and event.at > moment}
