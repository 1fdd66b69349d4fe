"""A search's limits as Chroma takes them. Pure."""

from collections.abc import Sequence

from index.library.documents import Kind, Scope, document_key


def condition(kind: Kind, scope: Scope, speakers: Sequence[str]) -> dict[str, object] | None:
    """None where all may pass; `speakers` are the folded names that the scope's one means."""
    conditions: list[dict[str, object]] = []
    if scope.show_id is not None:
        conditions.append({"show_id": scope.show_id})
    if scope.seconds is not None:
        first, last = scope.seconds
        conditions += [{"published": {"$gte": first}}, {"published": {"$lte": last}}]
    if scope.speaker is not None:
        conditions.append(_any_of([{"speakers": {"$contains": name}} for name in speakers]))
    if scope.episode_ids is not None:
        conditions.append({"episode_id": {"$in": sorted(scope.episode_ids)}})
    if kind in scope.ids:
        conditions.append({"key": {"$in": sorted(document_key(kind, each) for each in scope.ids[kind])}})
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return {"$and": conditions}


def _any_of(conditions: list[dict[str, object]]) -> dict[str, object]:
    return conditions[0] if len(conditions) == 1 else {"$or": conditions}
