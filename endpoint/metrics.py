"""What Prometheus reads: counts of shows, episodes and documents, the last look, money spent. As open as health."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from digest import standing
from endpoint.frame import PRIVATE, Desk
from endpoint.health import Seen, looked
from store.errors import EarmarkError
from store.queries.models import model_calls
from store.queries.models.model_calls import Spent

Family = GaugeMetricFamily | CounterMetricFamily
_EVER = datetime(1970, 1, 1, tzinfo=UTC)  # before any call


class _Told(Collector):
    """One look. A registry of its own each time: these are states of the store, and no process counts them."""

    def __init__(self, seen: Seen, spent: Spent | None) -> None:
        self._seen, self._spent = seen, spent

    def collect(self) -> Iterator[Family]:
        seen = self._seen
        works = {part.name.replace(" ", "_"): part.state != "wrong" for part in seen.parts}
        yield _gauge("earmark_works", "Whether each part does its work, as /health says", works, "part")
        if self._spent is None:  # the database does not answer, and all below is read from it
            return
        failing = standing.failing(seen.followed)
        by_state = {"fine": len(seen.followed) - failing, "failing": failing}
        yield _gauge("earmark_shows", "Followed shows", by_state, "state")
        yield _gauge("earmark_episodes", "Episodes by stage; known and failed ones again", seen.stages, "stage")
        if seen.held is not None:
            held = dict(zip(("vectors", "words"), seen.held, strict=True))
            yield _gauge("earmark_index_documents", "Passages and insights in each half of the index", held, "half")
        if seen.free_bytes is not None:
            yield GaugeMetricFamily("earmark_disk_free_bytes", "Free where all is kept", seen.free_bytes)
        last = standing.looked_at(seen.followed)
        if last is not None:
            told = "When a feed last answered"
            yield GaugeMetricFamily("earmark_last_look_timestamp_seconds", told, last.timestamp())
        yield CounterMetricFamily("earmark_model_calls", "Calls of language models", self._spent.calls)
        yield CounterMetricFamily("earmark_model_usd", "Dollars spent on them", self._spent.usd)


def metrics(desk: Callable[[], Desk], _: Request) -> Response:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(looked(desk), _spent(desk)))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST, headers=PRIVATE)


def _spent(desk: Callable[[], Desk]) -> Spent | None:
    try:
        with desk().store.read() as connection:
            return model_calls.since(connection, _EVER)
    except (EarmarkError, SQLAlchemyError):
        return None


def _gauge(name: str, told: str, values: Mapping[str, int], label: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family
